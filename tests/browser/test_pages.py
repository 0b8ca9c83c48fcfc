"""What people meet: every page well-formed, accessible in each mode, quiet, readable on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from plugins.catalog.manifest import Release, open_manifest
from plugins.catalog.terms import Validity
from tests.browser.readers import MODES, reader

OWN = (
    "/",
    "/policies/",
    "/policies/2026/",
    "/news/",
    "/news/2026/data-operation-consultation/",
    "/gazettes/",
    "/gazettes/2026/",
    "/topics/",
    "/catalog/",
    "/catalog/agencies/990000017/",
    "/catalog/years/2026/",
    "/number/",
    "/in-force/",
    "/in-force/2025/",
    "/tasks/",
    "/tasks/2026/",
    "/policies/2026/rural-roads-2026/tasks/",
    "/policies/2026/elderly-subsidy-amendment/changes/2025-elderly-subsidy/",
    "/policies/2025/elderly-subsidy/versions/",
    "/feeds/",
    "/data/",
    "/sitemap/",
    "/nothing/here/",
)
"""The portal's own pages, the last of them missing."""
WIDTHS = (375, 1280)
EVERY_WAY = list(product(MODES, WIDTHS))
ONE_WIDTH_EACH = [(mode, WIDTHS[at % 2]) for at, mode in enumerate(MODES)]
"""Enough for what hangs on colours and sizes: where things stand, the first mode shows in both widths."""


def sorts(demo: Path) -> dict[str, str]:
    """An address of every sort of page: the portal's own, one document of each kind, and those that differ."""
    found = {address: address for address in OWN}
    for release in open_manifest(demo).releases:
        for name in _names(release):
            found.setdefault(name, release.record.address)
    return found


def _names(release: Release) -> Iterator[str]:
    yield release.record.kind.value
    if release.record.withdrawn:
        yield "withdrawn"
    if release.validity in (Validity.REPEALED, Validity.EXPIRED, Validity.NOT_YET_IN_FORCE):
        yield release.validity.value
    if release.record.corrections:
        yield "corrected"
    if release.pictures:
        yield "with pictures"
    if release.attachments:
        yield "with attachments"


def pages(demo: Path) -> Iterator[tuple[Path, BeautifulSoup]]:
    """Every page of the demo portal, parsed."""
    for file in sorted(demo.rglob("*.html")):
        yield file, BeautifulSoup(file.read_bytes(), "html.parser")


@pytest.fixture
def tab(browser: Browser, address: str, mode: str, width: int) -> Iterator[Page]:
    """A tab of a reader who has chosen a mode before."""
    page = reader(browser, address, mode, width)
    yield page
    page.context.close()


def test_every_page_parses_without_an_error(demo: Path) -> None:
    """html5lib, strictly."""
    parser = html5lib.HTMLParser(strict=True)
    for file in sorted(demo.rglob("*.html")):
        parser.parse(file.read_text("utf-8"))


def test_every_local_link_leads_somewhere(demo: Path) -> None:
    """Nothing dead is shown; an anchor is there; no link has lost its address."""
    for file, soup in pages(demo):
        assert not soup.select("a:not([href])"), file.relative_to(demo)
        for element in soup.select("[href], [src]"):
            target, _, anchor = str(element.get("href") or element.get("src")).partition("#")
            if target.startswith("/"):
                found = demo / target.lstrip("/")
                assert (found / "index.html").is_file() or found.is_file(), f"{file.relative_to(demo)}: {target}"
            elif not target:
                assert soup.find(id=anchor), f"{file.relative_to(demo)}: #{anchor}"


def test_every_id_is_given_once_and_every_page_has_one_title(demo: Path) -> None:
    """As labels, anchors and readers by ear need it."""
    for file, soup in pages(demo):
        ids = [str(element["id"]) for element in soup.select("[id]")]
        assert len(ids) == len(set(ids)), file.relative_to(demo)
        if soup.select_one("main"):
            assert len(soup.select("h1")) == 1, file.relative_to(demo)


