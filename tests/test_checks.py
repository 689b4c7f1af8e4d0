"""The pages of the checks are their tests: every fenced example under 例 is audited end to end.

```` ```text finds ````   the check must report a conflict
```` ```text clean ````   it must test a relation and find it to agree
```` ```text silent ````  it must not report a conflict, whatever else stands there
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from support import written

from extractor import checks, pipeline

FENCE = re.compile(r"^```text (\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _examples() -> Iterator[tuple[checks.Rule, str, str]]:
    for rule in checks.rules():
        try:
            page = rule.page
        except FileNotFoundError:
            continue  # test_architecture reports it
        yield from ((rule, kind, text) for kind, text in FENCE.findall(page))


EXAMPLES = list(_examples())


@pytest.mark.parametrize(
    ("rule", "kind", "text"), EXAMPLES, ids=[f"{rule.check.code}-{kind}" for rule, kind, _ in EXAMPLES]
)
def test_example_of_a_page(rule: checks.Rule, kind: str, text: str) -> None:
    code = rule.check.code
    report = pipeline.audit(written(text))
    outcomes = [check.outcome for check in report.checks if check.code == code]
    told = [(check.outcome, check.formula or check.reason) for check in report.checks if check.code == code]
    if kind == "finds":
        assert code in {finding.code for finding in report.findings}, told
    elif kind == "clean":
        assert "agrees" in outcomes, told
        assert "conflict" not in outcomes, told
    else:
        assert kind == "silent", "a fence is finds, clean or silent"
        assert "conflict" not in outcomes, told


@pytest.mark.parametrize("rule", checks.rules(), ids=lambda rule: rule.check.code)
def test_page_shows_the_fault_and_its_absence(rule: checks.Rule) -> None:
    kinds = [kind for kind, _ in FENCE.findall(rule.page)]
    assert kinds.count("finds") >= 3
    assert kinds.count("clean") + kinds.count("silent") >= 3


@pytest.mark.parametrize("rule", checks.rules(), ids=lambda rule: rule.check.code)
def test_every_check_says_something_of_an_empty_report(rule: checks.Rule) -> None:
    verdicts = list(rule.run(pipeline.extract(written("项目概况。\n"))))
    assert verdicts, "silence must be explained"
    assert all(verdict.outcome == "not_applicable" for verdict in verdicts)
    assert all(verdict.reason for verdict in verdicts)
