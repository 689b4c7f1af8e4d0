"""A table with one column of money that is called by nothing else (费用名称 | 金额): its caption says what it is.

支出明细表 and 费用构成 are spending, 预算明细表 and 资金测算表 are not. The sum of such a table may be that of a part
only: it is the whole where the report says so elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from extractor.facts import Fund
from extractor.finders._bands import Band
from extractor.finders._captions import caption
from extractor.rx import rx

_SPENT = rx(r"(?:支出|费用|开支|使用|支付|花费|成本|列支)(?:情况|明细|构成|分类|清单|汇总|统计|分项|项目)")
_PLANNED = rx(r"预算|计划|测算|估算|概算|申请|申报|拟|合同|采购|中标|收入|来源|欠")


def told_by_caption(band: Band) -> Band | None:
    """The band with the role of its amounts; the band itself where its columns tell it, None where nothing does."""
    cols = band.columns.get("amount", ())
    if not cols or any(role in band.columns for role in ("spent", "initial_budget", "adjusted_budget", "received")):
        return band
    words = caption(band)
    if len(cols) > 1 or _PLANNED.search(words) or not _SPENT.search(words):
        return None
    kept = {role: its for role, its in band.columns.items() if role != "amount"}
    return replace(band, columns={**kept, "spent": cols})


def said_elsewhere(fund: Fund, told: Collection[Fund]) -> bool:
    """True when the report tells the same amount as its whole spending in another place."""
    return any((one.role, one.source, one.item, one.yuan) == (fund.role, "total", None, fund.yuan) for one in told)
