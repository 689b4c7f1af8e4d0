"""The page: HTML with its style inside, charts as SVG, every text escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from extractor.across.overview.view import SHOWN, WEIGHTS, Overview

_TEMPLATES = Path(__file__).with_name("templates")


def page(shown: Overview, pages: Mapping[str, str]) -> str:
    """``pages``: report id → where its own page lies, seen from this one."""
    from importlib import metadata

    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from extractor.writers.words import KINDS, LEVELS

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_TEMPLATES / "overview.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    linked = tuple(
        replace(one, page=quote(pages[one.report_id]) if one.report_id in pages else None) for one in shown.worth
    )
    return environment.get_template("overview.html").render(
        o=replace(shown, worth=linked),
        style=Markup(style),
        style_digest=f"sha256-{digest}",
        version=metadata.version("gouji"),
        kinds=KINDS,
        levels=LEVELS,
        most=SHOWN,
        weights=WEIGHTS,
    )
