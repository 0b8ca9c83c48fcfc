"""The chain of release, interpretation and response: what is still owed to the public."""

from __future__ import annotations

import sys
from json import dumps

from invoke.context import Context
from invoke.tasks import task

from console import guarded, portal, screen, table, with_progress
from plugins.engine.session import Goal, SettingsError

WIDTHS = (9, 10, 8)
"""逾期120天, 2026-11-20, 征集结果."""


@task(
    help={
        "content": "content 文件夹",
        "as_of": "以哪一刻为准，如 '2026-11-20 09:00'",
        "agency": "只看这个机构的",
        "format": "text（表格）、html（打印贴在墙上）、json（每行一个对象）、ics（日历，可导入日程软件）",
    }
)
@guarded
def owed(context: Context, content: str = "", as_of: str = "", agency: str = "", format: str = "text") -> None:
    """列出还欠着的解读、回应和征求意见结果：哪个机构、什么期限、还剩几天；只给机关内部看，不会公开。"""
    from plugins.catalog.dates import chinese_date
    from plugins.chain import wall
    from plugins.chain.duties import Duties
    from plugins.engine.build import request_of, run
    from plugins.engine.theme import Theme

    form = wall.Form.read(format)
    if form is None:
        raise SettingsError(f"没有“{format}”这种格式，可选：{'、'.join(wall.Form)}。")
    wanted = portal(content, as_of=as_of)
    request = request_of(wanted)
    outcome = with_progress(lambda progress: run(wanted, Goal.READ, progress))
    assert outcome.catalog is not None
    today = outcome.catalog.as_of.date()
    found = [one for one in Duties(outcome.catalog).all() if agency in ("", one.agency)]
    if outcome.report.failed:
        print(f"有 {outcome.report.errors} 处读不出来，可能没有列全：请运行 inv check。", file=sys.stderr)
    match form:
        case wall.Form.JSON:
            print(*(dumps(wall.row(one, today), ensure_ascii=False) for one in found), sep="\n", end="\n" if found else "")
        case wall.Form.ICS:
            sys.stdout.buffer.write(wall.ics(found, request.site, outcome.catalog.as_of))
        case wall.Form.TEXT:
            screen.print(f"{request.site.name}应办事项（{chinese_date(today)}）\n")
            for name, lines in wall.by_agency(found, today).items():
                screen.print(f"{name}（{len(lines)}）", style="bold", markup=False)
                table(("还剩", "期限", "事项", "文件"), ((one.left, one.due, one.duty, one.told) for one in lines), WIDTHS)
                screen.print()
            late = sum(one.is_overdue(today) for one in found)
            screen.print(f"共 {len(found)} 项，其中逾期 {late} 项。")
            screen.print(f"期限：{wall.terms()}。")
        case wall.Form.HTML:
            sheet = {"organs": wall.by_agency(found, today), "today": today, "terms": wall.terms()}
            sys.stdout.buffer.write(Theme(request.theme).render("print/owed.html", request.site, **sheet))
