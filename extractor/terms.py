"""The field's Chinese terms for the roles and sources of money, as messages, pages and workbooks say them.

Keys are those of the contract (:data:`extractor.facts.Role`, :data:`extractor.facts.Source`); what a report may call
them is data in ``patterns/``.
"""

from __future__ import annotations

from collections.abc import Mapping

ROLES: Mapping[str, str] = {
    "initial_budget": "年初预算",
    "adjusted_budget": "调整后预算",
    "adjustment": "追加（调减）",
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
    "other": "其他资金",
}

SOURCES: Mapping[str, str] = {
    "total": "合计",
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
