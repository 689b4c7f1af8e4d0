"""The files that a report was read from, as long as they are what was read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractor.writers import Audited


def unchanged(audited: Audited) -> dict[str, bytes]:
    """The bytes of a report's files by path; none when one of them is gone or is not what was read."""
    raws: dict[str, bytes] = {}
    for path, place in zip(audited.paths, audited.places or audited.paths, strict=True):
        try:
            raws[path] = Path(place).read_bytes()
        except OSError:
            return {}
    digests = [hashlib.sha256(raw).hexdigest() for raw in raws.values()]
    whole = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    return raws if digests and whole == audited.report.source.sha256 else {}
