"""Checks across reports: each rule on a small dataset that it must find in, and on one that it must be silent on."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

duckdb = pytest.importorskip("duckdb", reason="the extra 'archive' is not installed")

from extractor.across import examine, names, screen  # noqa: E402
from extractor.across.archive import Archive  # noqa: E402
from extractor.across.finding import AcrossFinding  # noqa: E402
from extractor.across.overview import pages, render, view  # noqa: E402
from extractor.across.rules import all_rules  # noqa: E402
from extractor.archive.columns import columns  # noqa: E402
from extractor.archive.rows import TABLES  # noqa: E402
from extractor.errors import GoujiError  # noqa: E402

SAMPLES = Path(__file__).parent.parent / "samples"


@dataclass
class Dataset:
    """A dataset in memory: what is not said of a row is null."""

    declared: Mapping[names.Kind, Mapping[str, tuple[str, str]]] = field(
        default_factory=lambda: {"unit": {}, "project": {}}
    )

    def __post_init__(self) -> None:
        self.connection = duckdb.connect()
        self.count = 0
        for name in TABLES:
            listed = ", ".join(f"{column.name} {column.sql}" for column in columns(name))
            self.connection.execute(f"CREATE TABLE {name} ({listed})")

    def put(self, table: str, **values: Any) -> None:
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))

    def report(
        self, year: int, unit: str = "青溪县教育局", project: str = "课后服务补助", text: str = "", **more: Any
    ) -> str:
        self.count += 1
        key = f"{year}/{self.count}.txt"
        values = {"title": f"{unit}{year}年{project}报告", "kind": "project_self_evaluation", "sha256": str(self.count)}
        self.put("reports", report_id=key, source_key=key, fiscal_year=year, department=unit, project=project,
                 **{**values, **more})  # fmt: skip
        self.put("texts", source_key=key, fiscal_year=year, text=text)
        return key

    def fund(self, report: str, role: str, wan: str, n: int = 0, source: str = "total") -> None:
        yuan = f"{float(wan) * 10000:.2f}"
        self.put("funds", report_id=report, source_key=report, n=n, role=role, source=source, yuan=yuan, value_text=wan,
                 amount_text=f"{wan}万元", unit="万元", qualifier="exact")  # fmt: skip
        self.put("evidence", report_id=report, source_key=report, owner="funds", n=n, slot="evidence", place=0, page=1,
                 span_start=3, span_end=9, quote=f"{wan}万元")  # fmt: skip

    def indicator(self, report: str, name: str, n: int = 0, **values: Any) -> None:
        self.put("indicators", report_id=report, source_key=report, n=n, name=name, levels=[], **values)

    @property
    def archive(self) -> Archive:
        return Archive(Path("d"), self.connection, self.declared)


def found(dataset: Dataset, code: str) -> list[AcrossFinding]:
    (rule,) = (rule for rule in all_rules() if code == rule.CODE)
    findings: list[AcrossFinding] = rule.find(dataset.archive).findings
    return findings


# ------------------------------------------------------------------ names


def test_names_that_fold_to_one_are_one_and_say_why() -> None:
    joined = names.join("unit", [("青溪县教育局", 2020), ("青溪县教育局(本级)", 2021), ("青溪县教育局", 2022)])
    (joining,) = joined.joinings
    assert joining.name == "青溪县教育局"
    assert joined.of["青溪县教育局(本级)"] == "青溪县教育局"
    assert joining.variants[1].because == ("括号、引号、空格写法不同", "带“本级”“机关”字样")


def test_a_place_may_be_left_out_where_one_unit_alone_can_be_meant() -> None:
    one = names.join("unit", [("青溪县教育局", 2020), ("县教育局", 2021)])
    assert one.of["县教育局"] == "青溪县教育局"
    assert one.joinings[0].variants[1].because == ("省略地名，数据集中只有一个单位可能",)
    two = names.join("unit", [("青溪县教育局", 2020), ("白石县教育局", 2020), ("县教育局", 2021)])
    assert two.of["县教育局"] == "县教育局"


def test_two_units_of_one_kind_stay_two() -> None:
    joined = names.join("unit", [("青溪县第一中学", 2020), ("青溪县第二中学", 2020), ("青溪县教育局", 2020)])
    assert len(joined.joinings) == 3


def test_projects_over_the_years_are_one_but_two_of_one_year_are_two() -> None:
    over = names.join("project", [("2020年信息化建设项目", 2020), ("青溪县信息化建设经费", 2021)])
    assert len(over.joinings) == 1
    both = names.join("project", [("信息化建设项目", 2020), ("信息化建设经费", 2020)])
    assert len(both.joinings) == 2
    assert both.doubts[0].because == "2020年“信息化建设经费”与“信息化建设项目”各有报告"


def test_renamings_are_the_users(tmp_path: Path) -> None:
    file = tmp_path / "renamed.toml"
    file.write_text(
        '[[unit]]\nold = ["青溪县农业局"]\nnew = "青溪县农业农村局"\nbecause = "机构改革"\n', encoding="utf-8"
    )
    joined = names.join("unit", [("青溪县农业局", 2018), ("青溪县农业农村局", 2020)], names.renamings(file)["unit"])
    assert joined.of["青溪县农业局"] == joined.of["青溪县农业农村局"]
    assert any("更名名单：机构改革" in variant.because for variant in joined.joinings[0].variants)


@pytest.mark.parametrize("wrong", ["[[unit]]\nold = [1]\n", "[[unite]]\n", "[[", "[[unit]]\nold = []\nnew = 'x'\n"])
def test_a_bad_file_of_renamings_is_named(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "renamed.toml"
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(GoujiError, match=r"renamed\.toml"):
        names.renamings(file)


# ------------------------------------------------------------------ KB101


@pytest.mark.parametrize(
    ("left", "brought", "severity"),
    [("17.74", "20.27", "warning"), ("17.74", "12.00", "review"), ("17.74", "17.74", None), ("17.744", "17.74", None)],
)
def test_carry_over(left: str, brought: str, severity: str | None) -> None:
    dataset = Dataset()
    dataset.fund(dataset.report(2022), "balance", left)
    dataset.fund(dataset.report(2023, unit="青溪县教育局（本级）"), "carryover_in", brought)
    findings = found(dataset, "KB101")
    assert [one.severity for one in findings] == ([severity] if severity else [])
    for one in findings:
        assert [place.fiscal_year for place in one.places] == [2022, 2023]
        assert [place.quote for place in one.places] == [f"{left}万元", f"{brought}万元"]
        assert one.difference == f"{float(brought) - float(left):.2f}"


def test_carry_over_less_what_was_taken_back_agrees() -> None:
    dataset = Dataset()
    report = dataset.report(2022)
    dataset.fund(report, "balance", "17.74")
    dataset.fund(report, "returned", "5.74", n=1)
    dataset.fund(dataset.report(2023), "carryover_in", "12.00")
    assert found(dataset, "KB101") == []


def test_a_balance_that_nobody_stated_is_only_a_bound() -> None:
    for brought, count in (("9", 0), ("10", 0), ("12", 1)):
        dataset = Dataset()
        report = dataset.report(2022)
        dataset.fund(report, "adjusted_budget", "100")
        dataset.fund(report, "spent", "90", n=1)
        dataset.fund(dataset.report(2023), "adjusted_budget", brought, source="carryover")
        findings = found(dataset, "KB101")
        assert [one.severity for one in findings] == ["review"] * count


def test_carry_over_is_silent_between_projects_and_over_a_gap() -> None:
    dataset = Dataset()
    dataset.fund(dataset.report(2020), "balance", "17.74")
    dataset.fund(dataset.report(2022), "carryover_in", "20.27")
    dataset.fund(dataset.report(2021, project="校舍维修"), "carryover_in", "20.27")
    assert found(dataset, "KB101") == []


# ------------------------------------------------------------------ KB102


def _announced(text: str, target: str, op: str = "ge") -> list[AcrossFinding]:
    dataset = Dataset()
    dataset.report(2022, text=text)
    dataset.indicator(dataset.report(2023), "培训教师人数", target=target, target_unit="人", target_op=op,
                      target_text=f"≥{target}人")  # fmt: skip
    return found(dataset, "KB102")


def test_a_target_that_was_lowered() -> None:
    (finding,) = _announced("2023年计划培训教师人数达到500人，其他不变。", "400")
    assert finding.places[0].quote == "培训教师人数达到500人"
    assert finding.difference == "-100"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("2023年计划培训教师人数达到500人。", "500"),
        ("2023年计划培训教师人数达到500人。", "600"),
        ("培训教师人数目标500人，未完成的列入下年计划。", "400"),
        ("下一年度计划加强管理，培训教师人数实际完成500人。", "400"),
        ("2024年计划培训教师人数达到500人。", "400"),
    ],
)
def test_a_target_that_nobody_lowered(text: str, target: str) -> None:
    assert _announced(text, target) == []


# ------------------------------------------------------------------ KB103

_STORY = (
    "全年组织课后服务教师培训12期，参训教师1356人次，覆盖全县46所学校，发放教材2800册，教师教学能力得到明显提升，"
    "家长和学生对课后服务质量的评价普遍较好，社会反响良好。"
)


def test_a_paragraph_with_its_figures_in_another_report() -> None:
    dataset = Dataset()
    dataset.report(2022, text=f"一、概况\n{_STORY}\n")
    dataset.report(2023, unit="白石县教育局", text=f"前言\n\n{_STORY}\n")
    (finding,) = found(dataset, "KB103")
    assert [place.quote for place in finding.places] == [_STORY, _STORY]
    assert "1356" in finding.message


def test_a_paragraph_with_new_figures_or_that_all_reports_have_is_no_copy() -> None:
    dataset = Dataset()
    dataset.report(2022, text=_STORY)
    dataset.report(2023, text=_STORY.replace("1356", "1402"))
    assert found(dataset, "KB103") == []
    shared = Dataset()
    for year in range(2016, 2024):
        shared.report(year, text=_STORY)
    assert found(shared, "KB103") == []


def test_a_file_that_lies_there_twice_is_one() -> None:
    dataset = Dataset()
    dataset.report(2022, text=_STORY, sha256="same")
    dataset.report(2022, text=_STORY, sha256="same")
    assert found(dataset, "KB103") == []
    assert len(dataset.archive.reports) == 1


# ------------------------------------------------------------------ KB104, KB105, KB106


def _surveyed(*values: str) -> list[AcrossFinding]:
    dataset = Dataset()
    for year, value in enumerate(values, 2015):
        report = dataset.report(year)
        dataset.indicator(report, "家长满意度", actual=value, actual_op="eq", actual_unit="%", actual_text=f"{value}%")
    return found(dataset, "KB104")


def test_satisfaction_that_never_changes() -> None:
    assert [one.severity for one in _surveyed("96.35", "96.35", "96.35", "96.35", "97")] == ["review"]
    assert [one.severity for one in _surveyed("95", "95", "95", "95")] == ["info"]
    assert _surveyed("96.35", "96.35", "96.35") == []
    assert _surveyed("96.35", "95.1", "97.2", "96.35", "94") == []
    assert _surveyed("100", "100", "100", "100") == []


def _scored(**scores: list[str]) -> list[AcrossFinding]:
    dataset = Dataset()
    for unit, values in scores.items():
        for year, value in enumerate(values, 2015):
            report = dataset.report(year, unit=f"{unit}县教育局")
            dataset.put(
                "scores", report_id=report, source_key=report, n=-1, line="total", name="总分", score=value, weight=100
            )
    return found(dataset, "KB105")


def test_a_unit_that_always_scores_all_points() -> None:
    (finding,) = _scored(青溪=["100"] * 5, 白石=["96", "97", "100", "95", "91"])
    assert (finding.unit_name, len(finding.places)) == ("青溪县教育局", 5)
    assert _scored(青溪=["100"] * 5, 白石=["100"] * 4) == []
    assert _scored(青溪=["100"] * 3, 白石=["90"] * 5) == []


def _digits(amounts: list[str]) -> list[AcrossFinding]:
    dataset = Dataset()
    report = dataset.report(2020)
    rows = [(report, report, at, value, value, "exact") for at, value in enumerate(amounts)]
    dataset.connection.executemany(
        "INSERT INTO funds (report_id, source_key, n, yuan, value_text, qualifier) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    return found(dataset, "KB106")


def test_digits_are_looked_at_where_there_are_enough() -> None:
    natural = [f"{1.011**at:.2f}" for at in range(700, 1400)]
    assert _digits(natural) == []
    made_up = [f"{500 + at}.{at % 10}5" for at in range(400)]
    (finding,) = _digits(made_up)
    assert finding.severity == "info" and "末位" in finding.message
    assert _digits(made_up[:100]) == []


# ------------------------------------------------------------------ the whole


def test_every_rule_says_what_it_asks_and_when_it_is_silent() -> None:
    rules = all_rules()
    assert [rule.CODE for rule in rules] == sorted({rule.CODE for rule in rules})
    assert all(rule.NAME and rule.WHY and rule.SILENT for rule in rules)


def test_what_is_printed_and_what_is_json_tell_the_same() -> None:
    dataset = Dataset()
    dataset.fund(dataset.report(2022), "balance", "17.74")
    dataset.fund(dataset.report(2023), "carryover_in", "20.27")
    report = examine.examined(dataset.archive)
    assert (report.reports, report.series, report.without_name) == (2, 1, 0)
    assert json.loads(report.model_dump_json())["findings"][0]["code"] == "KB101"
    shown = screen.printed(report, 100, color=False)
    assert "2023年结转20.27万元，2022年末结余17.74万元，多2.53万元" in shown
    assert "2022/1.txt 第1页「17.74万元」" in shown


def test_a_folder_that_is_no_dataset_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoujiError, match="不是 gouji archive 写的数据集"):
        examine.opened(tmp_path)


# ------------------------------------------------------------------ the page


def _overview(dataset: Dataset) -> view.Overview:
    return view.overview(dataset.archive, examine.examined(dataset.archive))


_COUNTS = {"errors": 0, "warnings": 0, "reviews": 0, "infos": 0, "agreed": 5, "blocked": 0, "numbers": 10,
           "numbers_read": 8, "numbers_unexplained": 1, "numbers_checked": 4, "signals": [], "too_perfect": False,
           "tool_version": "0.1.0", "full_score": 100}  # fmt: skip


def test_the_page_counts_and_ranks() -> None:
    dataset = Dataset()
    quiet = dataset.report(2022, score=96, **_COUNTS)
    loud = dataset.report(2023, score=100, **{**_COUNTS, "errors": 2, "reviews": 1})
    dataset.fund(quiet, "balance", "17.74")
    dataset.fund(loud, "carryover_in", "20.27")
    for report, value in ((quiet, "100"), (loud, "88.2")):
        dataset.put("execution_rates", report_id=report, source_key=report, n=0, source="total", unit="%", value=value)
    shown = _overview(dataset)
    assert (shown.reports, shown.agreed, shown.explained, shown.checked) == (2, 10, Decimal("90.0"), Decimal("50.0"))
    assert [(one.report_id, one.points) for one in shown.worth] == [(loud, 27), (quiet, 6)]
    assert shown.worth[0].why == ("2个错误：", "跨报告：结转与上年结余", "1处待复核")
    assert [(one.label, one.count) for one in shown.scores if one.count] == [("95–100", 1), ("100", 1)]
    assert [(one.label, one.count) for one in shown.rates if one.count] == [("80–90", 1), ("100", 1)]
    assert [(one.name, one.score, one.rate) for one in shown.years] == [
        ("2022", 96, 100),
        ("2023", 100, Decimal("88.2")),
    ]


def test_the_page_escapes_what_reports_say_and_fetches_nothing() -> None:
    dataset = Dataset()
    evil = "<script>alert(1)</script>"
    report = dataset.report(2023, unit=f"青溪{evil}局", project=evil, **{**_COUNTS, "title": evil, "errors": 1})
    made = render.page(_overview(dataset), {report: "a b/“页”.html"})
    assert "<script" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in made
    assert 'href="a%20b/%E2%80%9C%E9%A1%B5%E2%80%9D.html"' in made
    assert "http://" not in made and "https://" not in made
    assert "default-src &#39;none&#39;" in made or "default-src 'none'" in made


def test_an_empty_dataset_has_a_page_too() -> None:
    assert "没有发现" in render.page(_overview(Dataset()), {})


def test_pages_of_reports_that_are_still_there(tmp_path: Path) -> None:
    source = tmp_path / "in" / "a.txt"
    source.parent.mkdir()
    source.write_bytes((SAMPLES / "roads-fault.txt").read_bytes())
    dataset = tmp_path / "dataset"
    dataset.mkdir()
    one = view.Worth(1, 10, "r1", "in/a.txt", "题", "局", 2023, None, ())
    gone = view.Worth(2, 9, "r2", "in/b.txt", "题", "局", 2023, None, ())
    told: list[str] = []
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    made = pages.write([one, gone], {"in/a.txt": digest}, dataset, tmp_path / "out", told.append)
    assert made == {"r1": "r1.html"}
    assert "勾稽" in (tmp_path / "out" / "r1.html").read_text(encoding="utf-8")
    assert told == ["1 个文件不在本机原处或已经改过，没有单独的页"]
    assert pages.write([one], {"in/a.txt": "other"}, dataset, tmp_path / "out", told.append) == {}


def test_a_report_in_an_archive_has_its_page_too(tmp_path: Path) -> None:
    content = (SAMPLES / "roads-fault.txt").read_bytes()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("三.txt", content)
    with zipfile.ZipFile(tmp_path / "二.zip", "w") as packed:
        packed.writestr("里.zip", inner.getvalue())
    dataset = tmp_path / "dataset"
    dataset.mkdir()
    key = "二.zip!/里.zip!/三.txt"
    one = view.Worth(1, 10, "r1", key, "题", "局", 2023, None, ())
    told: list[str] = []
    made = pages.write([one], {key: hashlib.sha256(content).hexdigest()}, dataset, tmp_path / "out", told.append)
    assert (made, told) == ({"r1": "r1.html"}, [])
    assert "三.txt" in (tmp_path / "out" / "r1.html").read_text(encoding="utf-8")
