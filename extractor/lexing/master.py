"""The one regular expression that finds every numeral, put together from the packs.

It is a single alternation tried only where a numeral can begin, so that plain text costs next to nothing. Every
repetition is bounded or possessive and every run of digits is consumed whole: time grows with the length of the text.
The standard library's ``re`` is used because it is about twice as fast as ``regex`` here.
"""

from __future__ import annotations

import re
from functools import cache

from pydantic import Field

from extractor import packs
from extractor.errors import BadPack
from extractor.lexing import qualifiers, units
from extractor.lexing.tokens import TokenKind
from extractor.lexing.wordlists import behind

_DIGIT = "0-9"
_GAP = r"[ \u3000]?"
_DASH = r"[-－–—―~～﹣−]{1,2}"
_CN = "零〇○一二两三四五六七八九十百千万亿"
_WORDED = "零壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟"
_NUMBER = r"(?:(?<![\[［])[0-9]{1,3}(?:[,，][0-9]{3}){1,6}+(?![0-9\]］])|[0-9]++)(?:[.．][0-9]++)?"
_MIXED = r"[0-9]{1,4}+(?:[亿万][0-9]{1,4}(?:[千百十]万|[千百万])(?:[0-9]{1,3}[百千])?|千[0-9]百)(?![0-9])"
_INCLUDED = r"[（(]不?含[^（()）\n]{0,4}[）)]"
_MORE = r"多(?!方|元|年来)|余(?!额|款|量|下|数|名词)"
_YEAR = r"(?:18|19|20|21)[0-9]{2}"
_DATE_NEXT = r"年月至到\-－–—―~～﹣−./．版届级日\u3000"
_FIGURE_SIGNS = r"人百千R￥¥＄$\-－−﹣" + _WORDED
_LABEL_GAP = "：:为是#（( 　"


class Lexeme(packs.Entry):
    """A numeral that is no data; see the head of the pack."""

    kind: TokenKind
    lead: str = _DIGIT
    next: str = ""
    after: list[str] = Field(default_factory=list)
    across: bool = False
    not_after: str = ""


@cache
def lexemes() -> dict[str, Lexeme]:
    """group name in the master pattern → lexeme"""
    return {f"lexeme{index}": entry for index, entry in enumerate(packs.load("lexemes", Lexeme))}


def _lexeme(name: str, entry: Lexeme) -> str:
    before = f"(?<![{entry.not_after}])" if entry.not_after else "(?<![0-9])" if entry.lead == _DIGIT else ""
    gap, most = (_LABEL_GAP + r"\n", 2) if entry.across else (_LABEL_GAP, 1)
    label = behind(entry.after, gap, most) if entry.after else ""
    lead = "" if entry.lead == _DIGIT else f"(?=[{entry.lead}])"
    return f"(?P<{name}>{lead}{before}{label}(?:{entry.match}))"


def _dates() -> list[str]:
    """Arabic dates, years and ranges of them."""
    part = r"[0-9]{1,2}+"
    rest = "份|[上中下]旬|底|末|初"
    return [
        rf"(?P<years>(?P<y1>{_YEAR}){_GAP}(?:年度?)?{_GAP}(?:{_DASH}|至|到){_GAP}(?P<y2>{_YEAR})(?![0-9.．])"
        rf"(?:{_GAP}年度?(?!{_GAP}[0-9]{{1,2}}{_GAP}月)|(?!{_GAP}[0-9万元个%％年])))",
        rf"(?P<yearmonths>(?P<a1>{_YEAR})[.．/](?P<a2>{part}){_GAP}(?:{_DASH}|至){_GAP}"
        rf"(?P<a3>{_YEAR})[.．/](?P<a4>{part})(?![0-9.]))",
        rf"(?P<iso>(?P<i1>{_YEAR})(?P<i>[-－./．])(?P<i2>{part})(?P=i)(?P<i3>{part})(?![0-9]|[.．][0-9]))",
        rf"(?P<isomonth>(?P<j1>{_YEAR})[-/](?P<j2>0[1-9]|1[0-2])(?![0-9./-]))",
        rf"(?P<date>(?:(?P<dy>{_YEAR}){_GAP}年{_GAP})?(?P<dm>{part})"
        rf"(?:{_GAP}(?:{_DASH}|至){_GAP}(?P<dm2>{part}))?{_GAP}月"
        rf"(?:{_GAP}(?P<dd>{part})(?:{_GAP}(?:{_DASH}|至){_GAP}(?P<dd2>{part}))?{_GAP}(?:日|号(?!楼|线))"
        rf"|{_GAP}(?:{rest}))?)",
        rf"(?P<glued>(?P<g1>(?:19|20)[0-9]{{2}})(?:(?P<g2>0?[1-9]|1[0-2])(?:{_DASH}(?P<g3>{part}))?月"
        rf"|(?P<g4>(?:19|20)[0-9]{{2}})年度?|[0-9]{{2,4}}日))",
        rf"(?P<year>(?P<yy>{_YEAR})(?:{_GAP}年度?(?!级|代)|(?=[版届级])))",
    ]


