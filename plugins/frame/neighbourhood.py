"""The picture of a document's neighbourhood: what it points to above it, what points to it below, an arrow for each.

It tells relations by words on the lines, kinds by the shapes of the boxes and directions by arrowheads, so that it needs no
colour; it is drawn once, when the page is made, in one column that a phone can hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.frame.lettering import lines_of, titles_apart, width
from plugins.frame.relations import CITES, Mention, Related
from plugins.frame.views import Tied

MOST = 12
"""Boxes beside the document itself."""
LETTERS, OWN_LETTERS = 16, 20
"""Chinese characters in a line of a box, and of the document's own."""
SMALL_LETTERS = 17
"""Of the smaller ones that numbers are written in; the words that there is more have the same room."""
OVER_LETTERS = 4
"""What 已废止 takes of them."""
PADDING, LINE, SMALL_LINE, GAP = 18, 18, 16, 8
"""Heights within a box and between two; in the picture's own units, about a pixel of a phone each, as the template has them."""
WEIGHTS = {
    name: weight
    for weight, name in enumerate(
        ("repeals", "amends", "implements", "consulted_in", "progress", "interprets", "responds_to", "contents", CITES)
    )
}
"""Relations in the order in which they matter to a reader."""
UNITS = {("interprets", False): "篇", ("responds_to", False): "篇", ("contents", False): "处"}
"""What a relation is counted in, by its name and direction; documents are 件."""
_WRAPPING = re.compile(
    r"(?:^[^《》〈〉：，！？“”]+?关于|(?<=《)[^《》〈〉：，！？“”]+?关于|^关于(?=印发|公布|转发|批转))(?:印发|公布|转发|批转)?(?=.)"
    r"|的(?:通知|公告|通告)$"
)
_QUOTED = re.compile(r"《([^《》]*)》")


@dataclass(frozen=True, slots=True)
class Node:
    """A box and the line that leads to it: `y` is its top; `above` where the document points to it."""

    y: int
    height: int
    verb: str
    line: str
    """What is drawn: `cites`, `repeals`, …"""
    shape: str
    """`policy`, `other` or `elsewhere`."""
    title: tuple[str, ...]
    """Line by line."""
    number: str
    over: str
    """In a word why it no longer counts, if so."""
    above: bool

    @property
    def middle(self) -> int:
        """Where its line ends."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Said:
    """A relation in words: its documents with whole titles, and how many there are beside them."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The neighbourhood of one document; `own_y` is the top of its own box."""

    title: tuple[str, ...]
    words: tuple[Said, ...]
    """Everything the picture shows, in its order, with nothing cut."""
    nodes: tuple[Node, ...]
    own_y: int
    own_height: int
    height: int
    more_above: tuple[str, ...] = ()
    """Lines that say what is not drawn."""
    more_below: tuple[str, ...] = ()


End = Tied | Mention
"""What a line leads to."""


@dataclass(frozen=True, slots=True)
class _Share:
    """What is drawn of a group."""

    group: Related
    drawn: tuple[End, ...]
    left: int
    """How many are not drawn, of those that are known."""

    @property
    def rest(self) -> str:
        """How many are not drawn, in words; empty where all are."""
        unit = UNITS.get((self.group.name, self.group.forth), "件")
        return f"若干{unit}" if self.group.more else f"{self.left}{unit}" if self.left else ""


def picture(title: str, groups: Sequence[Related]) -> Picture | None:
    """The picture of a document with these relations; None where it has none."""
    shares = _shares(groups)
    above, below = (tuple(share for share in shares if share.group.forth is forth) for forth in (True, False))
    ends = [(share.group, end) for share in (*above, *below) for end in share.drawn]
    if not ends:
        return None
    boxes = list(zip(ends, titles_apart([_short(end.title) for _, end in ends], LETTERS), strict=True))
    more_above, more_below = (tuple(_more(side)) for side in (above, below))
    own = lines_of(_short(title), OWN_LETTERS)
    own_height = PADDING + LINE * len(own)
    ahead = sum(len(share.drawn) for share in above)
    over = tuple(_column(boxes[:ahead], _room(more_above)))
    own_y = _room(more_above) + sum(node.height + GAP for node in over)
    under = tuple(_column(boxes[ahead:], own_y + own_height + GAP))
    return Picture(
        title=own,
        words=tuple(_said(share) for share in (*above, *below)),
        nodes=(*over, *under),
        own_y=own_y,
        own_height=own_height,
        height=own_y + own_height + sum(GAP + node.height for node in under) + _room(more_below),
        more_above=more_above,
        more_below=more_below,
    )


def _shares(groups: Sequence[Related]) -> list[_Share]:
    """The groups, the weightiest first: every one has a box before one has a second."""
    ranked = sorted(groups, key=lambda group: WEIGHTS[group.name])
    ends: list[tuple[End, ...]] = [(*group.entries, *group.elsewhere) for group in ranked]
    turns = sorted((turn, at) for at, found in enumerate(ends) for turn in range(min(len(found), MOST)))
    drawn = Counter(at for _, at in turns[:MOST])
    return [
        _Share(group, found[: drawn[at]], len(found) - drawn[at])
        for at, (group, found) in enumerate(zip(ranked, ends, strict=True))
    ]


def _column(boxes: Sequence[tuple[tuple[Related, End], tuple[str, ...]]], y: int) -> Iterator[Node]:
    """Box below box."""
    for (group, end), lines in boxes:
        over = _over(end)
        number = lines_of(end.document_number, SMALL_LETTERS - (OVER_LETTERS if over else 0), 1)[0]
        height = PADDING + LINE * len(lines) + (SMALL_LINE if number or over else 0)
        shape = "elsewhere" if isinstance(end, Mention) else "policy" if number else "other"
        yield Node(y, height, group.verb, group.name, shape, lines, number, over, group.forth)
        y += height + GAP


def _over(end: End) -> str:
    return "" if isinstance(end, Mention) or not end.badge or not end.badge.over else end.badge.words


def _room(words: Sequence[str]) -> int:
    """The height of the words that there is more."""
    return SMALL_LINE * len(words) + GAP if words else 0


def _more(shares: Sequence[_Share]) -> Iterator[str]:
    """还有解读28篇、回应3篇, line by line."""
    line = "还有"
    items = [f"{share.group.verb}{share.rest}" for share in shares if share.rest]
    for place, item in enumerate(items, 1):
        item += "、" if place < len(items) else ""
        if width(line + item) > SMALL_LETTERS:
            yield line
            line = ""
        line += item
    if items:
        yield line


def _said(share: _Share) -> Said:
    """A relation in words."""
    rest = (f"另有{share.rest}",) if share.rest else ()
    return Said(share.group.label, (*map(_named, share.drawn), *rest))


def _named(end: End) -> str:
    """The whole title, with its number, and why it no longer counts or leads nowhere."""
    beside = "，".join(filter(None, (end.document_number, _over(end), "本站没有" if isinstance(end, Mention) else "")))
    return f"{end.title}（{beside}）" if beside else end.title


def _short(title: str) -> str:
    """What a title is about, without the organ and the words that only wrap it."""
    plain = _WRAPPING.sub("", title) or title
    quoted = _QUOTED.fullmatch(plain)
    return quoted[1] if quoted else plain
