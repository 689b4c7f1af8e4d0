"""The page: HTML with its style inside, charts as SVG, every text escaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from extractor.across.overview.view import SHOWN, WEIGHTS, Overview

_TEMPLATES = Path(__file__).with_name("templates")


def page(shown: Overview, pages: Mapping[str, str]) -> str:
    """``pages``: report id → where its own page lies, seen from this one."""
    from extractor.writers.eyes.render import alone
    from extractor.writers.words import KINDS, LEVELS

    linked = tuple(
        replace(one, page=quote(pages[one.report_id]) if one.report_id in pages else None) for one in shown.worth
    )
    return alone(
        "overview.html",
        "overview.css",
        folders=(_TEMPLATES,),
        o=replace(shown, worth=linked),
        kinds=KINDS,
        levels=LEVELS,
        most=SHOWN,
        weights=WEIGHTS,
    )
