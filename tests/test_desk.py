"""The review desk as other systems and hostile senders meet it: its interface, its guard, what it keeps."""

from __future__ import annotations

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra web is not installed")

import httpx
import schemathesis
from _desk import Served, served
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from support import SAMPLES, audited, gouji

from extractor import suppressions
from extractor.desk.app import create_app
from extractor.desk.hand import Failed, Hand
from extractor.desk.jobs import Full, Jobs
from extractor.desk.records import Decision
from extractor.desk.settings import Settings
from extractor.desk.store import Store
from extractor.desk.work import Order
from extractor.difference import compare
from extractor.errors import GoujiError

FAULTY = SAMPLES / "roads-fault.txt"
CLEAN = SAMPLES / "library-clean.txt"
CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TOKEN = "a-token-of-sixteen-or-more"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(Settings(data=tmp_path_factory.mktemp("desk"), max_bytes=256 * 1024)) as one:
        yield one


@pytest.fixture(scope="module")
def faulty(desk: Served) -> str:
    return desk.audited(FAULTY)


# ---------------------------------------------------------------- submit, poll, fetch


def test_result_is_that_of_the_command_line(desk: Served, faulty: str) -> None:
    told = desk.client.get(f"/api/reports/{faulty}").json()
    assert (told["state"], told["name"], told["error"]) == ("done", FAULTY.name, None)
    result = desk.client.get(f"/api/reports/{faulty}/result").json()
    assert result == audited(FAULTY)[1].model_dump(mode="json")
    assert desk.client.get(f"/api/reports/{faulty}/text").text == audited(FAULTY)[0].text


def test_exports_are_those_of_the_writers(desk: Served, faulty: str) -> None:
    formats = desk.client.get("/api/about").json()["formats"]
    assert {"json", "csv", "html"} <= set(formats)
    answer = desk.client.get(f"/api/reports/{faulty}/export/json")
    assert answer.json() == audited(FAULTY)[1].model_dump(mode="json")
    assert "attachment" in answer.headers["content-disposition"]
    assert desk.client.get(f"/api/reports/{faulty}/export/nothing").status_code == 404
    for format in set(formats) - {"json"}:
        made = desk.client.get(f"/api/reports/{faulty}/export/{format}")
        assert made.status_code == 200, format
        assert made.content


def test_versions_are_compared(desk: Served, faulty: str, tmp_path: Path) -> None:
    newer = tmp_path / FAULTY.name
    newer.write_text(FAULTY.read_text("utf-8").replace("柳林线。", "柳林线、沙沟线。"), "utf-8")
    answer = desk.client.get("/api/diff", params={"old": faulty, "new": desk.audited(newer)})
    expected = compare(audited(FAULTY)[1], audited(newer)[1])
    assert answer.json() == [expected.model_dump(mode="json")]
    assert [one.code for one in expected.findings.gone] == ["JS101"]


def test_words_are_found_where_they_stand(desk: Served, faulty: str) -> None:
    (hit, *_) = [
        one for one in desk.client.get("/api/search", params={"q": "护栏安装里程"}).json() if one["id"] == faulty
    ]
    assert hit["found"] == "护栏安装里程"
    assert hit["after"].startswith("，目标值")
    for nothing in ("100_", "9%万", "没有这样的词"):
        assert desk.client.get("/api/search", params={"q": nothing}).json() == []


