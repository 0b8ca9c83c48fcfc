"""The rules of the gazette. GAZ: issues."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from plugins.catalog.blocks import Section
from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding, Level, Rule
from plugins.catalog.parse import part_of
from plugins.catalog.record import Record, rows
from plugins.catalog.terms import Kind, Relation, Status
from plugins.gazette.issues import issue_in, issue_of

ODD_ISSUE = Rule(
    "GAZ001", Level.ERROR, "期号“{value}”读不出年份和期数", "写作 {meant}", "公报按年份和期数排列，读不出就排不进去。"
)
ISSUE_TWICE = Rule(
    "GAZ002",
    Level.ERROR,
    "{issue}已由 {other} 占用",
    "一期公报只有一份文件，请核对期号",
    "公报刊登的文本是标准文本，一期只能有一份（立法法第七十八条、第九十七条）。",
)
NOT_CONSECUTIVE = Rule(
    "GAZ003",
    Level.WARNING,
    "总期号 {number} 没有接着上一期（{before}，总第{number_before}期）",
    "请核对总期号；中间各期尚未收录的，收录之后自动消失",
    "公报的总期号连续，缺期和重号都要查明。",
)
CARRIED_LATER = Rule(
    "GAZ004",
    Level.WARNING,
    "收录的“{title}”晚于本期公报发布",
    "公报刊登的是已经公开的文件，请核对发布日期",
    "公报早于所收的文件发布，两个日期必有一处不实。",
)

OTHER_TITLE = Rule(
    "GAZ005",
    Level.WARNING,
    "名称里没有期号“{issue}”",
    "请在名称里写上期号，如 名称: ……公报{issue}；期号写错的改期号",
    "读者按名称认这一期，名称与期号不符就会引错。",
)
UNFINISHED_SECTION = Rule(
    "GAZ006",
    Level.ERROR,
    "“分栏”第{count}项没有写“{parts}”",
    "写全，如 分栏: {sample}",
    "每一栏要有名称，并说明从收录的哪一份起，否则目录排不出来。",
)
SECTION_OF_NOTHING = Rule(
    "GAZ007",
    Level.ERROR,
    "分栏“{heading}”从“{first}”起，“收录”里没有这一份",
    "把这一份写进收录，或改写为收录里的一份：{known}",
    "一栏从收录的某一份起，到下一栏为止；那一份不在，这一栏就不会出现。",
)
SHOWN = 5
"""Documents that a hint names."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every issue by itself, then the row of issues; a withdrawn one gives its place to the one that replaces it."""
    issues = [record for record in catalog.records if record.kind is Kind.GAZETTE and record.status is Status.PUBLISHED]
    seen: dict[object, Record] = {}
    for record in issues:
        issue = issue_of(record)
        if record.issue and issue is None:
            named = issue_in(record.title)
            yield catalog.finding(ODD_ISSUE, record, "issue", value=record.issue, meant=named.label if named else "2026年第5期")
        elif issue and seen.setdefault(issue, record) is not record:
            yield catalog.finding(ISSUE_TWICE, record, "issue", issue=issue.label, other=seen[issue].path)
        if issue and record.issue not in record.title:
            yield catalog.finding(OTHER_TITLE, record, "title", issue=record.issue)
        if record.sections:
            yield from _sections(record, catalog)
        for carried in catalog.ties.targets(record, Relation.CONTENTS):
            if carried.published_at and record.published_at and carried.published_at > record.published_at:
                yield catalog.finding(CARRIED_LATER, record, "contents", title=carried.title)
    yield from _row(issues, catalog)


def _sections(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """Each section has a name and begins with a document that the issue carries."""
    carried = {found.path for reference in record.contents for found in catalog.find(reference)}
    for count, one in enumerate(record.sections, 1):
        lacking = [row.label for name, row in rows(Section).items() if not getattr(one, name)]
        if lacking:
            words = {"count": count, "parts": "”“".join(lacking), "sample": rows()["sections"].sample}
            yield catalog.finding(UNFINISHED_SECTION, record, part_of("sections", count), **words)
        elif not any(found.path in carried for found in catalog.find(one.first)):
            known = "、".join(record.contents[:SHOWN]) + ("……" if len(record.contents) > SHOWN else "")
            words = {"heading": one.heading, "first": one.first, "known": known}
            yield catalog.finding(SECTION_OF_NOTHING, record, part_of("sections", count), **words)


def _row(issues: list[Record], catalog: Catalog) -> Iterator[Finding]:
    """Running numbers go up by one from issue to issue."""
    ordered = sorted((issue, record.path, record) for record in issues if (issue := issue_of(record)))
    for (before, _, last), (_, _, record) in pairwise(ordered):
        number, number_before = record.running_number, last.running_number
        if number is not None and number_before is not None and number != number_before + 1:
            words = {"number": number, "before": before.label, "number_before": number_before}
            yield catalog.finding(NOT_CONSECUTIVE, record, "running_number", **words)
