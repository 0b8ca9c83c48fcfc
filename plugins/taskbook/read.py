"""What reading a policy finds of its tasks: the fact the catalog keeps, and what is wrong with their notes."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Protocol

from plugins.catalog.findings import Finding
from plugins.catalog.numbers import year_of_document_number
from plugins.catalog.record import Record
from plugins.catalog.tasks import FACT, named_units, packed
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import agencies
from plugins.engine.signals import Fact
from plugins.taskbook import rules
from plugins.taskbook.parse import read_plan


class Text(Protocol):
    """The document that is read, as far as it matters here."""

    @property
    def record(self) -> Record:
        """What its block says."""

    @property
    def body(self) -> str:
        """Its Markdown."""

    def place(self, text: str) -> tuple[int, int]:
        """Line and column at which a text first stands in the body."""


def read(document: Text) -> Iterator[Fact | Finding]:
    """The receiver: the tasks of a policy. Of imported history nobody is asked to mend a unit's name."""
    record = document.record
    if record.kind is not Kind.POLICY:
        return
    plan = read_plan(document.body, year_of(record))
    if not plan.tasks:
        return
    yield Fact(FACT, packed(plan.tasks))
    if record.first_published is None:
        for name in named_units(plan.tasks):
            if name not in agencies().by_name:
                near = next(iter(difflib.get_close_matches(name, list(agencies().by_name), n=1, cutoff=0.6)), "")
                nearest = f"（是不是“{near}”？）" if near else ""
                yield rules.UNKNOWN_UNIT.at(record.path, *document.place(name), name=name, nearest=nearest)
        for number, title in plan.unassigned:
            yield rules.UNASSIGNED.at(record.path, *document.place(title), number=number, title=title)


def year_of(record: Record) -> int | None:
    """The year that 年内 means: that of its number, of its date, or of its release."""
    issued = record.issued_on.year if record.issued_on else record.year
    return year_of_document_number(record.document_number) or issued
