"""Bodies: official Markdown to safe HTML, and where links lead."""

from __future__ import annotations

import re

import pytest

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
