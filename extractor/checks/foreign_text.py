"""Text taken over from elsewhere: another unit in a heading or conclusion, a template's words that nobody replaced."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.facts import Body, Oddity
from extractor.ledger import Ledger

CHECK = Check("GF107", "foreign-text", "主体或模板残留", "warning")

RARE = 2
"""a name that stands oftener belongs to the report"""
_COUNTIES = ("自治县", "自治旗", "县", "区", "旗")
"""ranks of one height: a report of a county that names the bureau of a banner has it from elsewhere too"""
_RANKS = ("自治县", "自治旗", "省", "市", "县", "区", "旗", "镇", "乡", "街道")


def check(ledger: Ledger) -> Iterator[Verdict]:
    verdicts = [*_templates(ledger), *_units(ledger)]
    yield from verdicts or [silent(CHECK, "未见模板残留；标题、结论里没有可与本单位比较的名称")]


def _templates(ledger: Ledger) -> Iterator[Verdict]:
    for oddity in ledger.of(Oddity):
        if oddity.kind == "template":
            yield conflict(CHECK, f"模板文字没有改写：“{''.join(oddity.text.split())}”", marks=(oddity,))


def _units(ledger: Ledger) -> Iterator[Verdict]:
    own = next((body for body in ledger.of(Body) if body.where == "own"), None)
    if own is None:
        return
    for body in ledger.of(Body):
        if body is own or (body.where == "body" and not _is_foreign(body, own)):
            continue
        if not _is_foreign(body, own):
            yield agrees(CHECK, f"{body.name} ↔ {own.name}", marks=(body,))
        elif _is_at_home(ledger, body, own):
            yield silent(CHECK, f"{body.name}在报告中多次出现，不是残留")
        else:
            where = {"heading": "标题", "conclusion": "结论"}.get(body.where, "正文")
            yield conflict(CHECK, f"{where}写的是“{body.name}”，而报告单位是“{own.name}”", marks=(body, own))


def _is_at_home(ledger: Ledger, body: Body, own: Body) -> bool:
    """True when a name stands so often that it belongs to the report."""
    often = _count(ledger, body.name)
    if body.where == "body":  # a copied paragraph names its place again and again, the rest of the report never does
        return often > RARE or _count(ledger, body.place) > 2 * RARE or _count(ledger, own.place) < RARE
    return often > RARE or _count(ledger, own.name) <= often


def _is_foreign(body: Body, own: Body) -> bool:
    """The same office of another place of the same rank, or another office of the place as the one that reports."""
    if body.name in own.name or own.name in body.name:
        return False
    if body.place != own.place:
        same_office = body.unit == own.unit or body.where == "body"
        return same_office and _rank(body.place) == _rank(own.place)
    return body.reports and body.unit != own.unit


def _rank(place: str) -> str:
    rank = next(rank for rank in _RANKS if place.endswith(rank))
    return "县" if rank in _COUNTIES else rank


def _count(ledger: Ledger, name: str) -> int:
    return "".join(ledger.document.text.split()).count(name)
