"""The review desk in a real Chromium: upload, walk, dismiss, reload, export; by keyboard alone, without a complaint."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("fastapi", reason="the extra web is not installed")

from _desk import Served, served
from support import SAMPLES, audited, gouji

from extractor.desk.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FAULTY, PAGED, CLEAN = SAMPLES / "roads-fault.txt", SAMPLES / "parks-fault.pdf", SAMPLES / "library-clean.txt"
EVIL = "<img src=x onerror=alert(1)>=1+1.txt"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Served]:
    with served(Settings(data=tmp_path_factory.mktemp("desk"))) as one:
        yield one


class Visit:
    """A page of the desk, and what the browser complained of."""

    def __init__(self, browser: Browser, desk: Served, width: int = 1280) -> None:
        self.desk = desk
        self.page: Page = browser.new_page(base_url=desk.base, viewport={"width": width, "height": 860})
        self.complaints: list[str] = []
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type != "info" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    @property
    def current(self) -> Locator:
        return self.page.locator(".finding.current")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def visit(chromium: Browser, desk: Served) -> Iterator[Visit]:
    one = Visit(chromium, desk)
    yield one
    one.page.close()
    assert not one.complaints


def test_upload_walk_dismiss_reload_export(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto("/")
    page.set_input_files("#file", PAGED)
    page.locator(".upload.done").wait_for()
    page.locator(".upload .go").click()
    page.wait_for_load_state()

    findings = audited(PAGED)[1].findings
    cards = page.locator(".finding")
    assert cards.count() == len(findings)
    visit.press("j")
    assert "current" in (cards.nth(0).get_attribute("class") or "")
    assert page.locator(".paper rect.on").count() >= 1, "its figures are lit on the picture of the page"
    visit.press("j")
    walked = visit.current.get_attribute("data-index")
    visit.press("d")
    page.keyboard.type("口径不同，已与单位核实")
    visit.press("Enter")
    page.locator(f'.finding[data-index="{walked}"] .decision.dismissed').wait_for()
    assert visit.current.get_attribute("data-index") != walked, "the next one is at hand"
    visit.press("a")
    page.locator(".decision.accepted").wait_for()
    assert page.locator("#judged").inner_text() == "2"

    page.reload()
    dismissed = page.locator(f'.finding[data-index="{walked}"]')
    assert "口径不同，已与单位核实" in dismissed.inner_text()
    assert page.locator("details .finding .decision.dismissed").count() == 1, "what is dismissed stands apart"
    assert page.locator(".verdict dd").first.inner_text().startswith("4 处错误")

    with page.expect_download() as waiting:
        page.locator("#export summary").click()
        page.locator('[data-format="xlsx"]').click()
    book = tmp_path / "底稿.xlsx"
    waiting.value.save_as(book)
    assert waiting.value.suggested_filename == f"{PAGED.stem}-底稿.xlsx"
    _opens(book.read_bytes(), "口径不同，已与单位核实")


def _opens(raw: bytes, reason: str) -> None:
    """Asserts that a workbook opens, and tells somewhere why a finding was let stand."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw))
    assert {"结论", "发现"} <= set(book.sheetnames)
    told = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(reason in text for text in told)


def test_all_of_it_by_keyboard_alone(visit: Visit) -> None:
    page = visit.page
    id = visit.desk.audited(FAULTY)
    page.goto("/")
    link = f'a[href="/reports/{id}"]'
    for _ in range(60):
        visit.press("Tab")
        if page.locator(f"{link}:focus").count():
            break
    visit.press("Enter")
    page.locator(".finding").first.wait_for()
    page.wait_for_load_state()
    total = page.locator(".finding").count()
    for number in range(1, total + 1):
        visit.press("j") if number == 1 else None
        visit.press("d")
        assert page.locator("input:focus").count() == 1
        page.keyboard.type("无误")
        visit.press("Enter")
        page.wait_for_selector(f"#judged:text-is('{number}')")
    visit.press("u")
    page.wait_for_selector(f"#judged:text-is('{total - 1}')")
    visit.press("d", "Escape")
    assert page.locator(".finding.current:focus").count() == 1, "Escape leads out of the field"
    visit.press("e")
    assert page.locator("#export a:focus").count() == 1
    visit.press("Escape")
    assert page.locator("#export[open]").count() == 0


def test_dismissal_without_a_reason_is_asked_again(visit: Visit) -> None:
    page = visit.page
    page.goto(f"/reports/{visit.desk.audited(SAMPLES / 'township-fault.txt')}")
    visit.press("k")
    visit.press("d", "Enter")
    assert page.locator("input[aria-invalid]:focus").count() == 1
    assert page.locator("#live").inner_text() == "排除须写明理由"


def test_progress_leads_to_the_report(visit: Visit) -> None:
    page = visit.page
    id = visit.desk.submit(CLEAN)
    page.goto(f"/reports/{id}")
    page.locator(".report .head").wait_for()
    assert page.locator("h1").first.inner_text() == audited(CLEAN)[1].report.title


