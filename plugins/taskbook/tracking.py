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
    """A task with its reports, oldest first, and whether its time is over without a report that it is done."""

    task: Task
    at: int
    """Its place in the plan, from 1."""
    reports: tuple[Reported, ...]
    overdue: bool

    @property
    def state(self) -> TaskState | None:
        """What the newest report says; None where nobody reports: whether it has begun is not known."""
        return self.reports[-1].progress.state if self.reports else None


def tracked(plan: Record, catalog: Catalog) -> tuple[Tracked, ...]:
    """The tasks of a released plan, in its order. Of imported history that nobody reports on none is overdue."""
    tasks, today = tasks_of(catalog.entry(plan)), catalog.as_of.date()
    reports = _reports(plan, tasks, catalog)
    until = None if plan.first_published and not reports else today
    return tuple(_tracked(task, at, tuple(reports.get(at, ())), until) for at, task in enumerate(tasks, 1))


def counted(tasks: Iterable[Tracked]) -> Mapping[TaskState | None, int]:
    """How many stand in each state, and of how many nobody reported any."""
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
        reports.sort(key=lambda one: (one.progress.on or date.min, later(one.source)))
    return found


def later(source: Record) -> tuple[str, str]:
    """Of two documents that report of one day the later counts."""
    return str(source.published_at or ""), source.path


def _tracked(task: Task, at: int, reports: tuple[Reported, ...], today: date | None) -> Tracked:
    done = bool(reports) and reports[-1].progress.state is TaskState.DONE
    over = today is not None and task.due is not None and task.due < today
    return Tracked(task, at, reports, overdue=over and not done)
