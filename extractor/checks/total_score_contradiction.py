"""One total score in the cover, the summary, the body, the table and the conclusion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import Check, Verdict
from extractor.checks._context import table_of
from extractor.checks._outcomes import agrees, silent
from extractor.checks._scores import by_speaker, full_mark, totals, values
from extractor.facts import Figure, Indicator, Score
from extractor.ledger import Ledger
from extractor.quantity import plain
from extractor.rx import rx

CHECK = Check("PF106", "total-score-contradiction", "总分前后不一致", "error")


MOST = 2
"""different totals of one project; more are the totals of several"""
ENOUGH = 3
"""scored indicators that make a table a form of its own"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    everything, full = totals(ledger), full_mark(ledger)
    exact = all(one.figure.quantity.op == "eq" for one in everything)
    if len(everything) > 1 and exact and len(values(everything)) == 1:
        yield _compare(ledger, everything, full)  # one value, whoever says it
        return
    looked = False
    for _who, scores in by_speaker(ledger):
        if len(scores) > 1:
            looked = True
            yield _compare(ledger, scores, full)
    if not looked:
        yield silent(CHECK, "同一主体的总分没有出现两次")


def _compare(ledger: Ledger, scores: tuple[Score, ...], full: Decimal) -> Verdict:
    figures = [score.figure for score in scores]
    formula = " = ".join(figure.quantity.digits for figure in figures)
    exact = [figure for figure in figures if figure.quantity.op == "eq"]
    loose = [figure for figure in figures if figure.quantity.op != "eq"]
    votes = Counter(figure.quantity.value for figure in exact)
    if len(votes) <= 1:
        apart = [one for one in loose if exact and exact[0].quantity.value not in one.quantity.interval()]
        return _differ(figures, apart[0], exact[0]) if apart else agrees(CHECK, formula, *figures)
    if len(votes) > MOST:
        return silent(CHECK, f"有{len(votes)}个不同的总分，应属于不同的项目", *figures)
    # the possible value told most often, then the most finely printed, then the first, is taken for the right one
    right = max(
        exact, key=lambda one: (one.quantity.value <= full, votes[one.quantity.value], one.quantity.places, -one.id)
    )
    odd = next(one for one in exact if one.quantity.value != right.quantity.value)
    sentence = {score.figure.id: score.sentence for score in scores}
    if len(exact) == MOST and sentence[odd.id] == sentence[right.id] >= 0:
        return silent(CHECK, "同一句话里的两个分数，应属于不同的主体", *figures)
    told = {score.figure.id: score for score in scores}
    if _of_two_forms(ledger, told[odd.id], told[right.id]):
        return silent(CHECK, "两张指标表各有自己的合计，应属于不同的项目", *figures)
    if _of_two_projects(ledger, told[odd.id], told[right.id]):
        return silent(CHECK, "两个项目各有标题，各有自己的总分", *figures)
    return _differ(figures, odd, right)


def _of_two_projects(ledger: Ledger, one: Score, other: Score) -> bool:
    """True when each total stands under a heading that names a project: 3.消防站建设项目。自评得分86.4分。"""
    heads = [ledger.sections[score.section] for score in (one, other) if score.section >= 0]
    if len(heads) < MOST or heads[0] is heads[1] or heads[0].level != heads[1].level:
        return False
    return all(rx("(?:项目|资金|专项|经费|工程|补助|补贴)$").search(head.title) for head in heads)


def _of_two_forms(ledger: Ledger, one: Score, other: Score) -> bool:
    """True when each total sums up a table of scored indicators of its own."""
    tables = [table_of(ledger, score) for score in (one, other)]
    return None not in tables and tables[0] != tables[1] and all(_scored(ledger, table) for table in tables)


def _scored(ledger: Ledger, table: int | None) -> bool:
    scored = [one for one in ledger.of(Indicator) if one.score and table_of(ledger, one) == table]
    return len(scored) >= ENOUGH


def _differ(figures: list[Figure], odd: Figure, right: Figure) -> Verdict:
    ours, theirs = odd.quantity, right.quantity
    rounding = ours.op == "eq" and abs(ours.value - theirs.value) * 2 <= max(_step(odd), _step(right))
    told = "、".join(dict.fromkeys(figure.text for figure in figures))
    return Verdict(
        CHECK.code,
        "conflict",
        formula=f"{ours.digits} = {theirs.digits}",
        message=f"总分前后不一致：{told}" + ("（可能是取整）" if rounding else ""),
        stated=ours.digits,
        derived=theirs.digits,
        difference=plain(ours.value - theirs.value),
        unit="分",
        severity="review" if rounding else None,
        figures=(odd, *(figure for figure in figures if figure is not odd)),
        suspects=(odd, right),
        expects=((odd, theirs.value), (right, ours.value)),
    )


def _step(figure: Figure) -> Decimal:
    return Decimal(1).scaleb(-figure.quantity.places)