def test_words_are_found_in_the_archive_too(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the extra archive is not installed")
    folder, dataset = tmp_path / "档案", tmp_path / "数据集"
    folder.mkdir()
    for source in (FAULTY, CLEAN):
        shutil.copy(source, folder)
    assert gouji("archive", folder, "-o", dataset).returncode == 0
    with served(Settings(data=tmp_path / "desk", dataset=dataset)) as desk:
        (found,) = desk.client.get("/api/archive/search", params={"q": "护栏安装里程"}).json()
        assert (found["title"], found["found"]) == (audited(FAULTY)[1].report.title, "护栏安装里程")
        assert found["errors"] == sum(one.severity == "error" for one in audited(FAULTY)[1].findings)
        for nothing in ("'; DROP TABLE reports; --", "100_", "没有这样的词"):
            assert desk.client.get("/api/archive/search", params={"q": nothing}).json() == []
        assert "护栏安装里程" in desk.client.get("/search", params={"q": "护栏安装里程"}).text
    with pytest.raises(GoujiError):
        create_app(Settings(data=tmp_path / "desk", dataset=folder))


def test_hits_of_the_archive_are_opened_while_their_files_are_what_they_were(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the extra archive is not installed")
    folder, dataset = tmp_path / "档案", tmp_path / "数据集"
    folder.mkdir()
    shutil.copy(FAULTY, folder / "一.txt")
    inner = _zip(tmp_path / "里.zip", {"三.txt": CLEAN.read_bytes() + b"\n"})
    _zip(folder / "二.zip", {"夹/二.txt": CLEAN.read_bytes(), "里.zip": inner.read_bytes()})
    shutil.copy(SAMPLES / "township-fault.txt", folder / "四.txt")
    assert gouji("archive", folder, "-o", dataset).returncode == 0
    with served(Settings(data=tmp_path / "desk", dataset=dataset)) as desk:

        def opened(record: dict[str, str]) -> httpx.Response:
            return desk.client.post("/api/archive/reports", json={"id": record["id"]})

        found = {one["source"]: one for one in desk.client.get("/api/archive/search", params={"q": "年"}).json()}
        assert set(found) == {"档案/一.txt", "档案/二.zip!/夹/二.txt", "档案/二.zip!/里.zip!/三.txt", "档案/四.txt"}
        for source, wanted in (("档案/一.txt", FAULTY), ("档案/二.zip!/夹/二.txt", CLEAN)):
            told = opened(found[source]).json()
            desk.desk.jobs.drain()
            result = desk.client.get(f"/api/reports/{told['id']}/result").json()
            assert result["source"]["sha256"] == audited(wanted)[1].source.sha256
            assert (result["source"]["name"], result["source"]["member"]) == (told["name"], told["member"])
            assert opened(found[source]).json()["id"] == told["id"], "what the desk has is not audited again"
        assert (told["name"], told["member"]) == ("二.zip", "夹/二.txt")
        assert opened(found["档案/二.zip!/里.zip!/三.txt"]).status_code == 202

        (folder / "四.txt").write_text("改过的一份。", "utf-8")
        answer = opened(found["档案/四.txt"])
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_found")
        assert "改动过" in answer.json()["error"]["message"]
        (folder / "四.txt").unlink()
        assert "文件不存在" in opened(found["档案/四.txt"]).json()["error"]["message"]
        assert opened({"id": "no-such-report"}).status_code == 404


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_files_of_an_archive_are_audited_one_by_one(desk: Served, tmp_path: Path) -> None:
    inner = _zip(tmp_path / "里.zip", {"内.txt": CLEAN.read_bytes(), "更里.zip": b"PK\x05\x06" + bytes(18)})
    big = _zip(tmp_path / "大.zip", {})
    outer = _zip(
        tmp_path / "报告.zip",
        {
            "甲/有错.txt": FAULTY.read_bytes(), "__MACOSX/x": b"", "图纸.dwg": b"AC1027", "../外.txt": b"x",
            "过大.txt": bytes(300 * 1024), "里.zip": inner.read_bytes(), big.name: big.read_bytes(),
        },
    )  # fmt: skip
    id = desk.audited(outer)
    told = desk.client.get(f"/api/reports/{id}").json()
    members = desk.client.get(f"/api/reports/{id}/members").json()
    assert (told["state"], told["members"]) == ("done", len(members))
    assert {one["member"]: (one["error"] or {"code": one["state"]})["code"] for one in members} == {
        "甲/有错.txt": "done", "图纸.dwg": "unsupported", "../外.txt": "unsupported", "过大.txt": "limit",
        "里.zip/内.txt": "done", "里.zip/更里.zip": "limit",
    }  # fmt: skip
    assert {(one["name"], one["archive"]) for one in members} == {("报告.zip", id)}
    first = members[0]["id"]
    result = desk.client.get(f"/api/reports/{first}/result").json()
    assert (result["source"]["name"], result["source"]["member"]) == ("报告.zip", "甲/有错.txt")
    exported = desk.client.get(f"/api/reports/{first}/export/json")
    assert "%E6%9C%89%E9%94%99-" in exported.headers["content-disposition"], "called after the file inside"
    assert desk.client.get(f"/api/reports/{id}/result").json()["error"]["code"] == "archive"
    assert desk.client.get(f"/reports/{id}").text.count('class="upload ') == len(members)
    assert desk.client.delete(f"/api/reports/{id}").status_code == 204
    assert desk.client.get(f"/api/reports/{first}").status_code == 404
    assert not desk.desk.store.folder(first).exists()


def test_archives_that_cannot_be_opened_say_why(desk: Served, tmp_path: Path) -> None:
    torn = tmp_path / "残.zip"
    torn.write_bytes(_zip(tmp_path / "整.zip", {"甲.txt": FAULTY.read_bytes()}).read_bytes()[:-40])
    for source, code in ((torn, "broken"), (_zip(tmp_path / "空.zip", {}), "empty")):
        told = desk.client.get(f"/api/reports/{desk.audited(source)}").json()
        assert (told["state"], told["error"]["code"]) == ("failed", code)


def test_outputs_do_not_wait_for_the_members_of_an_archive(tmp_path: Path) -> None:
    jobs = Jobs(Settings(data=tmp_path, max_waiting=2), Store(tmp_path))
    archive = jobs.store.add("包.zip", ".zip", 0, "national")
    for number in range(5):
        jobs.submit(jobs.store.add("包.zip", ".txt", 0, "national", f"{number}.txt", archive.id))
    jobs.submit(jobs.store.add("甲.txt", ".txt", 0, "national"))
    jobs.check()
    jobs.export(archive, "json")
    assert jobs.waiting == 2
    with pytest.raises(Full):
        jobs.check()
    taken = [jobs._tasks.get()[0].name for _ in range(7)]
    assert taken == ["OUTPUT", "FILE", *["MEMBER"] * 5]


def test_a_desk_of_an_earlier_version_is_taken_on(tmp_path: Path) -> None:
    Store(tmp_path)
    with sqlite3.connect(tmp_path / "desk.sqlite") as base:
        for column in ("member", "archive", "members"):
            base.execute(f"ALTER TABLE uploads DROP COLUMN {column}")
    assert Store(tmp_path).add("甲.txt", ".txt", 1, "national").members is None


def test_what_cannot_be_read_is_said_and_the_next_is_audited(desk: Served, tmp_path: Path) -> None:
    torn = tmp_path / "残.pdf"
    torn.write_bytes((SAMPLES / "sister.pdf").read_bytes()[:600])
    id = desk.audited(torn)
    told = desk.client.get(f"/api/reports/{id}").json()
    assert (told["state"], told["error"]["code"]) == ("failed", "broken")
    answer = desk.client.get(f"/api/reports/{id}/result")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "broken")
    assert desk.client.get(f"/reports/{id}").status_code == 200
    assert desk.client.get(f"/api/reports/{desk.audited(CLEAN)}").json()["state"] == "done"


def test_removed_is_removed(desk: Served) -> None:
    id = desk.audited(CLEAN)
    folder = desk.desk.store.folder(id)
    assert folder.is_dir()
    assert desk.client.delete(f"/api/reports/{id}").status_code == 204
    assert not folder.exists()
    assert desk.client.get(f"/api/reports/{id}").status_code == 404
    assert desk.client.delete(f"/api/reports/{id}").status_code == 404


# ---------------------------------------------------------------- decisions


def _keys(desk: Served, id: str) -> list[dict[str, object]]:
    findings = desk.client.get(f"/api/reports/{id}/result").json()["findings"]
    return [{"code": one["code"], "fingerprint": one["fingerprint"]} for one in findings]


def test_dismissed_stays_dismissed_and_is_a_suppression(desk: Served, tmp_path: Path) -> None:
    id = desk.audited(FAULTY)
    key, other, *_ = _keys(desk, id)
    where = f"/api/reports/{id}/decision"
    for reason in ("", "  \n "):
        refused = desk.client.put(where, json={**key, "choice": "dismissed", "reason": reason})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "reason")
    assert desk.client.put(where, json={**key, "choice": "dismissed", "reason": '口径不同\n"核实"'}).status_code == 204
    assert desk.client.put(where, json={**other, "choice": "accepted"}).status_code == 204
    again = desk.audited(FAULTY, "另一个名字.txt")
    marks = [one["suppressed"] for one in desk.client.get(f"/api/reports/{again}/result").json()["findings"]]
    assert marks[0] == {"reason": '口径不同 "核实"', "by": "suppress"}
    assert not any(marks[1:])
    exported = desk.client.get(f"/api/reports/{again}/export/json").json()["findings"]
    assert [one["suppressed"] for one in exported] == marks

    listed = tmp_path / "已排除.toml"
    listed.write_bytes(desk.client.get("/api/suppressions").content)
    marked = suppressions.load([listed]).mark(audited(FAULTY)[1])
    assert [one.model_dump(mode="json")["suppressed"] for one in marked.findings] == marks

    assert desk.client.post(f"{where}/undo", json=key).status_code == 204
    assert not any(one["suppressed"] for one in desk.client.get(f"/api/reports/{id}/result").json()["findings"])
    assert desk.client.put(where, json={**key, "fingerprint": "0" * 16, "choice": "accepted"}).status_code == 404


