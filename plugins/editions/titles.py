"""How a title stands on paper: in lines of like length, broken by its meaning (GB/T 9704—2012 7.3.1).

Where one word ends and the next begins, the text below the title tells: characters that stand together each time they
occur are one word.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate, pairwise
from math import ceil, inf

from plugins.catalog.titles import by_phrases

PIECE = re.compile(r'<span class="gk-(quoted|phrase)">|</span>|[^<]+')
CLOSING = frozenset("》”）、，：；。’〉』」")
OPENING = frozenset("《“（‘〈『「")
JOINING = frozenset("和与及")
DIVISIONS = frozenset("省市县区州镇乡")
"""A name stands before each of them, or 各, 全."""
WITHIN, WITHIN_QUOTED, AT_JOINT, BOUND = 2.0, 6.0, 2.0, 14.0
"""What it costs to break where no meaning ends, within a title that is named, beside 和, and between characters that always
stand together; in squared characters."""

Breaks = list[float]
"""What it costs to end a line before each character; infinity where none may."""


def title_lines(title: str, width: float, text: str = "") -> tuple[str, ...]:
    """The lines of a title, none wider than `width` characters: the fewest, then the most even and meaningful ones.

    `text` is what stands below it.
    """
    breaks = _breaks(title, title + text)
    ends = [0.0, *accumulate(map(width_of, title))]
    for count in range(max(1, ceil(ends[-1] / width)), len(title) + 1):
        found = _split(breaks, ends, count, width)
        if found is not None:
            return tuple(title[start:end].strip() for start, end in zip((0, *found), (*found, len(title)), strict=True))
    return (title,)


def width_of(text: str) -> float:
    """In characters: ASCII ones are half as wide."""
    return sum(0.5 if ord(character) < 128 else 1.0 for character in text)


def _split(breaks: Breaks, ends: list[float], count: int, width: float) -> list[int] | None:
    """Where the best lines but the last end; None where there are no so few. Costs grow with the square of the length."""
    even, last = ends[-1] / count, len(ends) - 1
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for line in range(1, count + 1):
        here: dict[int, tuple[float, int]] = {}
        for end in range(1, last + 1) if line < count else (last,):
            if end < last and breaks[end] == inf:
                continue
            for start, (cost, _) in best[-1].items():
                wide = ends[end] - ends[start]
                if start < end and wide <= width:
                    total = cost + (wide - even) ** 2 + (breaks[end] if end < last else 0.0)
                    if total < here.get(end, (inf, 0))[0]:
                        here[end] = (total, start)
        best.append(here)
    if last not in best[-1]:
        return None
    cuts = [last]
    for found in reversed(best[1:]):
        cuts.append(found[cuts[-1]][1])
    return cuts[-2:0:-1]


def _breaks(title: str, text: str) -> Breaks:
    breaks: Breaks = []
    within: list[str] = []
    for piece in PIECE.finditer(str(by_phrases(title))):
        words = piece[0]
        if words == "</span>":
            within.pop()
        elif words.startswith("<"):
            within.append(piece[1])
        else:
            dear = inf if "phrase" in within else WITHIN_QUOTED if within else WITHIN
            breaks += [WITHIN_QUOTED if within[:1] == ["quoted"] else 0.0] + [dear] * (len(unescape(words)) - 1)
    pairs = zip(breaks[1:], pairwise(title), strict=True)
    return [0.0, *(_cost(dear, before, character, text) for dear, (before, character) in pairs)]


def _cost(dear: float, before: str, character: str, text: str) -> float:
    if character in CLOSING or before in OPENING or (character.isascii() and before.isascii() and " " not in (before, character)):
        return inf
    if dear in (0.0, inf):
        return dear
    if character in JOINING or before == "、":
        return min(dear, AT_JOINT)
    if character in DIVISIONS:
        return dear + 2 * BOUND
    if before in JOINING:
        return dear + BOUND
    together = text.count(before + character) / min(text.count(before), text.count(character))
    return dear + BOUND * together
