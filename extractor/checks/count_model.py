"""A spelled model (1+5+2) against the counts that the text gives for it."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, number, silent
from extractor.facts import CountModel
from extractor.ledger import Ledger
from extractor.quantity import Interval

CHECK = Check("JS102", "count-model-mismatch", "组合数式不符", "warning")


def check(ledger: Ledger) -> Iterator[Verdict]:
    models = ledger.of(CountModel)
    if not models:
        yield silent(CHECK, "没有“1+5+2”一类的数式")
    for model in models:
        yield _judge(ledger, model)


def _judge(ledger: Ledger, model: CountModel) -> Verdict:
    figures = [count.figure for count in model.counts]
    if not model.counts:
        return silent(CHECK, f"“{ledger.quote(model.span)}”之后没有给出对应的数目")
    if len(model.counts) != len(model.numbers):
        return silent(
            CHECK, f"数式有{len(model.numbers)}个数，其后给出{len(model.counts)}个数目，不能逐一对应", *figures
        )
    formula = f"{' + '.join(map(number, model.numbers))} = {'/'.join(''.join(f.text.split()) for f in figures)}"
    wanted = list(zip(figures, model.numbers, strict=True))
    apart = [(figure, value) for figure, value in wanted if value not in figure.quantity.interval()]
    if not apart:
        return agrees(CHECK, formula, *figures, marks=(model,))
    told = "、".join("".join(figure.text.split()) for figure, _value in apart)
    return conflict(
        CHECK,
        f"数式与其后的数目不符：{told}",
        *(figure for figure, _value in apart),
        *figures,
        formula=formula,
        marks=(model,),
        suspects=tuple(figure for figure, _value in apart),
        ranges=[(figure, Interval.point(value)) for figure, value in apart],
    )
