"""A text on paper: what the page's HTML becomes where no link can be followed and the standard says where things stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

from plugins.catalog.catalog import Catalog
from plugins.catalog.manifest import Asset
from plugins.catalog.record import Record
from plugins.editions.titles import title_lines
from plugins.engine.page import Late, Rooms, StoredFile, StoredText

TAG = re.compile(r"<[^>]*>")
ANCHOR = re.compile(r"</?a\b[^>]*>")
FRAME = re.compile(r'<div class="gk-table"[^>]*>(<table>.*?</table>)</div>', re.DOTALL)
FRAME_NAME = re.compile(r' aria-label="(表格\d+)"')
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd]")
IDENTITY = re.compile(r' id="(s\d+)"')
SIGNATURE = re.compile(r'(?:<p class="gk-signature">[^<]*</p>\s*)+')
ENCLOSED = re.compile(r"<p>(附件?：)(?=[^<\n])(?:(\d{1,2}[.．])[ 　]*)?(.*?)</p>((?:\s*<p>\d{1,2}[.．].*?</p>)*)", re.DOTALL)
"""附件：甲, or 附件：1. 甲 with 2. 乙 below it, each a paragraph."""
ENCLOSED_LIST = re.compile(r"<p>(附件?：)</p>\s*<ol>(.*?)</ol>", re.DOTALL)
ARTICLE = re.compile(r"<p>(第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)(?=[\s　])")
OWN_TITLE = re.compile(r'<h(2) class="gk-level-none">(.*?)</h\1>', re.DOTALL)
HEADING = re.compile(r"<h([2-6])(.*?)</h\1>", re.DOTALL)
NUMBERED = re.compile(r"<p>(\d{1,2}[.．])\s*")
LINE = 19.0
"""Characters of a title in a line: at 22 pt the type area holds 20."""
NARROW, NARROWEST = 6, 9
"""A table of so many columns is set in smaller type, so that it stays within the type area."""


@dataclass(frozen=True, slots=True)
class PaperText(Late):
    """The text of a document as it is printed. `below` moves its headings down by so many levels, up where it is negative."""

    text: StoredText
    below: int = 0

    def load(self, rooms: Rooms) -> Markup:
        """HTML that a stylesheet for paper sets."""
        return Markup(on_paper(str(self.text.load(rooms)), self.below))


@dataclass(frozen=True, slots=True)
class PaperTitle(Late):
    """A title in lines; the text below it tells its words."""

    title: str
    path: str
    digest: str
    width: float
    """Characters that a line holds."""

    def load(self, rooms: Rooms) -> tuple[str, ...]:
        """The lines."""
        return title_lines(self.title, self.width, TAG.sub("", rooms.text(self.path)))


def printed_text(record: Record, catalog: Catalog) -> StoredText:
    """The stored text with the pictures it shows and no links: what another document is called now is not its matter."""
    entry = catalog.entry(record)
    pictures = tuple((path, f"/{asset.path}") for path, asset in _pictures(record, catalog))
    return StoredText(record.path, entry.digest, pictures)


def printed_pictures(records: Sequence[Record], catalog: Catalog) -> tuple[tuple[str, StoredFile], ...]:
    """The pictures of several texts, by site path."""
    found = {f"/{asset.path}": StoredFile(path, asset.digest) for record in records for path, asset in _pictures(record, catalog)}
    return tuple(sorted(found.items()))


def on_paper(html: str, below: int = 0) -> str:
    """Safe HTML of a page as HTML of a printed text; its words stay the same."""
    html = IDENTITY.sub("", ANCHOR.sub("", html))
    html = FRAME.sub(_table, html)
    html = OWN_TITLE.sub(lambda match: _own_title(match, html), html)
    html = SIGNATURE.sub(lambda match: f'<div class="signature"><div class="signature-lines">{match[0]}</div></div>', html)
    html = ENCLOSED_LIST.sub(r'<div class="enclosures"><p class="enclosures-label">\1</p><ol>\2</ol></div>', html)
    html = ENCLOSED.sub(_enclosed, html)
    html = ARTICLE.sub(r'<p><span class="article">\1</span>', html)
    return _lowered(html, below)


def reading_text(html: str, below: int, anchor: str) -> str:
    """Safe HTML of a page as part of a page of many texts: its headings lower, anchors and names of tables its own."""
    html = FRAME_NAME.sub(rf' aria-label="第{anchor.lstrip("d")}件文件的\1"', IDENTITY.sub(rf' id="{anchor}-\1"', html))
    return _lowered(html, below)


def _lowered(html: str, below: int) -> str:
    """Headings so many levels down, up where it is negative; none skips a level (ISO 14289-1, 7.4.2)."""
    last = 1 + below

    def put(match: re.Match[str]) -> str:
        nonlocal last
        last = max(1, min(6, int(match[1]) + below, last + 1))
        return f"<h{last}{match[2]}</h{last}>"

    return HEADING.sub(put, html)


def _own_title(match: re.Match[str], html: str) -> str:
    """The title of a text within the text, 办法 or 要点 that a notice brings, in lines."""
    title = " ".join(unescape(TAG.sub("", match[2])).split())
    lines = (f'<span class="title-line">{escape(line)}</span>' for line in title_lines(title, LINE, TAG.sub("", html)))
    return f'<h2 class="own-title" data-label="{escape(title)}">{"".join(lines)}</h2>'


def _enclosed(match: re.Match[str]) -> str:
    label, number, name, others = match.groups()
    if not number:
        return f'<p class="enclosure"><span class="enclosures-label">{label}</span>{name}</p>'
    first = f'<p class="enclosure enclosure-first"><span>{label}</span>{number} {name}</p>'
    return first + NUMBERED.sub(r'<p class="enclosure enclosure-numbered">\1 ', others)


def _table(match: re.Match[str]) -> str:
    """A frame that scrolls is of no use on paper; the more columns, the smaller the type."""
    row = ROW.search(match[1])
    columns = len(CELL.findall(row[1])) if row else 0
    size = "narrowest" if columns >= NARROWEST else "narrow" if columns >= NARROW else "wide"
    return match[1].replace("<table>", f'<table class="{size}">', 1)


def _pictures(record: Record, catalog: Catalog) -> list[tuple[str, Asset]]:
    shown = sorted(set(catalog.entry(record).pictures))
    return [(path, catalog.assets[path]) for path in shown if path in catalog.assets]