@pytest.mark.parametrize(("mode", "width"), dict.fromkeys([*EVERY_WAY[:2], *ONE_WIDTH_EACH]))
def test_axe_finds_nothing(tab: Page, demo: Path, address: str) -> None:
    """On a page of every sort, in each mode and width."""
    axe = Axe()
    for sort, path in sorts(demo).items():
        tab.goto(address + path)
        # The portal's own policy forbids foreign scripts; axe comes in through the protocol, not the page.
        results = axe.run(tab)
        assert results.violations_count == 0, f"{sort}\n{results.generate_report()}"


@pytest.mark.parametrize(("mode", "width"), [*EVERY_WAY, ("light", 320), ("large", 320)])
def test_nothing_runs_over_the_edge(tab: Page, demo: Path, address: str, width: int) -> None:
    """From a small phone to a desktop, in each mode; wide tables scroll in their own frame."""
    for sort, path in sorts(demo).items():
        tab.goto(address + path)
        assert tab.evaluate("document.documentElement.scrollWidth") == width, sort


@pytest.mark.parametrize(("mode", "width"), [("light", 375), ("large", 375)])
def test_whatever_is_pressed_is_large_enough(tab: Page, demo: Path, address: str, mode: str) -> None:
    """44 px, and 60 px in large type, for everything but words within a sentence or a list of titles."""
    least = 60 if mode == "large" else 44
    small = """(least) => [...document.querySelectorAll(
        "header a, header button, header summary, footer a, nav a, main button, main summary, .gk-doors a, .gk-button,"
        + ".gk-feed-line a, .gk-consultation-badge a"
    )].filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < least - 0.5)
      .filter((node) => !node.closest(".gk-skip, .gk-outline, .gk-neighbours"))
      .map((node) => node.outerHTML.slice(0, 120))"""
    for sort, path in sorts(demo).items():
        tab.goto(address + path)
        assert tab.evaluate(small, least) == [], sort


def test_a_page_asks_nobody_else_and_breaks_no_policy(page: Page, demo: Path, address: str) -> None:
    """No outside request, no Content-Security-Policy violation, no error of the script."""
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in sorts(demo).values():
        page.goto(address + path)
    assert all(url.startswith(address) for url in asked)
    assert [text for text in said if "404" not in text] == []


def test_a_policy_shows_its_seven_elements(page: Page, address: str) -> None:
    """As the official block writes them."""
    page.goto(address + "/policies/2026/open-government-2026/")
    table = {
        row.query_selector("th").inner_text(): row.query_selector("td").inner_text()  # type: ignore[union-attr]
        for row in page.query_selector_all(".gk-record-table tr")
    }
    assert table["索引号"] == "990000025/2026-00012"
    assert table["发文日期"] == "2026年02月27日"
    assert table["文号"] == "示政办发〔2026〕12号"
    assert {"分类", "发布机构", "名称", "主题词", "有效性"} <= set(table)


def test_a_day_leads_to_the_list_of_its_year_and_hides_what_was_not_in_force(page: Page, address: str) -> None:
    """The last day of a term counts, the first day of another does not come before it."""
    page.goto(address + "/in-force/")
    page.fill("#on", "2026-07-14")
    page.click(".gk-date-form button")
    page.wait_for_url("**/in-force/2026/?on=2026-07-14")
    shown = "rows => rows.map(row => row.dataset.gkSince + ' ' + row.dataset.gkUntil)"
    rows = page.eval_on_selector_all("[data-gk-since]:not([hidden])", shown)
    assert "2024-07-15 2026-07-14" in rows
    assert all(row[:10] <= "2026-07-14" <= (row[11:] or "9999") for row in rows)
    assert f"共 {len(rows)} 件" in page.inner_text(".gk-date-form__said")
    page.goto(address + "/in-force/2026/?on=2026-07-15")
    assert "2024-07-15 2026-07-14" not in page.eval_on_selector_all("[data-gk-since]:not([hidden])", shown)


def test_policy_and_interpretation_link_to_each_other(page: Page, address: str) -> None:
    """Both ways, as the inspection asks."""
    page.goto(address + "/policies/2026/enterprise-registration/")
    page.click(".gk-relation-panel a[href='/interpretations/2026/enterprise-registration/']")
    page.click(".gk-relation-panel a[href='/policies/2026/enterprise-registration/']")
    assert page.url.endswith("/policies/2026/enterprise-registration/")
