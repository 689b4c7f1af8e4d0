"""Two figures, the step between them and its rate fit together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.arithmetic import Comparison, Hindrance, Term, ratio, total
from extractor.checks import Check, Verdict
from extractor.checks._options import Scope, amounts, options
from extractor.checks._outcomes import present, silent
from extractor.checks._relations import verdict
from extractor.checks._tellings import disputed
from extractor.facts import Change, Figure
from extractor.ledger import Ledger
from extractor.quantity import plain, rounded
from extractor.slips import is_slip

CHECK = Check("GJ104", "change-mismatch", "增减额与增减率矛盾", "error")

Result = Comparison | Hindrance


def check(ledger: Ledger) -> Iterator[Verdict]:
    quarrels = disputed(ledger)
    changes = ledger.of(Change)
    if not changes:
        yield silent(CHECK, "报告没有增减变化的数字")
    for change in changes:
        yield from _judge(_completed(ledger, change), quarrels)


def _completed(ledger: Ledger, change: Change) -> Change:
    """The change with this year's amount, where the sentence gives only last year's: the one with which the step holds,
    or is one slip of the pen away from it. Any other may be of something else."""
    delta = change.delta
    if change.now is not None or change.before is None or delta is None or change.points:
        return change
    before = next((fund for fund in amounts(ledger) if fund.figure.id == change.before.id), None)
    if before is None or before.year is None:
        return change
    near = options(ledger, change, Scope(before.item, before.source, before.year + 1), before.role)
    for close in (_fits, _is_near):
        for now in near.funds:
            if any(close(total(delta, terms)) for terms in _steps(change, now.figure, before.figure)):
                return replace(change, now=now.figure)
    return change


def _fits(result: Result) -> bool:
    return isinstance(result, Comparison) and result.fits


def _is_near(result: Result) -> bool:
    """True when one figure of a failed relation could be mended by one slip of the pen."""
    if isinstance(result, Hindrance):
        return False
    return any(
        value > 0 and is_slip(figure.quantity.digits, plain(rounded(value, figure.quantity.places)))
        for figure, value in result.expects
    )


def _judge(change: Change, quarrels: frozenset[int]) -> Iterator[Verdict]:
    verdicts = [v for v in (_step(change, quarrels), _growth(change, quarrels)) if v]
    yield from verdicts or [silent(CHECK, "增减的几个数字不全，无从核对", *_figures(change))]


def _figures(change: Change) -> tuple[Figure, ...]:
    return present(change.now, change.before, change.delta, change.growth)


def _signs(change: Change) -> Sequence[int]:
    """Which way the step goes: as the text says first. Where both figures are printed either way will do, for then the
    word itself is tested by GJ107."""
    said = change.direction or 1
    return (said,) if change.direction and not (change.now and change.before) else (said, -said)


def _steps(change: Change, now: Figure, before: Figure) -> list[tuple[Term, Term]]:
    """The step from before to now, in each direction that the text allows."""
    return [(Term(now), Term(before, -1)) if sign > 0 else (Term(before), Term(now, -1)) for sign in _signs(change)]


def _step(change: Change, quarrels: frozenset[int]) -> Verdict | None:
    """now − before = delta; a step of percentage points is given as growth."""
    step = change.growth if change.points else change.delta
    now, before = change.now, change.before
    if step is None or now is None or before is None:
        return None
    result = _best([total(step, terms) for terms in _steps(change, now, before)])
    message = f"{change.cue or '增减'}{step.text}与前后两个数字{before.text}、{now.text}不符，{_should(result)}"
    return verdict(CHECK, result, message, quarrels)


def _growth(change: Change, quarrels: frozenset[int]) -> Verdict | None:
    """growth = delta ÷ before, the base taken from now ∓ delta where it is not printed."""
    growth = change.growth
    if growth is None or change.points:
        return None
    unit = growth.quantity.unit
    if unit is None or unit.dimension != "percent" or unit.base == "百分点":
        return silent(CHECK, "增减率不是百分比，不作换算", *_figures(change))
    tried = [result for sign in _signs(change) for result in _growths(change, growth, sign)]
    if not tried:
        return None
    result = _best(tried)
    message = f"{change.cue or '增减'}{growth.text}与所给数字不符，{_should(result)}{_wrong_base(change, growth)}"
    return verdict(CHECK, result, message, quarrels)


def _growths(change: Change, growth: Figure, sign: int) -> Iterator[Result]:
    now, before, delta = change.now, change.before, change.delta
    if delta and before:
        yield ratio(growth, [Term(delta)], [Term(before)])
    if now and before:
        above = (Term(now), Term(before, -1)) if sign > 0 else (Term(before), Term(now, -1))
        yield ratio(growth, above, [Term(before)])
    if now and delta and not before:
        yield ratio(growth, [Term(delta)], [Term(now), Term(delta, -sign)])


def _wrong_base(change: Change, growth: Figure) -> str:
    """A common slip: the amount after the change taken as the base."""
    if change.now is None or change.delta is None:
        return ""
    result = ratio(growth, [Term(change.delta)], [Term(change.now)])
    return "（写出的增减率似以变动后的数为分母）" if isinstance(result, Comparison) and result.fits else ""


def _best(tried: Sequence[Result]) -> Result:
    """The formula that fits, else the first that could be computed."""
    return min(
        tried, key=lambda result: (isinstance(result, Hindrance), isinstance(result, Comparison) and not result.fits)
    )


def _should(result: Result) -> str:
    return f"应为{result.derived}{result.unit}" if isinstance(result, Comparison) else ""
