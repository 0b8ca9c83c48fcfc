"""Passages: the words of a file, line by line and row by row, each with its place as a person would name it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

BREAKS = str.maketrans({"|": " ", "\n": " ", "\r": " "})
"""What would be taken for the end of a cell."""


class Partly(Exception):
    """Not all of a file could be looked through; the message says in 中文 why."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Some words and where they stand."""

    text: str
    where: str = ""
    """In 中文."""
    hidden: bool = False
    """Whether the program that shows the file does not show them."""


@dataclass(slots=True)
class Passage:
    """A text that is searched as one: tables are written as in Markdown, so that a head stands above its column."""

    _pieces: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _spells: list[Spell] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)

    def line(self, spell: Spell) -> None:
        """A line of its own."""
        self._add(spell)
        self._write("\n")

    def row(self, cells: Iterable[Spell]) -> None:
        """A row of a table."""
        for cell in cells:
            self._write("| ")
            self._add(Spell(cell.text.translate(BREAKS), cell.where, cell.hidden))
            self._write(" ")
        self._write("|\n")

    def end(self) -> None:
        """The end of a table or of a chapter."""
        self._write("\n")

    def at(self, offset: int) -> Spell:
        """The words in which a character stands."""
        return self._spells[max(bisect_right(self._starts, offset) - 1, 0)]

    def _add(self, spell: Spell) -> None:
        self._starts.append(self._length)
        self._spells.append(spell)
        self._write(spell.text)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def local(name: object) -> str:
    """The name of an element or attribute without its namespace."""
    return str(name).rpartition("}")[2]
