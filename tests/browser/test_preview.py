"""`inv serve` with a real Chromium: what is saved shows by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.preview import PAGE, Preview, append, replace

GOOD, BAD = "---\n名称:", "---\n发文机构: 甲\n名称:"
WAIT = 90_000
"""Milliseconds a slow machine may take; `inv bench.serve` measures."""
BUILT = re.compile("个警告|没有问题")
STATUS, FINDING = "gongkai-preview [role=status]", "gongkai-preview .finding"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A preview of a copy of the demo portal."""
    with Preview(tmp_path) as running:
        yield running.built()


@pytest.fixture
def page(page: Page) -> Page:
    """A tab that waits long enough."""
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    return page


def opened(page: Page, preview: Preview, path: str = PAGE) -> None:
    """Open a page of the preview and wait until it has been told of the latest build."""
    page.goto(preview.address + path)
    expect(page.locator(STATUS)).to_have_text(BUILT)
    page.evaluate("window.untouched = true")


def test_a_save_shows_in_the_open_page(page: Page, preview: Preview) -> None:
    """The reader stays where he was in it."""
    opened(page, preview)
    page.evaluate("scrollTo(0, 700)")
    append(preview.policy, "各开发区参照执行。")
    expect(page.locator(".gk-body")).to_contain_text("各开发区")
    page.wait_for_function("() => scrollY === 700")


def test_saves_in_quick_succession_arrive_to_the_last(page: Page, preview: Preview) -> None:
    """Also those that fall into a build."""
    opened(page, preview)
    for number in range(12):
        append(preview.policy, f"第{number}句。")
        page.wait_for_timeout(40)
    expect(page.locator(".gk-body")).to_contain_text("第11句。")


def test_an_atomic_rename_shows_too(page: Page, preview: Preview) -> None:
    """As many editors save."""
    opened(page, preview)
    aside = preview.policy.with_suffix(".part")
    aside.write_text(preview.policy.read_text("utf-8") + "\n各开发区参照执行。\n", "utf-8")
    aside.replace(preview.policy)
    expect(page.locator(".gk-body")).to_contain_text("各开发区")


def test_a_new_document_shows_in_an_open_list_and_opens(page: Page, preview: Preview) -> None:
    """Marked as a draft; its own address opens by itself once it is there."""
    opened(page, preview, "policies/2026/new/")
    draft = "---\n名称: 关于一件新事的通知\n状态: 草稿\n---\n\n正文。\n"
    (preview.content / "policies/2026/new.md").write_text(draft, "utf-8")
    expect(page.locator("main")).to_contain_text("预览：这份文件尚未公开。")
    page.goto(f"{preview.address}policies/")
    expect(page.locator("main li", has_text="关于一件新事的通知")).to_be_visible()


def test_a_finding_appears_and_goes_when_mended(page: Page, preview: Preview) -> None:
    """The page stays as it was all the while, and is not even loaded again."""
    opened(page, preview)
    replace(preview.policy, GOOD, BAD)
    first = page.locator(FINDING).first
    for text in ("本页", "错误", "DIS006", "发文机构", "提示：", "content/policies/2026/open-government-2026.md:2:1"):
        expect(first).to_contain_text(text)
    expect(page.locator(STATUS)).to_contain_text("1 个错误")
    replace(preview.policy, BAD, GOOD)
    expect(page.locator(STATUS)).not_to_contain_text("1 个错误")
    expect(page.locator(FINDING, has_text="DIS006")).to_have_count(0)
    assert page.evaluate("window.untouched")


def test_a_style_arrives_without_a_reload(page: Page, preview: Preview) -> None:
    """And what was there goes."""
    opened(page, preview)
    style = preview.folder / "theme/static/css/base.css"
    style.write_text(style.read_text("utf-8") + ".gk-main { outline: 7px solid teal }\n", "utf-8")
    expect(page.locator(".gk-main")).to_have_css("outline-width", "7px")
    expect(page.locator("head link[rel=stylesheet]")).to_have_count(1)
    assert page.evaluate("window.untouched")


def test_every_open_page_is_told(browser: Browser, page: Page, preview: Preview) -> None:
    """Two tabs on two pages: the one that changed is loaded again, both know of the finding."""
    opened(page, preview)
    other = browser.new_page()
    opened(other, preview, "about/")
    append(preview.policy, "各开发区参照执行。")
    expect(page.locator(".gk-body")).to_contain_text("各开发区")
    replace(preview.policy, GOOD, BAD)
    for tab in (page, other):
        expect(tab.locator(STATUS)).to_contain_text("1 个错误")
    assert other.evaluate("window.untouched")
    expect(other.locator(FINDING, has_text="本页")).to_have_count(0)
    other.close()


def test_the_panel_closes_and_opens_by_keyboard_and_stays_so(page: Page, preview: Preview) -> None:
    """Also over a reload."""
    opened(page, preview)
    replace(preview.policy, GOOD, BAD)
    finding, toggle = page.locator(FINDING).first, page.locator("gongkai-preview button")
    expect(finding).to_be_visible()
    page.locator("gongkai-preview .findings").focus()
    page.keyboard.press("Escape")
    expect(finding).to_be_hidden()
    expect(toggle).to_be_focused()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    page.reload()
    expect(page.locator(STATUS)).to_contain_text("1 个错误")
    expect(finding).to_be_hidden()
    toggle.focus()
    page.keyboard.press("Enter")
    expect(finding).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_is_accessible_quiet_and_narrow(page: Page, preview: Preview, scheme: str) -> None:
    """Axe finds nothing, no policy is broken, nothing runs over the edge of a small phone."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 800})
    opened(page, preview)
    replace(preview.policy, GOOD, BAD)
    expect(page.locator(FINDING).first).to_be_visible()
    assert [text for text in said if "404" not in text] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_preview_that_begins_with_an_error_shows_it(page: Page, tmp_path: Path) -> None:
    """There is no page yet; the first one opens by itself when the error is mended."""
    preview = Preview(tmp_path)
    replace(preview.policy, GOOD, BAD)
    with preview:
        page.goto(preview.address + PAGE)
        expect(page.locator(FINDING).first).to_contain_text("DIS006")
        expect(page.locator("h1")).to_have_text("预览还没有页面")
        replace(preview.policy, BAD, GOOD)
        expect(page.locator("h1")).to_contain_text("政务公开工作要点")


def test_settings_begin_the_preview_anew(page: Page, preview: Preview) -> None:
    """Open pages find it again; broken settings are told in the page."""
    opened(page, preview)
    settings = preview.folder / "pelicanconf.py"
    replace(settings, 'name="示例省人民政府门户网站"', 'name="示例省门户"')
    expect(page).to_have_title(re.compile("- 示例省门户$"))
    settings.write_text(settings.read_text("utf-8") + "x = (\n", "utf-8")
    expect(page.locator(STATUS)).to_contain_text("pelicanconf.py 读不下去")


def test_a_preview_that_ended_is_said(page: Page, preview: Preview) -> None:
    """The page stays readable."""
    opened(page, preview)
    assert preview.stop().endswith("预览已结束。\n")
    expect(page.locator(STATUS)).to_contain_text("失去联系")
