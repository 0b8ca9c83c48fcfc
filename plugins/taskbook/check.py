"""What is wrong with reports of progress, and which tasks are past their time without any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from plugins.catalog.blocks import Progress
from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding, Rule
from plugins.catalog.parse import part_of
from plugins.catalog.record import Record, rows
from plugins.catalog.tasks import Task, outline_of, places_of, plans, tasks_of
from plugins.catalog.terms import Kind, Status, TaskState, Validity
from plugins.taskbook import rules
from plugins.taskbook.tracking import later, tracked

SHOWN = 12
"""Tasks that a finding names."""
OVER = (Validity.REPEALED, Validity.EXPIRED)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of 进展, and where it stands: the `count`-th of its record."""

    progress: Progress
    record: Record
    count: int

    def finding(self, rule: Rule, catalog: Catalog, **values: object) -> Finding:
        """A finding at this line."""
        return catalog.finding(rule, self.record, part_of("progress", self.count), count=self.count, **values)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule of this room that needs more than one text."""
    said: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in _lines(catalog):
        yield from _whole(line, catalog)
        plan = _plan(line.progress, catalog)
        if plan:
            tasks = tasks_of(catalog.entry(plan))
            places = places_of(line.progress.task, tasks)
            yield from _found(line, plan, tasks, places, catalog)
            if len(places) == 1:
                said[plan.path, tasks[places[0]].number].append(line)
    for (_, number), lines in said.items():
        yield from _course(number, lines, catalog)
    yield from _overdue(catalog)


def _lines(catalog: Catalog) -> Iterator[Line]:
    for record in catalog.records:
        if record.status is Status.PUBLISHED:
            for count, progress in enumerate(record.progress, 1):
                yield Line(progress, record, count)


def _plan(progress: Progress, catalog: Catalog) -> Record | None:
    """The policy that is meant. That the document is there is asked of it as of every reference."""
    found = catalog.find(progress.document) if progress.document and progress.task else ()
    return found[0] if len(found) == 1 and found[0].kind is Kind.POLICY else None


def _whole(line: Line, catalog: Catalog) -> Iterator[Finding]:
    """All but 说明 must be there, and the day cannot be still to come."""
    progress = line.progress
    lacking = [row.label for name, row in rows(Progress).items() if name != "note" and not getattr(progress, name)]
    if lacking:
        yield line.finding(rules.INCOMPLETE, catalog, parts="、".join(lacking), sample=rows()["progress"].sample)
    latest = max(filter(None, (line.record.published_at, catalog.as_of))).date()
    if progress.on and progress.on > latest:
        yield line.finding(rules.IN_FUTURE, catalog, on=progress.on, latest=latest)


def _found(line: Line, plan: Record, tasks: tuple[Task, ...], places: tuple[int, ...], catalog: Catalog) -> Iterator[Finding]:
    """The task it names is there, is one, and was not reported on before there was a plan."""
    progress = line.progress
    if not tasks:
        yield line.finding(rules.NO_TASKS, catalog, title=plan.title)
    elif not places:
        yield line.finding(rules.NO_SUCH_TASK, catalog, task=progress.task, title=plan.title, known=_named(tasks))
    elif len(places) > 1:
        candidates = _named(tasks[at] for at in places)
        yield line.finding(rules.SEVERAL_TASKS, catalog, task=progress.task, title=plan.title, candidates=candidates)
    if progress.on and plan.issued_on and progress.on < plan.issued_on:
        yield line.finding(rules.TOO_EARLY, catalog, on=progress.on, title=plan.title, issued=plan.issued_on)


def _course(number: str, lines: Iterable[Line], catalog: Catalog) -> Iterator[Finding]:
    """What is reported of one task, in the order in which it counts: nothing done is undone, and a day has one state."""
    dated = [(on, state, line) for line in lines if (on := line.progress.on) and (state := line.progress.state)]
    dated.sort(key=lambda one: (one[0], later(one[2].record)))
    for (day, was, before), (on, now, line) in pairwise(dated):
        source = f"“{before.record.title}”" if before.record is not line.record else f"第{before.count}条"
        words = {"task": number, "on": on, "state": now.label, "source": source}
        if was is not now and day == on:
            yield line.finding(rules.TWO_STATES, catalog, **words, other=was.label)
        elif was is TaskState.DONE and now is not was:
            yield line.finding(rules.GONE_BACK, catalog, **words, before=day)


def _overdue(catalog: Catalog) -> Iterator[Finding]:
    """Tasks past their time of which nothing is reported. Imported history and what is no longer in force owe nothing."""
    today = catalog.as_of.date()
    for plan in plans(catalog):
        outline = outline_of(catalog.entry(plan))
        if plan.first_published or not outline or not outline.passed(today) or catalog.validity(plan) in OVER:
            continue
        silent = [one.task for one in tracked(plan, catalog) if one.overdue and not one.reports]
        if silent:
            words = {"task": silent[0].number, "reference": plan.document_number or plan.path}
            yield catalog.finding(rules.OVERDUE, plan, "", count=len(silent), tasks=_named(silent), **words)


def _named(tasks: Iterable[Task]) -> str:
    """The numbers of tasks, the first dozen of them."""
    numbers = [task.number for task in tasks]
    return "、".join(numbers[:SHOWN]) + ("……" if len(numbers) > SHOWN else "")
