"""What changed between two texts in articles: which were added, removed, changed or only renumbered, and their characters.

Articles are brought together in their order: equal ones first, between them those that are most alike. The work is
bounded: where it would grow too much, articles are brought together by their numbers, and characters give way to clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plugins.amended.articles import Article
from plugins.catalog.terms import Term

ALIKE = 0.35
"""The least share of common pairs of characters that two texts of one article have (Dice)."""
PAIRS = 40_000
"""Pairs of articles whose likeness is worked out; beyond them the numbers decide."""
STEPS = 1_000_000
"""The product of two lengths up to which single characters are compared."""
OWN = 8
"""Characters of an article that are its own: shorter ones are the same by chance."""
ISLAND = 1
"""Characters between two changes that are too few to be read as unchanged."""
SIGN = re.compile(r"\d+(?:\.\d+)?%?|.", re.DOTALL)
"""A character, or a number as a whole: 120 that becomes 150 is another number."""
CLAUSE = re.compile(r"[^，；。、\n]*[，；。、\n]?")
STOPS = "，；。、\n"
"""A change ends with these rather than that it begins with them."""


class Sort(Term):
    """What became of an article."""

    SAME = "same", "没有变动"
    MOVED = "moved", "移到这里，内容没有变动"
    ADDED = "added", "新增"
    REMOVED = "removed", "删去"
    CHANGED = "changed", "修改"


class Deed(Term):
    """What was done to some characters."""

    KEPT = "kept", "保留"
    DELETED = "deleted", "删去"
    INSERTED = "inserted", "增加"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters to which one thing was done."""

    deed: Deed
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """An article of either text or of both, in the order of reading."""

    sort: Sort
    old: Article | None
    new: Article | None
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    """What was done to each; none of an article whose words are the same."""

    @property
    def renumbered(self) -> bool:
        """Whether it has another number now."""
        return self.old is not None and self.new is not None and self.old.mark != self.new.mark


def changes(old: Sequence[Article], new: Sequence[Article]) -> tuple[Change, ...]:
    """Every article of both texts, each once; one that was moved stands where it is now."""
    return tuple(_moved([_change(before, after) for before, after in _together(old, new)]))


def paragraphs(old: str, new: str) -> tuple[tuple[Piece, ...], ...]:
    """What was done to the paragraphs of an article, in the order of reading; those that are not alike go and come whole."""
    before, after = ([Article("", line) for line in text.split("\n") if line] for text in (old, new))
    return tuple(characters(one.text if one else "", other.text if other else "") for one, other in _together(before, after))


def characters(old: str, new: str) -> tuple[Piece, ...]:
    """What was done to the characters of a text. What is kept and deleted is the old text, kept and inserted the new one."""
    if len(old) * len(new) > STEPS:
        before, after = CLAUSE.findall(old), CLAUSE.findall(new)
    else:
        before, after = SIGN.findall(old), SIGN.findall(new)
    pieces: list[tuple[Deed, str, str]] = []
    for deed, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        was, now = "".join(before[start:end]), "".join(after[begin:stop])
        pieces.append((Deed.KEPT if deed == "equal" else Deed.DELETED, was, now))
    return tuple(_turned(list(_pieces(pieces))))


def _turned(pieces: list[Piece]) -> Iterator[Piece]:
    """。甲乙 before 。丙 is 甲乙。 behind a 。: the same texts, read more easily."""
    for at in range(1, len(pieces) - 1):
        before, one, after = pieces[at - 1 : at + 2]
        if before.deed is after.deed is Deed.KEPT and one.text[0] in STOPS and after.text[0] == one.text[0]:
            stop = one.text[0]
            pieces[at - 1] = Piece(Deed.KEPT, before.text + stop)
            pieces[at] = Piece(one.deed, one.text[1:] + stop)
            pieces[at + 1] = Piece(Deed.KEPT, after.text[1:])
    return (piece for piece in pieces if piece.text)


