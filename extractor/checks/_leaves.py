"""The single scores behind a total: which lines of a report may add up to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.checks._scores import is_bonus, parts, total_of
from extractor.facts import Figure, Indicator, Score
from extractor.ledger import Ledger

_PLAIN = regex.compile(r"[（(][^）)]*[）)]|(?:类|方面|部分)?(?:指标|情况|得分|小计|合计)$|[\s“”\"《》]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One line with its score and its weight."""

    name: str
    score: Figure
    weight: Figure | None


@dataclass(frozen=True, slots=True)
class Leaves:
    """Lines that together may make up the total."""

    of: str
    lines: tuple[Leaf, ...]

    @property
    def scores(self) -> list[Figure]:
        return [leaf.score for leaf in self.lines]

    @property
    def weights(self) -> list[Figure]:
        return [leaf.weight for leaf in self.lines if leaf.weight]

    @property
    def weighed(self) -> bool:
        """True when each line has a weight."""
        return len(self.weights) == len(self.lines)

    @property
    def score(self) -> Decimal:
        return total_of(self.scores)

    @property
    def weight(self) -> Decimal:
        return total_of(self.weights)

    @property
    def bonus(self) -> bool:
        """True when a line adds to or takes from the total outside the weights."""
        return any(is_bonus(leaf.name) for leaf in self.lines)


def readings(ledger: Ledger) -> Iterator[Leaves]:
    """The ways to read the lines of a report, the fullest first: indicators with the blocks that stand beside them
    (执行率), the indicators alone, the blocks alone."""
    indicators = _indicators(ledger)
    blocks = _blocks(ledger)
    levels = {plain(level) for one in ledger.of(Indicator) for level in one.levels}
    names = {plain(leaf.name) for leaf in indicators}
    beside = [leaf for leaf in blocks if plain(leaf.name) not in levels | names and not _holds(leaf, indicators)]
    if indicators and beside:
        yield Leaves("指标与执行率", (*indicators, *beside))
    if indicators:
        yield Leaves("指标", tuple(indicators))
    if len(blocks) > 1:
        yield Leaves("各部分", tuple(blocks))


def plain(name: str) -> str:
    """A name without brackets and the words that say nothing: 产出类指标（35分） is 产出.

    >>> plain("产出类指标（35分）")
    '产出'
    """
    return _PLAIN.sub("", _PLAIN.sub("", name)) or name


def _indicators(ledger: Ledger) -> list[Leaf]:
    """Each scored indicator once, though prose and annex may both list it."""
    leaves: dict[tuple[object, ...], Leaf] = {}
    for one in ledger.of(Indicator):
        if one.score is not None:
            weight = one.weight.quantity.value if one.weight else None
            key = (one.cell is None, one.levels, one.name, weight, one.score.quantity.value)
            leaves.setdefault(key, Leaf(one.name, one.score, one.weight))
    return list(leaves.values())


def _blocks(ledger: Ledger) -> list[Leaf]:
    """The outermost part scores, each name once."""
    found = parts(ledger)
    top = min((score.level for score in found), default=0)
    return [Leaf(score.name or "", score.figure, score.weight) for score in found if score.level == top]


def _holds(block: Leaf, indicators: list[Leaf]) -> bool:
    """True when a block is the sum of the indicators (绩效指标得88.38分)."""
    same_score = block.score.quantity.value == total_of(leaf.score for leaf in indicators)
    weights = total_of(leaf.weight for leaf in indicators)
    return same_score or (block.weight is not None and weights > 0 and block.weight.quantity.value == weights)


def speaker_parts(ledger: Ledger) -> tuple[Score, ...]:
    """Subtotals and part scores, each telling."""
    return tuple(score for score in ledger.of(Score) if score.kind in ("part", "subtotal"))
