"""Bodies: official Markdown to safe HTML, and where links lead."""

from __future__ import annotations

import re
from hashlib import sha256

import nh3
import pytest
from bs4 import BeautifulSoup

from plugins.engine.body import make_body, settle, target_of

PATH = "policies/2026/a.md"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("b.md", "policies/2026/b.md"),
        ("../../media/2026/x.png", "media/2026/x.png"),
        ("../../../etc/passwd", None),
        ("%2e%2e/%2e%2e/%2e%2e/etc/passwd", None),
        ("..\\..\\..\\x", None),
        ("/media/2026/x.png", "media/2026/x.png"),
        ("/policies/2026/a/", "/policies/2026/a/"),
        ("{attach}../../../.git/config", "policies/.git/config"),
    ],
)
def test_a_local_link_stays_under_content(url: str, target: str | None) -> None:
    """Decoded once, resolved by us."""
    assert target_of(url, PATH) == target


def test_links_are_settled_when_addresses_are_known() -> None:
    """A target without an address loses its link and keeps its words."""
    body = make_body("[甲](b.md#x) [乙](c.md) ![图](../../media/p.png)", PATH)
    addresses = {"policies/2026/b.md": "/policies/2026/b/", "media/p.png": "/media/p.png"}
    html = settle(body.html, addresses, {"media/p.png": (800, 400)})
    assert 'href="/policies/2026/b/#x"' in html
    assert 'src="/media/p.png" width="800" height="400"' in html
    assert "gk:" not in html
    assert "<a>乙</a>" in html
    assert 'title="词"' in settle(make_body('[丙](b.md "词")', PATH).html, addresses, {})
    assert "rel=" not in html


@pytest.mark.parametrize(
    "written",
    [
        '[甲](b.md#x"onmouseover="alert(1))',
        '[甲](b.md) `x href="gk:policies/2026/b.md#<img src=//evil.example/x><meta http-equiv=refresh>"`',
        '[甲](b.md) x href="gk:policies/2026/b.md#&lt;img src=//evil.example/x&gt;" y',
        '[甲](b.md "a href=gk:policies/2026/b.md#<b>")',
    ],
)
def test_settling_a_link_opens_no_way_for_markup(written: str) -> None:
    """What the sanitiser has escaped stays escaped, and text is not taken for an attribute."""
    html = settle(make_body(written, PATH).html, {"policies/2026/b.md": "/policies/2026/b/"}, {})
    soup = BeautifulSoup(html, "html.parser")
    assert [set(tag.attrs) - {"title"} for tag in soup.find_all("a")] == [{"href"}]
    assert {tag.name for tag in soup.find_all(True)} <= {"p", "a", "code"}


def test_many_words_that_look_like_links_are_settled_quickly() -> None:
    """936 KB of them: the time a page takes grows with its text, not with its square. A hang would be killed by the caller."""
    html = make_body('x href="gk:a" ' * 72_000, PATH).html
    assert settle(html, {"a": "/a/"}, {}) == html


def test_how_a_text_is_presented_is_not_what_it_says() -> None:
    """The digest is taken before the last touch: a new version of the portal corrects no announced document."""
    safe = nh3.clean("<h2>一、总则</h2>\n<p>示政发〔2026〕1号</p>", tags={"h2", "p"})
    assert make_body("## 一、总则\n\n示政发〔2026〕1号\n", PATH).digest == sha256(safe.encode()).hexdigest()


def test_an_unseen_character_written_as_an_entity_is_named_and_gone() -> None:
    """It would turn a file name round."""
    body = make_body("[表&#x202E;fdp.docx](b.md)", PATH)
    assert body.controls == ("U+202E",)
    assert "\u202e" not in body.html
    assert body.titles == {"policies/2026/b.md": "表fdp.docx"}


def test_a_line_that_begins_like_metadata_is_text() -> None:
    """Pelican's own reader would lose it."""
    assert "Q: 怎么办" in make_body("Q: 怎么办？\n\n答：这样办。", PATH).html


def test_a_broken_line_between_chinese_characters_leaves_no_gap() -> None:
    """But a line end in code stays."""
    html = make_body("第一行，\n第二行\nabc\n\n    a\n    b\n", PATH).html
    assert "第一行，第二行\nabc" in html
    assert "a\nb" in html


def test_table_alignment_becomes_a_class() -> None:
    """Inline styles are not allowed on any page."""
    html = make_body("|a|b|\n|:-:|--:|\n|1|2|", PATH).html
    assert 'class="gk-align-center"' in html
    assert "style" not in html


def test_headings_begin_below_the_title() -> None:
    """The page has one h1: its title."""
    html = make_body("# 一\n\n## 二", PATH).html
    assert re.findall(r"<(h\d)", html) == ["h2", "h3"]
