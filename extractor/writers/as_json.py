"""JSON: one object for one report, an array for several."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from extractor.writers import Failure, Options, Result


def write(results: Sequence[Result], options: Options) -> str:
    """Indented by one blank a level, Chinese as it is."""
    objects = [plain(result) for result in results]
    return dumped(objects[0] if len(objects) == 1 else objects)


def dumped(value: Any) -> str:
    """Any plain value, laid out as all our JSON is."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def plain(result: Result) -> dict[str, Any]:
    """The contract's object of a report or of an error."""
    return result.as_dict() if isinstance(result, Failure) else result.report.model_dump(mode="json")
