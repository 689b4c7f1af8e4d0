"""The templates: one environment for every page that shows a report; all is escaped, an unknown name is an error."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).with_name("templates")


def environment(*folders: Path) -> Environment:
    """Jinja over our templates; those of ``folders`` (a caller's own) go before them."""
    return Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def style() -> str:
    """The style sheet of a report page."""
    return (TEMPLATES / "eyes.css").read_text(encoding="utf-8")


@cache
def script() -> str:
    """The script of a report page."""
    return (TEMPLATES / "eyes.js").read_text(encoding="utf-8")


def digest(text: str) -> str:
    """How a content security policy names an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
