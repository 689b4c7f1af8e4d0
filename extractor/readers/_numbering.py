"""The list numbers that Word generates: counted as Word counts them, for the formats that reports use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import regex

from extractor.readers._builder import whole
from extractor.rx import rx

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"


@dataclass
class Numbering:
    """Counts on from paragraph to paragraph. ``source`` is a python-docx document."""

    source: Any
    counters: dict[tuple[str, int], int] = field(default_factory=dict)
    levels: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    """numId → level → (number format, text such as “（%1）”, start)"""

    def __post_init__(self) -> None:
        part = next((r.target_part for r in self.source.part.rels.values() if r.reltype.endswith("/numbering")), None)
        root = getattr(part, "element", None)
        if root is None:
            return
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.iterfind(f"{_W}abstractNum")}
        for num in root.iterfind(f"{_W}num"):
            ref = num.find(f"{_W}abstractNumId")
            base = abstract.get(ref.get(f"{_W}val")) if ref is not None else None
            if base is not None:
                self.levels[num.get(f"{_W}numId")] = {
                    whole(level.get(f"{_W}ilvl"), 0, 9): _level(level) for level in base.iterfind(f"{_W}lvl")
                }

    def before(self, paragraph: Any) -> str:
        """The number that stands before a paragraph, or ""."""
        found = self._of(paragraph)
        if found is None:
            return ""
        num, level = found
        levels = self.levels.get(num, {})
        if level not in levels:
            return ""
        start = levels[level][2]
        self.counters[num, level] = self.counters.get((num, level), start - 1) + 1
        for deeper in [key for key in self.counters if key[0] == num and key[1] > level]:
            del self.counters[deeper]
        number_format, text, _start = levels[level]
        if number_format in ("bullet", "none"):
            return ""

        def shown(match: regex.Match[str]) -> str:
            at = int(match[1]) - 1
            style = levels.get(at, (number_format, "", 1))
            return _shown(self.counters.get((num, at), style[2]), style[0])

        return str(rx(r"%(\d)").sub(shown, text))

    def _of(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            properties = self._of_style(paragraph)
        if properties is None:
            return None
        num, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
        if num is None or num.get(f"{_W}val") == "0":
            return None
        return num.get(f"{_W}val"), whole(level.get(f"{_W}val"), 0, 9) if level is not None else 0

    def _of_style(self, paragraph: Any) -> Any:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is None:
            return None
        wanted = style.get(f"{_W}val")
        for element in self.source.styles.element.iterfind(f"{_W}style"):
            if element.get(f"{_W}styleId") == wanted:
                return element.find(f"{_W}pPr/{_W}numPr")
        return None


def _level(level: Any) -> tuple[str, str, int]:
    def value(name: str, default: str) -> str:
        found = level.find(f"{_W}{name}")
        return (found.get(f"{_W}val") or default) if found is not None else default

    return value("numFmt", "decimal"), value("lvlText", ""), whole(value("start", ""), 1, 9999)


def _shown(number: int, style: str) -> str:
    """
    >>> _shown(12, "chineseCounting"), _shown(3, "decimal"), _shown(2, "decimalEnclosedCircle")
    ('十二', '3', '②')
    """
    if style in (
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "taiwaneseCountingThousand",
        "japaneseCounting",
    ):
        return _chinese(number)
    if style.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if style == "lowerLetter" else 65) + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    tens, ones = divmod(number, 10)
    if number >= 100:
        return str(number)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
