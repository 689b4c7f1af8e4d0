"""What several givers give, and the sum behind it: 上级财政下达860万元，县财政安排240万元，合计安排1,100万元."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.facts import Breakdown, Fund, Role
from extractor.finders._fund_slots import Slot
from extractor.finders._fund_words import cue

_GRANTED: tuple[Role, ...] = ("initial_budget", "adjusted_budget", "received")


@dataclass
class Givers:
    """Who gave which amount, by figure, as the clauses before them say."""

    who: dict[int, str] = field(default_factory=dict)

    def whole(self, fund: Fund, slot: Slot, said: Sequence[Fund], item: str | None) -> Breakdown | None:
        """What ``fund`` sums up of the amounts said before it in its sentence, each given by somebody else and told in
        words for a grant; None where it is no such sum. 合计到位 may be less than what was granted."""
        giver = cue("giver").search(slot.words.clause)
        if giver:
            self.who[fund.figure.id] = giver["who"]
        parts = [one for one in said if one.sentence == fund.sentence]
        if giver or item or fund.role not in _GRANTED or not cue("together").match(slot.words.clause):
            return None
        if (
            "到" in fund.label
            or len(parts) < 2
            or any(one.role not in (*_GRANTED, "allocated") or one.item for one in parts)
        ):
            return None
        names = [self.who.get(one.figure.id) for one in parts]
        if None in names or len(set(names)) != len(names):
            return None
        return Breakdown(
            span=fund.span,
            whole=fund,
            parts=tuple(parts),
            exhaustive=True,
            cue=slot.words.clause,
            by="source",
            pattern="fund_lists.giver",
            sentence=fund.sentence,
            section=fund.section,
        )
