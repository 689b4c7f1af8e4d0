"""What was done beyond the plan: 安装智能水表42360只，超额完成360只, with the plan where the report tells just one."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts import Change, Count, Fact, Figure
from extractor.finders import Found
from extractor.finders._nouns import unit_of
from extractor.finders._scan import placed
from extractor.packs import Entry, load
from extractor.reading import Reading

AFTER = ("counts",)


def find(reading: Reading, found: Found) -> Iterator[Fact]:
    """All steps beyond a plan in the prose."""
    counts = list(found.of(Count))
    for entry in load("overfulfilments", Entry):
        for hit in reading.hits(entry.pattern):
            now, step = hit.figure("now"), hit.figure("step")
            if now is None or step is None or unit_of(now) != unit_of(step) or step.quantity.op != "eq":
                continue
            yield Change(
                **placed(found, entry, hit),
                now=now,
                before=_plan(now, step, counts),
                delta=step,
                growth=hit.figure("rate") if hit.has("rate") else None,
                direction=1,
                cue=hit.text("word"),
            )


def _plan(now: Figure, step: Figure, counts: list[Count]) -> Figure | None:
    """The one other amount that the report tells of the same thing, or None."""
    done = next((count for count in counts if count.figure.id == now.id), None)
    if done is None or not done.noun:
        return None
    others = [
        count.figure
        for count in counts
        if (count.noun.endswith(done.noun) or done.noun.endswith(count.noun))
        and count.noun
        and unit_of(count.figure) == unit_of(now)
        and count.figure.id not in (now.id, step.id)
        and count.figure.quantity.amount != now.quantity.amount
        and count.figure.quantity.op in ("eq", "ge")
    ]
    plain = [figure for figure in others if figure.quantity.op == "eq"]
    one_amount = len({figure.quantity.amount for figure in others}) == 1
    return plain[0] if one_amount and plain else None
