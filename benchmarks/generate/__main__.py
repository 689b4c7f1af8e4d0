"""``python -m benchmarks.generate OUT_DIR --count N --seed S --split seen|measured --formats txt,pdf,…``"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.generate import FORMATS, SPLITS, generate


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generate", description="Write reports with known truth."
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=SPLITS, default="seen")
    parser.add_argument("--formats", default=",".join(FORMATS))
    options = parser.parse_args()
    formats = options.formats.split(",")
    if unknown := set(formats) - set(FORMATS):
        parser.error(f"unknown format: {', '.join(sorted(unknown))}")
    options.out.mkdir(parents=True, exist_ok=True)
    for made in generate(options.count, options.seed, options.split, formats):
        (options.out / made.name).write_bytes(made.content)
        gold = json.dumps(made.gold, ensure_ascii=False, indent=1)
        (options.out / made.name).with_suffix(".json").write_text(gold + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
