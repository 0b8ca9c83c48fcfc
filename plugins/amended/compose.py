"""From two stored texts to what their page shows. It is worked out only when the page is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.amended.articles import Article, articles_of
from plugins.amended.differences import Change, Deed, Piece, Sort, changes
from plugins.engine.page import Late, Rooms
from plugins.frame.versions import ArticleChange, Marked

TAGS = {Deed.KEPT: "", Deed.DELETED: "del", Deed.INSERTED: "ins"}
UNNUMBERED = "段落"


@dataclass(frozen=True, slots=True)
class Compared(Late):
    """Two texts of one instrument; what the page gets is their difference."""

    old_path: str
    old_digest: str
    old_title: str
    new_path: str
    new_digest: str
    new_title: str

    def load(self, rooms: Rooms) -> tuple[ArticleChange, ...]:
        """The changes in the order of reading."""
        old = articles_of(rooms.text(self.old_path), self.old_title)
        new = articles_of(rooms.text(self.new_path), self.new_title)
        return shown(changes(old, new))


def shown(found: Sequence[Change]) -> tuple[ArticleChange, ...]:
    """Changes as rows; articles that stayed as they were are one row a run."""
    return tuple(row for key, run in groupby(found, key=_kind) for row in _rows(key, tuple(run)))


def _kind(change: Change) -> tuple[Sort, bool]:
    return change.sort, change.renumbered


def _rows(key: tuple[Sort, bool], run: tuple[Change, ...]) -> Iterator[ArticleChange]:
    sort, renumbered = key
    if sort is Sort.SAME:
        first, last = _label(run[0]), _label(run[-1])
        label = first if len(run) == 1 else f"{first}至{last}"
        yield ArticleChange(label=label, words="内容没有变动，条号顺延" if renumbered else sort.label)
        return
    for change in run:
        yield ArticleChange(label=_label(change), words=sort.label, paragraphs=tuple(map(_marked, change.paragraphs)))


def _label(change: Change) -> str:
    """第六条（原第五条）; 原第五条, where there is none now."""
    if change.new is None:
        return f"原{_mark(change.old)}"
    return f"{_mark(change.new)}（原{_mark(change.old)}）" if change.renumbered else _mark(change.new)


def _mark(article: Article | None) -> str:
    return article.mark if article and article.mark else UNNUMBERED


def _marked(pieces: Sequence[Piece]) -> tuple[Marked, ...]:
    return tuple(Marked(TAGS[piece.deed], piece.text) for piece in pieces)
