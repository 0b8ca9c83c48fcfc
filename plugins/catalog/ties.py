"""Ties: what documents refer to, and what refers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from operator import attrgetter

from plugins.catalog.record import Record
from plugins.catalog.terms import Relation

_RELATIONS = tuple((relation, attrgetter(relation.value)) for relation in Relation)


class Ties:
    """The relations between the released records of a catalog, and no others: an embargo leaks nothing."""

    def __init__(self, released: Mapping[str, Record], find: Callable[[str], Sequence[Record]]) -> None:
        """`released` gives the records by path, oldest first; `find` all records of the build that a reference names."""
        self._released = released
        self._find = find
        self._towards = self._reversed()

    def targets(self, record: Record, relation: Relation) -> tuple[Record, ...]:
        """The released records that `record` itself refers to, in the order it names them."""
        return tuple(found for _, found in self._led(record, relation))

    def sources(self, record: Record, relation: Relation) -> tuple[Record, ...]:
        """The released records that refer to `record`, oldest first."""
        return self._towards[relation].get(record.path, ())

    def referred(self, relation: Relation) -> Iterator[tuple[Record, tuple[Record, ...]]]:
        """Every released record that others refer to in this way, with those that do, oldest first."""
        return ((self._released[path], sources) for path, sources in self._towards[relation].items())

    def of(self, record: Record) -> Sequence[tuple[Relation, Record]]:
        """Every released record that it refers to or that refers to it, with the relation."""
        return self._both_ways.get(record.path, ())

    def told(self, record: Record) -> Record:
        """A released record as the outside may know it: a reference to one that is not released would tell of it."""
        led = {relation: tuple(reference for reference, _ in self._led(record, relation)) for relation in relations(record)}
        kept: dict[str, object] = {relation.value: references for relation, references in led.items()}
        if record.progress:
            plans = led[Relation.PROGRESS]
            kept[Relation.PROGRESS.value] = tuple(one for one in record.progress if one.document in plans)
        if record.sections:
            kept["sections"] = tuple(one for one in record.sections if self._meant(one.first))
        if all(getattr(record, name) == references for name, references in kept.items()):
            return record
        return Record(**{part.name: getattr(record, part.name) for part in fields(record)} | kept)

    @cached_property
    def _both_ways(self) -> Mapping[str, Sequence[tuple[Relation, Record]]]:
        ties: dict[str, list[tuple[Relation, Record]]] = defaultdict(list)
        for relation, towards in self._towards.items():
            for path, sources in towards.items():
                for source in sources:
                    ties[path].append((relation, source))
                    ties[source.path].append((relation, self._released[path]))
        return ties

    def _led(self, record: Record, relation: Relation) -> Iterator[tuple[str, Record]]:
        """Each reference that leads to one released record, with that record."""
        for reference in references(record, relation):
            found = self._meant(reference)
            if found:
                yield reference, found

    def _meant(self, reference: str) -> Record | None:
        """The one released record that a reference leads to."""
        found = self._find(reference)
        return self._released.get(found[0].path) if len(found) == 1 else None

    def _reversed(self) -> dict[Relation, dict[str, tuple[Record, ...]]]:
        """Relation by relation, the released records that refer to a path."""
        sources: dict[Relation, dict[str, list[Record]]] = {relation: defaultdict(list) for relation in Relation}
        for record in self._released.values():
            for relation in relations(record):
                for target in self.targets(record, relation) if not record.withdrawn else ():
                    sources[relation][target.path].append(record)
        return {relation: {path: tuple(found) for path, found in by_path.items()} for relation, by_path in sources.items()}


def relations(record: Record) -> Iterator[Relation]:
    """The relations in which it refers to others itself."""
    return (relation for relation, told in _RELATIONS if told(record))


def references(record: Record, relation: Relation) -> tuple[str, ...]:
    """What it says it refers to, as it is written."""
    told: tuple[str, ...] = _REFERENCES[relation](record)
    return told


def _reported(record: Record) -> tuple[str, ...]:
    """The work plans whose tasks it reports on, each once."""
    return tuple(dict.fromkeys(one.document for one in record.progress if one.document))


_REFERENCES = dict(_RELATIONS) | {Relation.PROGRESS: _reported}
