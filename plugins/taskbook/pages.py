"""The pages of this room: the tasks of each plan, how far those of each year have come, and the years together.

Every list is also a table to download. What a page shows follows from the plans, from what is tied to them and from how
many of their deadlines are over: a day that ends none of them changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from plugins.catalog.addresses import file_of
from plugins.catalog.catalog import Catalog
from plugins.catalog.lists import TASKS, task_year_address
from plugins.catalog.marks import digest
from plugins.catalog.record import Record
from plugins.catalog.tasks import outline_of, plans, tasks_address
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Batch, Page
from plugins.frame import linked_data
from plugins.frame.frame import HOME, Frame, trail
from plugins.frame.qr import QrCode
from plugins.frame.tasks import PlanLine, Share, TaskLine
from plugins.frame.timeline import followed
from plugins.frame.views import Head, Link, Year
from plugins.taskbook.compose import Offices, by_unit, lines_of, share_of, shares_by_unit, together
from plugins.taskbook.table import table
from plugins.taskbook.tracking import Tracked, tracked

Book = Mapping[int | None, Sequence[Record]]
"""The plans of each year, newest year first."""


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes."""
    frame, offices = Frame(catalog), Offices(catalog)
    book = _book(catalog)
    where = digest(*sorted(offices.addresses)) if book else ""
    keys = {plan.path: _key(plan, where, frame) for of_year in book.values() for plan in of_year}
    for year, of_year in book.items():
        for plan in of_year:
            yield frame.batch(f"tasks {plan.path}", keys[plan.path], partial(_plan, plan, frame, offices))
        key = digest(repr(tuple(book)), *(keys[plan.path] for plan in of_year))
        yield frame.batch(f"tasks of {year}", key, partial(_year, year, book, frame, offices))
    yield frame.batch("tasks", digest(*keys.values()), partial(_years, book, frame))


def _book(catalog: Catalog) -> Book:
    years: dict[int | None, list[Record]] = defaultdict(list)
    for plan in plans(catalog):
        years[plan.year].append(plan)
    return dict(sorted(years.items(), key=lambda one: -(one[0] or 0)))


def _key(plan: Record, where: str, frame: Frame) -> str:
    """All that is shown of a plan's tasks: its text and what is tied to it, the organs' lists, the days gone by."""
    outline = outline_of(frame.catalog.entry(plan))
    assert outline is not None
    return digest(frame.marks.whole(plan), str(outline.passed(frame.catalog.as_of.date())), where)


def _plan(plan: Record, frame: Frame, offices: Offices) -> Iterator[Page]:
    """The tasks of one plan, and its table."""
    here, title = tasks_address(plan), f"任务分工：{plan.title}"
    tasks = tracked(plan, frame.catalog)
    lines = lines_of(plan, tasks, frame.catalog, offices)
    above = (*trail(plan), Link(plan.title, plan.address))
    feed = followed(plan, frame.catalog)
    head = Head(
        title=title,
        address=here,
        description=f"{plan.title}的任务、责任单位、完成时限和进展",
        breadcrumbs=above,
        feeds=(feed,) if feed else (),
    )
    yield frame.page(
        "task_book.html",
        _in_column(head),
        linked_data.of_page(title, here, above),
        plan=Link(plan.title, plan.address),
        share=share_of("全部任务", tasks, beside=plan.document_number),
        tasks=lines,
        by_unit=by_unit(lines),
        qr=QrCode(here),
        table=f"{here}tasks.csv",
    )
    yield _table(f"{here}tasks.csv", _of_plan(plan, lines), tasks)


def _year(year: int | None, book: Book, frame: Frame, offices: Offices) -> Iterator[Page]:
    """How far the tasks of a year's plans have come: by plan, by unit, what is overdue; and all of it as a table."""
    here, title = task_year_address(year), f"{year}年工作任务落实情况"
    catalog = frame.catalog
    found = [(plan, tracked(plan, catalog)) for plan in book[year]]
    shares = tuple(_share(plan, tasks) for plan, tasks in found)
    lines = tuple(chain.from_iterable(_of_plan(plan, lines_of(plan, tasks, catalog, offices)) for plan, tasks in found))
    column = columns()["tasks"]
    above = (HOME, Link(column.name, TASKS))
    head = Head(title=title, address=here, description=f"{title}：{column.description}", breadcrumbs=above)
    yield frame.page(
        "task_year.html",
        _in_column(head),
        linked_data.of_list(title, here, above),
        heading=title,
        share=together(f"{year}年", shares),
        by_plan=shares,
        by_unit=shares_by_unit(found, offices),
        overdue=tuple(line for line in lines if line.line.overdue),
        years=_row(book, year),
        qr=QrCode(here),
        table=f"{here}tasks-{year}.csv",
    )
    yield _table(f"{here}tasks-{year}.csv", lines, tuple(chain.from_iterable(tasks for _, tasks in found)))


def _years(book: Book, frame: Frame) -> Iterator[Page]:
    """The years together."""
    shares = []
    for year, of_year in book.items():
        of_plans = (_share(plan, tracked(plan, frame.catalog)) for plan in of_year)
        shares.append(together(f"{year}年", of_plans, task_year_address(year)))
    yield frame.own("tasks", TASKS, "tasks.html", shares=tuple(shares), qr=QrCode(TASKS))


def _share(plan: Record, tasks: Sequence[Tracked]) -> Share:
    return share_of(plan.title, tasks, tasks_address(plan), plan.document_number)


def _of_plan(plan: Record, lines: Iterable[TaskLine]) -> tuple[PlanLine, ...]:
    link = Link(plan.called, tasks_address(plan))
    return tuple(PlanLine(plan=link, line=line) for line in lines)


def _row(book: Book, current: int | None = None) -> tuple[Year, ...]:
    return tuple(Year(year=year, address=task_year_address(year), current=year == current) for year in book if year)


def _table(address: str, lines: tuple[PlanLine, ...], tasks: Iterable[Tracked]) -> Page:
    return Page(file_of(address), table, {"lines": lines, "texts": tuple(one.task.text for one in tasks)})


def _in_column(head: Head) -> Head:
    return replace(head, column=columns()["tasks"])
