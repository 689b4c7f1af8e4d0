"""Failed accounts (what there was, less what was spent) that the words around them explain: a term that was not read as
one, a base that is another. Lists that do not add up are looked at by :mod:`extractor.checks._misread`."""

from __future__ import annotations

from decimal import Decimal

from extractor.arithmetic import Comparison
from extractor.checks import Check, Verdict
from extractor.checks._outcomes import silent
from extractor.checks._relations import Relation
from extractor.facts import Figure
from extractor.ledger import Ledger

_AROUND = 80
"""characters around the figures of a relation in which another amount belongs to the same telling"""
_FAR = Decimal("0.1")
"""share of an amount by which another differs that is no slip of it"""


def elsewhere(check: Check, ledger: Ledger, relation: Relation) -> Verdict | None:
    """Silence, with its reason, on a failed relation that proves nothing; None where nothing explains it. A slip of the
    pen rarely equals another amount beside it."""
    result = relation.result
    if not isinstance(result, Comparison) or result.fits:
        return None
    figures = result.figures
    start = min(figure.span.start for figure in figures) - _AROUND
    end = max(figure.span.end for figure in figures) + _AROUND
    near = [
        one
        for one in ledger.figures
        if one.cell is None and start <= one.span.start and one.span.end <= end and one not in figures
    ]
    if term := _term(result, near):
        reason = f"相差的数恰为同一段里的{term.text}，它可能是其中没有读出的一项"
        return silent(check, reason, *figures, term, formula=result.formula)
    if rate := _rate(ledger, relation, near):
        reason = f"与同一句的支出和比率{rate.text}相符，总额另有所指"
        return silent(check, reason, *figures, rate, formula=result.formula)
    return None


def _term(result: Comparison, near: list[Figure]) -> Figure | None:
    """An amount that closes the gap: 年初批复90万元，追加10万元，年底收回指标3万元，调整后预算97万元."""
    gap = abs(Decimal(result.difference) * result.figures[0].quantity.factor)
    return next((one for one in near if _is_money(one) and one.quantity.amount == gap), None)


def _rate(ledger: Ledger, relation: Relation, near: list[Figure]) -> Figure | None:
    """A rate of which what was spent and what is left are the two sides: 2023年支出80万元，执行率80%，剩余20万元,
    where the amount in a sentence before is that of two years, and far from theirs."""
    left = relation.stated
    if left.role not in ("balance", "returned") or not isinstance(relation.result, Comparison):
        return None
    told = [one for one in ledger.funds(item=None, source=None) if one.sentence == left.sentence]
    beside = {one.figure.id for one in told}
    bases = [one for one in relation.result.figures[1:] if one.id not in beside]
    for rate in near:
        for one in told:
            whole = one.yuan + left.yuan
            far = bases and all(abs(base.quantity.amount - whole) > _FAR * whole for base in bases)
            if one.role in ("spent", "cumulative_spent") and far and whole > 0 and _is_share(one.yuan, whole, rate):
                return rate
    return None


def _is_share(part: Decimal, whole: Decimal, rate: Figure) -> bool:
    """True when a printed percentage is the share of a part in a whole."""
    unit, value = rate.quantity.unit, rate.quantity.value
    if unit is None or unit.dimension != "percent" or rate.quantity.op != "eq":
        return False
    return (part / whole * 100).quantize(value) == value


def _is_money(figure: Figure) -> bool:
    unit = figure.quantity.unit
    return unit is not None and unit.dimension == "money"
