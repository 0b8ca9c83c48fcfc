"""How the cost of some work grows with its size: a ratio within one run, which a slow or busy machine leaves as it is."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

SMALL, LARGE = 1, 8
LIMIT = 3.0
"""Times the cost that a linear growth would give; a quadratic one gives eight."""
TRIES = 3
"""A machine that others use may stall in the midst of a measurement; what grows too fast does so each time."""


def grows_linearly(work: Callable[[int], object], size: int) -> bool:
    """Whether work on eight times the size costs at most LIMIT times eight; `size` is small, yet takes milliseconds."""
    return any(_grew_linearly(work, size) for _ in range(TRIES))


def _grew_linearly(work: Callable[[int], object], size: int) -> bool:
    small = min(_cost(work, SMALL * size) for _ in range(2))
    large = _cost(work, LARGE * size)
    return large <= LIMIT * LARGE / SMALL * small


def _cost(work: Callable[[int], object], size: int) -> float:
    began = process_time()
    work(size)
    return process_time() - began
