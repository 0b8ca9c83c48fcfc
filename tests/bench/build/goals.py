"""The figures to reach: our share of what a peer takes, in one run, and how costs may grow with the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench.build.cases import Case
from tests.bench.build.results import Figures
from tests.bench.build.tools import OURS


@dataclass(frozen=True, slots=True)
class Goal:
    """At most `limit` times what the peer takes."""

    documents: int
    case: Case
    peer: str
    figure: str
    limit: float


GOALS = (
    Goal(100_000, Case.COLD, "hugo", "wall", 1.0),
    Goal(100_000, Case.COLD, "hugo", "memory", 0.15),
    Goal(100_000, Case.ADDED, "hugo", "wall", 1 / 20),
    Goal(100_000, Case.UNCHANGED, "hugo", "wall", 1 / 40),
    Goal(100_000, Case.THEME, "hugo", "wall", 0.7),
    Goal(10_000, Case.COLD, "pelican", "wall", 0.1),
    Goal(10_000, Case.COLD, "eleventy", "wall", 0.25),
)
EXPONENT = 1.08
"""Of processor time, from one size to the next."""
KIB = 6.0
"""Of memory, for each document more."""


@dataclass(frozen=True, slots=True)
class Score:
    """A goal with what was measured."""

    what: str
    limit: float
    measured: float

    @property
    def reached(self) -> bool:
        """Whether it is."""
        return self.measured <= self.limit


def scores(sizes: Sequence[Figures], growth: Sequence[Figures]) -> Iterator[Score]:
    """Every goal that these figures can tell of."""
    for goal in GOALS:
        for size in sizes:
            ratios = size["cases"][goal.case.value]["ratios"].get(goal.peer)
            if size["documents"] == goal.documents and ratios:
                what = f"{goal.documents:,} documents, {goal.case.value}: {goal.figure} against {goal.peer.capitalize()}"
                yield Score(what, goal.limit, ratios[goal.figure])
    for step in growth:
        if step["tool"] == OURS:
            way = f"{step['from']:,} to {step['to']:,} documents"
            yield Score(f"{way}: exponent of processor time", EXPONENT, step["exponent"])
            yield Score(f"{way}: KiB of memory a document", KIB, step["kib_per_document"])
