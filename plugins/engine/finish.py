"""The last touch to a text: headings get anchors and their official level, addressee and signature their places, tables
a frame to scroll in; document numbers stay whole.

It works on what the sanitiser wrote, where `<` and `>` stand only for tags (attribute values have them escaped).
"""

from __future__ import annotations

import re
from html import unescape

from plugins.catalog.catalog import Heading
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

    pieces = TAG.split(ADDRESSEE.sub('<p class="gk-addressee">', SIGNATURE.sub(_signed, HEADING.sub(anchored, html))))
    return "".join(_framed(_whole_numbers(pieces))), tuple(outline)


def _level(text: str) -> str:
    return next((level for begins, level in LEVELS if begins.match(text)), "none")


def _signed(match: re.Match[str]) -> str:
    return match[0].replace("<p>", '<p class="gk-signature">')


def _whole_numbers(pieces: list[str]) -> list[str]:
    """Text and tags in turn: a number in the text never breaks over two lines."""
    return [NUMBER.sub(r'<span class="gk-number">\g<0></span>', text) if not at % 2 else text for at, text in enumerate(pieces)]


def _framed(pieces: list[str]) -> list[str]:
    """A wide table scrolls in a frame of its own, by keyboard too; each frame has a name of its own."""
    tables = 0
    for at, piece in enumerate(pieces):
        if piece == "<table>":
            tables += 1
            pieces[at] = f'<div class="gk-table" role="region" aria-label="表格{tables}" tabindex="0"><table>'
        elif piece == "</table>":
            pieces[at] = "</table></div>"
    return pieces
