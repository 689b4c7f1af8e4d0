"""What the words around a number say about it, where its own shape does not."""

from __future__ import annotations

import re

from extractor.document import Span

_WINDOW = 14
"""characters looked at before a number"""

_MONEY = re.compile(
    r"(?:预算|资金|支出|支付|拨付|拨款|结余|结转|收入|经费|投资|金额|安排|下达|到位|补助|补贴|贷款|借款|税|费用|成本|奖金|工资|合同价|造价|产值|"
    r"销售额|营业额|总额|缴纳|收回|上缴|发放资金|资产|负债|人民币|调减|调增|追加|核减|节约|执行数)"
    r"[^。；！？\n]{0,10}\Z"
)
_SCORED = re.compile(r"(?:得|扣|计|总分|满分|评分|分值|权重|加|减|占|自评|得分|每题|每项|各)[为是：:共了约]{0,2}\s?\Z")
_YEARLIKE = range(1990, 2041)
_AFTER_YEAR = re.compile(r"[ ]?[\u4e00-\u9fff“《]")
_NOT_BEFORE_YEAR = set("为达共计约余算付出+=-－%.,")
_YEAR_LIST = re.compile(r"[ ]?(?:[、，,和及与][ ]?(?:19|20)[0-9]{2}[ ]?){1,8}(?:年|三年|两年)")
_TITLE = re.compile(r"《[^《》\n]{1,120}》")
_QUOTE = re.compile(r"[“「『]([^“”「」『』\n]{1,12})[”」』]")


def money_before(text: str, at: int) -> bool:
    """True when a word of money stands close before, so that a bare 万 is 万元.

    >>> money_before("全年支出3359.62万，", 4), money_before("惠及群众3.5万，", 4)
    (True, False)
    """
    return _MONEY.search(text, max(0, at - _WINDOW), at) is not None


def scored(text: str, at: int) -> bool:
    """True when a Chinese numeral with 分 at this place is a score: 得十分, not 十分重要.

    >>> scored("满分十分", 2), scored("工作十分重要", 2)
    (True, False)
    """
    return _SCORED.search(text, max(0, at - _WINDOW), at) is not None


def year(text: str, start: int, end: int) -> bool:
    """True when four bare digits are a year glued to a name (2023海丝博览会), listed (2021、2022年) or bracketed.

    >>> year("2023博览会", 0, 4), year("2023）", 0, 4), year("支出2023元", 2, 6), year("（2023）", 1, 5)
    (True, False, False, True)
    """
    if end - start != 4 or not text[start:end].isdigit() or int(text[start:end]) not in _YEARLIKE:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in ("（", "(", "[", "【") and after in ("）", ")", "]", "】"):
        return True
    if _YEAR_LIST.match(text, end):
        return True
    if before and before in _NOT_BEFORE_YEAR:
        return False
    return _AFTER_YEAR.match(text, end) is not None


def titles(text: str) -> list[Span]:
    """The titles 《…》: numbers in them are names."""
    return [Span(*found.span()) for found in _TITLE.finditer(text)]


def short_quotes(text: str) -> list[Span]:
    """The insides of short quotations: a number in them is a name unless it fills them."""
    return [Span(*found.span(1)) for found in _QUOTE.finditer(text)]
