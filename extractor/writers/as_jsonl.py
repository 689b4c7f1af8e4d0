"""JSON Lines: one object a line, for any number of files, each printed as soon as it is audited."""

from __future__ import annotations

import json
from collections.abc import Sequence

from extractor.writers import Options, Result
from extractor.writers.as_json import plain

STREAMS = True


def write(results: Sequence[Result], options: Options) -> str:
    """One line for each report or error, in order."""
    return "".join(json.dumps(plain(result), ensure_ascii=False) + "\n" for result in results)
