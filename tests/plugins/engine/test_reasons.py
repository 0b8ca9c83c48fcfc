"""Reasons: a page that is made says which of its inputs changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from plugins.catalog.catalog import Catalog
from plugins.catalog.editions import Edition, Editions
from plugins.catalog.values import moment
from plugins.engine.page import Page, pages_of
from plugins.engine.reader import read
from plugins.engine.reasons import INPUTS, RECIPE, reason
from plugins.engine.scan import scan, walk
from plugins.engine.store import Made
from plugins.engine.theme import Theme
from plugins.gallery import pages as gallery_pages
from tests.conftest import AS_OF, ROOT
from tests.plugins.engine.test_press import PAGES, listen

CODE = "c" * RECIPE
PAGE = Page("a/index.html", "document.html", {"title": "甲", "body": "乙", "head": "丙", "更多的": 1}, "a.md")


def told(before: Page, now: Page, code: str = CODE, amiss: bool = False) -> str:
    """Why a page is made that was another."""
    was, wanted = (f"{one}-{page.fingerprint(one)}" for one, page in ((CODE, before), (code, now)))
    return reason(now, wanted, Made(now.path, was, "", 0, 0), amiss)


def test_each_input_that_changed_is_named() -> None:
    """By its word, what readers see first; an input that has none by its name."""
    assert told(PAGE, replace(PAGE, inputs={**PAGE.inputs, "body": "丁"})) == "正文变了"
    assert told(PAGE, replace(PAGE, inputs={"title": "戊", "body": "乙", "head": "己", "更多的": 2})) == "标题、页头、更多的变了"
    assert told(PAGE, PAGE) == ""


@pytest.mark.parametrize("value", ["", None, 0, (), '", "\\u0000", "', ("\\u0000",), ("甲", "乙"), "1" * 5000])
def test_whatever_an_input_holds_it_alone_is_named(value: object) -> None:
    """Also text that looks like what stands between inputs."""
    assert told(PAGE, replace(PAGE, inputs={**PAGE.inputs, "title": value})) == "标题变了"


def test_a_page_of_another_kind_is_not_compared() -> None:
    """Its inputs are others."""
    assert told(PAGE, replace(PAGE, maker="redirect.html")) == "换了一种页面"
    assert told(PAGE, replace(PAGE, inputs={"title": "甲"})) == "换了一种页面"


def test_what_is_not_an_input_is_named_too() -> None:
    """Files, code; and a page that was not there."""
    assert reason(PAGE, "", None, False) == "新页面"
    assert told(PAGE, PAGE, amiss=True) == "文件不在原处或被改动过"
    assert told(PAGE, PAGE, code="d" * RECIPE) == "主题、门户信息或程序变了"


def test_two_values_with_one_trace_still_make_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The digest decides, a trace only explains."""
    monkeypatch.setattr("plugins.engine.page.crc32", lambda _: 7)
    assert told(PAGE, replace(PAGE, inputs={**PAGE.inputs, "body": "丁"})) == "显示的内容变了"


def test_every_input_of_the_demo_portal_has_a_word() -> None:
    """And no word is left over."""
    listen()
    found = scan(walk(ROOT / "content"), {})
    entries = [entry for source in found.sources if (entry := read(ROOT / "content", source.path).entry)]
    sources = {source.path: source.digest for source in found.sources}
    as_of = moment(AS_OF)
    assert as_of
    editions = Editions(frozenset(Edition))
    catalog = Catalog(entries, as_of, found.assets, region="示例省", sources=sources, editions=editions)
    answers = chain.from_iterable(pages(catalog) for pages in (*PAGES, gallery_pages))
    names = {name for page in chain(pages_of(answers), Theme(ROOT / "theme").pages()) for name in page.parts}
    assert names == set(INPUTS)
