"""The Chinese words for the contract's codes, as people read them."""

from __future__ import annotations

LEVELS = {"error": "错误", "warning": "警告", "review": "复核", "info": "提示"}

ROLES = {
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

SOURCES = {
    "total": "合计",
    "current_appropriation": "当年财政拨款",
    "carryover": "上年结转资金",
    "central": "中央资金",
    "provincial": "省级资金",
    "municipal": "市级资金",
    "county": "县级资金",
    "government_fund": "政府性基金",
    "bond": "债券资金",
    "special_account": "财政专户",
    "own": "自筹资金",
    "other": "其他资金",
}

KINDS = {
    "project_self_evaluation": "项目自评",
    "department_evaluation": "部门评价",
    "fiscal_evaluation": "财政评价",
    "overall_self_evaluation": "整体支出自评",
    "transfer_self_evaluation": "转移支付自评",
    "policy_evaluation": "政策评价",
    "re_evaluation": "再评价",
    "target_declaration": "目标申报",
    "monitoring": "绩效监控",
    "other": "其他",
}

TEXT_LAYERS = {"native": "文字层", "ocr": "识别文字", "mixed": "部分识别", "none-needed": "", "none": "无文字层"}


def role(name: str) -> str:
    """The word for a role or for roles joined by ``+``."""
    return " + ".join(ROLES[part] for part in name.split("+"))
