"""How far tasks have come on the day of a build: each task with what released documents report of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plugins.catalog.blocks import Progress
from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.tasks import Task, place_of, reports_on, tasks_of
from plugins.catalog.terms import Relation, TaskState


@dataclass(frozen=True, slots=True)
class Reported:
    """One report of a task, and the document that makes it."""

    progress: Progress
    source: Record


@dataclass(frozen=True, slots=True)
class Tracked:
    """A task with its reports, oldest first, and whether its time is over."""

    task: Task
    at: int
    """Its place in the plan, from 1."""
    reports: tuple[Reported, ...]
    overdue: bool

    @property
    def state(self) -> TaskState:
        """What the newest report says; a task nobody reports on has not begun."""
        said = self.reports[-1].progress.state if self.reports else None
        return said or TaskState.NOT_BEGUN


def tracked(plan: Record, catalog: Catalog) -> tuple[Tracked, ...]:
    """The tasks of a released plan, in its order."""
    tasks, today = tasks_of(catalog.entry(plan)), catalog.as_of.date()
    reports = _reports(plan, tasks, catalog)
    return tuple(_tracked(task, at, tuple(reports.get(at, ())), today) for at, task in enumerate(tasks, 1))


def counted(tasks: Iterable[Tracked]) -> Mapping[TaskState, int]:
    """How many stand in each state."""
    return Counter(one.state for one in tasks)


def _reports(plan: Record, tasks: tuple[Task, ...], catalog: Catalog) -> Mapping[int, list[Reported]]:
    """By place from 1; of one day the later document, and within it the later line, comes last."""
    found: dict[int, list[Reported]] = defaultdict(list)
    for source in catalog.ties.sources(plan, Relation.PROGRESS):
        for progress, reported in reports_on(source, catalog):
            at = place_of(progress.task, tasks) if reported.path == plan.path else None
            if at is not None:
                found[at + 1].append(Reported(progress, source))
    for reports in found.values():
        reports.sort(key=lambda one: one.progress.on or date.min)
    return found


def _tracked(task: Task, at: int, reports: tuple[Reported, ...], today: date) -> Tracked:
    done = bool(reports) and reports[-1].progress.state is TaskState.DONE
    return Tracked(task, at, reports, overdue=not done and task.due is not None and task.due < today)
