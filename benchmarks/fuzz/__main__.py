"""Run it, and print a table of how the files ended. Exit code 1 when something crashed, hung or was a fault of ours."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("GOUJI_NO_CACHE", "1")

from benchmarks.fuzz.nasty import nasty
from benchmarks.fuzz.run import Tally, mutants, tallied, warmed
from benchmarks.fuzz.seeds import seeds
from benchmarks.fuzz.small import small

SLOW = {"doc": 50, "wps": 50, "rtf": 50, "odt": 50, "ods": 50, "png": 100, "jpg": 100, "tif": 100}
"""formats whose reader costs a second a file: only one of so many is read"""
PICTURES = ("png", "jpg", "tif")
"""formats of OCR; in the runs of the others nothing is recognised"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    parser.add_argument("--count", type=int, default=2000, help="mutated files of each format")
    parser.add_argument("--formats", default="", help="suffixes, parted by commas; default: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--audit", action="store_true", help="the whole audit and not the reading alone")
    parser.add_argument("--small", action="store_true", help="begin with files of a kilobyte, for large runs")
    parser.add_argument("--keep", type=Path, help="folder for the files that found a fault")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of further files, read as they are")
    arguments = parser.parse_args()
    wanted = set(filter(None, arguments.formats.split(",")))
    faults: list[str] = []
    if not wanted:
        faults += told("by hand", lambda: tallied(nasty(), True, arguments.keep))
        for folder in arguments.folders:
            files = ((str(path), path.read_bytes()) for path in sorted(folder.rglob("*.*")) if path.is_file())
            faults += told(str(folder), lambda files=files: tallied(files, True, arguments.keep))
    for suffix, sound in seeds().items():
        if not wanted or suffix in wanted:
            count = max(arguments.count // SLOW.get(suffix, 1), 1)
            sound = (small(suffix) if arguments.small else []) or sound
            files = mutants(suffix, sound, count, arguments.seed)
            quick = suffix not in PICTURES
            if quick and suffix not in SLOW:
                warmed((f"sound.{suffix}", raw) for raw in sound)
            faults += told(
                suffix, lambda files=files, quick=quick: tallied(files, arguments.audit, arguments.keep, quick)
            )
    for fault in faults[:40]:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def told(name: str, run: object) -> list[str]:
    start = time.monotonic()
    tally: Tally = run()  # type: ignore[operator]
    ends = "  ".join(f"{what} {count}" for what, count in sorted(tally.ends.items()))
    taken = time.monotonic() - start
    print(
        f"{name:<12} {tally.ends.total():>6} files {taken:7.1f} s  slowest {tally.slowest:5.1f} s  "
        f"peak {tally.memory:5.0f} MB  {ends}",
        flush=True,
    )
    return [f"{name}: {fault}" for fault in tally.faults]


if __name__ == "__main__":
    sys.exit(main())
