"""What a reader may choose and do: large type, high contrast, dark; keyboard, no script, zoom, look-up, copy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

POLICY = "/policies/2026/open-government-2026/"


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """A reader with an empty memory."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield context
    context.close()


def size_of(page: Page, selector: str, style: str) -> float:
    """A computed length in px."""
    return float(page.eval_on_selector(selector, f"(node) => parseFloat(getComputedStyle(node).{style})"))


def test_large_type_is_remembered_from_page_to_page(reader: BrowserContext, address: str) -> None:
    """国办公开办函〔2021〕28号: text of at least 18 pt, targets of at least 60 px; off again with the same button."""
    page = reader.new_page()
    page.goto(address + "/")
    page.get_by_role("button", name="长辈版").click()
    page.goto(address + POLICY)
    assert page.get_by_role("button", name="长辈版").get_attribute("aria-pressed") == "true"
    assert size_of(page, ".gk-body", "fontSize") >= 24
    assert size_of(page, ".gk-display-modes__button", "height") >= 60
    page.get_by_role("button", name="长辈版").click()
    page.reload()
    assert size_of(page, ".gk-body", "fontSize") == 18


def test_high_contrast_is_black_and_wins_over_the_scheme(reader: BrowserContext, address: str) -> None:
    """And then offers no scheme to choose."""
    page = reader.new_page()
    page.goto(address + POLICY)
    page.get_by_role("button", name="高对比度").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    assert not page.get_by_role("button", name="深色").is_visible()


