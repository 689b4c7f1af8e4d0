"""What is read and found on generated reports and on ``samples/``, by us and by the plain script (:mod:`.baseline`)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import baseline
from benchmarks.faults import MUTATIONS
from benchmarks.faults.figures import f1, summary
from benchmarks.faults.run import audited, run, tasks
from benchmarks.faults.scorer import scored
from benchmarks.generate import FORMATS, Split

SAMPLES = Path(__file__).parent.parent / "samples"
SETS = {"samples": SAMPLES, "samples（曾留作测量）": SAMPLES / "opened", "samples（留作测量）": SAMPLES / "held_out",
        "samples 表格": SAMPLES / "forms", "samples 表格（曾留作测量）": SAMPLES / "opened" / "forms",
        "samples 表格（留作测量）": SAMPLES / "held_out" / "forms"}  # fmt: skip

Entry = dict[str, Any]


def plainly(path: Path) -> list[Entry]:
    """What the plain script makes of a file, in the shape of our output."""
    return [baseline.audit(path)]


READERS = {"gouji": audited, "pdfplumber + 正则": plainly}


def generated(split: Split, count: int, clean: int, processes: int) -> dict[str, Entry]:
    """Reader → figures over the same reports: ``clean`` clean ones, ``count`` of each fault."""
    work = tasks(split, 1, count, clean, FORMATS, list(MUTATIONS))
    return {name: summary(run(work, processes, auditor)) for name, auditor in READERS.items()}


NOTHING: Entry = baseline.facts("", [])


@dataclass
class Tally:
    """Fields and faults over a set of documents."""

    documents: int = 0
    fields: list[int] = field(default_factory=lambda: [0, 0, 0])
    planted: int = 0
    found: int = 0
    clean: int = 0
    alarms: int = 0
    """false alarms at error level, in all documents"""

    @property
    def f1(self) -> float:
        return float(f1(*self.fields))


def on_samples() -> dict[str, dict[str, Tally]]:
    """Set → reader → tally."""
    return {name: {reader: _tally(folder, reader) for reader in READERS} for name, folder in SETS.items()}


def _tally(folder: Path, reader: str) -> Tally:
    tally = Tally()
    for path, gold in golds(folder):
        outputs = READERS[reader](path)
        if len(outputs) != 1:  # one report taken for several: nothing of it counts
            outputs = [{"report": NOTHING, "findings": [], "checks": []}]
        result = scored(gold, outputs[0])
        tally.documents += 1
        for right_wrong_missed in result["groups"].values():
            tally.fields = [a + b for a, b in zip(tally.fields, right_wrong_missed, strict=True)]
        tally.planted += len(result["planted"])
        tally.found += sum(state != "missed" for state in result["planted"].values())
        tally.clean += not gold["planted"]
        tally.alarms += len(result["false_alarms"])
    return tally


def golds(folder: Path) -> Iterable[tuple[Path, Entry]]:
    """The files of a folder that hold one report; of the others the tests compare part by part."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(gold, dict) and {"file", "report"} <= gold.keys() and (folder / gold["file"]).exists():
            yield folder / gold["file"], gold
