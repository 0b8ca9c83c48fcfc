"""What is wrong with reports of progress, and which tasks are past their time without any."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.blocks import Progress
from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding
from plugins.catalog.parse import part_of
from plugins.catalog.record import Record, rows
from plugins.catalog.tasks import outline_of, place_of, plans, tasks_of
from plugins.catalog.terms import Kind, Status, Validity
from plugins.taskbook import rules
from plugins.taskbook.tracking import tracked

SHOWN = 12
"""Tasks that a finding names."""
OVER = (Validity.REPEALED, Validity.EXPIRED)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule of this room that needs more than one text."""
    for record in catalog.records:
        if record.progress and record.status is Status.PUBLISHED:
            for count, progress in enumerate(record.progress, 1):
                yield from _whole(record, count, progress, catalog)
                yield from _found(record, count, progress, catalog)
    yield from _overdue(catalog)


def _whole(record: Record, count: int, progress: Progress, catalog: Catalog) -> Iterator[Finding]:
    """All but 说明 must be there, and the day cannot be still to come."""
    lacking = [row.label for name, row in rows(Progress).items() if name != "note" and not getattr(progress, name)]
    if lacking:
        words = {"count": count, "parts": "、".join(lacking), "sample": rows()["progress"].sample}
        yield catalog.finding(rules.INCOMPLETE, record, part_of("progress", count), **words)
    latest = max(filter(None, (record.published_at, catalog.as_of))).date()
    if progress.on and progress.on > latest:
        yield catalog.finding(rules.IN_FUTURE, record, part_of("progress", count), count=count, on=progress.on, latest=latest)


def _found(record: Record, count: int, progress: Progress, catalog: Catalog) -> Iterator[Finding]:
    """The task it names. That the document is there is asked of it as of every reference."""
    found = catalog.find(progress.document) if progress.document else ()
    if len(found) != 1 or found[0].kind is not Kind.POLICY or not progress.task:
        return
    plan, tasks = found[0], tasks_of(catalog.entry(found[0]))
    if not tasks:
        yield catalog.finding(rules.NO_TASKS, record, part_of("progress", count), count=count, title=plan.title)
    elif place_of(progress.task, tasks) is None:
        known = "、".join(task.number for task in tasks[:SHOWN]) + ("……" if len(tasks) > SHOWN else "")
        words = {"count": count, "task": progress.task, "title": plan.title, "known": known}
        yield catalog.finding(rules.NO_SUCH_TASK, record, part_of("progress", count), **words)


def _overdue(catalog: Catalog) -> Iterator[Finding]:
    """Tasks past their time of which nothing is reported. Imported history and what is no longer in force owe nothing."""
    today = catalog.as_of.date()
    for plan in plans(catalog):
        outline = outline_of(catalog.entry(plan))
        if plan.first_published or not outline or not outline.passed(today) or catalog.validity(plan) in OVER:
            continue
        silent = [one.task.number for one in tracked(plan, catalog) if one.overdue and not one.reports]
        if silent:
            tasks = "、".join(silent[:SHOWN]) + ("……" if len(silent) > SHOWN else "")
            words = {"count": len(silent), "tasks": tasks, "task": silent[0], "reference": plan.document_number or plan.path}
            yield catalog.finding(rules.OVERDUE, plan, "", **words)
