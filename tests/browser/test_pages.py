"""What people meet: every page well-formed, accessible, quiet, readable on a phone."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Page

SORTS = {
    "home": "/",
    "list of a kind": "/policies/",
    "list of a year": "/policies/2026/",
    "policy": "/policies/2026/open-government-2026/",
    "repealed policy": "/policies/2019/enterprise-registration/",
    "interpretation": "/interpretations/2026/government-service-questions/",
    "response": "/responses/2026/offline-window/",
    "page": "/about/",
    "missing page": "/nothing/here/",
}


def test_every_page_parses_without_an_error(demo: Path) -> None:
    """html5lib, strictly."""
    parser = html5lib.HTMLParser(strict=True)
    for file in sorted(demo.rglob("*.html")):
        parser.parse(file.read_text("utf-8"))


def test_every_local_link_leads_somewhere(demo: Path) -> None:
    """Nothing dead is shown."""
    for file in sorted(demo.rglob("*.html")):
        soup = BeautifulSoup(file.read_bytes(), "html.parser")
        for element in soup.select("[href], [src]"):
            target = str(element.get("href") or element.get("src"))
            if target.startswith("/"):
                found = demo / target.lstrip("/")
                assert (found / "index.html").is_file() or found.is_file(), f"{file.relative_to(demo)}: {target}"


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, address: str, sort: str, scheme: str) -> None:
    """On a page of every sort, in both schemes."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + SORTS[sort])
    # The portal's own policy forbids scripts; axe comes in through the protocol, not the page.
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_asks_nobody_else_and_breaks_no_policy(page: Page, address: str, sort: str) -> None:
    """No outside request, no Content-Security-Policy violation."""
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address + SORTS[sort])
    assert all(url.startswith(address) for url in asked)
    assert [text for text in said if "404" not in text] == []


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_nothing_runs_over_the_edge(page: Page, address: str, sort: str, width: int) -> None:
    """From a small phone to a desktop."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + SORTS[sort])
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_policy_shows_its_seven_elements(page: Page, address: str) -> None:
    """As the official block writes them."""
    page.goto(address + SORTS["policy"])
    table = {
        row.query_selector("th").inner_text(): row.query_selector("td").inner_text()  # type: ignore[union-attr]
        for row in page.query_selector_all(".gk-record-table tr")
    }
    assert table["索引号"] == "990000025/2026-00012"
    assert table["发文日期"] == "2026年02月27日"
    assert table["文号"] == "示政办发〔2026〕12号"
    assert {"分类", "发布机构", "名称", "主题词"} <= set(table)


def test_policy_and_interpretation_link_to_each_other(page: Page, address: str) -> None:
    """Both ways, as the inspection asks."""
    page.goto(address + "/policies/2026/enterprise-registration/")
    page.click(".gk-relation-panel a[href='/interpretations/2026/enterprise-registration/']")
    page.click(".gk-relation-panel a[href='/policies/2026/enterprise-registration/']")
    assert page.url.endswith("/policies/2026/enterprise-registration/")
