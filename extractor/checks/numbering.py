"""Headings and counted points whose numbers skip or repeat."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from extractor.checks import Check, Verdict
from extractor.checks._enumerations import Point, enumerations, han_value
from extractor.checks._outcomes import agrees, conflict, silent
from extractor.facts import Section
from extractor.ledger import Ledger
from extractor.rx import rx

CHECK = Check("JS103", "numbering-gap", "序号缺漏重复", "review")

ENOUGH = 3
"""headings in a row before a slip in their numbers means anything"""

_OTHERWISE = regex.compile(r"其次|再次|再者|另外|此外|另一方面|同时|②")
_APART = regex.compile(r"附|[表图]")
"""numbers of annexes, tables and pictures, which go on across the headings"""
_NUMBER = regex.compile(r"[一二三四五六七八九十]+|\d+")


def check(ledger: Ledger) -> Iterator[Verdict]:
    if ledger.document.text_layer in ("ocr", "mixed"):
        yield silent(CHECK, "扫描件的序号可能误读")
        return
    looked = False
    headed: set[int] = set()
    for run in _runs(ledger.sections):
        if len(run) >= ENOUGH:
            looked = True
            headed.update(section.span.start for _value, section in run)
            yield _judge(ledger, run)
    for points in enumerations(ledger):
        if any(point.span.end + blank in headed for point in points for blank in (0, 1)):
            continue  # judged as headings
        if len(points) > 1 and (points[0].style != "①" or len(points) >= ENOUGH):
            looked = True
            yield _judge_points(ledger, points)
    if not looked:
        yield silent(CHECK, "没有三个以上连续编号的标题，也没有“一是……二是……”的列举")


def _judge_points(ledger: Ledger, points: list[Point]) -> Verdict:
    """一是…三是…: exactly one slip, and the missing number stands nowhere between."""
    numbers, spans = "、".join(point.text for point in points), [point.span for point in points]
    slips = [(a, b) for a, b in pairwise(points) if b.value != a.value + 1]
    if not slips:
        return agrees(CHECK, numbers, marks=spans)
    one, other = slips[0]
    between = ledger.document.text[one.span.end : other.span.start]
    if len(slips) == 1 and other.value == one.value:
        return conflict(CHECK, f"列举的序号“{other.text}”重复", formula=numbers, marks=(one.span, other.span))
    if wrong := _miswritten([point.value for point in points]):
        at = points[wrong]
        message = f"列举的第{_han(wrong + 1)}项序号写成“{at.text}”"
        return conflict(CHECK, message, formula=numbers, marks=(at.span, points[wrong - 1].span))
    missing = _han(one.value + 1)
    if len(slips) == 1 and other.value == one.value + 2 and not _passed_over(between, missing):
        message = f"列举的序号由“{one.text}”跳到“{other.text}”"
        return conflict(CHECK, message, formula=numbers, marks=(one.span, other.span))
    return silent(CHECK, f"列举的序号未能完整识别：{numbers}")


def _miswritten(values: list[int]) -> int:
    """Where the one wrong number of a list stands whose other ones are all in their places; 0 when there is none.

    >>> _miswritten([1, 3, 3, 4]), _miswritten([1, 2, 2]), _miswritten([1, 3, 3, 3])
    (1, 2, 0)
    """
    wrong = [at for at, value in enumerate(values) if value != at + 1]
    return wrong[0] if len(values) >= ENOUGH and len(wrong) == 1 else 0


def _passed_over(between: str, missing: str) -> bool:
    """True when the missing point is there, begun in other words: 其二, 二来, 另一方面, 再者, 2."""
    value = han_value(missing)
    named = rx(rf"{missing}(?!\p{{Han}}{{0,2}}[级类季期])|(?<!\d){value}\s*[)）.．、]").search(between)
    return named is not None or _OTHERWISE.search(between) is not None


def _runs(sections: tuple[Section, ...]) -> Iterator[list[tuple[int, Section]]]:
    """Numbered headings of one level under one heading; the count may begin anew with 1."""
    open_runs: dict[int, list[tuple[int, Section]]] = {}
    for section in sections:
        if _APART.match(section.number):
            continue  # 附表1 between 二 and 三 counts by itself
        for level in [level for level in open_runs if level > section.level]:
            yield open_runs.pop(level)
        value = _value(section.number)
        run = open_runs.setdefault(section.level, [])
        if value is None or (value == 1 and run):
            yield open_runs.pop(section.level)
            run = open_runs.setdefault(section.level, [])
        if value is not None:
            run.append((value, section))
    yield from open_runs.values()


def _judge(ledger: Ledger, run: list[tuple[int, Section]]) -> Verdict:
    marks = [section for _value, section in run]
    numbers = "、".join(section.number for section in marks)
    slips = [(a, b) for a, b in pairwise(run) if b[0] != a[0] + 1]
    if not slips and run[0][0] == 1:
        return agrees(CHECK, numbers, marks=marks)
    if run[0][0] == 1 and (wrong := _miswritten([value for value, _section in run])):
        at = marks[wrong]
        message = f"第{_han(wrong + 1)}个标题的序号写成“{at.number}”"
        return conflict(CHECK, message, formula=numbers, marks=(at, marks[wrong - 1]))
    if len(slips) != 1 or run[0][0] != 1:
        return silent(CHECK, f"标题序号未能完整识别：{numbers}")
    (before, one), (after, other) = slips[0]
    between = ledger.document.text[one.span.end : other.span.start]
    if after == before:
        return conflict(CHECK, f"标题序号“{other.number}”重复", formula=numbers, marks=(one, other))
    if after == before + 2 and not _stands(one.number, before, between):
        return conflict(CHECK, f"标题序号由“{one.number}”跳到“{other.number}”", formula=numbers, marks=(one, other))
    return silent(CHECK, f"标题序号未能完整识别：{numbers}")


def _stands(number: str, before: int, text: str) -> bool:
    """True when the missing number is printed in the text between, though not as a heading that was recognised."""
    missing = str(before + 1) if any(char.isdigit() for char in number) else _han(before + 1)
    return rx(rf"(?<![\d一二三四五六七八九十]){missing}\s*[、.．）)是]").search(text) is not None


def _value(number: str) -> int | None:
    """The value of a heading's number: 三 → 3, （十二） → 12, 4. → 4; None when it has none.

    >>> _value("（十二）"), _value("附件2"), _value("附表")
    (12, 2, None)
    """
    match = _NUMBER.search(number)
    if match is None:
        return None
    text = match[0]
    if text.isdigit():
        return int(text)
    return han_value(text)


def _han(value: int) -> str:
    """12 → 十二."""
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones or not tens else "")
