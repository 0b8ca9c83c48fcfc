"""The chain of release, interpretation and response: what is still owed to the public."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from json import dumps
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.tasks import task

from console import guarded, portal, screen, table, with_progress
from plugins.engine.session import Goal, SettingsError

if TYPE_CHECKING:
    from plugins.chain.wall import Group

WIDTHS = (9, 10, 8)
"""逾期120天, 2026-11-20, 征集结果."""


@task(
    help={
        "content": "content 文件夹",
        "as_of": "以哪一刻为准，如 '2026-11-20 09:00'",
        "agency": "只看这个机构的；全称或名录里的简称",
        "format": "text（表格）、html（打印贴在墙上）、json（每行一个对象）、ics（日历，可导入日程软件）",
    }
)
@guarded
def owed(context: Context, content: str = "", as_of: str = "", agency: str = "", format: str = "text") -> None:
    """列出还欠着的解读、回应和征求意见结果：哪个机构、什么期限、还剩几天；只给机关内部看，不会公开。"""
    from plugins.chain import wall
    from plugins.chain.duties import Duties
    from plugins.engine.build import as_of_moment, request_of, run
    from plugins.engine.theme import Theme

    form = wall.Form.read(format)
    if form is None:
        raise SettingsError(f"没有“{format}”这种格式，可选：{'、'.join(wall.Form)}。")
    wanted = portal(content, as_of=as_of)
    request = request_of(wanted)
    outcome = with_progress(lambda progress: run(wanted, Goal.READ, progress))
    assert outcome.catalog is not None
    moment, duties = outcome.catalog.as_of, Duties(outcome.catalog)
    everything = duties.all()
    organ = agency if agency in {"", *(one.agency for one in everything)} else _organ(agency, request.site.region)
    found = tuple(one for one in everything if organ in ("", one.agency))
    gaps, terms = tuple(wall.gaps(duties, found, outcome.report.errors, organ)), wall.terms(found)
    day = wall.day(moment.date(), None if as_of else as_of_moment("").date())
    for gap in gaps if form in (wall.Form.JSON, wall.Form.ICS) else ():
        print(gap, file=sys.stderr)
    match form:
        case wall.Form.JSON:
            for one in found:
                print(dumps(wall.row(one, moment.date()), ensure_ascii=False))
        case wall.Form.ICS:
            sys.stdout.buffer.write(wall.ics(found, request.site, moment, gaps))
        case wall.Form.TEXT:
            screen.print(f"{request.site.name}应办事项（{day}）\n", markup=False)
            _tables(wall.by_agency(found, moment))
            screen.print(*gaps, f"期限：{terms}。", sep="\n", markup=False)
        case wall.Form.HTML:
            sheet = {"organs": wall.by_agency(found, moment), "day": day, "terms": terms, "gaps": gaps}
            sys.stdout.buffer.write(Theme(request.theme).render("print/owed.html", request.site, **sheet))


def _tables(groups: Mapping[str, Group]) -> None:
    """A table for each organ, and how many there are of all."""
    for name, group in groups.items():
        late = f"，逾期{group.late}" if group.late else ""
        screen.print(f"{name}（{len(group.lines)}{late}）", style="bold", markup=False)
        table(("还剩", "期限", "事项", "文件"), ((one.left, one.due, one.duty, one.told) for one in group.lines), WIDTHS)
        screen.print()
    count, overdue = sum(len(group.lines) for group in groups.values()), sum(group.late for group in groups.values())
    screen.print(f"共 {count} 项，其中逾期 {overdue} 项。")


def _organ(written: str, region: str) -> str:
    """The full name of an organ, by any name that documents may give it. Raises SettingsError."""
    from plugins.catalog.nearest import Nearest
    from plugins.catalog.vocabularies import agencies

    known = agencies()
    found = known.find(written, region)
    if found:
        return found.name
    near = Nearest(lambda: known.by_name, cutoff=0.5)(written)
    meant = f"，是不是“{near}”？" if near else "：请写全称或名录里的简称。"
    raise SettingsError(f"机构名录里没有“{written}”{meant}")
