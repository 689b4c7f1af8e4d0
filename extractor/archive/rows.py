"""The tables of a dataset, one model each: types, keys, units and meanings.

Everything else is derived from here: Parquet schemas (:mod:`extractor.archive.columns`), the comments of the DuckDB
views, ``docs/dataset.md`` and the dictionary in the dataset itself.

Numbers that reports print come twice where the print matters: ``…_text`` is the printed decimal (trailing zeros are
evidence), the column without it a DECIMAL to reckon with. What does not fit the DECIMAL exactly is null there, never
rounded. ``n`` is the place in the list of the JSON report (from 0), so that every row can be found there.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1
"""raised when a column is renamed, dropped or changes its meaning or type; see :mod:`extractor.archive.migrations`"""


@dataclass(frozen=True, slots=True)
class Precision:
    """A DECIMAL(digits, places)."""

    digits: int
    places: int


Money = Annotated[Decimal | None, Precision(24, 6)]
"""in yuan: what a million million million could be, to a ten-thousandth of a fen"""
Number = Annotated[Decimal | None, Precision(28, 8)]
"""everything else that is printed"""


def _told(words: str, *, unit: str = "", key: str = "") -> Any:
    """A column: its meaning, its unit where the column has one for all rows, and ``primary`` or ``table.column``."""
    return Field(description=words, json_schema_extra={"unit": unit, "key": key})


class Row(BaseModel):
    """Base of all. ``TITLE`` names the table for people, ``KEYS`` are unique together."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    TITLE: ClassVar[str] = ""
    KEYS: ClassVar[tuple[str, ...]] = ()

    source_key: str = _told("文件的键：相对数据集所在文件夹的路径、绝对路径或网址；压缩包里的为“包!/内部路径”")
    fiscal_year: int | None = _told("年度；也是分区。报告自己写明的，没有写明时用清单给的（见 reports.year_from）")


class OfReport(Row):
    """A row of one report."""

    report_id: str = _told("报告的编号，由文件的键和在文件中的次序定，内容改了也不变", key="reports.report_id")


class Listed(OfReport):
    """A row of a list in a report."""

    KEYS = ("report_id", "n")

    n: int = _told("在报告 JSON 同名列表中的次序，从 0 起")


class ReportRow(Row):
    """一行一份报告。"""

    TITLE = "报告"
    KEYS = ("report_id",)

    report_id: str = _told("报告的编号，由文件的键和在文件中的次序定，内容改了也不变", key="primary")
    sha256: str = _told("文件内容的 SHA-256")
    file_name: str = _told("文件名；压缩包里的为包的名字")
    member: str | None = _told("在压缩包里的路径")
    format: str = _told("格式")
    pages: int | None = _told("页数")
    text_layer: str = _told("文字从哪里来：native 文本层，ocr 识别，mixed 兼有，none-needed 不需要")
    part_index: int | None = _told("一个文件有几份报告时是第几份，从 1 起")
    part_of: int | None = _told("文件里共有几份报告")
    title: str | None = _told("标题")
    kind: str = _told("种类，见输出契约的 Kinds")
    year_from: str | None = _told("年度从哪里来：report 报告，manifest 清单")
    department: str | None = _told("部门或单位，照报告所写")
    project: str | None = _told("项目，照报告所写")
    evaluator: str | None = _told("评价机构")
    issued_on: str | None = _told("报告日期")
    given_year: int | None = _told("清单给的年度")
    given_unit: str | None = _told("清单给的单位")
    given_project: str | None = _told("清单给的项目")
    url: str | None = _told("清单给的网址，或从哪个网址取来")
    metadata: str | None = _told("清单里其余各列，JSON")
    score: Number = _told("总分", unit="分")
    score_text: str | None = _told("总分，照印", unit="分")
    full_score: Number = _told("满分", unit="分")
    grade: str | None = _told("等级，照印")
    grade_band: str | None = _told("等级归入 优、良、中、差")
    rebuilt_text: str | None = _told("按报告自己的数字重算的总分，可以是一个范围", unit="分")
    points_verified: Number = _told("总分中与数字相符的分", unit="分")
    points_stated_only: Number = _told("总分中只有文字说明的分", unit="分")
    points_unsupported: Number = _told("总分中没有依据的分", unit="分")
    points_contradicted: Number = _told("总分中与数字不符的分", unit="分")
    signals: list[str] = _told("异常信号的编号")
    too_perfect: bool = _told("指标大多恰好完成，且另有一种迹象")
    errors: int = _told("错误级的问题数", unit="个")
    warnings: int = _told("警告级的问题数", unit="个")
    reviews: int = _told("待核级的问题数", unit="个")
    infos: int = _told("提示级的问题数", unit="个")
    agreed: int = _told("核对相符的关系数", unit="个")
    blocked: int = _told("未能核对的关系数", unit="个")
    numbers: int = _told("报告里的数字", unit="个")
    numbers_read: int = _told("读成事实的数字", unit="个")
    numbers_furniture: int = _told("版面、编号等不是事实的数字", unit="个")
    numbers_unexplained: int = _told("未能解释的数字", unit="个")
    numbers_checked: int = _told("被检查核对过的数字", unit="个")
    reading_warnings: list[str] = _told("读文件时做不到的事")
    profile: str = _told("评价口径")
    tool_version: str = _told("写这一行的 gouji 版本")
    report_schema: str = _told("报告 JSON 的版本")


