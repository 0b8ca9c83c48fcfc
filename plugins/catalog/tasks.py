"""Tasks: what a work plan asks of whom and by when, as reading found it. An entry keeps them as one short fact.

国办发〔2016〕19号 and every year's 政务公开工作要点 ask that tasks be assigned; their notes （责任单位：…） say to whom.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.catalog.blocks import Progress
from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation, Role

Row = tuple[str, str, str, list[tuple[str, str, bool]], list[tuple[str, str]], str, str]
"""A task as JSON has it."""
FACT = "tasks"
"""The name of the fact: how many tasks, how many named units, the days they are due, then all of it as JSON."""
NUMBER_MARKS = re.compile(r"[\s、，,.．第]|任务")
"""What people write between the parts of a task's number, or around it."""
NARROW = str.maketrans("()", "（）")
COUNTED = re.compile(r"\d|[一二三四五六七八九十百]")
"""What the parts of a number are counted in: 1 is no end of 11."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Whom a task is given to. Only one that is `named` counts: 各市、州、县人民政府 and 省政府各部门 are groups."""

    name: str
    role: Role = Role.RESPONSIBLE
    named: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when, in the plan's own words; with the last day in time where they surely mean one."""

    words: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One task: `number` is its path, 一（二）; `heading` the heading above it, to lead a reader to its text."""

    number: str
    title: str
    text: str
    units: tuple[Unit, ...]
    deadlines: tuple[Deadline, ...] = ()
    note: str = ""
    """等有关部门, 适用范围：…: what is said beside the units."""
    heading: str = ""

    @property
    def due(self) -> date | None:
        """The last day on which all of it is in time; None where any of its deadlines is no day (长期坚持)."""
        days = [deadline.day for deadline in self.deadlines]
        return max(day for day in days if day) if days and all(days) else None


@dataclass(frozen=True, slots=True)
class Outline:
    """What is told of a plan's tasks where they are not shown themselves."""

    count: int
    units: int
    """Named units, each once."""
    days: tuple[str, ...]
    """The days on which tasks are due, ISO 8601, in order."""

    def passed(self, today: date) -> int:
        """How many of these days are over: what is overdue changes only when this does."""
        return sum(day < today.isoformat() for day in self.days)


def named_units(tasks: Iterable[Task]) -> tuple[str, ...]:
    """The units that are named, each once, in the order of the plan."""
    return tuple(dict.fromkeys(unit.name for task in tasks for unit in task.units if unit.named))


def packed(tasks: Sequence[Task]) -> list[object]:
    """The value of the fact."""
    days = sorted({task.due.isoformat() for task in tasks if task.due})
    text = json.dumps([_row(task) for task in tasks], ensure_ascii=False, separators=(",", ":"))
    return [len(tasks), len(named_units(tasks)), days, text]


def outline_of(entry: Entry) -> Outline | None:
    """Of the plan an entry is; None where it holds no task."""
    fact = entry.facts.get(FACT)
    if not isinstance(fact, list | tuple):
        return None
    count, units, days, _ = fact
    return Outline(count, units, tuple(days))


def tasks_of(entry: Entry) -> tuple[Task, ...]:
    """The tasks of an entry, read anew at each asking: the texts of all plans are too much to hold."""
    fact = entry.facts.get(FACT)
    return tuple(map(_task, json.loads(fact[3]))) if isinstance(fact, list | tuple) else ()


def plans(catalog: Catalog) -> Iterator[Record]:
    """The released policies that hold tasks, oldest first."""
    policies = (record for record in catalog.of_kind(Kind.POLICY) if FACT in catalog.entry(record).facts)
    return (record for record in policies if not record.withdrawn)


def reports_on(source: Record, catalog: Catalog) -> Iterator[tuple[Progress, Record]]:
    """What a document reports, with the released plan that each report is about."""
    plans = {plan.path for plan in catalog.ties.targets(source, Relation.PROGRESS) if not plan.withdrawn}
    for progress in source.progress:
        found = catalog.find(progress.document)
        if len(found) == 1 and found[0].path in plans:
            yield progress, found[0]


def tasks_address(record: Record) -> str:
    """The page of a plan's tasks."""
    return f"{record.address}tasks/"


def same_number(written: str) -> str:
    """A task's number without what people write between its parts: 一、（二） and 一(二) are 一（二）."""
    return NUMBER_MARKS.sub("", written.translate(NARROW))


def place_of(written: str, tasks: Sequence[Task]) -> int | None:
    """Which task a number means, from 0; None where none is meant, or several may be."""
    places = places_of(written, tasks)
    return places[0] if len(places) == 1 else None


def places_of(written: str, tasks: Sequence[Task]) -> tuple[int, ...]:
    """The tasks that a number may mean, from 0: the one whose whole path it is, or all that end in it."""
    wanted = same_number(written)
    numbers = [same_number(task.number) for task in tasks]
    if wanted in numbers:
        return (numbers.index(wanted),)
    return tuple(at for at, number in enumerate(numbers) if wanted and _ends_in(number, wanted))


def _ends_in(number: str, wanted: str) -> bool:
    before = number.removesuffix(wanted)
    cut = COUNTED.match(wanted) and COUNTED.match(before[-1:]) and before[-1].isdecimal() == wanted[0].isdecimal()
    return before != number and not cut


def _row(task: Task) -> Row:
    units = [(unit.name, unit.role.value, unit.named) for unit in task.units]
    deadlines = [(one.words, one.day.isoformat() if one.day else "") for one in task.deadlines]
    return (task.number, task.title, task.text, units, deadlines, task.note, task.heading)


def _task(row: Row) -> Task:
    number, title, text, units, deadlines, note, heading = row
    return Task(
        number=number,
        title=title,
        text=text,
        units=tuple(Unit(name, _ROLES[role], named) for name, role, named in units),
        deadlines=tuple(Deadline(words, date.fromisoformat(day) if day else None) for words, day in deadlines),
        note=note,
        heading=heading,
    )


_ROLES = {role.value: role for role in Role}