def test_reports_of_one_file_are_judged_apart(desk: Served, tmp_path: Path) -> None:
    both = tmp_path / "两份.txt"
    other = SAMPLES / "township-fault.txt"
    both.write_text("\n\n".join(one.read_text("utf-8") for one in (FAULTY, other)), "utf-8")
    id = desk.audited(both)
    first, second = desk.client.get(f"/api/reports/{id}/result").json()
    key = {name: second["findings"][0][name] for name in ("code", "fingerprint")}
    decision = {**key, "part": 2, "choice": "dismissed", "reason": "已核对"}
    assert desk.client.put(f"/api/reports/{id}/decision", json={**decision, "part": None}).status_code == 404
    assert desk.client.put(f"/api/reports/{id}/decision", json=decision).status_code == 204
    first, second = desk.client.get(f"/api/reports/{id}/result").json()
    assert [bool(one["suppressed"]) for one in first["findings"]] == [False] * len(first["findings"])
    assert [bool(one["suppressed"]) for one in second["findings"]] == [True] + [False] * (len(second["findings"]) - 1)
    page = desk.client.get(f"/reports/{id}").text
    for report, prefix in ((first, "r1-"), (second, "r2-")):
        assert f'href="#{prefix}report"' in page
        assert page.count(f'<li class="finding conflict" id="{prefix}f') + page.count(
            f'<li class="finding cited" id="{prefix}f'
        ) == sum(one["severity"] in ("error", "warning") for one in report["findings"])
    hits = desk.client.get("/api/search", params={"q": audited(other)[1].report.title}).json()
    assert 1 in {hit["ordinal"] for hit in hits if hit["id"] == id}
    (same, *_) = desk.client.get("/api/diff", params={"old": id, "new": id}).json()
    assert same["findings"]["came"] == same["findings"]["gone"] == same["facts"] == []


