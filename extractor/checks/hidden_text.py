"""Words or figures that a person who looks at the report does not see, but a program reads: a way to fool readers."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import conflict, silent
from extractor.document import Span
from extractor.ledger import Ledger
from extractor.rx import rx

CHECK = Check("GF108", "hidden-text", "看不见的文字", "warning")

_LEAST = 4
"""characters: a stray sign in white is no message, unless it is a digit"""
_TURNED = r"[^\n]*[\u202a-\u202e\u2066-\u2069][^\n]*"
"""signs that make what follows stand in another order than it is written: no Chinese report needs them"""
_SPLIT = r"\p{Nd}[\u200b-\u200d\u2060\ufeff\u00ad]+\p{Nd}[\p{Nd}.,]*"
"""a figure with something of no width inside: it is read as two and looks like one"""


def check(ledger: Ledger) -> Iterator[Verdict]:
    found = [*_unseen(ledger), *_signs(ledger)]
    yield from found or [silent(CHECK, "未见看不见的文字")]


def _unseen(ledger: Ledger) -> Iterator[Verdict]:
    """What the reader kept apart because nobody sees it: one verdict a page."""
    document = ledger.document
    pages: dict[int | None, list[Span]] = {}
    for item in document.furniture:
        if item.kind == "hidden" and document.region.covers(item.span):
            pages.setdefault(document.page_at(item.span.start), []).append(item.span)
    for page, spans in pages.items():
        words = "".join("".join(ledger.quote(span).split()) for span in spans)
        if len(words) >= _LEAST or any(char.isdigit() for char in words):
            where = f"第{page}页有" if page else "有"
            yield conflict(
                CHECK, f"{where}{len(words)}个看不见的字（{_short(words)}），未计入；请核对原件", marks=tuple(spans)
            )


def _signs(ledger: Ledger) -> Iterator[Verdict]:
    text, region = ledger.document.text, ledger.document.region
    for pattern, words in ((_TURNED, "有改变文字顺序的控制符"), (_SPLIT, "数字中间夹有看不见的字符")):
        for match in rx(pattern).finditer(text, *region):
            shown = "".join(char for char in match[0] if char.isprintable())
            yield conflict(CHECK, f"{words}：{_short(shown)}", marks=(Span(*match.span()),))


def _short(words: str) -> str:
    return words if len(words) <= 20 else f"{words[:20]}…"
