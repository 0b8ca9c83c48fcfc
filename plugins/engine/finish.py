"""The last touch to a text: headings get anchors and their official level, addressee and signature their places, tables
a frame to scroll in; document numbers stay whole.

It works on what the sanitiser wrote, where `<` and `>` stand only for tags (attribute values have them escaped).
"""

from __future__ import annotations

import re
from html import unescape

from plugins.catalog.entry import Heading
from plugins.catalog.numbers import HAN

TAG = re.compile(r"(<[^>]*>)")
HEADING = re.compile(r"<h([2-6])>(.*?)</h\1>", re.DOTALL)
LEVELS = (
    (re.compile("第[一二三四五六七八九十百]+[编章节]"), "chapter"),
    (re.compile("[一二三四五六七八九十百]+、"), "one"),
    (re.compile("（[一二三四五六七八九十百]+）"), "two"),
    (re.compile(r"\d+[.．]"), "three"),
)
"""How a heading begins, and the official level it then has (GB/T 9704—2012 7.3.3)."""
DATE = re.compile(r"<p>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日</p>")
"""What a signature ends with: sought first, for few texts have one and looking for the names costs much."""
SIGNATURE = re.compile(
    r"(?:<p>(?![^<>]*(?:任命|免去|为))[^<>。；：，]{2,40}</p>\n){0,20}<p>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日</p>"
    r"(?=\s*(?:\Z|<h|<p>（|<p>附))"
)
"""The names of the issuing organs and the date, each a paragraph of its own, at the end of a text or of its covering notice."""
ADDRESSEE = re.compile(r"\A<p>(?=[^<>]*：</p>)")
"""主送机关: a first paragraph that ends in a colon."""
NUMBER = re.compile(rf"[{HAN}]{{0,3}}〔(?:19|20)\d{{2}}〕\d{{1,5}}号|令第\d{{1,5}}号")


def finish(html: str) -> tuple[str, tuple[Heading, ...]]:
    """The text as pages show it, and its headings in order."""
    outline: list[Heading] = []

    def anchored(match: re.Match[str]) -> str:
        heading = Heading(int(match[1]), unescape(TAG.sub("", match[2])).strip(), f"s{len(outline) + 1}")
        outline.append(heading)
        return f'<h{match[1]} id="{heading.anchor}" class="gk-level-{_level(heading.text)}">{match[2]}</h{match[1]}>'

    html = HEADING.sub(anchored, html)
    if DATE.search(html):
        html = SIGNATURE.sub(_signed, html)
    return _framed(_whole_numbers(ADDRESSEE.sub('<p class="gk-addressee">', html, count=1))), tuple(outline)


def _level(text: str) -> str:
    return next((level for begins, level in LEVELS if begins.match(text)), "none")


def _signed(match: re.Match[str]) -> str:
    return match[0].replace("<p>", '<p class="gk-signature">')


def _whole_numbers(html: str) -> str:
    """A number in the text never breaks over two lines; one within a tag is left alone."""

    def whole(match: re.Match[str]) -> str:
        within = html.rfind("<", 0, match.start()) > html.rfind(">", 0, match.start())
        return match[0] if within else f'<span class="gk-number">{match[0]}</span>'

    return NUMBER.sub(whole, html)


def _framed(html: str) -> str:
    """A wide table scrolls in a frame of its own, by keyboard too; each frame has a name of its own."""
    if "<table>" not in html:
        return html
    first, *others = html.split("<table>")
    frames = (
        f'<div class="gk-table" role="region" aria-label="表格{number}" tabindex="0"><table>{text}'
        for number, text in enumerate(others, 1)
    )
    return "".join((first, *frames)).replace("</table>", "</table></div>")
