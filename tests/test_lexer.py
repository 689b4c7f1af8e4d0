"""The lexer: the examples of its packs, every digit accounted for, and no time lost on hostile text."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import packs
from extractor.document import Document, Span
from extractor.errors import BadPack
from extractor.flow import Block, Flow
from extractor.flow import flow as flow_of
from extractor.lexer import DATA_KINDS, NOT_DATA_KINDS, TIME_KINDS, Date, Token, lex
from extractor.lexing import context, master, numerals, qualifiers, units, wordlists
from extractor.readers import read

SHARED = Path(__file__).parents[2] / "shared"
SAMPLES = Path(__file__).parents[1] / "samples"


def as_flow(text: str) -> Flow:
    """A flow of one paragraph a line, at its own offsets."""
    blocks = [Block("paragraph", Span(*found.span())) for found in re.finditer(r"[^\n]+", text)]
    return Flow(Document("test", "txt", text, ""), text, range(len(text)), tuple(blocks))


def lexed(text: str) -> tuple[Token, ...]:
    return lex(as_flow(text))


def shown(text: str) -> list[tuple[str, str]]:
    """(kind, printed text) of each token"""
    return [(token.kind, text[token.at.start : token.at.end]) for token in lexed(text)]


def facts(text: str) -> list[dict[str, Any]]:
    """What an example of the packs may ask of each token."""
    found = []
    for token in lexed(text):
        one: dict[str, Any] = {"kind": token.kind, "text": text[token.at.start : token.at.end]}
        if token.figure:
            quantity = token.figure.quantity
            one |= {"digits": quantity.digits, "unit_text": quantity.unit_text, "op": quantity.op}
            if quantity.unit:
                one |= {"base": quantity.unit.base, "factor": str(quantity.unit.factor)}
        found.append(one)
    return found


ENTRIES = [*units.entries(), *qualifiers.entries(), *master.lexemes().values()]
EXAMPLES = [(entry.id, example) for entry in ENTRIES for example in entry.example]


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=[f"{name}:{example.text}" for name, example in EXAMPLES])
def test_examples(entry: str, example: packs.Example) -> None:
    got = facts(example.text)
    assert len(got) == len(example.finds), got
    for one, wanted in zip(got, example.finds, strict=True):
        assert {key: one.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.id))
def test_each_entry_has_a_hit_and_a_near_miss(entry: packs.Entry) -> None:
    assert len(entry.example) >= 2


@pytest.mark.parametrize("module", [numerals, units, context, wordlists], ids=lambda module: str(module.__name__))
def test_docstrings_tell_the_truth(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted and not result.failed


def test_a_broken_lexeme_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"lexeme0": master.Lexeme(id="lexemes.mine", kind="name", match="[0-9]", not_after="9-0")}
    monkeypatch.setattr(master, "lexemes", lambda: broken)
    with pytest.raises(BadPack, match=r"lexemes.toml \[mine\]"):
        master.pattern.__wrapped__()


def test_kinds_are_parted() -> None:
    assert not DATA_KINDS & TIME_KINDS and not DATA_KINDS & NOT_DATA_KINDS and not TIME_KINDS & NOT_DATA_KINDS
    assert set(packs.SIGNS) <= DATA_KINDS | TIME_KINDS | NOT_DATA_KINDS


QUANTITIES = [
    # text, digits, high, unit_text, op, negative, value in the base unit
    ("预算1，964.33万元", "1964.33", None, "万元", "eq", False, "19643300.00"),
    ("支出2,408.60元", "2408.60", None, "元", "eq", False, "2408.60"),
    ("￥1,200,000.00", "1200000.00", None, "元", "eq", False, "1200000.00"),
    ("壹佰贰拾万元整", "1200000", None, "元", "eq", False, "1200000"),
    ("人民币叁仟零伍元贰角", "3005.20", None, "元", "eq", False, "3005.20"),
    ("一百一十八万二千元", "1182000", None, "元", "eq", False, "1182000"),
    ("2万8千条", "28000", None, "条", "eq", False, "28000"),
    ("1亿2千万元", "120000000", None, "元", "eq", False, "120000000"),
    ("逾20多万元", "20", None, "万元", "over", False, "200000"),
    ("3万余人", "3", None, "万人", "over", False, "30000"),
    ("百余家", "100", None, "家", "over", False, "100"),
    ("百分之九十八点五", "98.5", None, "%", "eq", False, "98.5"),
    ("下降-8.01%", "8.01", None, "%", "eq", True, "-8.01"),
    ("20—30天", "20", "30", "天", "range", False, "20"),
    ("90（含）—100分", "90", "100", "分", "range", False, "90"),
    ("100-80%", "80", "100", "%", "range", False, "80"),
    ("不低于95.0%以上", "95.0", None, "%", "ge", False, "95.0"),
    ("控制在12.5万元以内", "12.5", None, "万元", "le", False, "125000.0"),
    ("约80人以上", "80", None, "人", "ge", False, "80"),
    ("5个工作日内", "5", None, "个工作日", "le", False, "5"),
    ("发病率3.2‰", "3.2", None, "‰", "eq", False, "0.32"),
]


@pytest.mark.parametrize(("text", "digits", "high", "unit", "op", "negative", "amount"), QUANTITIES)
def test_quantities(text: str, digits: str, high: str | None, unit: str, op: str, negative: bool, amount: str) -> None:
    (token,) = lexed(text)
    assert token.figure is not None
    quantity = token.figure.quantity
    assert (quantity.digits, quantity.high_digits, quantity.unit_text) == (digits, high, unit)
    assert (quantity.op, quantity.negative) == (op, negative)
    assert str(quantity.amount) == amount
    assert quantity.text == text[token.at.start : token.at.end]


DATES = [
    ("二○二四年三月八日", "date", [Date(2024, 3, 8)]),
    ("2023年6月1日", "date", [Date(2023, 6, 1)]),
    ("2023-06-01", "date", [Date(2023, 6, 1)]),
    ("2023.6.1", "date", [Date(2023, 6, 1)]),
    ("2月30日", "date", [Date(None, 2, 30)]),
    ("三月中旬", "date", [Date(None, 3, None)]),
    ("2021-2023年", "period", [Date(2021, None, None), Date(2023, None, None)]),
    ("2022.1-2022.12", "period", [Date(2022, 1, None), Date(2022, 12, None)]),
    ("2023年1-6月", "period", [Date(2023, 1, None), Date(2023, 6, None)]),
    ("6月1-4日", "period", [Date(None, 6, 1), Date(None, 6, 4)]),
    ("二〇二三年度", "year", [Date(2023, None, None)]),
    ("201912月", "date", [Date(2019, 12, None)]),
]


@pytest.mark.parametrize(("text", "kind", "dates"), DATES)
def test_dates(text: str, kind: str, dates: list[Date]) -> None:
    (token,) = lexed(text)
    assert (token.kind, list(token.dates), token.at) == (kind, dates, (0, len(text)))


STRETCHES = [
    ("9月22日至26日举行", [("date", "9月22日"), ("date", "26日")]),
    ("2023年9月22日至9月26日", [("date", "2023年9月22日"), ("date", "9月26日")]),
    ("2023年至2024年3月", [("year", "2023年"), ("date", "2024年3月")]),
    ("2023-2022年", [("year", "2023"), ("year", "2022年")]),
    ("由95.2%到97.8%", [("percent", "95.2%"), ("percent", "97.8%")]),
    ("6.38+239.64=246.02", [("number", "6.38"), ("number", "239.64"), ("number", "246.02")]),
    ("4×22.5", [("number", "4"), ("number", "22.5")]),
    ("7814,1985.2", [("number", "7814"), ("number", "1985.2")]),
    ("100-20", [("number", "100"), ("number", "20")]),
    ("数量指标-5场", [("count", "5场")]),
    ("2083.68万元", [("money", "2083.68万元")]),
    ("《2023年5个试点方案》", [("year", "2023年"), ("name", "5个")]),
    ("“8小时外”活动3场", [("name", "8小时"), ("count", "3场")]),
    ("目标值“100%”", [("percent", "100%")]),
    ("一个平台，一批项目，一方面，统一，一般", []),
    ("十分重要，百分制，三公经费，三农，数十名，三四十个", []),
    ("以上五项合计9.5万元", [("count", "五项"), ("money", "9.5万元")]),
    ("惠及3.5万，支出3.5万，", [("number", "3.5万"), ("money", "3.5万")]),
    ("1" * 40 + "元", [("code", "1" * 40 + "元")]),
]


@pytest.mark.parametrize(("text", "tokens"), STRETCHES)
def test_stretches(text: str, tokens: list[tuple[str, str]]) -> None:
    assert shown(text) == tokens


def test_a_figure_knows_its_place() -> None:
    document = Document("x", "txt", "共\n6 场", "")
    flow = Flow(document, "共6场", [0, 2, 4], (Block("paragraph", Span(0, 3)),))
    (token,) = lex(flow)
    assert token.figure is not None
    assert (token.at, token.figure.span, token.figure.id) == ((1, 3), (2, 5), 0)


def check_account(flow: Flow) -> None:
    """Tokens are in order, do not overlap, stay in a block, and hold each ASCII digit of the flow."""
    covered, end, figures = set(), 0, 0
    for token in lex(flow):
        assert end <= token.at.start < token.at.end
        end = token.at.end
        assert "\n" not in flow.text[token.at.start : end]
        covered.update(range(token.at.start, end))
        assert (token.figure is not None) == (token.kind in DATA_KINDS)
        assert bool(token.dates) == (token.kind in TIME_KINDS)
        if token.figure:
            assert token.figure.id == figures
            assert token.figure.quantity.text == flow.text[token.at.start : end]
            figures += 1
    missed = {i for i, sign in enumerate(flow.text) if sign in "0123456789"} - covered
    assert not missed, [flow.text[max(0, i - 10) : i + 10] for i in sorted(missed)[:5]]


SIGNS = st.sampled_from(
    [
        *("0123456789" * 3),
        *".,，-—~至年月日元万亿%分个人次项场.一二三十百两第（）()〔〕号：:“”《》*xX+×/ \n约超近不低于以上内",
        *["2023", "万元", "个百分点", "百分之", "不低于", "以内", "（含）", "指标", "编号", "电话", "第", "00"],
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(SIGNS, max_size=40).map("".join))
def test_every_digit_is_in_exactly_one_token(text: str) -> None:
    check_account(as_flow(text))


def documents() -> list[Path]:
    folders = [SHARED / "gold", SHARED / "seeds", SAMPLES]
    found = (path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.txt")))
    return [path for path in found if path.with_suffix(".json").exists()]


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.name))
def test_every_digit_of_a_document(path: Path) -> None:
    check_account(flow_of(read(path)))


PIECES = [
    "1",
    "1,",
    "1,234,",
    "1.",
    "一",
    "一百",
    "年",
    "约",
    "(",
    "2023年",
    "第",
    "1-",
    "xx",
    "*",
    "A1",
    "〔2023",
    "“1",
    "《",
    "1个",
]


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_text_comes_back(piece: str) -> None:
    """A hundred thousand signs of one kind: a pattern that is not linear would not return within the run."""
    check_account(as_flow(piece * (100_000 // len(piece))))
