"""Texts far from their site."""

from __future__ import annotations

import pytest

from plugins.feeds.standalone import standalone

PAGE = "https://www.shili.example/policies/2026/a/"


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("/policies/2026/b/", "https://www.shili.example/policies/2026/b/"),
        ("/policies/2026/b/#s1", "https://www.shili.example/policies/2026/b/#s1"),
        ("#s2", f"{PAGE}#s2"),
        ("?a=1&amp;b=2", f"{PAGE}?a=1&amp;b=2"),
        ("//other.example/x", "https://other.example/x"),
        ("https://other.example/a?x=1&amp;y=%20", "https://other.example/a?x=1&amp;y=%20"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:010-12345678", "tel:010-12345678"),
    ],
)
def test_every_link_is_whole(written: str, whole: str) -> None:
    """A reader knows no base address."""
    assert standalone(f'<p><a href="{written}">x</a></p>', PAGE) == f'<p><a href="{whole}">x</a></p>'


def test_pictures_are_whole_too() -> None:
    """And keep their words."""
    assert standalone('<img src="/media/a.png" alt="图">', PAGE) == '<img src="https://www.shili.example/media/a.png" alt="图">'


def test_a_number_that_leads_nowhere_is_text() -> None:
    """What it says stays."""
    assert standalone('<p>按照<data value="国发〔2015〕1号">国发【2015】1号</data></p>', PAGE) == "<p>按照国发【2015】1号</p>"


def test_what_a_text_says_of_links_stays_as_it_is() -> None:
    """Only tags have links; a quoted address is text."""
    text = '<p>写作 href="/a" 或 src="/b"</p><code>&lt;a href="/c"&gt; class="d"</code>'
    assert standalone(text, PAGE) == text


def test_what_only_our_pages_understand_is_left_out() -> None:
    """Classes, anchors and scrolling frames."""
    ours = '<h2 id="s1" class="gk-level-one">一</h2><div class="gk-table" role="region" aria-label="表格1" tabindex="0"><table>'
    assert standalone(ours, PAGE) == "<h2>一</h2><div><table>"
