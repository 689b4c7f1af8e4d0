"""Papers as files. Each format is a module with ``write(paper, rng, words) -> bytes``."""

from __future__ import annotations

import importlib
from random import Random

from benchmarks.generate.paper import Paper
from benchmarks.generate.words import Words

FORMATS = ("txt", "pdf", "docx", "xlsx", "html")


def render(paper: Paper, format: str, rng: Random, words: Words) -> bytes:
    """The file's bytes."""
    content: bytes = importlib.import_module(f"benchmarks.generate.formats.{format}").write(paper, rng, words)
    return content