@pytest.mark.parametrize(("system", "other"), [("light", "rgb(20, 23, 26)"), ("dark", "rgb(255, 255, 255)")])
def test_the_scheme_follows_the_system_until_the_reader_chooses(browser: Browser, address: str, system: str, other: str) -> None:
    """One button turns to the other scheme."""
    context = browser.new_context(color_scheme=system)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + POLICY)
    page.get_by_role("button", name="深色").click()
    page.goto(address + "/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == other
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_everything_is_reached_without_a_script(browser: Browser, address: str, width: int) -> None:
    """No control that would do nothing; columns, relations and the QR code open by themselves or by a press."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + "/policies/2026/enterprise-registration/")
    assert page.locator("button:visible").count() == 0
    if width == 375:
        page.locator(".gk-document__side summary").click()
        page.locator(".gk-site-header summary").click()
    page.locator(".gk-document-tools summary").click()
    assert page.locator(".gk-document-tools svg").is_visible()
    assert page.locator(".gk-site-header a[href='/catalog/']").is_visible()
    page.locator(".gk-relation-panel a").first.click()
    assert "/interpretations/" in page.url
    context.close()


def test_the_keyboard_skips_to_the_text(reader: BrowserContext, address: str) -> None:
    """The first stop is the skip link; every stop shows where it is."""
    page = reader.new_page()
    page.goto(address + POLICY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize(
    "typed", ["示政办发〔2026〕12号", "示政办发[2026]12号", " 示政办发（２０２６）012號 ", "990000025/2026-00012"]
)
def test_a_number_leads_to_its_document(reader: BrowserContext, address: str, typed: str) -> None:
    """As it is written, with look-alike brackets, without 号, or the index number."""
    page = reader.new_page()
    page.goto(address + "/number/")
    page.fill("#number", typed)
    page.keyboard.press("Enter")
    page.wait_for_url(address + POLICY)


def test_an_order_is_found_by_its_short_number(reader: BrowserContext, address: str) -> None:
    """As documents cite it, and typed into the address bar with brackets of another kind."""
    page = reader.new_page()
    page.goto(address + "/number/省政府令第412号/")
    page.wait_for_url(address + "/policies/2026/government-service-measures/")
    page.goto(address + "/number/示政办发[2026]12号")
    page.wait_for_url(address + POLICY)


def test_an_unknown_number_is_said_on_the_error_page(reader: BrowserContext, address: str) -> None:
    """With what was asked for, ready to be mended."""
    page = reader.new_page()
    page.goto(address + "/number/示政办发〔2026〕999号/")
    assert page.input_value("#number") == "示政办发〔2026〕999号"
    assert "没有文号或索引号是" in page.inner_text(".gk-number-form [role=status]")


def test_the_address_is_copied(reader: BrowserContext, address: str) -> None:
    """The public one, and a word says so."""
    reader.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.new_page()
    page.goto(address + POLICY)
    page.get_by_role("button", name="复制网址").click()
    page.get_by_text("网址已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"https://www.shili.example{POLICY}"


@pytest.mark.parametrize("path", ["/", "/policies/", POLICY, "/catalog/"])
def test_text_twice_as_large_loses_nothing(reader: BrowserContext, address: str, path: str) -> None:
    """WCAG 1.4.4: nothing runs over the edge, nothing is cut off."""
    page = reader.new_page()
    page.goto(address + path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    cut = page.evaluate("""[...document.querySelectorAll("main *, header *, footer *")].filter((node) => {
        const style = getComputedStyle(node);
        return style.overflowY === "hidden" && node.scrollHeight > node.clientHeight && !node.matches(".gk-visually-hidden");
    }).map((node) => node.outerHTML.slice(0, 80))""")
    assert cut == []


def test_on_paper_the_text_keeps_the_official_grid(reader: BrowserContext, address: str) -> None:
    """GB/T 9704—2012 5.2: 28 characters a line of 156 mm, 22 lines a page of 225 mm."""
    page, millimetre = reader.new_page(), 96 / 25.4
    page.emulate_media(media="print")
    page.goto(address + POLICY)
    assert 28 <= 156 * millimetre / size_of(page, ".gk-body p", "fontSize") < 29
    assert 22 <= 225 * millimetre / size_of(page, ".gk-body p", "lineHeight") < 23


@pytest.mark.parametrize("path", ["/policies/2026/grain-targets/", "/reports/2026/disclosure-2025/"])
def test_on_paper_no_table_is_cut_off_or_set_upright(reader: BrowserContext, address: str, path: str) -> None:
    """It fits between the margins, and its names stand in words, not character under character."""
    page = reader.new_page()
    page.set_viewport_size({"width": 589, "height": 850})
    page.emulate_media(media="print")
    page.goto(address + path)
    tables = page.locator(".gk-table table")
    assert tables.count()
    for number in range(tables.count()):
        table = tables.nth(number)
        assert table.evaluate("(node) => node.offsetWidth") <= 589
        least = table.evaluate("(node) => Math.min(...[...node.rows[0].cells].map((cell) => cell.clientWidth))")
        assert least >= 2 * size_of(page, ".gk-table td", "fontSize")


def test_pictures_are_dimmed_in_the_dark_and_nowhere_else(browser: Browser, address: str) -> None:
    """Neither by day, nor in high contrast, nor on paper."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address + "/interpretations/2026/elevator-retrofit/")
    shown = "getComputedStyle(document.querySelector('.gk-body img')).filter"
    assert page.evaluate(shown) == "brightness(0.84)"
    page.emulate_media(media="print")
    assert page.evaluate(shown) == "none"
    page.emulate_media(media="screen")
    page.get_by_role("button", name="高对比度").click()
    assert page.evaluate(shown) == "none"
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_title_is_heard_as_it_is_written(browser: Browser, address: str, width: int) -> None:
    """What keeps its phrases together puts no gap into the words."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + "/policies/2025/elderly-subsidy/")
    protocol = context.new_cdp_session(page)
    nodes = protocol.send("Accessibility.getFullAXTree")["nodes"]
    headings = [node["name"]["value"] for node in nodes if node["role"]["value"] == "heading"]
    assert "示例省民政厅 示例省财政厅关于印发《示例省困难老年人养老服务补贴办法》的通知" in headings
    context.close()