@pytest.mark.parametrize("reason", ['"', "\\", "\x7f\x01", "'''", "\u2028", "😀", "#"])
def test_every_reason_can_be_read_back(reason: str, tmp_path: Path) -> None:
    report = audited(FAULTY)[1]
    entry = suppressions.Entry(
        document=report.source.sha256,
        code=report.findings[0].code,
        fingerprint=report.findings[0].fingerprint,
        reason=f"x{reason}",
        name=f"名{reason}.txt",
    )
    path = tmp_path / "x.toml"
    path.write_text(suppressions.toml_of([entry]), encoding="utf-8")
    first = suppressions.load([path]).mark(report).findings[0]
    assert first.suppressed is not None
    assert first.suppressed.reason == f"x{reason}"


def test_reports_expire_and_decisions_stay(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old, young = (store.add(name, ".txt", 1, "national") for name in ("旧.txt", "新.txt"))
    waiting = store.add("排队.txt", ".txt", 1, "national")
    for one in (old, young):
        store.fail(one.id, "empty", "")
    store.decide(Decision("0" * 64, None, "ZJ101", "f", "dismissed", "理由", "旧.txt"))
    for one in (old, waiting):
        store._update(one.id, created="2020-01-01T00:00:00.000+00:00")
    assert store.expire(0) == 0
    assert store.expire(30) == 1
    assert {one.id for one in store.uploads()} == {young.id, waiting.id}, "what waits is not lost"
    assert not store.folder(old.id).exists()
    assert len(store.decisions()) == 1


# ---------------------------------------------------------------- the guard


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "", "[::1", "a b"]
)
def test_foreign_host_is_refused(desk: Served, host: str) -> None:
    answer = desk.client.get("/api/about", headers={"Host": host})
    assert answer.status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "localhost:8321", "127.0.0.1", "[::1]:80", "192.168.3.4:8000"])
