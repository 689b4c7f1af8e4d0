"""What stands around the report's prose: its title, labelled values (主管部门：…), the signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import regex

from extractor.document import Span
from extractor.facts import Section
from extractor.finders import Found
from extractor.flow import Block
from extractor.packs import SIGNS
from extractor.reading import TIMEOUT, Reading
from extractor.rx import rx
from extractor.table_words import column_role

FRONT_BLOCKS = 14
MAX_TITLE = 100
SIGN_BLOCKS = 8
MAX_VALUE = 60

_VALUE = r"\s*(?:[（(][^（）()]{0,12}[）)])?\s*(?:[：:]\s*|\s+)(?P<value>[^\s：:；。，][^\s；。，]{0,59})"


_DATE = rx(rf"[（(]?{SIGNS['date']}[）)]?")
_NUMBER = r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]{1,2}\s*)?"
"""before a label: 一、项目实施单位：…"""
_LABELLED = regex.compile(r"[^：:]{2,12}[：:](?!//)")
"""a label with its own value"""


@dataclass(frozen=True)
class Front:
    """One reading, seen by its blocks. ``text(i)`` is the marked text of a block."""

    reading: Reading
    found: Found

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.reading.flow.blocks

    def marked(self, index: int) -> Span:
        """The stretch of marked text of a block."""
        return self.reading.marked_blocks[index]

    def text(self, index: int) -> str:
        start, end = self.marked(index)
        return self.reading.marked[start:end]

    def title(self, ends: regex.Pattern[str], never: regex.Pattern[str]) -> Span | None:
        """Marked stretch of the title: the first blocks that, read on, end in a word for a report."""
        start = None
        for index in range(min(FRONT_BLOCKS, len(self.blocks))):
            text = self.text(index).strip()
            if never.search(text, timeout=TIMEOUT):
                start = None
                continue
            if start is None or self.blocks[index].kind == "cell":
                start = index
            begin, end = self.marked(start).start, self.marked(index).end
            if end - begin > MAX_TITLE:
                start = None
            elif ends.search(text, timeout=TIMEOUT):
                return Span(begin, end)
        return None

    def printed_lines(self, marked: Span) -> Iterator[Span]:
        """Marked stretches of the lines on which a stretch of marked text is printed."""
        reading, text = self.reading, self.reading.flow.document.text
        start, end = reading.unmark(marked)
        origin = reading.flow.origin
        here = start
        for at in range(start + 1, end):
            if "\n" in text[origin[at - 1] : origin[at]]:
                yield Span(reading.mark(here), reading.mark(at))
                here = at
        yield Span(reading.mark(here), marked.end)

    def labelled(self, label: str) -> Iterator[Span]:
        """Marked stretches of the values that stand after a label, in the same block or in the next."""
        inline = rx(rf"(?:^|(?<=\s)){_NUMBER}(?:{label})(?=[\s：:（(]){_VALUE}")
        alone = rx(rf"^\s*(?:{label})\s*(?:[（(][^（）()]{{0,12}}[）)])?\s*[：:]?\s*$")
        marked = self.reading.marked
        for index in self.reading.blocks_holding(inline, alone):
            start, end = self.marked(index)
            if end - start > 400:
                continue
            match = inline.search(marked, start, end, timeout=TIMEOUT)
            if match and not _LABELLED.match(match["value"]):
                yield Span(*match.span("value"))
            elif alone.match(marked[start:end], timeout=TIMEOUT):
                following = self._beside(index)
                if following is not None:
                    yield self.marked(following)

    def _beside(self, index: int) -> int | None:
        """The block that holds the value of a label: the next cell of the row, or the next short block."""
        after = index + 1
        if after >= len(self.blocks):
            return None
        here, there = self.blocks[index], self.blocks[after]
        if (here.cell is None) != (there.cell is None):
            return None
        if here.cell and there.cell and (here.table, here.cell.row) != (there.table, there.cell.row):
            return None
        text = self.text(after).strip()
        if here.cell and there.cell and min(here.cell.rowspan, there.cell.rowspan) > 1:
            return None  # side by side over two rows: names of columns
        if column_role("".join(text.split())) or _LABELLED.match(text):
            return None  # 项目名称 | 预算金额: two names of columns; 主管部门, left blank, over 评价方式：自评
        return after if 0 < len(text) <= MAX_VALUE and "。" not in text else None

    def closing(self) -> list[int]:
        """The last blocks of prose, before the annexes."""
        annex = self._annex
        prose = [i for i, b in enumerate(self.blocks) if b.kind != "cell" and b.at.start < annex]
        return prose[-SIGN_BLOCKS:]

    @cached_property
    def _annex(self) -> int:
        """Flow offset at which the first annex after the body begins, or the end."""
        sections = list(self.found.of(Section))
        bodies = [s.span.start for s in sections if s.level == 1 and not s.pattern.endswith("annex")]
        last = bodies[0] if bodies else 0
        starts = [s.span.start for s in sections if s.pattern.endswith("annex") and s.span.start > last]
        if not starts:
            return len(self.reading.flow.text)
        origin = self.reading.flow.origin
        annex = next(at for at in range(len(origin)) if origin[at] >= starts[0])
        return len(self.reading.flow.text) if self._only_named(annex) else annex

    def _only_named(self, annex: int) -> bool:
        """True where 附件：… only names what is attached, and the signature and the date follow at once."""
        after = [i for i, block in enumerate(self.blocks) if block.at.start >= annex]
        return len(after) <= SIGN_BLOCKS and bool(after) and _DATE.fullmatch(self.text(after[-1]).strip()) is not None
