"""A fault: one thing that is wrong in a report that was right, and how it is put there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from benchmarks.generate.marks import Mention, number, numeral, plain
from benchmarks.generate.relations import Printed
from benchmarks.generate.reports import Report

RETOLD = ("GJ101", "GJ102", "GJ103")
"""codes that rightly name a figure which differs from another telling of it"""


@dataclass(frozen=True)
class Fault:
    """``codes`` all name the fault rightly, the code that it was made for first. ``numbers`` are what is printed
    wrong: a finding must quote one of them."""

    codes: tuple[str, ...]
    numbers: tuple[str, ...]
    note: str
    report: Report

    def planted(self) -> Report:
        """The report whose gold names the fault."""
        entry = {"id": "p1", "codes": list(self.codes), "numbers": list(self.numbers), "note": self.note}
        return replace(self.report, planted=(entry,))


def rewritten(report: Report, changes: Mapping[str, str], place: int | None = None) -> Report:
    """The report with other texts at the printed places of these keys: at all of them, or at the one that has this
    number in the order of reading. A numeral alone (no unit in the old print) is replaced by the numeral alone."""
    seen = -1

    def change(mention: Mention) -> str:
        nonlocal seen
        seen += 1
        if mention.key not in changes or (place is not None and seen != place):
            return mention.text
        return changes[mention.key]

    return replace(report, paper=report.paper.reprinted(change))


def renumbered(report: Report, changes: Mapping[str, str], place: int | None = None) -> Report:
    """The same, but only the numeral of each place changes: its unit and sign stay."""
    seen = -1

    def change(mention: Mention) -> str:
        nonlocal seen
        seen += 1
        old = numeral(mention.text)
        if mention.key not in changes or old is None or (place is not None and seen != place):
            return mention.text
        return mention.text.replace(old, changes[mention.key], 1)

    return replace(report, paper=report.paper.reprinted(change))


def places(report: Report, key: str) -> list[int]:
    """Where a key is printed, by number in the order of reading."""
    return [place for place, mention in enumerate(report.paper.mentions()) if mention.key == key]


def printed_keys(report: Report) -> set[str]:
    return {mention.key for mention in report.paper.mentions()}


def printed_values(report: Report) -> dict[str, Printed]:
    """The value of each key at its first place."""
    values: dict[str, Printed] = {}
    for mention in report.paper.mentions():
        if mention.key in report.truth.figures and mention.key not in values:
            value = report.truth.printed(mention.key, mention.text)
            if value is not None:
                values[mention.key] = value
    return values | {"share.total": Printed(Decimal(100), Decimal(0))}


def digits_of(report: Report, key: str) -> str:
    """The numeral of a key as printed."""
    text = next(mention.text for mention in report.paper.mentions() if mention.key == key)
    found = numeral(text)
    assert found is not None, key
    return found


def codes_around(report: Report, keys: Mapping[str, object] | set[str], first: str) -> tuple[str, ...]:
    """The codes of all relations that these keys take part in, ``first`` in front."""
    codes = [first]
    for relation in report.truth.relations:
        if set(keys) & set(relation.keys):
            codes += [relation.code, *relation.also]
    if "total" in keys:
        codes.append("PF106")
    return tuple(dict.fromkeys([*codes, *RETOLD]))


def like(old: str, value: Decimal) -> str:
    """A value printed as ``old`` was: its decimals, its commas.

    >>> like("1,246.02", Decimal("1300.5"))
    '1,300.50'
    """
    places = len(old.partition(".")[2])
    return f"{value:,.{places}f}" if "," in old else f"{value:.{places}f}"


def slips(rng: Random, digits: str) -> Iterator[str]:
    """Other numerals that a hurried hand writes: a small step, two digits swapped, one digit wrong, one digit lost."""
    value = number(digits)
    assert value is not None
    places = len(digits.partition(".")[2])
    unit = Decimal(1).scaleb(-places)
    kinds = [_step, _swap, _digit, _digit, _step]
    rng.shuffle(kinds)
    for kind in (*kinds, _digit, _digit, _digit, _step):
        changed = kind(rng, value, unit)
        if changed is not None and changed != value and changed > 0:
            yield like(digits, changed)


def _step(rng: Random, value: Decimal, unit: Decimal) -> Decimal:
    """0.01 to 1.00 in figures with decimals, 1 to 9 in whole ones."""
    return value + unit * rng.randint(1, 99 if unit < 1 else 9) * rng.choice((-1, 1))


def _swap(rng: Random, value: Decimal, unit: Decimal) -> Decimal | None:
    digits = f"{int(value / unit)}"
    pairs = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1] and not (n == 0 and digits[1] == "0")]
    if not pairs:
        return None
    at = rng.choice(pairs)
    return Decimal(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]) * unit


def _digit(rng: Random, value: Decimal, unit: Decimal) -> Decimal | None:
    digits = f"{int(value / unit)}"
    at = rng.randrange(len(digits))
    new = rng.choice([d for d in "123456789" if d != digits[at]])
    return Decimal(digits[:at] + new + digits[at + 1 :]) * unit


__all__ = [
    "RETOLD",
    "Fault",
    "codes_around",
    "digits_of",
    "like",
    "places",
    "plain",
    "printed_keys",
    "printed_values",
    "renumbered",
    "rewritten",
    "slips",
]