def test_own_hosts_are_known(desk: Served, host: str) -> None:
    assert desk.client.get("/api/about", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_no_other_site_can_make_a_browser_act(desk: Served, faulty: str, headers: dict[str, str]) -> None:
    for method, path in (("DELETE", f"/api/reports/{faulty}"), ("POST", "/api/reports"), ("POST", "/upload")):
        files = {"file": ("x.txt", b"1")} if method == "POST" else None
        assert desk.client.request(method, path, headers=headers, files=files).status_code == 403
    assert desk.client.get(f"/api/reports/{faulty}").status_code == 200


def test_forms_need_the_token_of_their_session(desk: Served, faulty: str) -> None:
    with httpx.Client(base_url=desk.base) as browser, httpx.Client(base_url=desk.base) as another:
        for one in (browser, another):
            assert "SameSite=strict" in one.get("/").headers["set-cookie"]
        stolen = desk.desk.guard.signed(another.cookies["gouji_session"])
        for token in ("", "x", stolen):
            assert browser.post(f"/reports/{faulty}/delete", data={"csrf": token}).status_code == 403
        key = _keys(desk, faulty)[0]
        own = desk.desk.guard.signed(browser.cookies["gouji_session"])
        data = {**key, "csrf": own, "choice": "accepted", "anchor": "r1-f1"}
        answer = browser.post(f"/reports/{faulty}/decide", data=data, headers={"Origin": desk.base})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/reports/{faulty}#r1-f1")


def test_every_answer_is_strict(desk: Served, faulty: str) -> None:
    for path in ("/", f"/reports/{faulty}", "/static/desk.js", "/api/about", "/nothing", "/api/nothing"):
        headers = desk.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_token_is_asked_for(tmp_path: Path) -> None:
    with served(Settings(data=tmp_path, token=TOKEN)) as desk:
        assert desk.client.get("/api/about").status_code == 401
        assert desk.client.get("/api/openapi.json").status_code == 401
        assert desk.client.get("/").headers["location"] == "/login"
        assert desk.client.post("/upload", files={"file": ("x.txt", b"1")}).status_code == 401
        for wrong in ("Bearer wrong", f"Basic {TOKEN}", "Bearer", "Bearer é"):
            assert desk.client.get("/api/about", headers={"Authorization": wrong.encode()}).status_code == 401
        assert desk.client.get("/api/about", headers={"Cookie": "gouji_session=forged.forged"}).status_code == 401
        assert desk.client.get("/api/about", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert desk.client.get("/login").headers.get("set-cookie") is None, "no session without the token"
        assert desk.client.post("/login", data={"token": "wrong"}).status_code == 401
        entered = desk.client.post("/login", data={"token": TOKEN})
        assert entered.headers["location"] == "/"
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert desk.client.get("/").status_code == 200, "the cookie is kept"
        sent = {"file": ("x.txt", b"1")}
        assert desk.client.post("/api/reports", files=sent).status_code == 403, "a session alone changes nothing"
        desk.client.cookies.clear()
        shown = {"Authorization": f"Bearer {TOKEN}"}
        assert desk.client.post("/api/reports", files=sent, headers=shown).status_code == 202


def test_too_large_is_refused_whatever_is_announced(desk: Served) -> None:
    big = b"1" * (desk.desk.settings.max_bytes + 128 * 1024)
    answer = desk.client.post("/api/reports", files={"file": ("x.txt", big)})
    assert answer.status_code == 413
    form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\n' + big + b"\r\n--b--\r\n"
    pieces = (form[at : at + 65536] for at in range(0, len(form), 65536))
    streamed = desk.client.post(
        "/api/reports", content=pieces, headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert (streamed.status_code, streamed.json()["error"]["code"]) == (413, "http_413")


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>.txt", '"><img src=x onerror=alert(1)>.txt', "=cmd|' !A0.txt", "{{ 7*7 }}.txt",
        "../../../etc/x.txt", "..\\..\\x.txt", "a\x1b[31m.txt", "长" * 300 + ".txt",
    ],
)  # fmt: skip
def test_hostile_names_are_text_and_no_paths(desk: Served, name: str) -> None:
    id = desk.audited(CLEAN, name)
    told = desk.client.get(f"/api/reports/{id}").json()
    assert told["state"] == "done"
    assert not set(told["name"]) & set("/\\\x1b\n")
    for path in ("/", f"/reports/{id}", "/compare", "/search?q=图书馆"):
        page = desk.client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert ">49.txt" not in page
    assert {one.name for one in desk.desk.store.folder(id).iterdir()} >= {"source.txt", "result.json"}
    assert all(len(one.name) == 32 for one in desk.desk.settings.files.iterdir())
    assert desk.client.get(f"/api/reports/{id}/export/json").status_code == 200
    desk.client.delete(f"/api/reports/{id}")


def test_hostile_text_is_text(desk: Served, tmp_path: Path) -> None:
    source = tmp_path / "x.txt"
    hostile = "<script>alert(1)</script>{{ 7*7 }}</textarea><!--"
    text = FAULTY.read_text("utf-8").replace("护栏安装支出", hostile + "支出").replace("市级财政资\n", "市级财政资\n")
    source.write_text(text, "utf-8")
    id = desk.audited(source)
    for path in (f"/reports/{id}", "/search?q=<script>alert(1)</script>", f"/compare?old={id}&new={id}"):
        page = desk.client.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page or path.startswith("/compare")
    (hit, *_) = desk.client.get("/api/search", params={"q": hostile}).json()
    assert hit["found"] == hostile


@pytest.mark.parametrize("name", ["x.exe", "x", "txt", ".pdf.", ""])
def test_unknown_kinds_are_refused(desk: Served, name: str) -> None:
    before = len(desk.client.get("/api/reports").json())
    answer = desk.client.post("/api/reports", files={"file": (name, b"1")})
    assert answer.status_code in (415, 422)
    assert answer.json()["error"]["message"]
    assert len(desk.client.get("/api/reports").json()) == before


def test_files_of_a_report_are_reached_by_no_other_name(desk: Served, faulty: str) -> None:
    for path in ("0-..", "..%2f..%2fdesk", "0-0.webp", "٣-٣", "0-99"):
        assert desk.client.get(f"/reports/{faulty}/pictures/{path}").status_code == 404
    for name in ("../store.py", "..%2fstore.py", "desk.sqlite"):
        assert desk.client.get(f"/static/{name}").status_code == 404


# ---------------------------------------------------------------- the queue and its process


def test_queue_is_bounded_and_outlives_the_desk(tmp_path: Path) -> None:
    store = Store(tmp_path)
    options = Settings(data=tmp_path, max_waiting=2)
    jobs = Jobs(options, store)  # not started
    for number in range(2):
        upload = store.add(f"{number}.txt", ".txt", 1, "national")
        (store.folder(upload.id) / "source.txt").write_bytes(CLEAN.read_bytes())
        jobs.check()
        jobs.submit(upload)
    with pytest.raises(Full):
        jobs.check()
    later = Jobs(options, store)
    later.start()
    later.drain()
    later.stop()
    assert [one.state for one in store.uploads()] == ["done", "done"]


def test_full_queue_says_so(tmp_path: Path) -> None:
    with served(Settings(data=tmp_path, max_waiting=0)) as desk:
        answer = desk.client.post("/api/reports", files={"file": ("x.txt", b"1")})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "busy")
        assert desk.client.get("/api/reports").json() == []


