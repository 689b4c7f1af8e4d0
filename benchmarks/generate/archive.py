"""An archive of any size: the same units over the years; what one year leaves, the next carries over.

Reports come one at a time, so memory stays flat; the same seed gives the same bytes. A few files are broken (with the
error code that they must end in), a few are copies, and a few years break the chain: they say so in the manifest.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.generate.broken import broken
from benchmarks.generate.figures import YUAN, Money
from benchmarks.generate.formats import FORMATS, render
from benchmarks.generate.gold import gold_of
from benchmarks.generate.reports import YEARS, Report, Subject, genres, make
from benchmarks.generate.words import Split, Words

WEIGHTS = {"txt": 25, "docx": 20, "xlsx": 15, "html": 20, "pdf": 20}
SUM_GENRES = (
    "department",
    "bureau",
    "narrative",
    "brief",
    "fiscal",
    "third_party",
    "national",
    "yunnan",
    "shanghai",
    "chongqing",
    "selfcheck",
    "sector",
    "key_review",
    "anhui",
    "hunan",
    "plateau_self",
    "bureau_review",
    "finance_review",
    "neimenggu",
    "hainan",
)
"""genres that print the carry-over and what is left"""


@dataclass(frozen=True)
class Item:
    """One file of the archive. ``kind`` is report, broken or copy; ``truth`` what a test may ask of it."""

    path: str
    content: bytes
    kind: str
    truth: dict[str, Any]


def archive(count: int, seed: int, split: Split, share_broken: float = 0.01) -> Iterator[Item]:
    """``count`` files, subject by subject and year by year."""
    made = number = 0
    last: Item | None = None
    while made < count:
        for item in _series(seed, split, number):
            if made == count:
                return
            rng = Random(f"{seed}/{split}/extra/{made}")
            folder = item.path.rsplit("/", 1)[0]
            if rng.random() < share_broken:
                bad = broken(rng)
                yield Item(f"{folder}/bad-{made:06d}{bad.suffix}", bad.content, "broken", {"codes": list(bad.codes)})
            elif last and rng.random() < share_broken / 2:
                folder, name = last.path.rsplit("/", 1)
                yield Item(f"{folder}/copy-{made:06d}-{name}", last.content, "copy", {"of": last.path})
            else:
                last = item
                yield item
            made += 1
        number += 1


def _series(seed: int, split: Split, number: int) -> Iterator[Item]:
    """All years of one unit's project."""
    rng = Random(f"{seed}/{split}/subject/{number}")
    words = Words(split, rng)
    places, domains = words.find("names.counties"), words.find("domains.domain")
    place, domain = places[number % len(places)], number // len(places) % len(domains)
    money = Money(*words.some("layout.money.styles"))
    formats = [rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0] for _ in YEARS]
    carry: int | None = None
    for year, format in zip(YEARS, formats, strict=True):
        broke = carry and rng.random() < 0.04
        known = carry + max(1, carry // 7) if broke and carry else carry
        spelling = rng.choices((0, 1, 2), (8, 1, 1))[0]
        subject = Subject(place, domain, year, money, known, spelling)
        kinds = [kind for kind in genres(split, format) if kind in SUM_GENRES]
        report = make(seed, split, number * 100 + year % 100, rng.choice(kinds), subject)
        name = f"{year}/{place}/{report.slug}-{number:05d}.{format}"
        content = render(report.paper, format, Random(f"{seed}/{name}"), words)
        left = report.truth.figures.get("balance")
        truth = {
            "gold": gold_of(report, name),
            "subject": number,
            "unit": report.truth.names["dept"],
            "project": report.truth.names["project"],
            "year": year,
            "carried_in": f"{truth_of(report, 'carry')}",
            "left": f"{truth_of(report, 'balance')}",
            "chain_broken": bool(broke),
        }
        yield Item(name, content, "report", truth)
        carry = int((left.value or Decimal(0)).scaleb(money.places)) if left else 0


def truth_of(report: Report, key: str) -> Decimal:
    """An amount of a report in yuan, 0 where there is none."""
    figure = report.truth.figures.get(key)
    return figure.value * YUAN[figure.unit] if figure and figure.value else Decimal(0)


def write_archive(out: Path, count: int, seed: int, split: Split, share_broken: float = 0.01) -> None:
    """Files below ``out``, ``manifest.csv`` (one row a file) and ``truth.jsonl`` (one object a file)."""
    out.mkdir(parents=True, exist_ok=True)
    with (
        (out / "manifest.csv").open("w", encoding="utf-8", newline="") as manifest,
        (out / "truth.jsonl").open("w", encoding="utf-8") as truths,
    ):
        table = csv.writer(manifest)
        table.writerow(("path", "kind", "year", "unit", "project"))
        for item in archive(count, seed, split, share_broken):
            path = out / item.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(item.content)
            table.writerow((item.path, item.kind, *(item.truth.get(key, "") for key in ("year", "unit", "project"))))
            truths.write(json.dumps({"path": item.path, "kind": item.kind, **item.truth}, ensure_ascii=False) + "\n")


__all__ = ["FORMATS", "Item", "archive", "write_archive"]
