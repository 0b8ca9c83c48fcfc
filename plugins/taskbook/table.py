"""Tasks as a table for spreadsheets: what an office hands on, with the whole text of each task."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.catalog.dates import iso
from plugins.catalog.site import Site
from plugins.catalog.spreadsheet import csv_text
from plugins.catalog.terms import Role
from plugins.frame.tasks import PlanLine, TaskLine

HEADINGS = (
    "文件",
    "编号",
    "任务",
    "内容",
    "牵头单位",
    "责任单位",
    "配合和指导单位",
    "说明",
    "完成时限",
    "截止日期",
    "状态",
    "时限情况",
    "最近进展",
    "进展日期",
    "网址",
)
OTHERS = (Role.SUPPORT.label, Role.GUIDE.label)
BETWEEN = "；"
"""Between the parts of a cell: 各市、州、县人民政府 is one part."""


def table(site: Site, lines: tuple[PlanLine, ...], texts: tuple[str, ...]) -> bytes:
    """The maker; `texts` are those of the tasks, line by line."""
    return csv_text([HEADINGS, *(_row(one, text, site) for one, text in zip(lines, texts, strict=True))]).encode()


def _row(one: PlanLine, text: str, site: Site) -> tuple[str, ...]:
    line = one.line
    newest = line.reports[0] if line.reports else None
    return (
        one.plan.title,
        line.number,
        line.title,
        text,
        _units(line, (Role.LEAD.label,)),
        _units(line, (Role.RESPONSIBLE.label, "")),
        _units(line, OTHERS),
        line.note,
        BETWEEN.join(line.deadlines),
        iso(line.due) if line.due else "",
        line.standing,
        line.lateness,
        newest.note if newest else "",
        iso(newest.on) if newest and newest.on else "",
        f"{site.absolute(one.plan.address)}#{line.anchor}",
    )


def _units(line: TaskLine, roles: Iterable[str]) -> str:
    return BETWEEN.join(unit.name for unit in line.units if unit.role in roles)