def _order(folder: Path) -> Order:
    file = folder / "source.txt"
    file.write_bytes(CLEAN.read_bytes())
    return Order(folder=folder, file=file, name="x.txt", profile="national")


def test_order_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    hand = Hand(seconds=0, memory=4 << 30)
    with pytest.raises(Failed) as failed:
        hand.run(_order(tmp_path), lambda stage: None)
    hand.close()
    assert (failed.value.code, failed.value.message) == ("limit", "处理超过0秒，已停止")


def test_worker_that_says_nothing_is_ended(tmp_path: Path) -> None:
    hand = Hand(seconds=-1, memory=4 << 30, grace=1)
    with pytest.raises(Failed) as failed:
        hand.run(_order(tmp_path), lambda stage: None)
    assert failed.value.code == "limit"
    assert hand.process is None


def test_worker_that_dies_takes_only_its_order_along(tmp_path: Path) -> None:
    hand = Hand(seconds=120, memory=4 << 30)
    with pytest.raises(Failed) as failed:
        hand.run(_order(tmp_path), lambda stage: hand.kill())
    assert failed.value.code == "broken"
    stages: list[str] = []
    hand.run(_order(tmp_path), stages.append)
    hand.close()
    assert stages == ["读取", "核对", "绘制页面"]
    assert (
        json.loads((tmp_path / "result.json").read_text("utf-8"))["reports"][0]["report"]["source"]["name"] == "x.txt"
    )


