"""Paragraphs of a PDF, guessed from its lines: an indent, an official level, a line that ends early, another size of letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from intake.office.pdf_lines import Line, tidy
from intake.reading import Align

LEVEL = re.compile(
    r"[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\([一二三四五六七八九十百]+\)|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]"
    r"|第[一二三四五六七八九十百千零〇\d]+[章节条编]|附件?\s*\d{0,2}[：:]|[①-⑳]"
)
ENDED = re.compile(r"[。！？；：.!?;:）)”]$")
INDENT = 1.3
"""Ems from which on a line is indented; the norm is two."""
EARLY, VERY_EARLY = 1.8, 4.0
"""Ems before the usual end of a line, within which it may only be set tighter."""
WORDS = re.compile(r"[A-Za-z,;]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A guessed paragraph."""

    text: str
    align: Align
    line: int
    """The number of its first line, from 1."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """The page of a document: where lines begin and how far they reach, in points and ems of its usual letters."""

    left: float
    size: float
    width: float

    def indent(self, line: Line) -> float:
        """Ems from the left margin."""
        return (line.x - self.left) / self.size

    def rest(self, line: Line) -> float:
        """Ems to the right margin."""
        return self.width - self.indent(line) - line.width * line.size / self.size


def paragraphs_of(lines: list[Line]) -> Iterator[Paragraph]:
    """Lines joined into paragraphs."""
    if not lines:
        return
    measure = _measured(lines)
    begun = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or _begins(lines[place], lines[place - 1], measure):
            yield _paragraph(lines[begun:place], begun + 1, measure)
            begun = place


def _measured(lines: list[Line]) -> _Measure:
    size = Counter({size: 0 for size in {line.size for line in lines}})
    for line in lines:
        size[line.size] += len(line.text)
    usual = max(size.most_common(1)[0][0], 1.0)
    body = [line for line in lines if abs(line.size - usual) < 0.5]
    lefts = Counter(round(line.x / usual * 2) for line in body)
    enough = max(2.0, 0.08 * len(body))
    left = min((half for half, count in lefts.items() if count >= enough), default=min(lefts))
    margin = min(line.x for line in body if round(line.x / usual * 2) == left)
    reaches = sorted((line.x - margin) / usual + line.width for line in body if not line.parted)
    width = reaches[int(0.9 * (len(reaches) - 1))] if reaches else 28.0
    return _Measure(margin, usual, width)


def _begins(line: Line, before: Line, measure: _Measure) -> bool:
    """Whether a paragraph begins with this line."""
    if line.parted or before.parted:
        return True
    if abs(line.size - before.size) > 0.5:
        return True
    if line.size > measure.size + 0.5 and line.page == before.page:
        return before.y - line.y > 2.2 * line.size or bool(ENDED.search(before.text))
    if measure.indent(line) >= INDENT:
        return True
    early = measure.rest(before)
    if early > VERY_EARLY or (early > EARLY and ENDED.search(before.text)):
        return True
    return bool(LEVEL.match(line.text)) and (early > EARLY or bool(re.search(r"[。；：]$", before.text)))


def _paragraph(lines: list[Line], number: int, measure: _Measure) -> Paragraph:
    text = lines[0].text
    for line in lines[1:]:
        text += f" {line.text}" if WORDS.search(text) and line.text[0].isascii() and line.text[0].isalpha() else line.text
    return Paragraph(text if lines[0].parted else tidy(text), _align(lines, measure), number)


def _align(lines: list[Line], measure: _Measure) -> Align:
    """How a paragraph stands; one of several lines in the usual size is text."""
    if len(lines) > 1 and lines[0].size <= measure.size + 0.5:
        return Align.LEFT
    left, right = measure.indent(lines[0]), measure.rest(lines[0])
    least = 0.5 if lines[0].size > measure.size + 0.5 else 2.5
    if left > least and right > min(least, 1) and abs(left - right) <= 3:
        return Align.CENTRE
    return Align.RIGHT if left > 0.4 * measure.width and left > right else Align.LEFT
