"""The list of a year as a table for spreadsheets, ready for the list that is published every January."""

from __future__ import annotations

from datetime import date

from plugins.catalog.dates import iso
from plugins.catalog.site import Site
from plugins.catalog.spreadsheet import csv_text
from plugins.frame.binding import Line

HEADINGS = (
    "类别",
    "名称",
    "文号",
    "制定机关",
    "发文日期",
    "施行日期",
    "有效至（含当日）",
    "年末状态",
    "本年制发",
    "本年修改它的文件",
    "废止日期",
    "废止它的文件",
    "网址",
)


def table(site: Site, lines: tuple[Line, ...]) -> bytes:
    """The maker."""
    return csv_text([HEADINGS, *(_row(line, site) for line in lines)]).encode()


def _row(line: Line, site: Site) -> tuple[str, ...]:
    return (
        line.rank.label,
        line.title,
        line.document_number,
        line.agency,
        _day(line.issued_on),
        _day(line.since),
        _day(line.until),
        line.validity.label,
        "是" if line.made else "",
        "、".join(link.title for link in line.amended_by),
        _day(line.repealed_on),
        line.repealed_by.title if line.repealed_by else "",
        site.absolute(line.address),
    )


def _day(day: date | None) -> str:
    return iso(day) if day else ""
