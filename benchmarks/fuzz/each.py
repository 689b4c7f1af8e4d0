"""How each file of some folders ends when it is audited, in a child of its own: a table in Markdown.

python -m benchmarks.fuzz.each FOLDER... [--read]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from benchmarks.fuzz.run import MEMORY, SECONDS, WRONG, End, Job, ended, watched
from extractor.guard import Limits, Worker


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz.each")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--read", action="store_true", help="the reading alone and not the whole audit")
    arguments = parser.parse_args()
    print("| file | end | seconds | peak MB | |\n|---|---|--:|--:|---|")
    ends: Counter[str] = Counter()
    for folder in arguments.folders:
        for path in sorted(each for each in folder.rglob("*.*") if each.is_file()):
            end = alone(Job(path, audit=not arguments.read))
            ends[end.what] += 1
            words = end.words.replace("|", "\\|")
            print(
                f"| {path.relative_to(folder)} | {end.what} | {end.seconds:.1f} | {end.memory:.0f} | {words} |",
                flush=True,
            )
    print(f"\n{ends.total()} files: " + ", ".join(f"{what} {count}" for what, count in sorted(ends.items())))
    return 1 if any(ends[what] for what in WRONG) else 0


def alone(job: Job) -> End:
    """How one file ends, with the limits of the command."""
    worker: Worker[Job, End] = Worker(ended, Limits(SECONDS, 60, MEMORY))
    try:
        return watched(worker, job)
    finally:
        worker.close()


if __name__ == "__main__":
    sys.exit(main())
