"""Profiles: the shipped ones load and cite their rule; a user's own changes what is asked; a wrong key is one line."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from _ledgers import PERCENT, YUAN10K, Book
from support import SAMPLES, gouji, written

from extractor import checks, pipeline, profiles
from extractor.errors import BadProfile
from extractor.facts import Fund, Grade, GradeScale, Rate, Role, Score
from extractor.quantity import Interval
from extractor.schemes import DEFAULT, Profile, schemes_for


def _own(folder: Path, toml: str) -> Profile:
    path = folder / "本局.toml"
    path.write_text(toml, encoding="utf-8")
    return profiles.load(str(path))


def _outcomes(code: str, book: Book, profile: Profile) -> list[tuple[str, str | None]]:
    rule = checks.rule(code)
    assert rule is not None
    found = rule.run(replace(book.ledger, profile=profile))
    return [(verdict.outcome, verdict.formula) for verdict in found]


@pytest.mark.parametrize("name", profiles.names())
def test_shipped_profile_cites_what_it_rests_on(name: str) -> None:
    profile = profiles.load(name)
    assert profile.name == name
    assert profile.title
    assert profile.basis
    if name != "national":
        assert profile != DEFAULT
        assert profile.basis != DEFAULT.basis


def test_national_profile_is_the_default() -> None:
    national = profiles.load("national")
    assert {
        field.name for field in fields(Profile) if getattr(national, field.name) != getattr(DEFAULT, field.name)
    } == set()
    assert any("财预〔2020〕10号" in one for one in national.basis)


def test_there_are_local_profiles() -> None:
    assert {"national", "sichuan", "chongqing", "yunnan", "hubei", "shanghai"} <= set(profiles.names())


@pytest.mark.parametrize(
    ("toml", "key", "said"),
    [
        ('title = "甲"\nthresold = 1\n', "thresold", "没有这一项"),
        ('title = "甲"\n[thresholds]\nlow = 1\n', "thresholds.low", "没有这一项"),
        (
            'title = "甲"\n[thresholds]\ncarry_over_share = 50\n',
            "thresholds.carry_over_share",
            "是不是 thresholds.carryover_share",
        ),
        ("full_mark = 100\n", "title", "缺这一项"),
        ('title = "甲"\nfull_mark = "满"\n', "full_mark", "应为数"),
        ('title = "甲"\ngrades = { "优" = 80, "良" = 90, "差" = 0 }\n', "grades", "从高到低"),
        ('title = "甲"\ngrade_names = { "A" = "特优" }\n', "grade_names.A", "特优"),
        ('title = "甲"\n[severities]\nZZ999 = "error"\n', "severities.ZZ999", "没有这项检查"),
        ('title = "甲"\n[severities]\nYC101 = "error"\n', "severities.YC101", "最高为 review"),
        ('title = "甲"\n[severities]\nZJ101 = "fatal"\n', "severities.ZJ101", "只能是"),
        ('title = "甲"\n[rate]\nbase = ["预算"]\n', "rate.base.0", "只能是"),
        ('title = "甲"\nextends = "乌有"\n', "extends", "可用"),
        ('title = "甲"\n[[execution]]\nname = "x"\npieces = [[80, 80, 0, 0]]\n', "execution.0.pieces", "起点"),
        ("title = \n", "-", "TOML"),
    ],
)
def test_wrong_profile_names_file_and_key(toml: str, key: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadProfile) as raised:
        _own(tmp_path, toml)
    assert raised.value.key == key
    assert raised.value.file.endswith("本局.toml")
    assert said in str(raised.value)


def test_command_says_it_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "本局.toml"
    path.write_text('title = "甲"\n[rates]\nlow = 1\n', encoding="utf-8")
    for name in (path, "nowhere"):
        run = gouji("audit", SAMPLES / "library-clean.txt", "--profile", name)
        assert (run.returncode, run.stdout) == (2, b"")
        (line,) = run.stderr.decode().splitlines()
        assert str(name) in line
    assert "rates" in gouji("audit", SAMPLES / "library-clean.txt", "-p", path).stderr.decode()


def test_only_what_is_written_changes(tmp_path: Path) -> None:
    profile = _own(
        tmp_path, 'title = "甲"\nextends = "sichuan"\n[thresholds]\nover_fulfilment = 1.5\n[rate]\nlow = 85\n'
    )
    assert profile.over_fulfilment == Decimal("1.5")
    assert profile.low_execution_rate == 85
    assert profile.rate_base == ("adjusted_budget",)
    assert (profile.high_score, profile.grades) == (DEFAULT.high_score, DEFAULT.grades)


def test_report_tells_by_what_it_was_judged() -> None:
    told = json.loads(gouji("audit", SAMPLES / "library-clean.txt", "--profile", "sichuan").stdout)
    assert told["profile"] == "sichuan"
    shown = gouji("audit", SAMPLES / "library-clean.txt", "--profile", "sichuan", "--format", "table").stdout.decode()
    assert "评价口径 sichuan" in shown


# ------------------------------------------------------------------ what a profile changes


def _graded(word: str, score: str = "78") -> Book:
    book = Book()
    figure = book.figure(score)
    book.add(Score(span=figure.span, figure=figure, kind="total"))
    book.add(Grade(span=book.write(word), word=word, band=word if word in "优良中差" else None))
    return book


def test_grades(tmp_path: Path) -> None:
    own = _own(tmp_path, 'title = "甲"\ngrades = { "优" = 85, "良" = 75, "中" = 60, "差" = 0 }\n')
    assert _outcomes("PF105", _graded("良"), DEFAULT)[0][0] == "conflict"
    assert _outcomes("PF105", _graded("良"), own)[0][0] == "agrees"
    assert _outcomes("PF105", _graded("中"), own) == [("conflict", "78 → 良")]


def test_words_for_grades() -> None:
    letters = profiles.load("neimenggu")
    assert _outcomes("PF105", _graded("B", "89"), DEFAULT)[0][0] == "not_applicable"
    assert _outcomes("PF105", _graded("B", "89"), letters)[0][0] == "agrees"
    assert _outcomes("PF105", _graded("A", "89"), letters)[0][0] == "conflict"


def test_scale_of_the_report_comes_first(tmp_path: Path) -> None:
    own = _own(tmp_path, 'title = "甲"\ngrades = { "优" = 85, "良" = 75, "中" = 60, "差" = 0 }\n')
    book = _graded("中")
    bands = (("优", "90", None), ("良", "80", "90"), ("中", "70", "80"), ("差", "0", "70"))
    scale = tuple(
        (word, Interval(Decimal(low), Decimal(high) if high else None, open_high=True)) for word, low, high in bands
    )
    book.add(GradeScale(span=book.write("等级"), bands=scale))
    assert _outcomes("PF105", book, own)[0][0] == "agrees"


def _rated(rate: str, **funds: str) -> Book:
    book = Book()
    for role, digits in funds.items():
        figure = book.figure(digits, YUAN10K)
        book.add(Fund(span=figure.span, figure=figure, role=role, sentence=0))  # type: ignore[arg-type]
    figure = book.figure(rate, PERCENT)
    book.add(Rate(span=figure.span, figure=figure, name="预算执行率", sentence=0))
    return book


@pytest.mark.parametrize(
    ("base", "first", "second"), [("initial_budget", "other", "fits"), ("adjusted_budget", "fits", "other")]
)
def test_rate_base(base: Role, first: str, second: str, tmp_path: Path) -> None:
    """A report that prints both budgets and says of neither that the rate is measured by it."""
    own = _own(tmp_path, f'title = "甲"\n[rate]\nbase = ["{base}"]\n')
    funds = {"initial_budget": "100.00", "adjusted_budget": "80.00", "spent": "76.00"}
    expected = {"fits": "agrees", "other": "conflict"}
    assert _outcomes("ZX102", _rated("95", **funds), own)[0][0] == expected[first]
    assert _outcomes("ZX102", _rated("76", **funds), own)[0][0] == expected[second]


def test_carryover_share(tmp_path: Path) -> None:
    own = _own(tmp_path, 'title = "甲"\n[thresholds]\ncarryover_share = 80\n')
    book = _rated("100", initial_budget="40.00", carryover_in="60.00")
    assert _outcomes("YC103", book, DEFAULT)[0][0] == "conflict"
    assert _outcomes("YC103", book, own)[0][0] == "agrees"


def test_execution_tiers(tmp_path: Path) -> None:
    toml = 'title = "甲"\n[[execution]]\nname = "分档"\npieces = [[0, 80, 0, 0], [80, 95, 80, 80]]\n'
    (scheme,) = schemes_for("execution", _own(tmp_path, toml))
    assert [scheme.share(Decimal(rate)) for rate in ("0.79", "0.8", "0.94", "0.95")] == [
        0,
        Decimal("0.8"),
        Decimal("0.8"),
        1,
    ]
    (usual,) = schemes_for("execution")
    assert usual.share(Decimal("0.76")) == Decimal("0.76")


FAULTY = (
    "某县教育局2023年度校车项目绩效自评报告\n\n一、资金情况\n"
    "2023年度预算60.00万元，上年结转20.50万元，资金总额81.50万元。\n"
)


def test_severities(tmp_path: Path) -> None:
    own = _own(tmp_path, 'title = "甲"\n[severities]\nZJ101 = "info"\nGF101 = "off"\n')
    usual, asked = (pipeline.audit(written(FAULTY), profile) for profile in (DEFAULT, own))
    levels = [{one.code: one.severity for one in report.findings} for report in (usual, asked)]
    assert (levels[0]["ZJ101"], levels[1]["ZJ101"]) == ("error", "info")
    (switched_off,) = [check for check in asked.checks if check.code == "GF101"]
    assert switched_off.outcome == "not_applicable"
    assert "甲" in (switched_off.reason or "")


def test_required_sections(tmp_path: Path) -> None:
    own = _own(tmp_path, 'title = "甲"\n[sections]\ndepartment_evaluation = ["overview", "problem"]\n')
    assert own.outline("department_evaluation") == ("overview", "problem")
    assert own.outline("fiscal_evaluation") == ()
    book = Book(kind="fiscal_evaluation")
    assert _outcomes("GF101", book, own) == [("not_applicable", None)]


def test_profiles_are_listed() -> None:
    listed = gouji("profiles").stdout.decode().splitlines()
    assert [line.split("\t")[0] for line in listed] == list(profiles.names())
