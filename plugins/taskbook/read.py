"""What reading a policy finds of its tasks: the fact the catalog keeps, and what is wrong with their notes."""

from __future__ import annotations

import difflib
import re
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
from plugins.taskbook.notes import LONGEST
from plugins.taskbook.parse import CUT, Plan, read_plan

TABLE = re.compile(r"^\|(?P<head>[^\n]+)\|[ \t]*\n\|[ :|-]+\|", re.MULTILINE)
TASK_COLUMN = re.compile(r"任务|举措|工作内容")
IN_BRACKETS = rf"[（(][^（()）]{{0,{LONGEST}}}?"
"""What stands before a unit in its note."""
UNIT_COLUMN = re.compile(r"(?:牵头|责任|负责|主办|承办|配合)(?:单位|部门|处室)")


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

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of a character of the body."""


def read(document: Text) -> Iterator[Fact | Finding]:
    """The receiver: the tasks of a policy. Of imported history nobody is asked to mend a unit's name."""
    record = document.record
    if record.kind is not Kind.POLICY:
        return
    plan = read_plan(document.body, year_of(record))
    if plan.tasks:
        yield Fact(FACT, packed(plan.tasks))
    if record.first_published is None:
        yield from _amiss(document, plan) if plan.tasks else _in_tables(document)


def _amiss(document: Text, plan: Plan) -> Iterator[Finding]:
    """Units that nobody knows, and items that have none."""
    path = document.record.path
    for name in named_units(plan.tasks):
        if name not in agencies().by_name:
            near = next(iter(difflib.get_close_matches(name, list(agencies().by_name), n=1, cutoff=0.6)), "")
            nearest = f"（是不是“{near}”？）" if near else ""
            yield rules.UNKNOWN_UNIT.at(path, *_place(document, name, IN_BRACKETS), name=name, nearest=nearest)
    for number, title in plan.unassigned:
        yield rules.UNASSIGNED.at(path, *_place(document, title.removesuffix(CUT)), number=number, title=title)


def _in_tables(document: Text) -> Iterator[Finding]:
    """Tables that divide work, of a text without notes: beside notes a table only sums them up."""
    for table in TABLE.finditer(document.body):
        cells = [cell.strip(" *") for cell in table["head"].split("|")]
        units = next(filter(UNIT_COLUMN.match, cells), "")
        if units and any(TASK_COLUMN.search(cell) for cell in cells if cell != units):
            yield rules.TASKS_IN_TABLE.at(document.record.path, *document.at(table.start()), heading=units)


def _place(document: Text, words: str, before: str = "") -> tuple[int, int]:
    """Where words stand that reading took spaces and marks out of; first behind what `before` matches, if they stand there."""
    loose = r"[\s*\\]*".join(map(re.escape, words))
    forms = (f"{before}(?P<words>{loose})", f"(?P<words>{loose})")
    found = next(filter(None, (re.search(form, document.body) for form in forms)), None)
    return document.at(found.start("words")) if found else document.place(words)


def year_of(record: Record) -> int | None:
    """The year that 年内 means: that of its number, of its date, or of its release."""
    issued = record.issued_on.year if record.issued_on else record.year
    return year_of_document_number(record.document_number) or issued
