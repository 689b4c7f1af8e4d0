"""``python -m benchmarks.accuracy``: measures how well the samples are read, for the card of every dataset.

Run it before a release: a test holds ``extractor/archive/accuracy.json`` to be of the version that ships it.
"""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path

from extractor import pipeline

ROOT = Path(__file__).parents[1]
SETS = {"held_out": "留出的样本", "": "开发用的样本"}
"""folder below samples/ → what the card calls it"""


def main() -> None:
    sys.path.insert(0, str(ROOT / "tests"))
    sets = [{"title": title, **_measured(ROOT / "samples" / folder)} for folder, title in SETS.items()]
    told = {"version": metadata.version("gouji"), "sets": sets}
    path = ROOT / "extractor" / "archive" / "accuracy.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(path.read_text(encoding="utf-8"), end="")


def _measured(folder: Path) -> dict[str, object]:
    from _scoring import Tally, golds, score  # type: ignore[import-not-found]

    total, documents = Tally(), 0
    for path, gold in golds(folder):
        reports = pipeline.audit_all(path.with_name(gold["file"]))
        if len(reports) == 1:
            total.add(score(gold, reports[0].model_dump(mode="json")).total)
            documents += 1
    return {"documents": documents, "f1": f"{total.f1:.3f}"}


if __name__ == "__main__":
    main()
