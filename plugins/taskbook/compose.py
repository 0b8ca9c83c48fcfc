"""From tracked tasks to what the pages of this room show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from plugins.catalog.catalog import Catalog
from plugins.catalog.facets import Facet, agency_code, disclosed, shelved
from plugins.catalog.record import Record
from plugins.catalog.tasks import Unit
from plugins.catalog.terms import Role, TaskState
from plugins.catalog.vocabularies import Agency, agencies
from plugins.frame.tasks import Share, TaskLine, TaskReport, TaskUnit, UnitTasks
from plugins.frame.views import Link
from plugins.taskbook.tracking import Reported, Tracked, counted

SUMMED = ("done", "in_progress", "not_begun", "unreported", "overdue")
"""The counts of a share."""


class Offices:
    """The organs that have a list of their own in the citizens' catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The list of each, by its code."""
        return {one.code: one.address for one in shelved(disclosed(self._catalog), self._catalog, (Facet.AGENCY,))}

    def agency(self, name: str, plan: Record) -> Agency | None:
        """The organ that a plan means: 省教育厅 is that of the region of the plan's own organ."""
        issuer = next(iter(self._catalog.agencies(plan)), None)
        return agencies().find(name, issuer.region if issuer and issuer.region else self._catalog.region)

    def address(self, name: str, plan: Record) -> str:
        """Its list; empty where it has none."""
        agency = self.agency(name, plan)
        return self.addresses.get(agency_code(agency), "") if agency else ""


def lines_of(plan: Record, tasks: Iterable[Tracked], catalog: Catalog, offices: Offices) -> tuple[TaskLine, ...]:
    """The rows of a plan."""
    anchors = {heading.text: heading.anchor for heading in catalog.entry(plan).outline[::-1]}
    return tuple(_line(one, plan, anchors.get(one.task.heading, ""), offices) for one in tasks)


def share_of(label: str, tasks: Iterable[Tracked], address: str = "", beside: str = "") -> Share:
    """How some tasks stand."""
    ordered = tuple(tasks)
    counts = counted(ordered)
    return Share(
        label=label,
        address=address,
        beside=beside,
        done=counts.get(TaskState.DONE, 0),
        in_progress=counts.get(TaskState.IN_PROGRESS, 0),
        not_begun=counts.get(TaskState.NOT_BEGUN, 0),
        unreported=counts.get(None, 0),
        overdue=sum(one.overdue for one in ordered),
    )


def together(label: str, shares: Iterable[Share], address: str = "") -> Share:
    """Several shares as one."""
    ordered = tuple(shares)
    sums = {name: sum(getattr(one, name) for one in ordered) for name in SUMMED}
    return Share(label=label, address=address, **sums)


def by_unit(lines: Iterable[TaskLine]) -> tuple[UnitTasks, ...]:
    """The tasks of each unit and group, those with most tasks first."""
    found: dict[str, list[tuple[str, TaskLine]]] = defaultdict(list)
    units: dict[str, TaskUnit] = {}
    for line in lines:
        for unit in line.units:
            units.setdefault(unit.name, TaskUnit(unit.name, "", unit.address))
            found[unit.name].append((unit.role, line))
    ordered = sorted(found.items(), key=lambda one: -len(one[1]))
    return tuple(
        UnitTasks(unit=units[name], anchor=f"unit-{at}", lines=tuple(tasks)) for at, (name, tasks) in enumerate(ordered, 1)
    )


def shares_by_unit(plans: Iterable[tuple[Record, tuple[Tracked, ...]]], offices: Offices) -> tuple[Share, ...]:
    """How the tasks of each named unit stand over several plans, under its name of today; most tasks first."""
    found: dict[str, dict[tuple[str, int], Tracked]] = defaultdict(dict)
    addresses: dict[str, str] = {}
    for plan, tasks in plans:
        for one in tasks:
            for unit in filter(_named, one.task.units):
                agency = offices.agency(unit.name, plan)
                name = agency.name if agency else unit.name
                found[name][plan.path, one.at] = one
                addresses.setdefault(name, offices.address(unit.name, plan))
    shares = (share_of(name, tasks.values(), addresses[name]) for name, tasks in found.items())
    return tuple(sorted(shares, key=lambda share: -share.total))


def _named(unit: Unit) -> bool:
    return unit.named


def _line(one: Tracked, plan: Record, anchor: str, offices: Offices) -> TaskLine:
    task = one.task
    roles = {unit.role for unit in task.units}
    return TaskLine(
        at=one.at,
        number=task.number,
        title=task.title,
        address=f"{plan.address}#{anchor}" if anchor else plan.address,
        units=tuple(_unit(unit, plan, offices, told=roles != {Role.RESPONSIBLE}) for unit in task.units),
        note=task.note,
        deadlines=tuple(deadline.words for deadline in task.deadlines),
        due=task.due,
        state=one.state,
        overdue=one.overdue,
        reports=tuple(map(_report, one.reports[::-1])),
    )


def _unit(unit: Unit, plan: Record, offices: Offices, *, told: bool) -> TaskUnit:
    """Where all are 责任单位 the role is that of the column."""
    address = offices.address(unit.name, plan) if unit.named else ""
    return TaskUnit(unit.name, unit.role.label if told else "", address)


def _report(one: Reported) -> TaskReport:
    progress = one.progress
    return TaskReport(on=progress.on, state=progress.state, note=progress.note, source=Link(one.source.title, one.source.address))
