"""The citation graph: which released documents cite which, and what is cited that the portal does not have.

A citation is bound by its number; one without a number by its title, where a single released policy has it, else by how its
title ends, where a single one of the documents has it to which its own is tied or leads. Nothing of a document that is not
released is known here: an embargo leaks nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from plugins.catalog.citations import Citation, plain_number, plain_title
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind

SHOWN = 30
"""Documents at most that a page names in one direction: the first of thousands that cite a law, so that it can stand still."""

Bound = tuple[Citation, Record | None]
"""What a text cites, and the released record it means."""


class CitationGraph:
    """The citations of the released records of a catalog, both ways."""

    def __init__(
        self,
        released: Mapping[str, Record],
        cited: Callable[[Record], Sequence[Citation]],
        numbers: Callable[[Record], Iterable[str]],
        near: Callable[[Record], Iterable[Record]],
    ) -> None:
        """`released` gives the records by path, oldest first; `cited` what a text cites, `numbers` what a record is cited by.

        `near` are the released records that a record names by itself: in its relations, in the links of its text.
        """
        self._calls, self._near = cited, near
        self._numbered = _only((plain_number(number), record) for record in released.values() for number in numbers(record))
        self._titled = _only(_titles(released.values(), cited))
        self._cited: dict[str, tuple[Bound, ...]] = {}
        self._citing: dict[str, list[Record]] = defaultdict(list)
        for record in released.values():
            citations = () if record.withdrawn else cited(record)
            if not citations:
                continue
            self._cited[record.path] = bound = tuple((citation, self._target(citation, record)) for citation in citations)
            for path in {target.path: None for _, target in bound if target}:
                self._citing[path].append(record)

    def of(self, record: Record) -> Sequence[Bound]:
        """What its text cites, in the order and number of `Entry.citations`; nothing where it is withdrawn."""
        return self._cited.get(record.path, ())

    def targets(self, record: Record) -> tuple[Record, ...]:
        """The released records that its text cites, each once, in its order."""
        return tuple({target.path: target for _, target in self.of(record) if target}.values())

    def sources(self, record: Record) -> Sequence[Record]:
        """The released records that cite it, oldest first."""
        return self._citing.get(record.path, ())

    def __len__(self) -> int:
        return sum(map(len, self._citing.values()))

    def _target(self, citation: Citation, record: Record) -> Record | None:
        if citation.enclosed:
            return None
        if citation.number:
            found = self._numbered.get(plain_number(citation.number))
        else:
            title = plain_title(citation.title)
            found = self._titled[title] if title in self._titled else self._known(title, record)
        return found if found and found.path != record.path else None

    def _known(self, title: str, record: Record) -> Record | None:
        """《办法》, 《关于……的意见》 without its organ: the one document near by that is called so, if the text itself is not."""
        if self._is_called(record, title):
            return None
        found = {one.path: one for one in self._near(record) if self._is_called(one, title)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _is_called(self, record: Record, title: str) -> bool:
        return any(one.endswith(title) for one in _names(record, self._calls))


def _titles(records: Iterable[Record], cited: Callable[[Record], Sequence[Citation]]) -> Iterable[tuple[str, Record]]:
    """The titles of policies: each its own, and that of what it encloses."""
    for record in records:
        if record.kind is Kind.POLICY and not record.withdrawn:
            yield from ((title, record) for title in _names(record, cited))


def _names(record: Record, cited: Callable[[Record], Sequence[Citation]]) -> set[str]:
    """Its own title and those of what it encloses, plain."""
    enclosed = (citation.title for citation in cited(record) if citation.enclosed)
    return {plain_title(title) for title in (record.title, *enclosed)}


def _only(names: Iterable[tuple[str, Record]]) -> dict[str, Record | None]:
    """The record of each name; None where several have it."""
    found: dict[str, Record | None] = {}
    for name, record in names:
        if name:
            found[name] = record if found.get(name, record) is record else None
    return found
