"""The picture of a document's neighbourhood: what it points to above it, what points to it below, an arrow for each.

It tells relations by words on the lines, kinds by the shapes of the boxes and directions by arrowheads, so that it needs no
colour; it is drawn once, when the page is made, in one column that a phone can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice

from plugins.frame.relations import Mention, Related
from plugins.frame.views import Tied

MOST = 12
"""Boxes beside the document itself."""
SIDE = MOST // 2
"""Boxes in one direction where the other has as many."""
WIDTH, ROW, BOX = 320, 48, 40
"""The width of the picture, a row with its gap, a box; in its own units, about a pixel of a phone each."""
LETTERS = 15
"""Chinese characters of 14 units that a box holds."""
OWN_LETTERS = 21
END = 4
"""Letters at the end of a title that are never cut."""
NARROW = 0x2000
"""Letters above are as wide as they are high."""
MORE = 20
"""The height of the words that there is more."""
_WRAPPING = re.compile(r"^.*?关于(?:印发|公布|转发|批转)?|的(?:通知|公告|通告)$|[《》〈〉]")


@dataclass(frozen=True, slots=True)
class Node:
    """A box and the line that leads to it: `y` is its top; `above` where the document points to it."""

    y: int
    verb: str
    line: str
    """What is drawn: `cites`, `repeals`, …"""
    shape: str
    """`policy`, `other` or `elsewhere`."""
    title: str
    number: str
    above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The neighbourhood of one document; `own_y` is the top of its own box."""

    title: str
    description: str
    """Everything the picture shows, in words."""
    nodes: tuple[Node, ...]
    own_y: int
    height: int
    more_above: bool = False
    more_below: bool = False


def picture(title: str, groups: Sequence[Related]) -> Picture | None:
    """The picture of a document with these relations; None where it has none."""
    forth, back = (list(islice(_ends(groups, above), MOST + 1)) for above in (True, False))
    above = forth[: MOST - min(len(back), SIDE)]
    below = back[: MOST - len(above)]
    if not above and not below:
        return None
    more_above, more_below = (_is_more(groups, way, len(shown)) for way, shown in ((True, above), (False, below)))
    top = MORE * more_above
    own_y = top + ROW * len(above)
    bottom = own_y + ROW
    nodes = (
        *(_node(end, top + ROW * at, above=True) for at, end in enumerate(above)),
        *(_node(end, bottom + ROW * at, above=False) for at, end in enumerate(below)),
    )
    return Picture(
        title=_cut(_short(title), OWN_LETTERS),
        description="；".join(_said(groups, nodes)),
        nodes=nodes,
        own_y=own_y,
        height=bottom + ROW * len(below) - (ROW - BOX) + MORE * more_below,
        more_above=more_above,
        more_below=more_below,
    )


End = tuple[Related, Tied | Mention]
"""A document with the group it is in."""


def _ends(groups: Sequence[Related], above: bool) -> Iterator[End]:
    """The documents in one direction, those of the portal first."""
    some = [group for group in groups if group.forth is above]
    return chain(
        ((group, item) for group in some for item in group.entries),
        ((group, mention) for group in some for mention in group.elsewhere),
    )


def _is_more(groups: Sequence[Related], above: bool, shown: int) -> bool:
    return any(group.more for group in groups if group.forth is above) or sum(1 for _ in _ends(groups, above)) > shown


def _node(end: End, y: int, above: bool) -> Node:
    group, document = end
    shape = "elsewhere" if isinstance(document, Mention) else "policy" if document.document_number else "other"
    title = _cut(_short(document.title), LETTERS)
    return Node(y, group.verb, group.name, shape, title, _cut(document.document_number, LETTERS + 3), above)


def _said(groups: Sequence[Related], nodes: Sequence[Node]) -> Iterator[str]:
    """Group by group, the documents that are drawn."""
    for group in groups:
        drawn = [node for node in nodes if node.line == group.name and node.above is group.forth]
        if drawn:
            yield f"{group.label}：{'、'.join(node.title or node.number for node in drawn)}"


def _short(title: str) -> str:
    """What a title is about, without the organ and the words that only wrap it."""
    return _WRAPPING.sub("", title) or title


def _cut(text: str, letters: int) -> str:
    """At most so many Chinese characters wide, cut before its end: how a title ends tells 暂行办法 from 办法."""
    if _width(text) <= letters:
        return text
    end, room = text[-END:], letters - 1 - _width(text[-END:])
    widths = accumulate(map(_width, text))
    return f"{text[: sum(width <= room for width in widths)]}…{end}"


def _width(text: str) -> float:
    """In Chinese characters; a figure is about half as wide as one."""
    return sum(1 if ord(letter) > NARROW else 0.58 for letter in text)