def test_worker_is_held_to_its_memory(tmp_path: Path) -> None:
    hand = Hand(seconds=120, memory=64 << 20)
    with pytest.raises(Failed):
        hand.run(_order(tmp_path), lambda stage: None)
    hand.close()


# ---------------------------------------------------------------- the OpenAPI document


def test_interface_keeps_to_its_document(desk: Served, faulty: str) -> None:
    schema = schemathesis.openapi.from_url(f"{desk.base}/api/openapi.json")
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def check(case: schemathesis.Case) -> None:
            if case.method != "DELETE" and "id" in (case.path_parameters or {}):
                case.path_parameters["id"] = faulty  # else nothing but 404 is ever tried
            case.call_and_validate(checks=CHECKED)

        check()
        tried += 1
    assert tried >= 14


# ---------------------------------------------------------------- the command


def test_command_serves_until_it_is_told_to_end(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("gouji")
    with subprocess.Popen(
        [command, "serve", "--port", "0", "--data", tmp_path], stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        (base,) = re.findall(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
        assert httpx.get(f"{base}/api/about", timeout=60).json()["name"] == "gouji"
        busy = gouji("serve", "--port", base.rpartition(":")[2], "--data", tmp_path)
        process.send_signal(signal.SIGINT)
        assert (process.wait(60), process.stderr.read()) == (0, "")
    assert busy.returncode == 2
    assert busy.stderr.count(b"\n") == 1


def test_other_machines_need_a_token(tmp_path: Path) -> None:
    short = gouji("serve", "--host", "0.0.0.0", "--data", tmp_path, GOUJI_TOKEN="short")
    assert short.returncode == 2
    assert "GOUJI_TOKEN" in short.stderr.decode()
