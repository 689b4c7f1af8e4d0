"""Chinese words that several checks put into their messages."""

from __future__ import annotations

from extractor.facts import Fund, Rate, Role

_ROLES: dict[Role, str] = {
    "initial_budget": "年初预算",
    "adjusted_budget": "调整后预算",
    "adjustment": "预算调整",
    "carryover_in": "上年结转",
    "received": "到位资金",
    "available": "可用资金",
    "allocated": "拨付分配",
    "spent": "实际支出",
    "balance": "结余结转",
    "returned": "收回上缴",
    "total_investment": "项目总投资",
    "contract": "合同金额",
    "cumulative_spent": "累计支出",
    "other": "资金",
}
SOURCES = {
    "current_appropriation": "当年财政拨款",
    "carryover": "上年结转资金",
    "central": "中央资金",
    "provincial": "省级资金",
    "municipal": "市级资金",
    "county": "县级资金",
    "government_fund": "政府性基金",
    "bond": "债券资金",
    "special_account": "财政专户资金",
    "own": "自筹资金",
    "other": "其他资金",
}


def role_word(role: Role) -> str:
    """The usual word for a role."""
    return _ROLES[role]


def called(fact: Fund | Rate) -> str:
    """What the report calls an amount or a rate, with the item that it belongs to: “望澜区”实际支出."""
    word = fact.name if isinstance(fact, Rate) else "".join(fact.label.split()) or _ROLES[fact.role]
    source = "" if isinstance(fact, Rate) else SOURCES.get(fact.source, "")
    item = f"“{fact.item}”" if fact.item else ""
    return f"{item}{source}{word}"
