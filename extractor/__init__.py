"""gouji 勾稽: reads Chinese budget-performance reports and checks whether they agree with themselves.

>>> from extractor import audit
>>> report = audit("samples/sister.txt")            # doctest: +SKIP
>>> [finding.code for finding in report.findings]   # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.pipeline import audit as audit
    from extractor.pipeline import extract as extract
    from extractor.pipeline import read as read

__all__ = ["audit", "extract", "read"]


def __getattr__(name: str) -> object:
    """The three verbs, loaded on first use: importing the package costs nothing."""
    if name in __all__:
        from extractor import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
