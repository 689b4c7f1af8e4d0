"""The Chinese words for the contract's codes, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.terms import ROLES

if TYPE_CHECKING:
    from extractor.findings import RepairKind

LEVELS = {"error": "错误", "warning": "警告", "review": "复核", "info": "提示"}

FAMILIES = ("ZJ", "ZX", "GJ", "PF", "ZB", "JS", "BF", "RQ", "GF", "YC")
"""of checks, by their codes; money first: the order in which people want to read what agrees"""

REPAIRS: dict[RepairKind, tuple[str, str]] = {
    "slip": ("改", "为"),
    "unit": ("改", "为"),
    "figure": ("改", "为"),
    "exchange": ("对调", "为"),
    "missing": ("补全", "为"),
    "slipped": ("移回", "为"),
}
"""the verb before what is printed, and the word before what to print"""

GROUNDS = {
    "verified": "数字相符",
    "stated_only": "仅有文字依据",
    "unsupported": "未见依据",
    "contradicted": "与数字不符",
}
"""what points of a score rest on"""

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

MEANINGS = {
    **ROLES,
    "execution_rate": "执行率",
    "other_rate": "其他资金比率",
    "target": "目标值",
    "actual": "完成值",
    "weight": "分值",
    "score": "得分",
    "total_score": "总分",
    "full_score": "满分",
    "part_score": "分项得分",
    "subtotal_score": "小计得分",
    "count": "数量",
    "countmodel": "数式",
    "percentage": "百分比",
    "share_rate": "占比",
    "share_part": "占比的部分",
    "share_whole": "占比的整体",
    "change_now": "变动后",
    "change_before": "变动前",
    "change_delta": "增减额",
    "change_growth": "增减率",
    "survey_issued": "问卷发放",
    "survey_returned": "问卷回收",
    "survey_valid": "有效问卷",
    "survey_satisfied": "满意人数",
    "survey_return_rate": "回收率",
    "survey_valid_rate": "有效率",
    "survey_satisfaction": "满意度",
    "tablesum_whole": "表格合计",
    "tablesum_parts": "合计的部分",
    "period_days": "历时",
    "period": "起止日期",
    "moment": "日期",
    "yearmention": "年份",
    "meta": "报告身份",
}
"""what a numeral was read as"""

FURNITURE = {
    "masked": "被遮盖",
    "docnum": "文号",
    "phone": "电话",
    "code": "编码",
    "ordinal": "序数",
    "listnum": "序号",
    "name": "名称中的数",
    "date": "日期",
    "year": "年份",
    "period": "起止年份",
    "header": "页眉",
    "footer": "页脚",
    "page_number": "页码",
    "contents": "目录",
    "navigation": "网页导航",
    "note": "表注",
}
"""what a numeral is that states nothing"""

TEXT_LAYERS = {"native": "文字层", "ocr": "识别文字", "mixed": "部分识别", "none-needed": "", "none": "无文字层"}


_FAULT = ("不符", "矛盾", "不一致")


def subject(name: str) -> str:
    """What a check looks at, by its name, which names the fault; empty where the name is nothing else.

    >>> subject("资金合计不符"), subject("前后矛盾"), subject("得分超过权重")
    ('资金合计', '', '')
    """
    fault = next((word for word in _FAULT if name.endswith(word)), None)
    return name.removesuffix(fault).removesuffix("前后") if fault else ""


def role(name: str) -> str:
    """The word for a role or for roles joined by ``+``."""
    return " + ".join(ROLES[part] for part in name.split("+"))
