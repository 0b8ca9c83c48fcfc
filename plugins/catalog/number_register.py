"""The register of index numbers: who was given which, one line an act, lines only ever added.

It lies in git beside content/. Two branches that both add lines merge by keeping both (`merge=union` in .gitattributes), so no
line may depend on the one before it: there is no chain of hashes, the history of git is one. See decision 11.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.index_numbers import DEFAULT, IndexNumberForm, Scope, form_of
from plugins.catalog.terms import Term

FILE = "registers/index-numbers.ndjson"
"""Beside the content folder."""


class Act(Term):
    """What a line of the register says happened."""

    ALLOCATED = "allocated", "分配"
    ENTERED = "entered", "补登"
    MOVED = "moved", "转移"
    VOIDED = "voided", "作废"


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Line:
    """One act: a number was allocated to a document, entered for one that had it, moved with one to another path, or voided."""

    number: str
    act: Act
    path: str = ""
    """The document, relative to content/, POSIX; empty where a number is voided that nobody had."""
    title: str = ""
    """名称 at the time: by it a document is known again at another path."""
    on: date
    reason: str = ""
    """Why a number was voided."""

    def written(self) -> str:
        """The line as the file holds it."""
        return LINE.dump_json(self, exclude_defaults=True).decode() + "\n"


@dataclass(frozen=True, slots=True)
class Claim:
    """A line that gives a number to a document, and where it stands in the file, from 1."""

    at: int
    line: Line


@dataclass(frozen=True)
class NumberRegister:
    """What the lines come to."""

    lines: tuple[Claim, ...] = ()
    damaged: tuple[int, ...] = ()
    """Lines that cannot be read."""
    claims: Mapping[str, Mapping[str, Claim]] = field(default_factory=dict)
    """Number to the documents that hold it, by path: one, unless two branches allocated it both."""
    held: Mapping[str, str] = field(default_factory=dict)
    """Path to the number that the document there holds."""
    voided: Mapping[str, Claim] = field(default_factory=dict)
    """Numbers that nobody may use any more."""

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every number the register knows."""
        return frozenset(claim.line.number for claim in self.lines)

    def runs(self, form: IndexNumberForm) -> Mapping[Scope, Mapping[int, Claim]]:
        """The serials of each run, with the line that first names each; numbers of another form belong to none."""
        runs: dict[Scope, dict[int, Claim]] = defaultdict(dict)
        for claim in self.lines:
            run = form.run_of(claim.line.number)
            if run is not None:
                runs[run[0]].setdefault(run[1], claim)
        return runs


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a portal numbers its documents: the form of its index numbers, and its register where it keeps one."""

    form: IndexNumberForm = field(default_factory=lambda: form_of(DEFAULT))
    register: NumberRegister | None = None


def read_number_register(content: Path) -> NumberRegister | None:
    """The register beside a content folder; None where there is none."""
    path = content.parent / FILE
    return number_register_of(path.read_bytes()) if path.exists() else None


def number_register_of(file: bytes) -> NumberRegister:
    """What the lines of a file come to, in their order. A later line of a document takes the place of its earlier one."""
    lines, damaged = list[Claim](), list[int]()
    for at, written in enumerate(file.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not written.strip():
            continue
        try:
            lines.append(Claim(at, LINE.validate_json(written)))
        except ValidationError:
            damaged.append(at)
    claims: dict[str, dict[str, Claim]] = defaultdict(dict)
    held, voided = dict[str, str](), dict[str, Claim]()
    for claim in lines:
        number, path = claim.line.number, claim.line.path
        if claim.line.act is Act.VOIDED:
            voided[number] = claim
        if claim.line.act in (Act.VOIDED, Act.MOVED):
            for before in claims.pop(number, {}):
                held.pop(before, None)
        if claim.line.act is not Act.VOIDED:
            claims.get(held.get(path, ""), {}).pop(path, None)
            claims[number][path] = claim
            held[path] = number
    claimed = {number: of_number for number, of_number in claims.items() if of_number}
    return NumberRegister(tuple(lines), tuple(damaged), claimed, held, voided)


def missing(run: Mapping[int, Claim], used: Iterable[int] = ()) -> Iterator[tuple[int, int, Claim]]:
    """The first and the last of each row of serials that was passed over, with the next line behind it; `used` are not missing.

    What was passed over before the register allocated its first is older than the register.
    """
    begin = min((serial for serial, claim in run.items() if claim.line.act is Act.ALLOCATED), default=max(run))
    known = sorted(serial for serial in run if serial >= begin)
    for before, after in pairwise(sorted({*known, *(serial for serial in used if begin < serial < known[-1])})):
        if after > before + 1:
            yield before + 1, after - 1, run[known[bisect_left(known, after)]]


LINE: TypeAdapter[Line] = TypeAdapter(Line)
