"""The page for people: it holds what the report holds, nothing of a document is markup, and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from support import SAMPLES, gouji

from extractor import pipeline, together
from extractor.report import Evidence, FindingEntry, RepairEntry, Report, Request
from extractor.writers import Audited, Failure, Options, as_html
from extractor.writers.eyes.render import asset
from extractor.writers.eyes.sheets import Budget, Source, source
from extractor.writers.eyes.view import view
from extractor.writers.marks import marks

FORMS = SAMPLES / "forms"
PAGES = [
    SAMPLES / "roads-fault.txt", SAMPLES / "sister.txt", SAMPLES / "parks-fault.pdf", FORMS / "museum-fault.pdf",
    FORMS / "museum-fault.xlsx", FORMS / "museum-fault.docx", FORMS / "museum-fault.html",
]  # fmt: skip
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"


@cache
def results(*paths: Path) -> tuple[Audited, ...]:
    """Reports with their dossiers, the paths read as one source."""
    document = together.join([pipeline.read(path) for path in paths])
    names = tuple(map(str, paths))
    return tuple(Audited(report, document.text, names, kept) for report, kept in pipeline.audit_dossiers(document))


def page(*all: Audited | Failure) -> str:
    return as_html.write(all, Options())


def shown(result: Audited, budget: Budget | None = None) -> Source:
    assert result.dossier is not None
    return source(result, result.dossier.document, budget)


def names(tree: html.HtmlElement) -> Sequence[str]:
    found: Sequence[str] = tree.xpath("//@id")
    return found


# ------------------------------------------------------------------ what it holds


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_finding_and_every_place_of_it_is_there(path: Path) -> None:
    (result,) = results(path)
    tree = html.fromstring(page(result))
    cards = tree.xpath("//li[contains(@class, 'finding')]")
    assert sorted(card.get("data-index") for card in cards) == sorted(map(str, range(len(result.report.findings))))
    for card in cards:
        finding = result.report.findings[int(card.get("data-index"))]
        words = card.text_content()
        assert finding.code in words and finding.message in words
        assert all(formula in words for formula in finding.formulas)
        if finding.repair:
            assert finding.repair.from_ in words and finding.repair.to in words


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_to_a_place_of_the_page(path: Path) -> None:
    tree = html.fromstring(page(*results(path)))
    ids = names(tree)
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href")} <= set(ids)
    marked = {name for names in tree.xpath("//@data-m") for name in names.split()}
    opened = [name for names in tree.xpath("//@data-open") for name in names.split()]
    assert opened and set(opened) <= marked


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_marked_words_are_the_quotes(path: Path) -> None:
    (result,) = results(path)
    tree = html.fromstring(page(result))
    for mark in marks(result.report, facts=True):
        cut = tree.xpath(f"//mark[contains(concat(' ', @data-m, ' '), ' r1-{mark.id} ')]")
        if cut:
            words = "".join("".join(one.itertext()) for one in cut)
            assert "".join(words.split()) == "".join(mark.place.quote.split())


def test_a_table_is_a_table() -> None:
    tree = html.fromstring(page(*results(FORMS / "museum-fault.xlsx")))
    (table, *_) = tree.xpath("//table[@class='grid']")
    cell = next(one for one in table.iter("td") if one.text_content() == "3,845,200.00")
    assert cell.xpath("../td")[0].text_content() == "年度资金总额"


def test_a_figure_over_two_lines_has_a_box_on_each() -> None:
    (result,) = results(SAMPLES / "parks-fault.pdf")
    boxes = [box for sheet in shown(result).sheets for box in sheet.boxes]
    (wrapped,) = (one for one in marks(result.report) if one.place.quote == "2,306,914.25元")
    assert [box.first for box in boxes if box.mark.id == wrapped.id] == [True, False]


def test_cells_are_quoted_by_their_row_and_column() -> None:
    (result,) = results(FORMS / "museum-fault.xlsx")
    assert result.dossier is not None
    (finding,) = view(result.report, result.dossier.document).faults
    told = ["".join(piece.text for piece in quote.pieces) for quote in finding.excerpts]
    assert any(one.startswith("得分：全年开放天数 10，举办临时展览场次 10") for one in told)
    assert "展陈设备完好率：年度指标值 >=98%，实际完成值 95.1%，分值 10" in told


# ------------------------------------------------------------------ bounds


def test_pages_beyond_the_budget_are_text_and_that_is_said() -> None:
    (result,) = results(SAMPLES / "parks-fault.pdf")
    whole, scarce = shown(result), shown(result, Budget(pictures=1))
    assert all(sheet.picture for sheet in whole.sheets)
    assert [bool(sheet.picture) for sheet in scarce.sheets].count(True) == 1
    assert "为控制文件大小，第" in scarce.left_out[-1] and "只显示文字" in scarce.left_out[-1]
    tight = shown(result, Budget(size=10))
    assert not any(sheet.picture for sheet in tight.sheets)
    assert all(sheet.blocks for sheet in tight.sheets)


def test_a_file_that_changed_is_not_drawn(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes((SAMPLES / "parks-fault.pdf").read_bytes())
    (result,) = results(path)
    path.write_bytes((SAMPLES / "overall-fault.pdf").read_bytes())
    after = shown(result)
    assert not any(sheet.picture for sheet in after.sheets)
    assert "原文件的页面无法绘出" in after.left_out[-1]


# ------------------------------------------------------------------ safety


def _spoilt(report: Report) -> Report:
    """The report with hostile words wherever a document's words may be."""
    place = Evidence(start=0, end=2, quote=EVIL, cell=EVIL, file=EVIL)
    finding = FindingEntry(
        code="ZJ101", rule="r", name=EVIL, severity="error", message=EVIL, formula=EVIL, formulas=[EVIL], stated=EVIL,
        derived=EVIL, difference=EVIL, unit=EVIL, fingerprint=EVIL, evidence=[place],
        repair=RepairEntry(from_=EVIL, to=EVIL, evidence=[place]),
    )  # fmt: skip
    review = report.score_review.model_copy(update={"grade": EVIL, "requests": [Request(paper=EVIL, for_=EVIL)]})
    facts = report.report.model_copy(update={"title": EVIL, "department": EVIL})
    origin = report.source.model_copy(update={"name": EVIL, "warnings": [EVIL]})
    return report.model_copy(update={"findings": [finding], "score_review": review, "report": facts, "source": origin})


