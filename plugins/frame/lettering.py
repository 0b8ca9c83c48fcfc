"""Lettering: words in boxes that cannot grow. How wide they are, where a line may break, and what is left out of a long title.

Nobody knows a reader's fonts, so widths are upper bounds, measured in Chromium with Noto Sans CJK, Fandol, Liberation and
DejaVu; `tests/browser/test_neighbourhood.py` holds them. Neither a line nor a cut parts a figure, a word of another script
that a line can hold, or a mark from its letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from string import ascii_lowercase, ascii_uppercase, digits, punctuation
from unicodedata import category

WIDTHS = (
    dict.fromkeys(ascii_lowercase + digits + punctuation, 0.64)
    | dict.fromkeys(ascii_uppercase, 0.8)
    | dict.fromkeys("mwMW@%", 1.0)
    | {" ": 0.35}
)
"""In Chinese characters, a bold one being a tenth wider. Every other letter is taken for as wide as high, none for wider."""
KEPT = 2048
"""Titles that a process keeps in lines: a policy is drawn beside all that have to do with it."""
LONGEST = 400
"""Letters of a title that are looked at: no picture has room for more, and nobody's title is worth the time."""
ROWS = 3
"""Lines of a title."""
TAIL = 4
"""Letters that are never parted at the end of a title, also of one within it: 暂行办法 is not 办法."""
LONGEST_TAIL = 14
"""Letters at the end that are kept for what they say together: the last clauses."""
HEAD = 5
"""Letters that are kept of a beginning that several titles have."""
LEAD = 3
"""Letters before the first one that differs: 第, 解读之."""
_PAIRS = (("《", "》"), ("〈", "〉"), ("“", "”"), ("（", "）"), ("〔", "〕"))
"""The outer ones first."""
_OPENING = frozenset("《〈“（〔(")
_ENDING = frozenset("》”）：，；？！、 ")
"""What a line had better begin and end with."""
_STARTED = re.compile(r"（[^（）]{0,6}\Z")
"""A bracket that says nothing where it is cut."""


def _marks() -> Iterator[str]:
    """The combining marks below U+3100 as ranges of a character class."""
    codes = (code for code in range(0x300, 0x3100) if category(chr(code))[0] == "M")
    for _, run in groupby(enumerate(codes), lambda one: one[1] - one[0]):
        marks = [chr(code) for _, code in run]
        yield f"{marks[0]}-{marks[-1]}"


_CLUSTER = rf"[{''.join(_marks())}\u200c\u200d\ufe00-\ufe0f]{{0,9}}"
_PIECE = re.compile(
    r"(?:“[^《》“”]{1,8}(?=”)|[《〈“（〔(]*"
    rf"(?:[\u3400-\u9fff]{{{TAIL}}}(?=》|\Z)|[\u3400-\u9fff]"
    rf"|(?:[^\W\u2e80-\u9fff\U00020000-\U0003ffff]{_CLUSTER}|(?<=[0-9A-Za-z])[.—–-](?=[0-9A-Za-z]))+[年月日号期届次]?|.{_CLUSTER}))"
    r"[》〉”）〕)、，。：；？！…—་]*",
    re.DOTALL,
)
_LETTER = re.compile(f".{_CLUSTER}", re.DOTALL)

Piece = tuple[str, float]
"""What no line breaks, and how wide it is."""


def width(text: str) -> float:
    """In Chinese characters."""
    return sum(WIDTHS.get(letter, 1.0) for letter in text)


