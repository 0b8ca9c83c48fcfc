"""What pages show of tasks: a line for each, how many stand in each state, and what a document page says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.tasks import outline_of, place_of, reports_on, tasks_address, tasks_of
from plugins.catalog.terms import TaskState
from plugins.frame.views import Link, Way

UNREPORTED = "未报进展"
"""The state of a task nobody reports on."""
OVERDUE, PASSED = "逾期", "已过期限"
"""Of a task past its time: it was reported and not as done; nobody reported, and it may be done."""
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class TaskUnit:
    """A unit of a task: its name as the plan writes it, what it is to do, and the page of the organ where there is one."""

    name: str
    role: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReport:
    """What a document reports of a task."""

    on: date | None
    state: TaskState | None
    note: str
    source: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task as a row. `address` leads to its text in the plan, `at` counts from 1."""

    at: int
    number: str
    title: str
    address: str
    units: tuple[TaskUnit, ...]
    note: str
    deadlines: tuple[str, ...]
    due: date | None
    state: TaskState | None
    """As the newest report has it; None where there is none."""
    overdue: bool
    """Its time is over, and nobody reported that it is done."""
    reports: tuple[TaskReport, ...]
    """Newest first."""

    @property
    def anchor(self) -> str:
        """The id of its row."""
        return anchor_of(self.at)

    @property
    def standing(self) -> str:
        """Its state in words."""
        return self.state.label if self.state else UNREPORTED

    @property
    def lateness(self) -> str:
        """What is said of its time, where that is over."""
        return (OVERDUE if self.state else PASSED) if self.overdue else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of some tasks stand in each state. `overdue` counts among those that were not reported as done."""

    label: str
    address: str = ""
    beside: str = ""
    """A number, or what else tells it from others."""
    done: int
    in_progress: int
    not_begun: int
    unreported: int
    overdue: int

    @property
    def reported(self) -> int:
        """Those whose state is known."""
        return self.done + self.in_progress + self.not_begun

    @property
    def total(self) -> int:
        """All of them."""
        return self.reported + self.unreported

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """Each count under its word; where nobody reports anything nothing is said of states."""
        states = ((TaskState.DONE, self.done), (TaskState.IN_PROGRESS, self.in_progress), (TaskState.NOT_BEGUN, self.not_begun))
        known = ((state.label, str(count) if self.reported else UNKNOWN) for state, count in states)
        overdue = str(self.overdue) if self.reported or self.overdue else UNKNOWN
        return (("任务", str(self.total)), *known, (UNREPORTED, str(self.unreported)), (PASSED, overdue))

    def percent(self, count: int) -> float:
        """A count in hundredths of all, to one digit."""
        return round(100 * count / self.total, 1) if self.total else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTasks:
    """The tasks of one unit, each with what it is to do there."""

    unit: TaskUnit
    anchor: str
    lines: tuple[tuple[str, TaskLine], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A task on a page of several plans, with its plan."""

    plan: Link
    line: TaskLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTask:
    """What the page of a document says it reports: the task with its plan and the row that keeps count of it."""

    plan: str
    number: str
    title: str
    address: str
    state: TaskState | None
    on: date | None
    note: str


def anchor_of(at: int) -> str:
    """The id of a task's row."""
    return f"task-{at}"


def ways(record: Record, catalog: Catalog) -> tuple[Way, ...]:
    """From a plan to its tasks: 10项任务、14个单位."""
    outline = None if record.withdrawn else outline_of(catalog.entry(record))
    if outline is None:
        return ()
    units = f"、{outline.units}个单位" if outline.units else ""
    return (Way("任务分工和落实情况", tasks_address(record), f"{outline.count}项任务{units}"),)


def reported(record: Record, catalog: Catalog) -> tuple[ReportedTask, ...]:
    """What a document reports of released plans, in its own order."""
    if record.withdrawn or not record.progress:
        return ()
    lines = []
    for progress, plan in reports_on(record, catalog):
        tasks = tasks_of(catalog.entry(plan))
        at = place_of(progress.task, tasks)
        if at is not None:
            line = ReportedTask(
                plan=plan.called,
                number=tasks[at].number,
                title=tasks[at].title,
                address=f"{tasks_address(plan)}#{anchor_of(at + 1)}",
                state=progress.state,
                on=progress.on,
                note=progress.note,
            )
            lines.append(line)
    return tuple(lines)
