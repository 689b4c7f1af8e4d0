"""The gold of a report: what is really printed in its paper, faults and all, in the scorer's format."""

from __future__ import annotations

from typing import Any

from benchmarks.generate.figures import YUAN
from benchmarks.generate.marks import Mention, number, plain
from benchmarks.generate.paper import Paper
from benchmarks.generate.reports import Report
from benchmarks.generate.truth import ExecutionRate, Fund, Indicator, Truth, unit_of

ALLOWED = ("YC101", "YC102", "YC103", "YC104", "YC105", "ZB106", "GF101", "GF104", "GF105", "GF106", "ZX105", "PF108")
"""signals and matters of form that a generated report may give rise to"""

Entry = dict[str, Any]


def gold_of(report: Report, file: str) -> Entry:
    """The gold document. Only what is printed is asserted."""
    printed: dict[str, list[str]] = {}
    for mention in report.paper.mentions():
        printed.setdefault(mention.key, []).append(mention.text)
    truth = report.truth
    asserted: Entry = {
        "title": plain(report.title),
        "kind": [report.kind, "project_self_evaluation"] if report.kind == "transfer_self_evaluation" else report.kind,
        "fiscal_year": truth.year,
        "project": [
            truth.names["project"],
            f"{truth.names['place']}{truth.names['project']}",
            f"{truth.names['project']}项目",
            f"{truth.names['project']}转移支付",
            f"{truth.names['project']}资金",
            "财政衔接推进乡村振兴补助资金",
        ],
        "department": [truth.names["dept"], truth.names["unit_name"]],
        "funds": _funds(truth, printed),
        "execution_rates": _rates(truth, printed),
        "indicators": _indicators(truth, printed),
    }
    if report.kind == "overall_self_evaluation":
        del asserted["project"]
    if "total" in printed:
        asserted["scores"] = _scores(truth, printed)
    if any(key.startswith("lead") for key in printed):
        asserted["problems_count"] = int(truth.names["problem_count"])
    return {
        "file": file,
        "genre": report.genre,
        "report": asserted,
        "complete": ["funds", "execution_rates", "indicators"],
        "planted": list(report.planted),
        "expected": [],
        "allowed": list(ALLOWED),
    }


def _distinct(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _funds(truth: Truth, printed: dict[str, list[str]]) -> list[Entry]:
    entries = []
    for key, meaning in truth.meanings.items():
        if isinstance(meaning, Fund):
            entries += [_fund(truth, key, meaning, text) for text in _values(printed.get(key, []))]
    return entries


def _values(texts: list[str]) -> list[str]:
    """One text for each value: bare in a table, with its unit in prose."""
    return list({(unit_of(text), number(text)): text for text in texts if number(text) is not None}.values())


def _fund(truth: Truth, key: str, meaning: Fund, text: str) -> Entry:
    value = number(text)
    assert value is not None
    yuan = value * YUAN.get(unit_of(text) or truth.figures[key].unit, YUAN["元"])
    role = meaning.role.lstrip("-")
    if meaning.role.startswith("-"):
        yuan = -yuan
    entry: Entry = {"role": role, "yuan": f"{yuan.normalize():f}"}
    if meaning.year:
        entry["year"] = meaning.year
    if meaning.source:
        entry["source"] = meaning.source
    if meaning.item:
        entry["item"] = meaning.item
    if meaning.alt:
        entry["alt_roles"] = list(meaning.alt)
    if meaning.optional or value == 0:
        entry["optional"] = True
    return entry


def _rates(truth: Truth, printed: dict[str, list[str]]) -> list[Entry]:
    entries: list[Entry] = []
    for key, meaning in truth.meanings.items():
        if isinstance(meaning, ExecutionRate):
            for value in {number(text) for text in printed.get(key, [])} - {None}:
                entry: Entry = {"value": f"{value:f}"}
                entries.append(
                    entry
                    | ({"item": meaning.item} if meaning.item else {})
                    | ({"optional": True} if meaning.optional else {})
                )
    # an indicator of this name prints its rate again
    return entries


def _indicators(truth: Truth, printed: dict[str, list[str]]) -> list[Entry]:
    entries = [_indicator(truth, row, printed) for row in truth.indicators if row.key("name") in printed]
    # told again beside its rate of completion
    again = [{"name": row.name, "optional": True} for row in truth.indicators if row.number == truth.completed]
    return entries + (again if "completion" in printed else [])


def _indicator(truth: Truth, row: Indicator, printed: dict[str, list[str]]) -> Entry:
    entry: Entry = {"levels": list(row.levels), "name": printed[row.key("name")][0]}
    for side in ("target", "actual"):
        texts = printed.get(row.key(side))
        if texts and texts[0] and row.op != "none":
            entry[side] = _side(row, side, texts[0])
    for part in ("weight", "score"):
        texts = printed.get(row.key(part))
        value = number(texts[0]) if texts else None
        if value is not None:
            entry[part] = f"{value:f}"
    return entry


def _side(row: Indicator, side: str, text: str) -> Entry:
    value = number(text)
    if row.op in ("text", "date") or value is None:
        return {"op": "text", "value": None}
    side_of: Entry = {"op": row.op if side == "target" else "eq", "value": f"{value:f}"}
    return side_of | ({"unit": row.unit} if row.unit else {})


def _scores(truth: Truth, printed: dict[str, list[str]]) -> Entry:
    scores: Entry = {"total": f"{number(printed['total'][0]):f}"}
    if "grade" in printed:
        scores["grade"] = printed["grade"][0]
    parts = []
    names = {f"part{order}": name for order, (name, _) in enumerate(truth.parts, 1)}
    names["execution"] = truth.words.find("prose.dimension.self_names")[0]
    for key, name in names.items():
        weight, score = printed.get(f"{key}.weight"), printed.get(f"{key}.score")
        if weight and score:
            parts.append({"name": name, "weight": f"{number(weight[0]):f}", "score": f"{number(score[0]):f}"})
    return scores | ({"parts": parts} if parts else {})


__all__ = ["Mention", "Paper", "gold_of"]
