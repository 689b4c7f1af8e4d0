"""The templates: one environment for every page that shows a report; all is escaped, an unknown name is an error."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

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
def asset(name: str, *folders: Path) -> str:
    """A style sheet or script of our templates, or of ``folders``."""
    path = next(folder / name for folder in (*folders, TEMPLATES) if (folder / name).is_file())
    return path.read_text(encoding="utf-8")


def alone(
    template: str, style: str, script: str | None = None, folders: tuple[Path, ...] = (), **values: object
) -> str:
    """A page that needs nothing but itself: the template over ``frame.html``, its style and script within, and a policy
    that lets nothing else be fetched or run."""
    css = asset("base.css") + asset(style, *folders)
    code = asset(script, *folders) if script else ""
    page = environment(*folders).get_template(template)
    return page.render(
        style=Markup(css),
        style_digest=digest(css),
        script=Markup(code),
        script_digest=digest(code),
        version=metadata.version("gouji"),
        **values,
    )


def digest(text: str) -> str:
    """How a content security policy names an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
