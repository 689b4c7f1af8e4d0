"""``python -m benchmarks.generate OUT_DIR --count N --seed S --split seen|measured --formats txt,pdf,…``

With ``--archive`` an archive over the years (see ``archive.py``); without it, each report with its gold beside it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.generate import FORMATS, SPLITS, generate
from benchmarks.generate.archive import write_archive


def main() -> int:
    options = parsed()
    if options.archive:
        write_archive(options.out, options.count, options.seed, options.split, options.broken)
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    for made in generate(options.count, options.seed, options.split, options.formats.split(",")):
        (options.out / made.name).write_bytes(made.content)
        gold = json.dumps(made.gold, ensure_ascii=False, indent=1)
        (options.out / made.name).with_suffix(".json").write_text(gold + "\n", encoding="utf-8")
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description="Reports with known truth.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=SPLITS, default="seen")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument(
        "--archive", action="store_true", help="units and projects over the years, broken files among them"
    )
    parser.add_argument("--broken", type=float, default=0.01, help="share of broken files (default: %(default)s)")
    options = parser.parse_args()
    if unknown := set(options.formats.split(",")) - set(FORMATS):
        parser.error(f"unknown format: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    raise SystemExit(main())