class FundRow(Listed):
    """一行一笔资金；写错的也照报告所写。"""

    TITLE = "资金"

    role: str = _told("是什么钱，见输出契约的 Fund roles")
    item: str | None = _told("明细或子项目；空为整个项目")
    source: str = _told("从哪里来，见输出契约的 Fund sources")
    year: int | None = _told("哪一年的钱")
    amount_text: str = _told("金额，照印，连单位")
    value_text: str = _told("金额的数，照印")
    unit: str | None = _told("印的单位")
    yuan: Money = _told("折合元", unit="元")
    qualifier: str = _told("exact 准数，approx 约，over 多于，under 不足")


class RateRow(Listed):
    """一行一个执行率。"""

    TITLE = "执行率"

    item: str | None = _told("明细或子项目；空为整个项目")
    source: str = _told("资金来源")
    year: int | None = _told("哪一年的")
    value: Number = _told("执行率；单位见 unit")
    value_text: str = _told("执行率，照印")
    unit: str = _told("印的单位，多为 %")
    stated_base: str | None = _told("报告说的分母")
    base: str | None = _told("使它成立的分母，几项以 + 相连；没有一种成立或无从试算时为空")


class OtherRateRow(Listed):
    """一行一个别的率：到位率、节约率、完工率等。"""

    TITLE = "其他比率"

    name: str = _told("名称")
    item: str | None = _told("明细或子项目")
    value: Number = _told("比率；单位见 unit")
    value_text: str = _told("比率，照印")
    unit: str = _told("印的单位，多为 %")


class IndicatorRow(Listed):
    """一行一个指标。"""

    TITLE = "指标"

    levels: list[str] = _told("上级指标，自上而下")
    name: str = _told("指标名称")
    target_text: str | None = _told("目标值，照印")
    target_op: str | None = _told("目标的方向：eq ge le gt lt range approx over text")
    target: Number = _told("目标值；单位见 target_unit，范围时为下限")
    target_high: Number = _told("目标为范围时的上限")
    target_unit: str | None = _told("目标值的单位")
    actual_text: str | None = _told("实际完成值，照印")
    actual_op: str | None = _told("同 target_op")
    actual: Number = _told("实际完成值；单位见 actual_unit，范围时为下限")
    actual_high: Number = _told("实际值为范围时的上限")
    actual_unit: str | None = _told("实际完成值的单位")
    weight: Number = _told("分值", unit="分")
    score: Number = _told("得分", unit="分")
    weight_text: str | None = _told("分值，照印", unit="分")
    score_text: str | None = _told("得分，照印", unit="分")
    met: bool | None = _told("是否完成；判断不了时为空")
    reason: str | None = _told("偏差原因")


class ScoreRow(Listed):
    """一行一个得分：总分（line 为 total，n 为 -1）和各部分。"""

    TITLE = "得分"

    line: str = _told("total 总分，part 部分")
    name: str = _told("部分的名称；总分为“总分”")
    weight: Number = _told("分值；总分的一行是满分", unit="分")
    score: Number = _told("得分", unit="分")
    weight_text: str | None = _told("分值，照印", unit="分")
    score_text: str | None = _told("得分，照印", unit="分")