def test_an_archive_is_a_report_for_each_of_its_files(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    archive = tmp_path / "汇总.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(FAULTY, "甲/有错.txt")
        made.write(CLEAN, "乙/无错.txt")
        made.writestr("图纸.dwg", b"AC1027")
    page.goto("/")
    page.set_input_files("#file", archive)
    row = page.locator(".upload.done", has_text="压缩包，3 个文件")
    row.locator(".go").click()
    page.wait_for_load_state()
    page.locator("#list:not([data-busy])").wait_for()
    assert page.locator(".upload.done").count() == 2
    assert "不支持的格式" in page.locator(".upload.failed").inner_text()
    page.locator(".upload .go", has_text="甲/有错.txt").click()
    page.wait_for_load_state()
    assert page.locator(".finding").count() == len(audited(FAULTY)[1].findings)
    assert "汇总.zip › 甲/有错.txt" in page.locator(".about").inner_text()


def test_a_hit_of_the_archive_opens_its_report(chromium: Browser, tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the extra archive is not installed")
    folder, dataset = tmp_path / "档案", tmp_path / "数据集"
    folder.mkdir()
    for source in (FAULTY, CLEAN):
        shutil.copy(source, folder)
    assert gouji("archive", folder, "-o", dataset).returncode == 0
    (folder / CLEAN.name).unlink()
    with served(Settings(data=tmp_path / "desk", dataset=dataset)) as desk:
        visit = Visit(chromium, desk)
        page = visit.page
        page.goto("/search?q=绩效")
        page.locator("button.go", has_text=FAULTY.name).press("Enter")
        page.locator(".report .head").wait_for()
        assert page.locator("h1").first.inner_text() == audited(FAULTY)[1].report.title
        assert not visit.complaints
        page.goto("/search?q=绩效")
        page.locator("button.go", has_text=CLEAN.name).click()
        page.wait_for_load_state()
        assert "打不开原文件：文件不存在" in page.locator("[role=alert]").inner_text()
        page.close()


def test_what_is_refused_is_told_beside_the_field(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto("/")
    page.evaluate("document.getElementById('file').removeAttribute('accept')")
    odd = tmp_path / "图纸.dwg"
    odd.write_bytes(b"AC1027")
    page.set_input_files("#file", odd)
    assert "不能读这种文件" in page.locator("#sent .wrong").inner_text()
    visit.complaints.clear()  # the browser notes the refused request itself


def test_evil_names_and_words_are_text(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    source = tmp_path / EVIL
    text = FAULTY.read_text("utf-8").replace("护栏安装支出", "<img src=x onerror=alert(2)>护栏安装支出")
    source.write_text(text, "utf-8")
    id = visit.desk.audited(source, EVIL)
    for path in ("/", f"/reports/{id}", "/search?q=<img src=x onerror=alert(2)>", f"/compare?old={id}&new={id}"):
        page.goto(path)
        assert page.locator('img[src="x"]').count() == 0
        assert "<img src=x onerror=alert(" in page.inner_text("main")


def test_versions_beside_each_other(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    newer = tmp_path / "修改稿.txt"
    newer.write_text(FAULTY.read_text("utf-8").replace("柳林线。", "柳林线、沙沟线。"), "utf-8")
    visit.desk.audited(FAULTY)
    page.goto(f"/reports/{visit.desk.audited(newer)}")
    page.locator("text=与上一版比较").click()
    page.wait_for_load_state()
    gone = page.locator("section.part", has_text="已消除的问题").locator(".finding")
    assert re.findall(r"[A-Z]{2}\d{3}", gone.all_inner_texts()[0]) == ["JS101"]
    gone.locator("text=看原文").click()
    page.wait_for_load_state()
    assert page.locator(".source .on").all_inner_texts() == ["5条"]


def test_without_script_forms_still_judge(chromium: Browser, desk: Served) -> None:
    id = desk.audited(FAULTY)
    with chromium.new_context(base_url=desk.base, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"/reports/{id}")
        form = page.locator(".decision").first
        if form.locator("text=撤回").count():
            form.locator("text=撤回").click()
            form = page.locator(".decision").first
        form.locator("input[name=reason]").fill("不用脚本")
        form.locator("text=排除").click()
        assert page.locator(".decision.dismissed", has_text="不用脚本").count() == 1
        page.goto("/")
        page.set_input_files("#file", CLEAN)
        page.locator("text=送审").click()
        assert "/reports/" in page.url


@pytest.mark.parametrize("width", [1280, 390])
def test_every_view_is_open_to_everybody(chromium: Browser, desk: Served, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    id, plain = desk.audited(PAGED), desk.audited(FAULTY)
    broken = desk.audited(SAMPLES / "README.md", "空.pdf")
    visit = Visit(chromium, desk, width)
    paths = (
        "/", f"/reports/{id}", f"/reports/{plain}", f"/reports/{broken}", f"/compare?old={id}&new={plain}",
        "/search?q=绩效", "/api", "/login",
    )  # fmt: skip
    for path in paths:
        visit.page.goto(path)
        serious = [
            (path, one["id"], one["nodes"][0]["html"])
            for one in Axe().run(visit.page).response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == []
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} fits {width}"
    assert not visit.complaints
    visit.page.close()
