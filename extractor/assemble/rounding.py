"""How the document rounded its figures, told once, and what is left within rounding (checks.md section 1.2 and 1.4).

Each relation passes under any one way of rounding; what no relation can say alone is whether one way explains all of
them. Sums whose rest lies within rounding are listed apart from the faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.assemble.evidence import Quoter
from extractor.checks import Verdict
from extractor.quantity import Mode
from extractor.report import Residual, Rounding

ENOUGH = 2
"""relations that only one way explains, to speak of a way of the whole document"""
NAMES = {Mode.TRUNCATE: "直接舍去尾数（不进位）", Mode.HALF_EVEN: "四舍六入五成双"}


def rounding(verdicts: Sequence[Verdict], cite: Quoter) -> Rounding:
    """The way of rounding that explains every relation that holds, and the residuals."""
    held = list(_distinct(one for one in verdicts if one.outcome == "agrees" and one.modes))
    telling = [one for one in held if len(one.modes) < len(Mode)]
    mode = _mode(telling)
    residuals = [
        Residual(
            code=one.code,
            formula=one.formula or "",
            difference=one.residual,
            unit=one.unit,
            evidence=cite(*one.figures),
        )
        for one in held
        if one.residual
    ]
    return Rounding(
        mode=mode.value if mode else None,
        told=len(telling),
        residuals=residuals,
        text="；".join(_words(telling, mode, len(residuals))) or None,
    )


def _mode(telling: Sequence[Verdict]) -> Mode | None:
    """The one way that explains all; half up, the usual one, where it does."""
    common = [mode for mode in Mode if telling and all(mode in one.modes for one in telling)]
    if Mode.HALF_UP in common or not common:
        return common[0] if common else None
    odd = [one for one in telling if Mode.HALF_UP not in one.modes]
    return common[0] if len(odd) >= ENOUGH and len(common) == 1 else None


def _words(telling: Sequence[Verdict], mode: Mode | None, residuals: int) -> Iterable[str]:
    if mode in NAMES:
        yield f"全文各数似按“{NAMES[mode]}”取数：能分辨取舍方式的{len(telling)}个关系都只有这样才全部相符"
    elif mode is None and (cut := sum(Mode.HALF_UP not in one.modes for one in telling)):
        nearest = sum(Mode.TRUNCATE not in one.modes for one in telling)
        if nearest:
            yield f"取舍方式不一：{nearest}个关系按四舍五入才相符，{cut}个不按四舍五入才相符"
    if residuals:
        yield f"{residuals}个合计有尾差，都在取舍范围以内，不作为差错"


def _distinct(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """Each relation once: several checks look at one rate."""
    seen: set[frozenset[int]] = set()
    for verdict in verdicts:
        key = frozenset(figure.id for figure in verdict.figures)
        if key not in seen:
            seen.add(key)
            yield verdict
