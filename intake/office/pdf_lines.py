"""Lines of a PDF page: what stands at one height, in reading order, with where it begins and how far it reaches."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…〇"
BESIDE_HAN = re.compile(rf"(?<=[{HAN}])[ \t]+|[ \t]+(?=[{HAN}])")
RADICALS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
"""Radicals and compatibility characters that some fonts give in place of the common ones: ⼀ for 一."""
PAGE_NUMBER = re.compile(r"[-—–－―·•\s]*\d{1,4}[-—–－―·•\s]*|第\s*\d+\s*页(?:\s*[共/，,]\s*共?\s*\d+\s*页)?|\d+\s*/\s*\d+")
GAP = 2.0
"""Ems between two pieces of one line from which on they look like cells of a table."""
EDGE_LINES = 2
"""Lines at the top and at the bottom of a page among which heads, feet and page numbers are looked for."""
RUNNING_SHARE, RUNNING_PAGES = 0.6, 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as the page draws it; places in points from the lower left."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    text: str
    page: int
    """From 1."""
    x: float
    y: float
    size: float
    width: float
    """In ems of its own size, estimated: a Chinese character is one, a letter half."""
    parted: bool = False
    """Whether gaps divide it, as cells of a table are divided."""


def lines_of(pieces: Iterable[Piece], page: int) -> Iterator[Line]:
    """The lines of a page, in the order they are drawn."""
    group: list[Piece] = []
    for piece in pieces:
        if group and (abs(piece.y - group[-1].y) > 0.5 * max(piece.size, group[-1].size) or piece.x < group[-1].x - piece.size):
            yield from _line(group, page)
            group = []
        group.append(piece)
    if group:
        yield from _line(group, page)


def without_margins(pages: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The pages without page numbers and without what is repeated at their edges; what was repeated."""
    edges = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    enough = max(RUNNING_PAGES, RUNNING_SHARE * len(pages))
    running = {key for key, count in edges.items() if count >= enough}
    told: dict[str, str] = {}
    kept = []
    for lines in pages:
        edge = set(map(id, _edges(lines)))
        rest = []
        for line in lines:
            if id(line) in edge and PAGE_NUMBER.fullmatch(line.text):
                continue
            if id(line) in edge and _key(line) in running:
                told.setdefault(_key(line), line.text)
                continue
            rest.append(line)
        kept.append(rest)
    return kept, list(told.values())


def ems(text: str) -> float:
    """How wide a text is, in ems."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def tidy(text: str) -> str:
    """Text with common characters and without the spaces that only part Chinese from figures."""
    text = RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text.replace("\u00ad", "-"))
    return BESIDE_HAN.sub("", " ".join(text.replace("\u3000", " ").split()))


def _line(group: list[Piece], page: int) -> Iterator[Line]:
    cells = [text for cell in _cells(group) if (text := tidy(cell))]
    if not cells:
        return
    first, size = group[0], Counter(round(piece.size, 1) for piece in group for _ in piece.text).most_common(1)[0][0]
    leading = len(first.text) - len(first.text.lstrip())
    text = "\u3000".join(cells)
    x = first.x + ems(first.text[:leading]) * size
    yield Line(text, page, x, first.y, size, ems(text), len(cells) > 1)


def _cells(group: list[Piece]) -> list[str]:
    """The texts of a line that wide gaps divide; all of it is one where there are none."""
    cells = [""]
    for gap, piece in zip([0.0, *_gaps(group)], group, strict=True):
        if gap > GAP:
            cells.append("")
        cells[-1] += f" {piece.text}" if gap > 0.2 else piece.text
    return cells


def _gaps(group: list[Piece]) -> Iterator[float]:
    """The ems between each two pieces that follow one another."""
    for before, piece in pairwise(group):
        size = max(before.size, 1.0)
        yield (piece.x - before.x) / size - ems(before.text.rstrip("\n"))


def _edges(lines: list[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.y)
    return by_height if len(lines) <= 2 * EDGE_LINES else by_height[:EDGE_LINES] + by_height[-EDGE_LINES:]


def _key(line: Line) -> str:
    """A line without its figures, and its height: 第 3 页 and 第 4 页 are the same head."""
    return f"{line.y:.0f} {re.sub(r'[0-9]+', '#', line.text)}"