def _chinese_dates() -> list[str]:
    year = "[一二][零〇○Oo0一二三四五六七八九]{3}"
    month = "(?:十[一二]?|[一二三四五六七八九])"
    day = "(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
    rest = "份|[上中下]旬|底|末|初"
    return [
        rf"(?P<cndate>(?<![{_CN}第])(?:(?P<cy>{year})年)?(?P<cm>{month})月(?!一)(?:(?P<cd>{day})[日号]|{rest})?)",
        rf"(?P<cnyear>(?<![{_CN}])(?P<cyy>{year})(?:年度?|(?=[\u4e00-\u9fff])(?![{_CN}])))",
    ]


def _figures() -> str:
    """A qualifier and a figure in one of its scripts."""
    included = rf"(?:{_GAP}{_INCLUDED})?"
    currency = rf"(?P<currency>(?:人民币|RMB)?{_GAP}[￥¥＄$][：:]?|人民币|RMB)?"
    minus = r"(?P<minus>(?<![0-9A-Za-z%％）)元分日月年号万亿天个人次])[-－−﹣])?"
    cn_number = rf"[{_CN}]++(?:点[{_CN}]++)?"
    kinds = [
        rf"(?P<figure>{currency}{_GAP}{minus}(?:(?P<mixed>{_MIXED})|(?P<number>{_NUMBER})){included}(?P<more>{_MORE})?"
        rf"(?:{_GAP}(?P<scale>{units.SCALE})(?P<late>{_MORE}))?(?:{_GAP}(?P<unit>{units.printed()}))?{included}"
        rf"(?P<full>整(?![一-龥]))?{_post('f')})",
        rf"(?P<cnpercent>(?P<base>[百千])分之(?P<share>{cn_number}|{_NUMBER})(?P<pmore>[多余])?{_post('p')})",
        rf"(?P<chinese>(?<![{_CN}几第每])(?P<cn>{cn_number})(?:(?:至|到|{_DASH})(?P<cn2>[{_CN}]++))?"
        rf"(?:(?P<cmore>[多余])(?P<cscale>{units.SCALE})?)?{_GAP}(?P<cunit>{units.after_chinese()})(?P<cfull>整(?![一-龥]))?{included}{_post('c')})",
        rf"(?P<words>(?:人民币)?[￥¥]?{_GAP}(?P<worded>[{_WORDED}][{_WORDED}万萬亿億]*+[元圆圓]?"
        rf"(?:[{_WORDED}]角)?零?(?:[{_WORDED}]分)?)[整正]?(?<=[元圆圓角分整正]))",
    ]
    return rf"(?:(?P<pre>{qualifiers.before_pattern()}){_GAP})?(?:{'|'.join(kinds)})"


def _post(name: str) -> str:
    return rf"(?:{_GAP}(?P<{name}post>{qualifiers.after_pattern()}))?"


@cache
def pattern() -> re.Pattern[str]:
    """The compiled master pattern. The group that ends last names what was found.

    Lexemes are tried by how cheaply a place can be refused: first by lead, then by what follows the digits.
    """
    named = [(entry, _lexeme(name, entry)) for name, entry in lexemes().items()]
    digits = [(entry, part) for entry, part in named if entry.lead == _DIGIT]
    mixed = {part: entry.lead for entry, part in named if entry.lead != _DIGIT and _DIGIT in entry.lead}
    signs = {part: entry.lead for entry, part in named if _DIGIT not in entry.lead}
    numeral = [
        *(part for entry, part in digits if not entry.next),
        _followed({part: entry.next for entry, part in digits if "." in entry.next}),
        _followed({part: entry.next for entry, part in digits if entry.next and "." not in entry.next}),
        "(?<![0-9.])" + _followed(dict.fromkeys(_dates(), _DATE_NEXT)),
    ]
    parts = [
        _led(mixed),
        _led(signs),
        f"(?=[0-9])(?:{'|'.join(numeral)})",
        _led(dict.fromkeys(_chinese_dates(), _CN)),
        _figures(),
    ]
    leads = "".join([_DIGIT, *signs.values(), *mixed.values(), _CN, _FIGURE_SIGNS, re.escape(qualifiers.first_signs())])
    try:
        return re.compile(f"(?=[{leads}])(?:{'|'.join(parts)})", re.MULTILINE)
    except re.error as error:
        raise _blamed(error) from error


def _blamed(error: re.error) -> BadPack:
    """The entry that broke the master pattern: one whose own part does not compile."""
    for name, entry in lexemes().items():
        try:
            re.compile(f"[{entry.lead}{entry.next}]{_lexeme(name, entry)}")
        except re.error as own:
            return BadPack("lexemes.toml", entry.id.partition(".")[2], str(own))
    return BadPack("units.toml, qualifiers.toml", "-", str(error))


def _led(parts: dict[str, str]) -> str:
    """Patterns with the characters that each can begin with, tried only where one of those stands."""
    return f"(?=[{''.join(parts.values())}])(?:{'|'.join(parts)})"


def _followed(parts: dict[str, str]) -> str:
    """Patterns that begin with digits, with the characters that can follow these, tried only where one does."""
    return f"(?=[0-9]++[ ]?[{''.join(parts.values())}])(?:{'|'.join(parts)})"
