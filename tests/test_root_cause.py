"""One cause, one finding; the simplest repair. Ledgers by hand, so that only checks and grouping are at work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from figures import fund, ledger, rate
from hypothesis import given
from hypothesis import strategies as st

from extractor import checks
from extractor.checks import (
    Verdict,
    balance_mismatch,
    contradiction,
    cumulative_mismatch,
    execution_rate,
    fund_total,
    overspending,
    rate_above_hundred,
    rate_base,
    spending_items,
    table_sum,
    unit_slip,
)
from extractor.facts import Breakdown, Fact, TableSum
from extractor.findings import Finding
from extractor.root_cause import group
from extractor.slips import is_slip

CHECKS = (
    balance_mismatch,
    contradiction,
    cumulative_mismatch,
    execution_rate,
    fund_total,
    overspending,
    rate_above_hundred,
    rate_base,
    spending_items,
    table_sum,
    unit_slip,
)


def findings(*facts: Fact) -> tuple[Finding, ...]:
    book = ledger(*facts)
    verdicts: list[Verdict] = [verdict for check in CHECKS for verdict in check.check(book)]
    return group(verdicts, book)


PRINTED = {
    "initial": "86.50万元",
    "carried": "23.75万元",
    "available": "110.25万元",
    "spent": "104.18万元",
    "rate": "94.49%",
    "left": "6.07万元",
    "stage": "81.78万元",
    "safety": "22.40万元",
}


def report(**changed: str) -> list[Fact]:
    """A sound report of one project, with some figures changed."""
    printed = {**PRINTED, **changed}
    spent = fund(printed["spent"], "spent")
    parts = (
        fund(printed["stage"], "spent", item="舞台", listed=True, sentence=2),
        fund(printed["safety"], "spent", item="安保", listed=True, sentence=2),
    )
    return [
        fund(printed["initial"], "initial_budget"),
        fund(printed["carried"], "carryover_in"),
        fund(printed["available"], "available"),
        spent,
        rate(printed["rate"]),
        fund(printed["left"], "balance"),
        *parts,
        Breakdown(span=spent.span, whole=spent, parts=parts, exhaustive=True, cue="合计"),
    ]


def test_sound_report_has_no_finding() -> None:
    assert findings(*report()) == ()


@pytest.mark.parametrize(
    ("changed", "code", "blamed", "repaired"),
    [
        ({"available": "110.52万元"}, "ZJ101", "110.52万元", "110.25"),
        ({"spent": "140.18万元"}, "ZJ103", "140.18万元", "104.18"),
        ({"rate": "49.49%"}, "ZX101", "49.49%", "94.49"),
        ({"left": "60.70万元"}, "ZJ105", "60.70万元", "6.07"),
        ({"stage": "87.18万元"}, "ZJ103", "87.18万元", "81.78"),
        ({"carried": "32.75万元"}, "ZJ101", "32.75万元", "23.75"),
    ],
)
def test_one_wrong_figure_is_one_finding(changed: dict[str, str], code: str, blamed: str, repaired: str) -> None:
    (finding,) = findings(*report(**changed))
    assert finding.code == code
    assert finding.figures[0].text == blamed
    if finding.repair:
        assert finding.repair.after == repaired


def test_one_finding_lists_all_formulas_that_break() -> None:
    (finding,) = findings(*report(spent="140.18万元"))
    assert finding.formulas[0] == "81.78 + 22.40 = 104.18"
    assert any("÷" in formula for formula in finding.formulas)
    assert finding.repair and finding.repair.before == "140.18" and finding.repair.after == "104.18"
    assert "104.18 ÷ 110.25 = 94.49%" in finding.repair.mends


def test_two_wrong_figures_are_two_findings() -> None:
    found = findings(*report(rate="49.49%", stage="87.18万元"))
    assert {finding.code for finding in found} == {"ZX101", "ZJ103"}


def test_figure_that_would_need_two_values_explains_one_conflict() -> None:
    """Both conflicts share the spending, but no one value of it mends both: two faults."""
    found = findings(*report(left="9.07万元", safety="21.40万元"))
    assert {finding.figures[0].text for finding in found} == {"9.07万元", "21.40万元"}


def test_cell_read_with_and_without_its_unit_is_one_figure() -> None:
    """A table's own sum knows bare numbers, the sum by source knows amounts: the same cell is to blame for both."""
    facts = report(stage="87.18万元")
    breakdown = next(fact for fact in facts if isinstance(fact, Breakdown))
    bare = [
        replace(one.figure, quantity=replace(one.figure.quantity, unit=None))
        for one in (breakdown.whole, *breakdown.parts)
    ]
    cells = TableSum(
        span=breakdown.span, whole=bare[0], parts=tuple(bare[1:]), axis="down", label="合计", head="支出数"
    )
    (finding,) = findings(*facts, cells)
    assert finding.figures[0].text == "87.18万元" and len(finding.formulas) == 1


def test_slip_of_the_unit_is_one_finding_and_blocks_the_rest() -> None:
    (finding,) = findings(*report(left="6.07元"))
    assert (finding.code, finding.severity) == ("ZJ108", "warning")
    assert finding.repair and (finding.repair.before, finding.repair.after) == ("6.07元", "6.07万元")


def test_contradicting_tellings_block_what_hangs_on_them() -> None:
    again = fund("104.81万元", "spent", label="spent", sentence=9, section=3)
    (finding,) = findings(*report(), again)
    assert finding.code == "GJ101" and finding.figures[0].text == "104.81万元"


def test_no_repair_where_two_are_as_simple() -> None:
    facts = (fund("10万元", "initial_budget"), fund("20万元", "carryover_in"), fund("40万元", "available"))
    (finding,) = findings(*facts)
    assert finding.code == "ZJ101" and finding.repair is None


@given(st.sampled_from(sorted(PRINTED)), st.integers(0, 5), st.integers(1, 9))
def test_any_changed_digit_gives_at_most_one_finding(name: str, place: int, by: int) -> None:
    """A change within rounding gives none; any other gives one, at the figure or at a figure that stands with it."""
    text = PRINTED[name]
    spots = [index for index, character in enumerate(text) if character.isdigit()]
    spot = spots[place % len(spots)]
    changed = f"{text[:spot]}{(int(text[spot]) + by) % 10}{text[spot + 1 :]}"
    found = findings(*report(**{name: changed}))
    assert len(found) <= 1
    if found:
        assert changed in [one.text for one in found[0].figures]


@pytest.mark.parametrize(
    ("printed", "wanted", "slip"),
    [
        ("136", "135", True),
        ("1964.33", "1946.33", True),
        ("46105391.65", "46105319.65", True),
        ("110.2", "110.25", True),
        ("60.70", "6.07", True),
        ("139.92", "130.92", True),
        ("86.77", "86.50", False),
        ("12", "12", False),
    ],
)
def test_slips_of_the_pen(printed: str, wanted: str, slip: bool) -> None:
    assert is_slip(printed, wanted) is slip


def test_every_check_that_can_conflict_has_a_level() -> None:
    assert all(rule.check.level in checks.SEVERITIES for rule in checks.rules())
