"""``python -m benchmarks.faults``: faults made and found, per code; see the package."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.faults import MUTATIONS
from benchmarks.faults.figures import Entry, f1, per_code, summary
from benchmarks.faults.run import Trial, run, tasks
from benchmarks.generate import FORMATS, SPLITS, Split
from extractor.checks import rules

COLUMNS = {"made": 5, "found": 6, "right_code": 6, "own_code": 5, "missed": 7}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description="Faults put in, faults found.")
    parser.add_argument("--split", choices=SPLITS, action="append", help="default: both")
    parser.add_argument("--count", type=int, default=10, help="faults of each code (default: %(default)s)")
    parser.add_argument("--clean", type=int, default=100, help="clean reports (default: %(default)s)")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--codes", default=",".join(MUTATIONS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures and every trial")
    parser.add_argument("--details", action="store_true", help="list misses and false alarms (of the seen split only)")
    parser.add_argument("--precision", type=Path, metavar="FILE", help="write how often each code was right (TOML)")
    options = parser.parse_args()
    codes = [code for code in options.codes.split(",") if code]
    everything: Entry = {}
    done: list[Trial] = []
    for split in options.split or SPLITS:
        work = tasks(split, options.seed, options.count, options.clean, options.formats.split(","), codes)
        started = time.perf_counter()
        trials = list(run(work, options.processes))
        done += trials
        figures = summary(trials)
        show(split, figures, time.perf_counter() - started)
        if options.details and split == "seen":
            details(trials)
        everything[split] = figures | {"trials": [trial_entry(t) for t in trials]}
    if options.precision:
        options.precision.write_text(precision_of(done), encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def precision_of(trials: list[Trial]) -> str:
    """How often each code was right over all reports of a run, clean ones too: what makes a check a preview
    (``extractor/checks/precision.toml``)."""
    lines = ["# Written by: python -m benchmarks.faults --precision extractor/checks/precision.toml", "", "[codes]"]
    for code, entry in per_code(trials).items():
        lines.append(f"{code} = {{ findings = {entry['findings']}, right = {entry['right']} }}")
    return "\n".join(lines) + "\n"


def trial_entry(trial: Trial) -> Entry:
    """A trial for the JSON; of the measured split the words are left out, so that nobody tunes on them."""
    entry: Entry = {
        "code": trial.task.code,
        "format": trial.task.format,
        "genre": trial.genre,
        "outcome": trial.outcome,
    }
    entry |= {"codes": trial.codes, "false_alarms": [line.split()[0] for line in trial.false_alarms]}
    if trial.task.split == "seen":
        entry |= {"name": trial.name, "index": trial.task.index, "note": trial.note, "notes": trial.notes}
        entry |= {"false_alarms": trial.false_alarms, "stray_warnings": trial.stray_warnings}
    return entry


def show(split: Split, figures: Entry, seconds: float) -> None:
    """The figures of a split as a table."""
    print(f"== {split} ({seconds:.0f} s)")
    print(f"{'code':6} {'made':>5} {'found':>6} {'right':>6} {'own':>5} {'missed':>7} {'precision':>10}  instead")
    made = found = right = 0
    for code, entry in figures["codes"].items():
        made, found, right = made + entry["made"], found + entry["found"], right + entry["right_code"]
        precision = "–" if entry["precision"] is None else f"{entry['precision']:.3f}"
        instead = " ".join(f"{c}×{n}" for c, n in entry["instead"].items())
        counts = " ".join(f"{entry[key]:{width}}" for key, width in COLUMNS.items())
        print(f"{code:6} {counts} {precision:>10}  {instead}")
    absent = sorted(set(figures["codes"]) - {rule.check.code for rule in rules()})
    if absent:
        print("no such check yet:", " ".join(absent))
    shares = f"found {found / max(1, made):.1%}, right code {right / max(1, found):.1%}"
    print(f"all    {made:5} {found:6} {right:6}   {shares}")
    clean = figures["clean"]
    print(
        f"clean: {clean['documents']} documents, {clean['false_alarms']} false alarms at error level, "
        f"{clean['stray_warnings']} at warning level  {clean['by_code']}"
    )
    totals = [sum(entry[k] for entry in figures["fields"].values()) for k in ("right", "wrong", "missed")]
    for title in ("fields", "by_genre", "by_format"):
        print(f"F1 {title}: " + "  ".join(f"{name} {entry['f1']:.3f}" for name, entry in figures[title].items()))
    print(f"F1 all fields: {f1(*totals):.4f}")
    for line in figures["failed"][:10]:
        print("failed:", line if split == "seen" else line.split(":")[0])


def details(trials: list[Trial]) -> None:
    """What was missed and what was wrongly told, one line each."""
    for trial in trials:
        for line in (*trial.false_alarms, *trial.stray_warnings):
            print(f"alarm   {trial.task.index} {trial.name} {trial.task.code or 'clean'}: {line}")
        if trial.outcome in ("missed", "located"):
            told = f"[{' '.join(trial.codes)}]"
            print(f"{trial.outcome:7} {trial.task.code} {trial.task.index} {trial.name}: {trial.note}  {told}")


if __name__ == "__main__":
    sys.exit(main())
