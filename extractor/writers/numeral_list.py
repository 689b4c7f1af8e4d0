"""Every numeral of a report, one a line: where, what is printed, what it was read as, which checks compared it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from extractor.assemble.coverage import Numeral
from extractor.assemble.evidence import Quoter
from extractor.report import Coverage
from extractor.writers.layout import where
from extractor.writers.words import FURNITURE, MEANINGS

STATES = {"read": "读懂", "furniture": "版面与编号", "unexplained": "未解释"}


def lines(numerals: Iterable[Numeral], cite: Quoter) -> Iterator[str]:
    """Offsets, place, print, state, meaning, checks, parted by tabs."""
    for one in numerals:
        (place,) = cite(_place(one))
        what = FURNITURE[one.kind] if one.kind else "、".join(MEANINGS.get(name, name) for name in one.meanings)
        cells = [
            f"{one.span.start}:{one.span.end}",
            where(cite.document.text, place),
            place.quote,
            STATES[one.state],
            what,
            " ".join(one.codes),
        ]
        yield "\t".join(cells).rstrip() + "\n"


def items(numerals: Iterable[Numeral], cite: Quoter) -> list[dict[str, Any]]:
    """The same as plain values: the evidence of each with state, meanings, kind and checks."""
    return [
        {
            **cite(_place(one))[0].model_dump(mode="json"),
            "state": one.state,
            "meanings": list(one.meanings),
            "kind": one.kind,
            "checks": list(one.codes),
        }
        for one in numerals
    ]


def summary(seen: Coverage) -> str:
    """The counts in one line; the shares are of the numerals that state something."""
    data = seen.read + seen.unexplained
    return (
        f"共 {seen.numbers} 个数字：读懂 {seen.read}（{percent(seen.read, data)}），版面与编号 {seen.furniture}，"
        f"未解释 {seen.unexplained}；{seen.checked} 个参与核对（{percent(seen.checked, data)}）"
    )


def percent(part: int, whole: int) -> str:
    """A share in whole per cent, never rounded up to all.

    >>> percent(199, 200), percent(0, 0), percent(3, 3)
    ('99%', '—', '100%')
    """
    return f"{part * 100 // whole}%" if whole else "—"


def _place(one: Numeral) -> Any:
    return one.figure or one.span
