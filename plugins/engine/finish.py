"""The last touch to a text: headings get anchors and their official level, addressee and signature their places, tables
a frame to scroll in; document numbers stay whole.

It works on what the sanitiser wrote, where `<` and `>` stand only for tags (attribute values have them escaped).
"""

from __future__ import annotations

import re
from html import unescape

from plugins.catalog.entry import Heading
from plugins.catalog.numbers_in_text import REACH, numbers_in

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
NUMBER = re.compile(r"〔(?:19|20)\d{2}〕\d{1,5}号|令第\d{1,5}号")
"""What of a number is sought: it begins with letters that few texts have, the organ's word is read from there."""
LONGEST_WORD = 7
"""Letters of an organ's word that are kept with the rest of the number: a small phone can hold that."""


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
    parts, end, seen, tag, words = list[str](), 0, 0, -1, 0
    for match in NUMBER.finditer(html):
        tag = max(tag, html.rfind("<", seen, match.start()))
        words = max(words, html.rfind(">", seen, match.start()) + 1)
        seen = match.end()
        if tag < words:
            start = _beginning(html, max(words, end - 1, match.start() - REACH), match)
            parts += [html[end:start], f'<span class="gk-number">{html[start : match.end()]}</span>']
            end = seen
    return "".join((*parts, html[end:]))


def _beginning(html: str, low: int, match: re.Match[str]) -> int:
    """Where a number begins: at the organ's word, unless that is long, and not at the name of an organ that issues orders."""
    begins, ends = match.span()
    if html[begins] == "〔" and begins > low and html[begins - 1] not in "令告":
        spans = [low + span.start for span in numbers_in(html[low:ends]) if low + span.end == ends]
        if spans and begins - spans[-1] <= LONGEST_WORD:
            return spans[-1]
    return begins


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