@lru_cache(maxsize=KEPT)
def lines_of(text: str, letters: int, rows: int = ROWS) -> tuple[str, ...]:
    """A title in as few lines as can hold it, each at most so many Chinese characters wide; one too long loses its middle."""
    if len(text) <= letters:
        return (text,)
    pieces = _pieces(text if len(text) <= LONGEST else text[: LONGEST // 2] + text[-LONGEST // 2 :], letters)
    whole = (_broken(pieces, letters, few) for few in range(1, rows + 1))
    found = next(filter(None, whole), None) or next(_shortened(pieces, letters, rows), None)
    return found or (f"{text[: letters - 1]}…",)


def titles_apart(titles: Sequence[str], letters: int) -> list[tuple[str, ...]]:
    """Titles in lines: those that would look the same keep what tells them apart, and lose what they have in common."""
    looks = [lines_of(title, letters) for title in titles]
    for look, count in Counter(looks).items():
        same = {title for title, one in zip(titles, looks, strict=True) if one == look} if count > 1 else set()
        shared = _shared(same) - LEAD if len(same) > 1 else 0
        if shared > HEAD:
            apart = {title: lines_of(_joined(title[:HEAD], title[shared:]), letters) for title in same}
            looks = [apart.get(title, one) for title, one in zip(titles, looks, strict=True)]
    return looks


def _shared(titles: set[str]) -> int:
    """How many letters titles have in common at their beginning."""
    different = (place for place, letters in enumerate(zip(*titles, strict=False)) if len(set(letters)) > 1)
    return next(different, min(map(len, titles)))


def _broken(pieces: Sequence[Piece], letters: int, rows: int) -> tuple[str, ...] | None:
    """At most so many lines, broken behind a clause where there is room."""
    total = sum(wide for _, wide in pieces)
    if total <= letters:
        return (_text(pieces),)
    least, wide, places = total - (rows - 1) * letters, 0.0, list[tuple[bool, int]]()
    for place, (piece, own) in enumerate(pieces[:-1], 1):
        wide += own
        if least <= wide <= letters:
            places.append((piece[-1] in _ENDING or pieces[place][0][0] in _OPENING, place))
    for _, place in sorted(places, reverse=True):
        rest = _broken(pieces[place:], letters, rows - 1)
        if rest:
            return (_text(pieces[:place]), *rest)
    return None


def _shortened(pieces: Sequence[Piece], letters: int, rows: int) -> Iterator[tuple[str, ...]]:
    """The lines of a title that is too long, with ever less of its beginning; how it ends tells 暂行办法 from 办法."""
    ahead = _ahead(pieces, letters * rows / 2)
    tail = _text(pieces[ahead:])
    room = letters * rows - 1 - width(tail)
    for end in range(ahead, 0, -1):
        if sum(wide for _, wide in pieces[:end]) <= room:
            shown = _joined(_STARTED.sub("", _text(pieces[:end])), tail)
            found = _broken(_pieces(shown, letters), letters, rows)
            if found:
                yield found


def _ahead(pieces: Sequence[Piece], room: float) -> int:
    """How many pieces stand before the end of a title: before its last clauses, as far as they are short, else a few letters."""
    wide, fewest, clause = 0.0, 0, 0
    for place in range(len(pieces) - 1, 0, -1):
        wide += pieces[place][1]
        if wide > min(LONGEST_TAIL, room):
            break
        if wide >= TAIL:
            fewest = fewest or place
            clause = place if pieces[place - 1][0][-1] in _ENDING else clause
    return clause or fewest or len(pieces) - 1


def _joined(head: str, tail: str) -> str:
    """A beginning and an end with … between them, and no bracket without its fellow."""
    before = after = ""
    for opening, closing in _PAIRS:
        missing = tail.count(closing) - tail.count(opening) - head.count(opening) + head.count(closing)
        before += opening * missing
        after = closing * -missing + after
    return f"{head}{before}…{after}{tail}"


def _pieces(text: str, letters: int) -> list[Piece]:
    """What a line never breaks, unless it is longer than the line."""
    found = [(piece, 1.0 if len(piece) == 1 and piece not in WIDTHS else width(piece)) for piece in _PIECE.findall(text)]
    if all(wide <= letters for _, wide in found):
        return found
    letters_of = (_LETTER.findall(piece) if wide > letters else (piece,) for piece, wide in found)
    return [(one, width(one)) for some in letters_of for one in some]


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece for piece, _ in pieces).strip()
