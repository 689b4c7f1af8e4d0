"""Verbs of the command line, one module each, discovered: ``verbs/doctor.py`` is ``gouji doctor``.

A verb is a module with::

    def run(file: Annotated[Path, typer.Argument(help="…")]) -> None:
        '''One line in Chinese: what ``gouji --help`` says.'''

``review_score.py`` is ``gouji review-score``. What is heavy is imported inside ``run``: the command line must start
quickly. A module whose name begins with ``_`` is a helper.
"""

from __future__ import annotations

import importlib
import pkgutil

import typer

from extractor.helping import Command


def names() -> tuple[str, ...]:
    """The modules of all verbs."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")))


def add_to(app: typer.Typer) -> None:
    """Every verb becomes a command of the app."""
    for name in names():
        app.command(name.replace("_", "-"), cls=Command)(importlib.import_module(f"{__name__}.{name}").run)
