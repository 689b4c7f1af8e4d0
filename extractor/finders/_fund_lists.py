"""Lists of amounts: which whole they split, and whether the wording promises that they are all there is."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.facts import Breakdown, Fund, Role
from extractor.finders._fund_words import is_partition

_PARTIAL = ("其中", "包括", "包含", "用于", "投向", "涉及")
"""cues after which the parts need not be all, 主要 and 分别 aside"""


@dataclass
class FundList:
    """A list that is being read. ``whole`` stands before it (其中) or comes after it (合计)."""

    role: Role
    year: int | None
    whole: Fund | None
    cue: str
    open: bool = False
    label: str = ""
    """what the heading clause calls the whole that comes after it: 支出 in 从支出构成看"""
    parts: list[Fund] = field(default_factory=list)
    row: int = 0
    """the ；-parted stretch of the sentence in which the last part stands"""
    years: int = 0
    """over how many years the whole goes, where it says so"""

    @property
    def by_year(self) -> bool:
        """True when each part read so far is the amount of another year and of nothing else."""
        plain = all(part.source == "total" and part.item is None and part.year for part in self.parts)
        return plain and len({part.year for part in self.parts}) == len(self.parts) > 1

    @property
    def by_source(self) -> bool:
        """True when each part read so far is money of a source."""
        return bool(self.parts) and all(part.source != "total" or part.role == "carryover_in" for part in self.parts)

    def breakdown(self, *, closed: bool) -> Breakdown | None:
        """What the list says, or None when it splits nothing. ``closed``: words such as 以上合计 ended it."""
        if self.whole is None or not self.parts or any(part.figure is self.whole.figure for part in self.parts):
            return None
        return Breakdown(
            span=self.whole.span,
            whole=self.whole,
            parts=tuple(self.parts),
            exhaustive=closed or (not self.open and self._promises_all()),
            cue=self.cue,
            by="year" if self.by_year else "source" if self.by_source else "item",
            pattern="fund_lists.closes" if closed else "fund_lists.part",
            sentence=self.whole.sentence,
            section=self.whole.section,
        )

    def _promises_all(self) -> bool:
        """A split by source, 分别为, 由…构成, 按…看, or parts that are by nature all (基本支出 and 项目支出)."""
        if len(self.parts) < 2:
            return False
        if self.by_year:
            return self.years == len(self.parts)
        items = [part.item or "" for part in self.parts if part.role != "balance"]
        return (
            self.by_source
            or not self.cue.endswith(_PARTIAL)
            or is_partition(self.whole.item if self.whole else None, items)
        )


def over_years(total: Fund, said: list[Fund]) -> Breakdown | None:
    """159万元 of 2022 and 246.02万元 of 2023 before 合计总支出: a sum over years, or None."""
    spent = [
        fund
        for fund in said
        if fund.role == "spent" and fund.sentence == total.sentence and not fund.listed and not fund.item
    ]
    if len(spent) < 2 or len({fund.year for fund in spent}) != len(spent):
        return None
    return Breakdown(
        span=total.span,
        whole=total,
        parts=tuple(spent),
        exhaustive=True,
        cue=total.label,
        by="year",
        pattern="fund_lists.closes",
        sentence=total.sentence,
        section=total.section,
    )
