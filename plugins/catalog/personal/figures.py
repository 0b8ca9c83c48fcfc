"""Figures that belong together, in whatever dress they stand: full width, Chinese, circled, as entities, parted by
spaces, dashes, marks of emphasis, cells or lines.

Nothing is judged here. A run is a row of parts; each part holds figures with nothing between them that a reader would see, and
knows by what it is parted from the one before. Time grows with the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from html import unescape

KINDS = 1024
"""What stands between figures, of so many kinds at hand: cells of a table are parted alike."""
SHORTEST = 7
"""Figures of the shortest number: a telephone without its area code."""
CHINESE = dict(zip("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789", strict=True))
"""Chinese figures; 幺 is how one is read out in a telephone number."""
UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
"""Characters that nobody sees, and the frame of a keycap."""
SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
DASHES = ".．·•・‧_－\\-\u2010-\u2015\u2212\uff5e~"
LINES = "\n\r\u2028\u2029\v\f>"
CELLS = "|｜\u2502"
FIGURES = f"0-9０-９{''.join(CHINESE)}⓪①-⑨⁰¹²³⁴-⁹₀-₉٠-٩\U0001d7ce-\U0001d7ff"
TAG = r"<[^<>]{0,120}>"
_EMPHASIS = r"\*{1,3}(?!\*)|`|\\"
"""Four stars and more stand for figures that were masked."""
JUNK = rf"(?:[{UNSEEN}{SPACES}{DASHES}{LINES}{CELLS}]|{_EMPHASIS}|{TAG})"
_RUN = re.compile(rf"[{FIGURES}](?:{JUNK}{{0,40}}[{FIGURES}]){{{SHORTEST - 1},}}")
_PIECE = re.compile(rf"([0-9]+)|([{FIGURES}])|{JUNK}+")
_ENTITY = re.compile(r"&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z]{2,31};)")
_PARTED = re.compile(
    r"</?(?:(?P<BREAK>br)|(?P<COLUMN>t[dh])|(?P<BLOCK>p|div|li|tr|h\d))\b[^<>]*>|<[^<>]*>"
    rf"|(?P<SPACE>[{SPACES}])|(?P<MARK>[{DASHES}])|(?P<CELL>[{CELLS}])|(?P<LINE>[{LINES}])",
    re.IGNORECASE,
)
"""Named for `Gap`."""


class Gap(IntEnum):
    """What parts figures, from nothing a reader sees to what parts them most."""

    NONE = 0
    """Nothing: a figure of another script, or one that Chinese words may end with (张三138…)."""
    SPACE = 1
    MARK = 2
    """A dash or a dot."""
    BREAK = 3
    """The end of a line within a paragraph or a cell."""
    CELL = COLUMN = 4
    LINE = BLOCK = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that stand together."""

    figures: str
    """In ASCII."""
    at: Sequence[int]
    """Where each stands in the text."""
    gap: Gap
    """What parts it from the part before; LINE for the first."""


class Plain:
    """A text with its entities read, and where each of its characters stood before."""

    def __init__(self, written: str) -> None:
        self._starts: list[int] = [0]
        self._shifts: list[int] = [0]
        pieces, end = list[str](), 0
        for match in _ENTITY.finditer(written) if "&" in written else ():
            character = unescape(match[0])
            if len(character) != 1:
                continue
            pieces += (written[end : match.start()], character)
            end = match.end()
            self._starts.append(match.start() - self._shifts[-1] + 1)
            self._shifts.append(self._shifts[-1] + len(match[0]) - 1)
        self.text = "".join((*pieces, written[end:])) if pieces else written

    def at(self, offset: int) -> int:
        """Where a character of `text` began in what was written."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]


def digit_runs(text: str) -> Iterator[re.Match[str]]:
    """Every run of at least `SHORTEST` figures."""
    return _RUN.finditer(text)


def parts_of(run: re.Match[str]) -> list[Part]:
    """A run, taken apart."""
    groups, gap, ends_open = list[tuple[list[str], list[int], Gap]](), Gap.LINE, False
    for match in _PIECE.finditer(run.string, run.start(), run.end()):
        figures, other = match.groups()
        if figures is None and other is None:
            gap = max(gap, _gap(match[0]))
            continue
        # Chinese figures are words too: each may be where a number begins.
        is_open = other not in CHINESE
        if gap is not Gap.NONE or not (ends_open and is_open):
            groups.append(([], [], gap))
        groups[-1][0].append(figures or CHINESE.get(other) or str(unicodedata.digit(other)))
        groups[-1][1].extend(range(*match.span()))
        gap, ends_open = Gap.NONE, is_open
    return [Part("".join(figures), at, between) for figures, at, between in groups]


@lru_cache(maxsize=KINDS)
def _gap(junk: str) -> Gap:
    return max((Gap[found.lastgroup] for found in _PARTED.finditer(junk) if found.lastgroup), default=Gap.NONE)
