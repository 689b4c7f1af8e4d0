"""One name in two writings: the project, the unit, a cited document."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks import Check, Verdict
from extractor.checks._outcomes import agrees, blocked, conflict, silent
from extractor.facts import Spelling
from extractor.ledger import Ledger

CHECK = Check("GJ106", "names-differ", "名称前后不一致", "review")

_WHAT = {"project": "项目名称", "unit": "单位名称", "title": "文件名称"}


def check(ledger: Ledger) -> Iterator[Verdict]:
    spellings = ledger.of(Spelling)
    if not spellings:
        yield silent(CHECK, "没有出现两次以上的项目、单位或文件名称")
        return
    others: dict[tuple[str, str], list[Spelling]] = {}
    for one in spellings:
        if one.usual is None:
            yield agrees(CHECK, f"“{one.name}”{one.times}处写法一致", marks=(one,))
        else:
            others.setdefault((one.name, one.text), []).append(one)
    for (name, text), places in others.items():
        yield _judge(ledger, name, text, places)


def _judge(ledger: Ledger, name: str, text: str, places: list[Spelling]) -> Verdict:
    if ledger.document.text_layer in ("ocr", "mixed"):
        return blocked(CHECK, f"扫描件的字由识别得来，不判断“{text}”与“{name}”是否写错")
    first = places[0]
    usual = (first.usual,) if first.usual else ()
    times = f"（{len(places)}处）" if len(places) > 1 else ""
    message = f"{_WHAT[first.what]}写法不一：“{text}”{times}，别处是“{name}”"
    return conflict(CHECK, message, marks=(*places, *usual))
