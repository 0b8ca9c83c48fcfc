"""Windows: neighbouring parts of a run that together may be one number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.catalog.personal.figures import Gap, Part
from plugins.catalog.personal.hits import Place

LONGEST = 19
"""Figures of the longest number."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some neighbouring parts of a run."""

    run: Sequence[Part]
    first: int
    last: int

    @property
    def parts(self) -> Sequence[Part]:
        """The parts."""
        return self.run[self.first : self.last + 1]

    @property
    def places(self) -> list[Place]:
        """Where each figure stands."""
        return [(at, at + 1) for part in self.parts for at in part.at]

    @property
    def gaps(self) -> frozenset[Gap]:
        """What parts them, for all that a reader sees."""
        return frozenset(part.gap for part in self.parts[1:]) - {Gap.NONE}

    @property
    def groups(self) -> tuple[int, ...]:
        """How many figures stand together."""
        groups = [0]
        for at, part in enumerate(self.parts):
            if at and part.gap is not Gap.NONE:
                groups.append(0)
            groups[-1] += len(part.figures)
        return tuple(groups)

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.run[self.first].at[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.run[self.last].at[-1] + 1

    @property
    def within_a_line(self) -> bool:
        """Whether nothing parts it but spaces, or but dashes and dots."""
        return self.gaps <= {Gap.SPACE} or self.gaps <= {Gap.MARK}


def rows(run: Sequence[Part], first: int, beginnings: Mapping[int, tuple[str, ...]]) -> Iterator[tuple[int, Gap, str]]:
    """The rows of parts that begin with this one and as a number of their length does: last part, widest gap, figures."""
    figures, worst = "", Gap.NONE
    for last in range(first, len(run)):
        figures += run[last].figures
        if len(figures) > LONGEST:
            return
        worst = max(worst, run[last].gap) if last > first else worst
        if figures.startswith(beginnings.get(len(figures), ())):
            yield last, worst, figures


def without(run: Sequence[Part], taken: set[int]) -> Iterator[list[Part]]:
    """What of a run is not taken, in pieces."""
    rest = list[Part]()
    for part in run:
        if taken.isdisjoint(part.at):
            rest.append(part)
            continue
        yield rest
        rest = []
        is_open = [place not in taken for place in part.at]
        for free, together in groupby(range(len(part.at)), is_open.__getitem__):
            first, *others = together
            if free:
                kept = slice(first, (others or [first])[-1] + 1)
                yield [Part(part.figures[kept], part.at[kept], Gap.LINE)]
    yield rest