class FindingRow(Listed):
    """一行一个问题。"""

    TITLE = "发现的问题"

    code: str = _told("检查编号，gouji explain 可看")
    rule: str = _told("检查的英文名")
    name: str = _told("检查的名称")
    severity: str = _told("error 错误，warning 警告，review 待核，info 提示")
    message: str = _told("一句话说明")
    formula: str | None = _told("算式")
    formulas: list[str] = _told("同一原因使之不成立的全部算式")
    stated: Number = _told("报告写的数；单位见 unit")
    derived: Number = _told("算得的数")
    difference: Number = _told("报告写的减算得的")
    stated_text: str | None = _told("报告写的数，照印")
    derived_text: str | None = _told("算得的数，可以是范围")
    difference_text: str | None = _told("差，可以是范围")
    unit: str | None = _told("以上三数的单位")
    repair_from: str | None = _told("改这个数")
    repair_to: str | None = _told("改成这样，全部算式就成立")
    repair_kind: str | None = _told("错在哪一类")
    fingerprint: str = _told("问题的指纹，用于标注已复核")
    suppressed_by: str | None = _told("已复核、不再计入：suppress 名单，baseline 基线")
    suppressed_reason: str | None = _told("不再计入的理由")


class CheckRow(Listed):
    """一行一个核对过的关系，相符的和未能核对的都在。"""

    TITLE = "核对"

    code: str = _told("检查编号")
    name: str = _told("检查的名称")
    outcome: str = _told("agrees 相符，conflict 不符，not_applicable 不适用，blocked 未能核对")
    formula: str | None = _told("算式")
    mode: str | None = _told("按哪种舍入成立")
    stated_interval: str | None = _told("报告写的数所在的区间")
    derived_interval: str | None = _told("算得的数所在的区间")
    reason: str | None = _told("不适用或未能核对的原因")


class ProblemRow(Listed):
    """一行一条报告自己写的存在问题。"""

    TITLE = "存在问题"

    text: str = _told("原文")


class RecommendationRow(Listed):
    """一行一条报告自己写的建议。"""

    TITLE = "建议"

    text: str = _told("原文")


class EvidenceRow(OfReport):
    """一行一处原文：哪张表的哪一行由它而来。"""

    TITLE = "证据"
    KEYS = ("report_id", "owner", "n", "slot", "place")

    owner: str = _told("所证的表：funds、findings 等")
    n: int = _told("所证的行的 n")
    slot: str = _told("evidence 依据，repair 应改的数")
    place: int = _told("第几处，从 0 起")
    page: int | None = _told("页码，从 1 起；没有页的格式为空")
    span_start: int = _told("起点：gouji text 文本中的偏移，按字符", unit="字")
    span_end: int = _told("终点，不含", unit="字")
    quote: str = _told("引文")
    x0: float | None = _told("左，从页左上角起", unit="点")
    top: float | None = _told("上", unit="点")
    x1: float | None = _told("右", unit="点")
    bottom: float | None = _told("下", unit="点")
    cell: str | None = _told("单元格")
    file: str | None = _told("几个文件合读时是哪个文件")


class TextRow(Row):
    """一行一个文件的全文；证据的偏移指它。"""

    TITLE = "全文"
    KEYS = ("source_key",)

    text: str = _told("gouji text 打印的文本；一个文件几份报告时为整个文件的")


class ErrorRow(Row):
    """一行一个没能读的文件及其原因。"""

    TITLE = "读不了的文件"
    KEYS = ("source_key",)

    sha256: str | None = _told("文件内容的 SHA-256；取不到内容时为空")
    code: str = _told("错误码，见输出契约；internal 为本工具自己的错")
    message: str = _told("原因")
    given_unit: str | None = _told("清单给的单位")
    given_project: str | None = _told("清单给的项目")
    url: str | None = _told("清单给的网址")


TABLES: dict[str, type[Row]] = {
    "reports": ReportRow,
    "funds": FundRow,
    "execution_rates": RateRow,
    "other_rates": OtherRateRow,
    "indicators": IndicatorRow,
    "scores": ScoreRow,
    "findings": FindingRow,
    "checks": CheckRow,
    "problems": ProblemRow,
    "recommendations": RecommendationRow,
    "evidence": EvidenceRow,
    "texts": TextRow,
    "errors": ErrorRow,
}
"""all tables by name, as folders and views are called"""
