"""Agencies: the organs that issue documents, with their short names, their former names and the prefixes of their numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.vocabularies.files import File, VocabularyError, layers, learned


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Predecessor:
    """A name under which an organ, or one that went into it, issued documents before. They stay as they are and stay valid."""

    name: str
    until: date
    """The last day on which a document can bear it."""
    basis: str = ""
    """The decision that changed it."""
    aliases: tuple[str, ...] = ()
    number_prefixes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write it."""
        return (self.name, *self.aliases)


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Agency:
    """An organ that issues documents, with its short names and the prefixes (代字) of its numbers."""

    name: str
    region: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""
    number_prefixes: tuple[str, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()

    @property
    def prefixes(self) -> Iterator[str]:
        """The prefixes of its numbers, those of its predecessors last."""
        yield from self.number_prefixes
        for before in self.predecessors:
            yield from before.number_prefixes

    def predecessor(self, written: str) -> Predecessor | None:
        """The predecessor that a name means; None where it is a name of the organ of today."""
        if written in (self.name, *self.aliases):
            return None
        return next((before for before in self.predecessors if written in before.names), None)


@dataclass(frozen=True, slots=True)
class Agencies:
    """All organs, found by name, alias, former name or number prefix."""

    by_name: Mapping[str, tuple[Agency, ...]]
    by_prefix: Mapping[str, Agency] = field(default_factory=dict)

    def find(self, written: str, region: str, number_prefix: str = "") -> Agency | None:
        """The organ a document means; a former name means the organ of today.

        A short name such as 省政府办公厅 belongs to many regions: the prefix of the document's own number
        decides, then the portal's region; what stays open is None.
        """
        candidates = self.by_name.get(written, ())
        numbered = self.by_prefix.get(number_prefix)
        if numbered in candidates:
            return numbered
        if len(candidates) == 1:
            return candidates[0]
        return next((agency for agency in candidates if agency.region == region), None)


@learned
def agencies() -> Agencies:
    """The organs of agencies.yaml; of two entries of one name the portal's counts. Raises VocabularyError."""
    rows = {agency.name: agency for file in layers("agencies") for agency in _read(file)}
    by_name: dict[str, tuple[Agency, ...]] = defaultdict(tuple)
    for agency in rows.values():
        before = (name for one in agency.predecessors for name in one.names)
        for name in dict.fromkeys((agency.name, *agency.aliases, *before)):
            by_name[name] += (agency,)
    return Agencies(dict(by_name), {prefix: agency for agency in rows.values() for prefix in agency.prefixes})


def _read(file: File) -> tuple[Agency, ...]:
    """The organs of one file; within it a name and a prefix belong to one organ each."""
    rows = file.read(_ROWS)
    holders: dict[str, Agency] = {}
    problems = [
        file.problem((file.name, at, "name"), f"“{word}”已属于“{holders[word].name}”")
        for at, agency in enumerate(rows)
        for word in (agency.name, *agency.prefixes)
        if holders.setdefault(word, agency) is not agency
    ]
    if problems:
        raise VocabularyError(tuple(problems))
    return rows


_ROWS = TypeAdapter(tuple[Agency, ...])