def test_words_of_a_document_are_never_markup(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(f"{EVIL}\n一、项目情况\n年初预算100万元，实际支出90万元，执行率95%。{EVIL}\n", encoding="utf-8")
    (result,) = results(path)
    made = page(
        Audited(_spoilt(result.report), result.text, result.paths, result.dossier), Failure("broken", EVIL, EVIL)
    )
    tree = html.fromstring(made)
    assert EVIL in tree.text_content()
    assert len(tree.xpath("//script")) == 1 and not tree.xpath("//img | //@onerror")
    assert "49" not in tree.xpath("//h1")[1].text_content()


@pytest.mark.parametrize("path", [PAGES[0], PAGES[2]], ids=lambda path: path.name)
def test_nothing_is_fetched(path: Path) -> None:
    made = page(*results(path))
    tree = html.fromstring(made)
    assert not tree.xpath("//link | //iframe | //object | //embed | //form | //base | //@srcset | //@style")
    assert all(one.startswith("data:image/webp;base64,") for one in tree.xpath("//@src"))
    assert all(one.startswith("#") for one in tree.xpath("//@href"))
    assert not re.search(r"url\(|@import|https?:", re.sub(r"base64,[^\"]*", "", made))
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert "unsafe" not in policy


# ------------------------------------------------------------------ as users get it


def test_several_files_make_one_page(tmp_path: Path) -> None:
    out = tmp_path / "页.html"
    gouji("audit", PAGES[0], tmp_path / "没有.txt", PAGES[2], "--format", "html", "-o", out)
    tree = html.fromstring(out.read_bytes().decode("utf-8"))
    assert len(tree.xpath("//article[@class='report']")) == 2
    assert len(tree.xpath("//nav[@class='index']//li")) == 3
    assert "没有审核：文件不存在" in tree.text_content()
    ids = names(tree)
    assert len(ids) == len(set(ids))


def test_a_narrative_and_its_form_are_shown_together() -> None:
    (result,) = results(SAMPLES / "parks-fault.pdf", FORMS / "museum-fault.pdf")
    titles = [sheet.title for sheet in shown(result).sheets]
    assert "parks-fault.pdf 第3页" in titles and "museum-fault.pdf 第1页" in titles
    assert all(sheet.picture for sheet in shown(result).sheets)


def test_numbers_that_nobody_understood_are_listed_and_marked() -> None:
    (result,) = results(SAMPLES / "parks-fault.pdf")
    tree = html.fromstring(page(result))
    (folded,) = (one for one in tree.xpath("//details") if one.xpath("summary")[0].text_content().startswith("未解释"))
    opened = {name for names in folded.xpath(".//@data-open") for name in names.split()}
    assert len(opened) == result.report.coverage.unexplained > 0
    assert opened <= {name for names in tree.xpath("//@data-m") for name in names.split()}


def test_a_finding_of_very_many_places_is_shown_in_bounds() -> None:
    (result,) = results(SAMPLES / "roads-fault.txt")
    places = [Evidence(start=at, end=at + 1, quote="一") for at in range(0, 600, 2)]
    many = result.report.findings[0].model_copy(update={"evidence": places})
    swollen = result.report.model_copy(update={"findings": [many]})
    tree = html.fromstring(page(Audited(swollen, result.text, result.paths, result.dossier)))
    (card,) = tree.xpath("//li[contains(@class, 'finding')]")
    assert len(card.get("data-open").split()) == 200
    assert "另有 240 处" in card.text_content()


# ------------------------------------------------------------------ old browsers


def test_style_and_script_keep_to_what_old_browsers_know() -> None:
    assert not re.search(r"\?\.|\?\?|=>|`|\b(?:let|const|class|async|await)\b(?!\w)", _bare(asset("eyes.js")))
    style = asset("base.css") + asset("eyes.css") + asset("marked.css")
    assert not re.search(r":has\(|:is\(|:where\(|clamp\(|inset:|aspect-ratio|color-mix|@container|@layer", style)
    assert not re.search(r"display: flex[^}]*\bgap:", style)


def _bare(code: str) -> str:
    """Code without its comments and strings."""
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"[^\"\n]*\"|'[^'\n]*'", "", code, flags=re.DOTALL)
