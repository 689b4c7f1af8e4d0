"""One trial: a report made, a fault put in (or none), written as a file, audited in process, counted."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.faults import MUTATIONS
from benchmarks.faults.scorer import belongs, quoted, scored
from benchmarks.generate import FORMATS, Report, Split, as_file, genres, make
from extractor.checks import rule

LOUD = ("error", "warning", "review")
TRIES = 150
"""reports that are tried for a fault before a trial is given up"""


@dataclass(frozen=True)
class Task:
    """What to try. ``code`` None: a clean report."""

    split: Split
    seed: int
    index: int
    code: str | None
    format: str


@dataclass
class Trial:
    """What came of it. ``outcome``: clean, found (a finding of level review or above with a right code quotes the
    figure), located (some other finding quotes it), missed, impossible (no report could take the fault) or failed."""

    task: Task
    outcome: str
    name: str = ""
    genre: str = ""
    note: str = ""
    codes: list[str] = field(default_factory=list)
    """codes of the findings that speak of the fault"""
    loud: list[tuple[str, bool]] = field(default_factory=list)
    """code of every finding of level review or above, and whether it belongs to the fault"""
    false_alarms: list[str] = field(default_factory=list)
    stray_warnings: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    """every finding of level review or above that belongs to no fault: code, level, message"""
    groups: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def tasks(split: Split, seed: int, count: int, clean: int, formats: Sequence[str], codes: Sequence[str]) -> list[Task]:
    """``count`` trials for each code, formats in turn, and ``clean`` clean reports."""
    faulty = [
        Task(split, seed, zlib.crc32(code.encode()) % 10_000 * 100 + n, code, formats[n % len(formats)])
        for code in codes
        for n in range(count)
    ]
    return [Task(split, seed, n, None, formats[n % len(formats)]) for n in range(clean)] + faulty


Auditor = Callable[[Path], list[dict[str, Any]]]
"""from a file to the reports in it, in the shape of our output"""


def audited(path: Path) -> list[dict[str, Any]]:
    """What ``gouji audit FILE --format json`` would print."""
    from extractor.pipeline import audit_all

    return [report.model_dump(mode="json", by_alias=True) for report in audit_all(path)]


def run(work: Sequence[Task], processes: int = 2, auditor: Auditor = audited) -> Iterator[Trial]:
    """All trials, in order."""
    attempted = partial(attempt, auditor=auditor)
    if processes == 1:
        yield from map(attempted, work)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(attempted, work, chunksize=8)


def attempt(task: Task, auditor: Auditor = audited) -> Trial:
    """One trial."""
    report, note = prepared(task)
    if report is None and task.format == "xlsx":  # a fault of prose: in another format then
        task = replace(task, format="docx")
        report, note = prepared(task)
    if report is None:
        return Trial(task, "impossible")
    made = as_file(report, task.format, task.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / made.name
        path.write_bytes(made.content)
        try:
            outputs = auditor(path)
        except Exception as error:  # noqa: BLE001  a crash is a result of the bench
            return Trial(task, "failed", made.name, report.genre, f"{type(error).__name__}: {error}")
    if len(outputs) != 1:
        return Trial(task, "failed", made.name, report.genre, f"{len(outputs)} reports for one")
    return judged(task, made.name, report, note, made.gold, outputs[0])


def prepared(task: Task) -> tuple[Report | None, str]:
    """The report of a trial: the first of some that can take the fault."""
    kinds = genres(task.split, task.format)
    turn = task.index + task.index // len(FORMATS)
    if task.code is None:
        return make(task.seed, task.split, task.index, kinds[turn % len(kinds)]), ""
    for number in range(TRIES):
        index = task.index + number * 1_000_003
        report = make(task.seed, task.split, index, kinds[(turn + number) % len(kinds)])
        rng = Random(f"{task.seed}/{task.code}/{index}")
        fault = MUTATIONS[task.code](report, rng)
        if fault is not None:
            return fault.planted(), fault.note
    return None, ""


def _is_loud(code: str | None) -> bool:
    """True for a check that tells its conflicts at review or above."""
    found = rule(code) if code else None
    return found is None or found.check.level in LOUD


def _counts(finding: dict[str, Any]) -> bool:
    """A finding of level review or above, or any one of a check of level info."""
    return finding["severity"] in LOUD or not _is_loud(finding["code"])


def judged(task: Task, name: str, report: Report, note: str, gold: dict[str, Any], output: dict[str, Any]) -> Trial:
    """The trial's outcome from the output."""
    result = scored(gold, output)
    planted = gold["planted"]
    near = [f for f in output["findings"] if any(quoted(p, f) for p in planted)]
    loud = [(f["code"], any(belongs(p, f) for p in planted)) for f in output["findings"] if _counts(f)]
    outcome = result["planted"].get("p1", "clean")
    if outcome != "found" and any(f["code"] in planted[0]["codes"] for f in near if not _is_loud(task.code)):
        outcome = "found"  # the fault is one of level info, and was told so
    counted = [f for f in output["findings"] if _counts(f)]
    strays = [
        f"{f['code']} {f['severity']} {f['message']}"
        for f, (_, belonging) in zip(counted, loud, strict=True)
        if not belonging
    ]
    return Trial(
        task,
        outcome,
        name,
        report.genre,
        note,
        codes=sorted({f["code"] for f in near if _counts(f)}),
        loud=loud,
        false_alarms=result["false_alarms"],
        stray_warnings=result["stray_warnings"],
        strays=strays,
        groups=result["groups"],
        notes=result["notes"],
    )
