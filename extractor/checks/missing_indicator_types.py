"""Are all types of indicators there that the rules ask for: 数量 质量 时效 (成本), 效益, 满意度?"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.facts import Indicator
from extractor.ledger import Ledger
from extractor.scopes import cue

CHECK = Check("ZB106", "missing-indicator-types", "指标类型缺失", "review")

NOT_ASKED = frozenset({"overall_self_evaluation", "policy_evaluation", "re_evaluation", "monitoring"})
TYPES = ("数量", "质量", "时效", "成本", "效益", "满意度")
MINIMUM = frozenset({"数量", "质量", "时效", "效益"})
"""never left out; 成本 and 满意度 may be, where a project has no economic cost or no one served (财预〔2021〕101号)"""

OUTPUTS = frozenset({"数量", "质量", "时效", "成本"})
"""the types of 产出: where none is named, the report does not sort by them"""

ENOUGH = 3
"""fewer indicators are examples, not a system"""

_WORDS = {
    "效益": ("效益", "可持续影响", "生态", "社会影响"),
    "满意度": ("满意",),
    "成本": ("成本",),
    "数量": ("数量",),
    "质量": ("质量",),
    "时效": ("时效",),
}


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.kind in NOT_ASKED:
        yield silent(CHECK, "此类报告不要求按项目支出设置指标类型")
        return
    indicators = ledger.of(Indicator)
    typed = {one: kinds for one in indicators if (kinds := _types(one))}
    if len(indicators) < ENOUGH or len(typed) * 4 < len(indicators) * 3:
        yield silent(CHECK, f"报告只列{len(indicators)}项指标" if len(indicators) < ENOUGH else "多数指标的类型未标明")
        return
    there = {kind for kinds in typed.values() for kind in kinds} | _headed(ledger)
    if not there & OUTPUTS:
        yield silent(CHECK, "产出指标未再分类型")
        return
    missing = [kind for kind in TYPES if kind not in there]
    if not missing or missing == ["成本"]:
        yield agrees(CHECK, "、".join(kind for kind in TYPES if kind in there), marks=indicators)
        return
    yield conflict(
        CHECK,
        f"{len(indicators)}项指标中没有{'、'.join(missing)}指标",
        marks=indicators,
        severity=None if MINIMUM & set(missing) else "info",
    )


def _headed(ledger: Ledger) -> set[str]:
    """The types under which the text tells something (时效指标：…, （二）效益指标), be it without an indicator that was
    read."""
    text = ledger.document.text
    found = {match["kind"] for match in cue("type_label").finditer(text)}
    titles = " ".join(section.title for section in ledger.sections)
    return {kind for kind, words in _WORDS.items() if any(word in one for one in (*found, titles) for word in words)}


def _types(indicator: Indicator) -> tuple[str, ...]:
    text = " ".join((*indicator.levels, indicator.name if "满意" in indicator.name else ""))
    return tuple(kind for kind, words in _WORDS.items() if any(word in text for word in words))
