"""What patterns need: read off rightly, and never too much of a pattern that matches."""

from __future__ import annotations

import pytest
import regex

from extractor import packs
from extractor.needs import Index, needs, numbers
from extractor.packs import Entry
from extractor.pipeline import understand
from extractor.reading import Reading
from tests.support import written


@pytest.mark.parametrize(
    ("pattern", "fits", "lacks"),
    [
        ("执行率[为达]?X", "X率行执", "执行率"),
        ("(?:预算|决算)数?", "决了算", "预决"),
        ("甲?乙+丙*丁{0,2}戊{2}", "乙戊", "甲丙丁戊"),
        (r"\.\u4e00\n", ".一\n", ".一"),
        (r"(?<=甲)乙(?=丙)(?!丁)", "乙", "甲丙丁"),
        (r"(?P<one>甲)(?P=one)?", "", None),
        ("(?x) 甲 # 乙\n 丙", "甲丙", "甲"),
        (r"(?i)a", "A", None),
        (r"[^甲]乙", "乙", "甲"),
        (r"[[a-d]--[b]]戊", "戊", "a"),
        (r"\p{Han}[①-⑩]\d甲", "甲", "①1"),
        (r"(?:甲){e<=1}", "", None),
        (r"(?>甲|乙)(?:丙|)", "甲", "丙"),
    ],
)
def test_need_of_a_pattern(pattern: str, fits: str, lacks: str | None) -> None:
    """``lacks`` None: nothing is asked of a pattern that is not understood."""
    index = Index([set(fits), set(lacks or "")])
    found = list(numbers(index.fitting(regex.compile(pattern, regex.VERSION1))))
    assert found == ([0, 1] if lacks is None else [0])


def test_need_of_a_word_list() -> None:
    pattern = regex.compile(r"\L<words>数", words=["预算", "决算"])
    assert list(numbers(Index([set("预算数"), set("预算"), set("数决")]).fitting(pattern))) == [0]


def _examples() -> list[str]:
    return [
        text
        for topic in packs.topics()
        for table in packs.raw(topic).values()
        if isinstance(table, dict)
        for text in (
            *(one["text"] for one in table.get("example", ()) if isinstance(one, dict)),
            *(one for one in table.get("hits", ()) if isinstance(one, str)),
        )
    ]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return understand(written("\n\n".join(_examples())))


def _patterns() -> list[tuple[str, regex.Pattern[str]]]:
    found = []
    for topic in packs.topics():
        for name, table in packs.raw(topic).items():
            if isinstance(table, dict) and isinstance(table.get("match"), str):
                entry = Entry(id=f"{topic}.{name}", match=table["match"], words=table.get("words", {}))
                try:
                    found.append((entry.id, entry.pattern))
                except KeyError:
                    continue  # a part of the lexer's own, with parts that only the lexer knows
    return found


def test_no_pattern_needs_more_than_its_matches_hold(reading: Reading) -> None:
    """On all examples of all packs: a sentence that a pattern matches is one in which it is said to be able to."""
    missed = [
        (name, reading.marked[slice(*sentence.marked)])
        for name, pattern in _patterns()
        for sentence in reading.sentences
        if not reading.can_match(pattern, sentence) and pattern.search(reading.marked, *sentence.marked)
    ]
    assert missed == []


def test_most_sentences_are_passed_over(reading: Reading) -> None:
    patterns = [pattern for _, pattern in _patterns()]
    understood = sum(needs(pattern) is not None for pattern in patterns)
    tried = sum(reading.can_match(pattern, sentence) for pattern in patterns for sentence in reading.sentences)
    assert understood > 0.9 * len(patterns)
    assert tried < 0.2 * len(patterns) * len(reading.sentences)
