"""Suppressions and baselines: what they let stand, what they do not, and what is said of those that are stale."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import SAMPLES, audited, gouji

from extractor import suppressions
from extractor.batch import Level, fails
from extractor.errors import BadSuppressions

FAULTY = SAMPLES / "roads-fault.txt"


def _entry(path: Path, of: str | None = None, **changes: Any) -> str:
    """A TOML entry for the gravest finding of a report, or for that of a code."""
    report = audited(path)[1]
    finding = next(one for one in report.findings if of in (None, one.code))
    entry = {
        "document": report.source.sha256,
        "code": finding.code,
        "fingerprint": finding.fingerprint,
        "reason": "已与单位核实",
        **changes,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items() if value is not None]
    return "\n".join(["[[suppress]]", *lines, ""])


def _list(folder: Path, *entries: str) -> Path:
    path = folder / "抑制.toml"
    path.write_text("\n".join(entries), encoding="utf-8")
    return path


def _marks(output: bytes) -> dict[str, Any]:
    return {one["fingerprint"]: one["suppressed"] for one in json.loads(output)["findings"]}


def test_finding_stays_and_is_marked(tmp_path: Path) -> None:
    report = audited(FAULTY)[1]
    listed = suppressions.load([_list(tmp_path, _entry(FAULTY))])
    marked = listed.mark(report)
    assert [one.fingerprint for one in marked.findings] == [one.fingerprint for one in report.findings]
    first, *others = marked.findings
    assert first.suppressed is not None
    assert (first.suppressed.reason, first.suppressed.by) == ("已与单位核实", "suppress")
    assert all(one.suppressed is None for one in others)
    assert list(listed.stale()) == []


def test_only_what_is_left_counts(tmp_path: Path) -> None:
    report = audited(FAULTY)[1]
    errors = [one.code for one in report.findings if one.severity == "error"]
    path = _list(tmp_path, *(_entry(FAULTY, code) for code in dict.fromkeys(errors)))
    assert len(errors) == len(set(errors)), "the sample has one error of a code"
    marked = suppressions.load([path]).mark(report)
    assert fails(report, Level.ERROR)
    assert not fails(marked, Level.ERROR)
    run = gouji("audit", FAULTY, "--suppress", path)
    assert (run.returncode, run.stderr) == (0, b"")
    assert sum(mark is not None for mark in _marks(run.stdout).values()) == len(errors)
    lowered = gouji("audit", FAULTY, "--suppress", path, "--fail-on", "info").returncode
    assert lowered == (1 if len(report.findings) > len(errors) else 0)


@pytest.mark.parametrize(
    "changes",
    [{"document": "0" * 64}, {"code": "ZJ199"}, {"fingerprint": "0" * 16}, {"part": 2}],
    ids=lambda changes: next(iter(changes)),
)
def test_each_part_of_the_key_counts(changes: dict[str, Any], tmp_path: Path) -> None:
    listed = suppressions.load([_list(tmp_path, _entry(FAULTY, **changes))])
    assert all(one.suppressed is None for one in listed.mark(audited(FAULTY)[1]).findings)


def test_stale_entries_are_told(tmp_path: Path) -> None:
    path = _list(tmp_path, _entry(FAULTY), _entry(FAULTY, fingerprint="0" * 16, name=FAULTY.name))
    run = gouji("audit", FAULTY, "--suppress", path, "--fail-on", "never")
    (line,) = run.stderr.decode().splitlines()
    assert "0" * 16 in line
    assert "失效" in line
    assert run.returncode == 0


def test_entry_of_another_document_is_not_stale(tmp_path: Path) -> None:
    listed = suppressions.load([_list(tmp_path, _entry(FAULTY, document="0" * 64))])
    listed.mark(audited(FAULTY)[1])
    assert list(listed.stale()) == []


def test_changed_file_ends_its_entries(tmp_path: Path) -> None:
    path = _list(tmp_path, _entry(FAULTY, name=FAULTY.name))
    changed = tmp_path / FAULTY.name
    changed.write_bytes(FAULTY.read_bytes() + b"\n")
    run = gouji("audit", changed, "--suppress", path)
    assert run.returncode == 1
    assert "文件已改动" in run.stderr.decode()
    assert not any(_marks(run.stdout).values())


def test_unreadable_file_makes_nothing_stale(tmp_path: Path) -> None:
    broken = tmp_path / FAULTY.name
    broken.write_bytes(b"")
    run = gouji("audit", broken, "--suppress", _list(tmp_path, _entry(FAULTY, name=FAULTY.name)))
    assert run.returncode == 3
    assert "失效" not in run.stderr.decode()


@pytest.mark.parametrize(
    ("toml", "key", "said"),
    [
        (_entry(FAULTY, reason=None), "suppress.0.reason", "理由"),
        (_entry(FAULTY, reason=" "), "suppress.0.reason", "理由"),
        (_entry(FAULTY, until="2030"), "suppress.0.until", "没有这一项"),
        (_entry(FAULTY, document="短"), "suppress.0.document", "match"),
        ("[[supress]]\n", "supress", "没有这一项"),
        ("[[suppress\n", "-", "TOML"),
    ],
    ids=["no reason", "blank reason", "unknown key", "no digest", "unknown table", "no TOML"],
)
def test_wrong_list_names_file_and_key(toml: str, key: str, said: str, tmp_path: Path) -> None:
    path = _list(tmp_path, toml)
    with pytest.raises(BadSuppressions) as raised:
        suppressions.load([path])
    assert (raised.value.file, raised.value.key) == (str(path), key)
    assert said in str(raised.value)


def test_wrong_list_is_a_configuration_error(tmp_path: Path) -> None:
    for option in ("--suppress", "--baseline"):
        run = gouji("audit", FAULTY, option, tmp_path / "没有")
        assert (run.returncode, run.stdout) == (2, b"")
        assert len(run.stderr.decode().splitlines()) == 1


def test_list_to_fill_in_is_a_list(tmp_path: Path) -> None:
    made = gouji("audit", FAULTY, "--format", "suppress").stdout.decode()
    path = _list(tmp_path, made)
    assert gouji("audit", FAULTY, "--suppress", path).returncode == 2, "without reasons it is refused"
    path.write_text(made.replace('reason = ""', 'reason = "已核"'), encoding="utf-8")
    run = gouji("audit", FAULTY, "--suppress", path, "--fail-on", "info")
    assert (run.returncode, run.stderr) == (0, b"")
    assert all(mark == {"reason": "已核", "by": "suppress"} for mark in _marks(run.stdout).values())


# ------------------------------------------------------------------ baselines


def test_baseline_freezes_what_is_there(tmp_path: Path) -> None:
    archive = tmp_path / "档案"
    archive.mkdir()
    old, new = (Path(shutil.copy(SAMPLES / name, archive)) for name in ("roads-fault.txt", "jobs-fault.txt"))
    baseline = tmp_path / "基线.json"
    assert gouji("audit", old, "--write-baseline", baseline).returncode == 0
    frozen = json.loads(baseline.read_text(encoding="utf-8"))["findings"]
    assert {one["name"] for one in frozen} == {old.name}
    run = gouji("audit", old, "--baseline", baseline, "--fail-on", "info")
    assert (run.returncode, run.stderr) == (0, b"")
    assert all(mark["by"] == "baseline" for mark in _marks(run.stdout).values())
    both = gouji("audit", old, new, "--baseline", baseline, "--format", "jsonl")
    assert both.returncode == 1, "the other report is new"
    first, second = both.stdout.splitlines()
    assert all(_marks(first).values())
    assert not any(_marks(second).values())


def test_baseline_can_be_written_anew(tmp_path: Path) -> None:
    baseline = tmp_path / "基线.json"
    gouji("audit", FAULTY, "--write-baseline", baseline)
    first = baseline.read_bytes()
    gouji("audit", FAULTY, "--baseline", baseline, "--write-baseline", baseline)
    assert baseline.read_bytes() == first


def test_baseline_leaves_out_what_has_its_own_reason(tmp_path: Path) -> None:
    baseline = tmp_path / "基线.json"
    gouji("audit", FAULTY, "--suppress", _list(tmp_path, _entry(FAULTY)), "--write-baseline", baseline)
    frozen = {one["fingerprint"] for one in json.loads(baseline.read_text(encoding="utf-8"))["findings"]}
    everything = [one.fingerprint for one in audited(FAULTY)[1].findings]
    assert frozen == set(everything[1:])


def test_table_folds_what_was_looked_at(tmp_path: Path) -> None:
    path = _list(tmp_path, _entry(FAULTY))
    code = audited(FAULTY)[1].findings[0].code
    brief, full = (
        gouji("audit", FAULTY, "--suppress", path, "--format", "table", *more).stdout.decode() for more in ((), ("-v",))
    )
    assert "1 项不再计入" in brief
    assert "已与单位核实" not in brief
    assert f"{code} " in full
    assert "已与单位核实" in full