def _pieces(pieces: Sequence[tuple[Deed, str, str]]) -> Iterator[Piece]:
    """Changes that stand too close to each other are one."""
    was = now = ""
    for at, (deed, before, after) in enumerate(pieces):
        island = deed is Deed.KEPT and 0 < at < len(pieces) - 1 and len(before) <= ISLAND and (was or now)
        if deed is Deed.KEPT and not island:
            yield from _done(was, now)
            was = now = ""
            yield Piece(Deed.KEPT, before)
        else:
            was, now = was + before, now + after
    yield from _done(was, now)


def _done(was: str, now: str) -> Iterator[Piece]:
    if was:
        yield Piece(Deed.DELETED, was)
    if now:
        yield Piece(Deed.INSERTED, now)


def _change(old: Article | None, new: Article | None) -> Change:
    if old is None:
        return Change(Sort.ADDED, None, new, paragraphs("", new.text if new else ""))
    if new is None:
        return Change(Sort.REMOVED, old, None, paragraphs(old.text, ""))
    if old.text == new.text:
        return Change(Sort.SAME, old, new)
    return Change(Sort.CHANGED, old, new, paragraphs(old.text, new.text))


def _moved(found: Sequence[Change]) -> Iterator[Change]:
    """A long article that is removed here and added there in the same words is one that was moved."""
    removed = {one.old.text: one for one in found if one.sort is Sort.REMOVED and one.old and len(one.old.text) >= OWN}
    pairs = {one.new.text: one for one in found if one.sort is Sort.ADDED and one.new and one.new.text in removed}
    for one in found:
        text = one.old.text if one.old else one.new.text if one.new else ""
        if pairs.get(text) is one:
            yield Change(Sort.MOVED, removed[text].old, one.new)
        elif text not in pairs or removed[text] is not one:
            yield one


def _together(old: Sequence[Article], new: Sequence[Article]) -> Iterator[tuple[Article | None, Article | None]]:
    matcher = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], autojunk=False)
    for deed, start, end, begin, stop in matcher.get_opcodes():
        if deed == "equal":
            yield from zip(old[start:end], new[begin:stop], strict=True)
        else:
            yield from _gap(old[start:end], new[begin:stop])


def _gap(old: Sequence[Article], new: Sequence[Article]) -> Iterator[tuple[Article | None, Article | None]]:
    """Articles of which none is equal: the pairs, in their order, that have most in common together."""
    likeness = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for at in range(len(old) - 1, -1, -1):
        for by in range(len(new) - 1, -1, -1):
            best[at][by] = max(best[at + 1][by], best[at][by + 1], best[at + 1][by + 1] + likeness[at][by])
    at = by = 0
    while at < len(old) and by < len(new):
        if likeness[at][by] and best[at][by] == best[at + 1][by + 1] + likeness[at][by]:
            yield old[at], new[by]
            at, by = at + 1, by + 1
        elif best[at][by] == best[at + 1][by]:
            yield old[at], None
            at += 1
        else:
            yield None, new[by]
            by += 1
    yield from ((one, None) for one in old[at:])
    yield from ((None, one) for one in new[by:])


def _likeness(old: Sequence[Article], new: Sequence[Article]) -> list[list[float]]:
    """How alike each pair is; nought where two are not one article."""
    if len(old) * len(new) > PAIRS:
        return [[1.0 if before.mark and before.mark == after.mark else 0.0 for after in new] for before in old]
    left, right = list(map(_pairs_of, old)), list(map(_pairs_of, new))
    return [[_dice(one, other) for other in right] for one in left]


def _pairs_of(article: Article) -> frozenset[str]:
    text = article.text
    return frozenset(text[at : at + 2] for at in range(len(text) - 1)) or frozenset((text,))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    share = 2 * len(one & other) / (len(one) + len(other))
    return share if share >= ALIKE else 0.0
