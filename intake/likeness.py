"""How alike two texts are, sentence by sentence; what editors do to links, headings and marks makes no other text."""

from __future__ import annotations

import re
from collections.abc import Iterator

TARGET = re.compile(r'\]\([^)]*\)|(?:src|href)="[^"]*"')
SIGNS = re.compile(r"[\W_]+")
END = re.compile(r"[。；\n]+")
ALIKE = 0.6
"""Share of the sentences of a new text that an edited document still has."""
SHORTEST = 60
"""Characters of a text from which on it tells a document without any title or number."""
TELLING = 3
"""Longest lines of a text by which it is looked for."""


def pieces_of(markdown: str) -> frozenset[str]:
    """The sentences of a text, without signs and spaces."""
    return frozenset(piece for part in END.split(TARGET.sub("", markdown)) if (piece := SIGNS.sub("", part)))


def share(new: frozenset[str], old: frozenset[str]) -> float:
    """How much of a new text is found in an old one, 0 to 1; a text without words is found in any."""
    return len(new & old) / len(new) if new else 1.0


def telling_lines(markdown: str) -> Iterator[str]:
    """The longest lines of a text, without signs and spaces; nothing of a short one."""
    lines = sorted({SIGNS.sub("", line) for line in TARGET.sub("", markdown).split("\n")}, key=lambda line: (-len(line), line))
    if sum(map(len, lines)) >= SHORTEST:
        yield from lines[:TELLING]
