"""Reports of any number with known truth: many genres, wordings, layouts and formats, and the gold beside each.

    python -m benchmarks.generate OUT_DIR --count 100 --seed 1 --split seen --formats txt,pdf

The word and layout lists are split in two: ``seen`` may be looked at while patterns are written, ``measured`` is only
ever measured on.

What was looked at when, said openly: the first ``measured`` list (now the voice ``seen/second``) was opened and mended
on in November 2026, and counts as seen since. The list that took its place (now the voice ``seen/third``, opened on
1 December 2026) was written on the
same day, after the last change of patterns for the old one, in the manner of reports that were really published (how
they tell money, steps, questionnaires and dates; nothing is copied); its author had written patterns that day. On
2026-12-01 all of ``measured/reports`` was written anew, by somebody who had read neither patterns nor extractor nor
the ``seen`` lists. Whoever tunes on it must open it in the same way, and write another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.generate.formats import FORMATS, render
from benchmarks.generate.gold import gold_of
from benchmarks.generate.reports import Report, genres, make
from benchmarks.generate.words import SPLITS, Split, Words


@dataclass(frozen=True)
class Made:
    """A report as a file, with its gold."""

    name: str
    content: bytes
    gold: dict[str, Any]
    report: Report


def as_file(report: Report, format: str, seed: int = 0) -> Made:
    """The report in one format: the same bytes at every call."""
    rng = Random(f"{seed}/{report.slug}/{format}")
    name = f"{report.slug}.{format}"
    words = Words(report.truth.words.split, rng)
    return Made(name, render(report.paper, format, rng, words), gold_of(report, name), report)


def generate(count: int, seed: int, split: Split, formats: Sequence[str] = FORMATS) -> Iterator[Made]:
    """``count`` reports, genres and formats in turn, one at a time."""
    for index in range(count):
        format = formats[index % len(formats)]
        kinds = genres(split, format)
        yield as_file(make(seed, split, index, kinds[index // len(formats) % len(kinds)]), format, seed)


__all__ = ["FORMATS", "SPLITS", "Made", "Report", "Split", "as_file", "generate", "genres", "make"]
