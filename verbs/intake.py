"""What is there already, in Word or on an old website, taken in as Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from console import FINDINGS, ROOT, guarded, portal, screen, table, with_progress
from plugins.engine.session import SettingsError

if TYPE_CHECKING:
    from intake.run import Outcome

SHOWN = 30
"""Findings that a terminal shows one by one."""


@task(
    help={
        "path": "要收的文件或文件夹",
        "into": "放进哪个栏目，如 content/policies/ 或 content/policies/2016/",
        "dry_run": "只试一遍，什么都不写",
        "report": "逐件的结果写进这个文件：.csv 用表格软件看，.jsonl 给程序用",
        "site": "老网站的网址，如 http://www.example.gov.cn/；文件夹里的路径接在它后面就是旧址",
    }
)
@guarded
def intake(context: Context, path: str, into: str = "", dry_run: bool = False, report: str = "", site: str = "") -> None:
    """把 Word、网页、文本收成 Markdown，填好信息块，说明拿不准的地方；已有的不覆盖。"""
    from intake.report import report as intake_report
    from intake.report import report_place
    from intake.run import Fate, take_in
    from intake.sources import site_of
    from intake.write import shelf_of
    from plugins.engine.build import adopt_vocabularies

    if not Path(path).exists():
        raise SettingsError(f"没有 {path} 这个文件或文件夹。")
    adopt_vocabularies(portal())
    if not into:
        raise SettingsError("请写明放进哪个栏目，如 --into content/policies/。")
    try:
        shelf, kind = shelf_of(Path(into), portal().content or ROOT / "content")
        place = report_place(Path(report), shelf.content) if report else None
        old_site = site_of(site) if site else ""
    except ValueError as error:
        raise SettingsError(str(error)) from None
    outcome = with_progress(lambda progress: take_in(Path(path), shelf, kind, progress, site=old_site, dry_run=dry_run))
    if place:
        place.write_text(intake_report(outcome, shelf.content.parent, place.suffix), "utf-8", newline="")
    show_intake(outcome, Path(path), dry_run, report)
    if outcome.count(Fate.REFUSED):
        raise Exit(code=FINDINGS)


def show_intake(outcome: Outcome, path: Path, dry_run: bool, report: str) -> None:
    """What became of each of a few sources; of many, the kinds of what to look at, and whatever was refused."""
    from intake.report import kinds_of_doubt, summary
    from intake.report import lines as intake_lines
    from intake.run import Fate, Outcome

    many = max(len(outcome.taken), sum(1 for _ in outcome.findings())) > SHOWN
    shown = Outcome([one for one in outcome.taken if one.fate is Fate.REFUSED]) if many else outcome
    for line in intake_lines(shown, path if path.is_dir() else path.parent):
        screen.print(line, markup=False)
    doubts = list(kinds_of_doubt(outcome)) if many else []
    if doubts:
        table(("编号", "份数", "要看的", "例如"), doubts)
    if outcome.waited:
        screen.print("另一次收取正在进行，已等它结束。")
    if report:
        screen.print(f"逐件的结果在 {report}。", markup=False)
    elif doubts:
        screen.print("逐件的结果：加 --report 结果.csv 再运行一次（已收下的不会重复）。")
    screen.print(summary(outcome, dry_run), markup=False)
