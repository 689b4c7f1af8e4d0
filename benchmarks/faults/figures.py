"""The figures of a run: per code, on the clean set, per field group, genre and format."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from benchmarks.faults.run import Trial

Entry = dict[str, Any]


def summary(trials: Iterable[Trial]) -> Entry:
    """All figures as one JSON object."""
    done = list(trials)
    clean = [t for t in done if t.task.code is None]
    return {
        "codes": per_code(done),
        "clean": {
            "documents": len(clean),
            "false_alarms": sum(len(t.false_alarms) for t in clean),
            "documents_with_false_alarm": sum(bool(t.false_alarms) for t in clean),
            "stray_warnings": sum(len(t.stray_warnings) for t in clean),
            "by_code": dict(Counter(line.split()[0] for t in clean for line in (*t.false_alarms, *t.stray_warnings))),
        },
        "fields": fields(clean, lambda t, group: group),
        "by_genre": fields(clean, lambda t, group: t.genre),
        "by_format": fields(clean, lambda t, group: t.task.format),
        "failed": [f"{t.name}: {t.note}" for t in done if t.outcome == "failed"],
    }


def per_code(trials: list[Trial]) -> dict[str, Entry]:
    """made, found (right code), own code, located; precision over all reports of the run, clean ones too."""
    told: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for trial in trials:
        for code, belongs in trial.loud:
            told[code] += 1
            right[code] += belongs
    figures: dict[str, Entry] = {}
    for code in sorted({t.task.code for t in trials if t.task.code}):
        mine = [t for t in trials if t.task.code == code and t.outcome != "impossible"]
        seen = Counter(t.outcome for t in mine)
        figures[code] = {
            "made": len(mine),
            "found": seen["found"] + seen["located"],
            "right_code": seen["found"],
            "own_code": sum(code in t.codes for t in mine),
            "missed": seen["missed"] + seen["failed"],
            "findings": told[code],
            "right": right[code],
            "precision": round(right[code] / told[code], 4) if told[code] else None,
            "instead": dict(Counter(c for t in mine if t.outcome == "located" for c in t.codes).most_common(4)),
        }
    return figures


def fields(trials: list[Trial], key: Any) -> dict[str, Entry]:
    """Right, wrong, missed and F1 of the fields, by whatever ``key`` says of a trial and a field group."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for trial in trials:
        for group, counted in trial.groups.items():
            for place, number in enumerate(counted):
                totals[key(trial, group)][place] += number
    return {
        name: {"right": a, "wrong": b, "missed": c, "f1": f1(a, b, c)}
        for name, (a, b, c) in sorted(totals.items())
        if a + b + c
    }


def f1(right: int, wrong: int, missed: int) -> float:
    return round(2 * right / (2 * right + wrong + missed), 4) if right + wrong + missed else 1.0
