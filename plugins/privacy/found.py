"""What reading a text or a file found: masked, and one digest that stands for all of it. The store keeps nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from typing import cast

from plugins.catalog.marks import digest
from plugins.catalog.personal import Hit
from plugins.privacy import rules

FACT = "personal"
"""The name of the fact."""
PATH = "path"
"""Stands among the attributes of a record for the name of its file."""
MOST = 20
"""Spots that are told one by one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing that was found."""

    code: str
    what: str
    """What it is, in 中文."""
    masked: str
    line: int = 1
    column: int = 1
    where: str = ""
    """The attribute of the record, or the place within an attachment in 中文."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything personal in one text or file."""

    spots: tuple[Spot, ...] = ()
    """The first of them."""
    count: int = 0
    digest: str = ""
    """Of all values, in their order: another number, another digest."""
    problem: tuple[str, str] = ("", "")
    """A code, and why a file could not be looked through, in 中文."""

    def packed(self) -> list[object]:
        """As a fact is kept."""
        return [[astuple(spot) for spot in self.spots], self.count, self.digest, self.problem]

    @classmethod
    def unpacked(cls, fact: object) -> Found:
        """As it was."""
        spots, count, digest, problem = cast(tuple[list[Sequence[object]], int, str, tuple[str, str]], fact)
        return cls(tuple(Spot(*spot) for spot in spots), count, digest, (problem[0], problem[1]))  # type: ignore[arg-type]


@dataclass(slots=True)
class Finds:
    """Gathers what is found."""

    _spots: list[Spot] = field(default_factory=list)
    _values: list[str] = field(default_factory=list)
    problem: tuple[str, str] = ("", "")

    def add(self, spot: Spot, value: str) -> None:
        """Take one thing in. `value` goes into the digest only."""
        self._spots.append(spot)
        self._values.append(f"{spot.what} {value}")

    def found(self) -> Found | None:
        """All of it; None where there is nothing."""
        if not self._spots and not self.problem[0]:
            return None
        return Found(tuple(self._spots[:MOST]), len(self._spots), digest(*self._values), self.problem)


def code_of(hit: Hit) -> str:
    """The code of the rule that a hit breaks."""
    return (rules.BY_KIND[hit.what] if hit.certain else rules.DOUBTFUL).code
