"""The page for people in a real Chromium: quiet, walked by keyboard, printed, narrow, and open to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import SAMPLES
from test_eyes import page as made
from test_eyes import results

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FORMS = SAMPLES / "forms"
TEXT, CLEAN, PDF, FORM, SHEET = (
    SAMPLES / "roads-fault.txt", SAMPLES / "sister.txt", SAMPLES / "parks-fault.pdf", FORMS / "museum-fault.pdf",
    FORMS / "museum-fault.xlsx",
)  # fmt: skip
ALL = [TEXT, CLEAN, PDF, FORM, SHEET]


class Desk:
    """A browser that opens report pages, and what it complained of."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser = browser
        self.folder = folder
        self.complaints: list[str] = []

    def open(self, path: Path, width: int = 1280, script: bool = True) -> Page:
        file = self.folder / "page.html"
        file.write_text(made(*results(path)), encoding="utf-8")
        page = self.browser.new_page(viewport={"width": width, "height": 860}, java_script_enabled=script)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.goto(file.as_uri())
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith(("data:", "file:")):
            self.complaints.append(f"asked for {url}")


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(chromium, tmp_path)
    yield desk
    for context in chromium.contexts:
        context.close()
    assert not desk.complaints


def lit(page: Page) -> Locator:
    return page.locator(".source .on")


def in_pane(page: Page, place: Locator) -> bool:
    """True when a place stands inside of what the pane of the source shows."""
    box, pane = place.bounding_box(), page.locator(".pages").bounding_box()
    assert box and pane
    inside = pane["y"] <= box["y"] and box["y"] + box["height"] <= pane["y"] + pane["height"]
    return inside and pane["x"] <= box["x"] and box["x"] < pane["x"] + pane["width"]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_formula_leads_to_its_places(desk: Desk, path: Path) -> None:
    page = desk.open(path)
    formula = page.locator(".relations .formula").first
    formula.scroll_into_view_if_needed()
    formula.click()
    wanted = (formula.get_attribute("data-open") or "").split()
    names = {name for one in lit(page).all() for name in (one.get_attribute("data-m") or "").split()}
    assert set(wanted) <= names
    assert in_pane(page, page.locator(f'.source [data-m~="{wanted[0]}"]').first)


@pytest.mark.parametrize("path", [TEXT, FORM, SHEET], ids=lambda path: path.name)
def test_findings_are_walked_by_keyboard(desk: Desk, path: Path) -> None:
    page = desk.open(path)
    (result,) = results(path)
    seen = []
    for _ in result.report.findings:
        page.keyboard.press("j")
        current = page.locator(".finding.current")
        seen.append(int(current.get_attribute("data-index") or -1))
        assert lit(page).count() > 0
        places = (current.get_attribute("data-open") or "").split()
        assert in_pane(page, page.locator(f'.source [data-m~="{places[0]}"]').first)
        page.keyboard.press("Enter")
        assert in_pane(page, page.locator(f'.source [data-m~="{places[1 % len(places)]}"]').first)
    assert sorted(seen) == list(range(len(result.report.findings)))
    page.keyboard.press("k")
    back = seen[max(len(seen) - 2, 0)]
    assert page.locator(".finding.current").get_attribute("data-index") == str(back)
    page.keyboard.press("Escape")
    assert lit(page).count() == 0


def test_a_box_on_the_page_leads_to_its_finding(desk: Desk) -> None:
    page = desk.open(FORM)
    page.locator("rect[data-f]").first.click()
    assert page.locator(".finding.current").count() == 1


def test_the_box_stands_on_the_figure(desk: Desk) -> None:
    """Boxes are laid over the picture in the measure of the page: both have the same frame."""
    page = desk.open(FORM)
    image, overlay = page.locator(".paper img").first.bounding_box(), page.locator(".paper svg").first.bounding_box()
    assert image and overlay
    for side, size in image.items():
        assert overlay[side] == pytest.approx(size, abs=1)  # type: ignore[literal-required]
    assert page.evaluate("[...document.querySelectorAll('.paper img')].every(one => one.naturalWidth > 800)")


def test_without_script_the_links_still_lead_there(desk: Desk) -> None:
    page = desk.open(TEXT, script=False)
    link = page.locator(".finding .formula").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    place = page.locator(f"[id='{target}']").bounding_box()
    assert page.url.endswith(target) and place and 0 <= place["y"] <= 860


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_narrow_pages_do_not_scroll_sideways(desk: Desk, path: Path) -> None:
    page = desk.open(path, width=390)
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 390
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate(wide) <= 390
    page.locator(".finding").first.click(position={"x": 20, "y": 8})
    page.wait_for_selector(".source.open")
    assert page.evaluate(wide) <= 390
    first, *_ = (page.locator(".finding.current").get_attribute("data-open") or "").split()
    assert in_pane(page, page.locator(f'.source [data-m~="{first}"]').first)
    page.locator(".source.open .close").click()
    assert not page.locator("body.reading").count()


@pytest.mark.parametrize("path", [TEXT, FORM], ids=lambda path: path.name)
def test_the_printed_page_has_everything(desk: Desk, path: Path) -> None:
    import pypdfium2 as pdfium

    page = desk.open(path)
    printed = pdfium.PdfDocument(page.pdf(format="A4"))
    words = "".join("".join(one.get_textpage().get_text_bounded().split()) for one in printed)
    (result,) = results(path)
    for finding in result.report.findings:
        assert finding.code in words
    assert "建议调阅" in words and "原文" in words
    last = next(one.formula for one in reversed(result.report.checks) if one.outcome == "agrees" and one.formula)
    assert "".join(last.split()) in words, "what is folded on the screen is printed"
    page.emulate_media(media="print")
    assert not page.locator(".jump").is_visible() and not page.locator(".zoom").is_visible(), "paper has no links"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_no_serious_barrier(desk: Desk, path: Path, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra dev)")
    page = desk.open(path, width)
    page.keyboard.press("j")
    found: list[dict[str, Any]] = axe.Axe().run(page).response["violations"]
    told = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    assert not told
