"""Mutant: a document with one thing wrong, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.bench.rules.draft import Draft


@dataclass(frozen=True, slots=True)
class Mutant:
    """One file to write. A trial holds what is said of it against `codes` and `line`."""

    how: str
    """The mutation, in a few words."""
    path: str
    raw: bytes
    codes: frozenset[str] | None = frozenset()
    """One of these must be found; none where nothing is wrong, and None where chance decides what is wrong."""
    line: int | None = None
    """Where it must be found; None where the file has no line for it."""


Mutation = Callable[[Draft, Random], Mutant | None]
"""Makes a mutant of a draft; None where this draft has nothing to spoil in that way."""


def spoilt(how: str, draft: Draft, codes: str, line: int | None = 1, raw: bytes | None = None) -> Mutant:
    """A draft with something wrong: `codes` are those that may say it, with spaces between them."""
    return Mutant(how, draft.path, draft.text.encode() if raw is None else raw, frozenset(codes.split()), line)


def harmless(how: str, draft: Draft, raw: bytes | None = None) -> Mutant:
    """A draft that still says what it said."""
    return Mutant(how, draft.path, draft.text.encode() if raw is None else raw)


def by_chance(how: str, draft: Draft, line: int | None, raw: bytes | None = None) -> Mutant:
    """A draft that may be sound or not; what is said of it is said at the line."""
    return Mutant(how, draft.path, draft.text.encode() if raw is None else raw, None, line)
