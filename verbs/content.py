"""Documents: what is wrong with them and why, how it is mended, how a new one begins."""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from console import FINDINGS, ROOT, guarded, portal, screen, show_outcome, with_progress
from plugins.engine.session import Goal, Outcome, SettingsError

if TYPE_CHECKING:
    from plugins.catalog.forges import Format
    from plugins.engine.build import Portal


@task(
    help={
        "content": "content 文件夹",
        "as_of": "以哪一刻为准，如 '2026-11-20 09:00'",
        "format": "text、json（每行一个对象）、sarif（代码扫描）、codequality（GitLab）",
        "json": "同 --format json",
        "fix": "把说得准的改好，并列出改了什么",
        "dry_run": "配合 --fix：只列出会怎么改，不写文件",
        "staged": "检查将要提交的，不是文件夹里现有的",
    }
)
@guarded
def check(
    context: Context,
    content: str = "",
    as_of: str = "",
    format: str = "text",
    json: bool = False,
    fix: bool = False,
    dry_run: bool = False,
    staged: bool = False,
) -> None:
    """检查全部文件，一次说出所有问题；--fix 把说得准的改好。"""
    import githook
    from plugins.catalog.forges import Format
    from plugins.engine.build import run

    shown = format_of("json" if json else format)
    if (staged and fix) or (dry_run and not fix):
        raise SettingsError("--fix 和 --staged 不能同用；--dry-run 要和 --fix 一起用。")
    wanted = portal(content, as_of=as_of)
    if staged:
        wanted = githook.staged(wanted)
    if fix:
        outcome = mend(wanted, dry_run, quiet=shown is not Format.TEXT)
    else:
        outcome = with_progress(lambda progress: run(wanted, Goal.CHECK, progress))
    show_report(outcome, shown)
    if outcome.report.failed:
        raise Exit(code=FINDINGS)


@task
@guarded
def hook(context: Context) -> None:
    """装上提交钩子：git commit 之前先检查要提交的文件，有错误就不提交。"""
    import githook
    from plugins.engine.build import sources

    wanted = portal()
    screen.print(f"已装上：{githook.install(ROOT, sources(wanted)[0])}", markup=False)


@task(
    help={
        "kind": "哪一类：政策、公报、年度报告、解读……",
        "title": "名称",
        "agency": "发布机构；不写就是门户的主办单位",
        "name": "文件名，网址的最后一段；不写就用流水号",
        "number": "这一类不一定要索引号的，也取一个（要推送的都要有）",
        "parts": "索引号里本单位自定的部分，如 class=A01,group=2",
    }
)
@guarded
def new(
    context: Context,
    kind: str,
    title: str,
    agency: str = "",
    name: str = "",
    number: bool = False,
    parts: str = "",
    content: str = "",
    as_of: str = "",
) -> None:
    """写一份新文件：这一类要填的各项、下一个索引号，先存为草稿；已有的不覆盖，几个人同时取号也不会重。"""
    from plugins.catalog.number_register import FILE
    from plugins.engine.build import request_of
    from plugins.numbering.new import Wanted, kind_named, new_document

    asked = request_of(portal(content, as_of=as_of))
    pairs = dict(part.split("=", 1) for part in parts.split(",") if "=" in part)
    wanted = Wanted(
        kind=kind_named(kind), title=title, on=asked.as_of.date(), agency=agency, name=name, numbered=number, parts=pairs
    )
    written = new_document(wanted, asked.content, asked.site)
    said = f"，索引号 {written.number}；连同 {FILE} 一起提交" if written.number else ""
    screen.print(f"写好 {asked.content.name}/{written.path}（草稿）{said}。", markup=False)


@task
@guarded
def explain(context: Context, code: str) -> None:
    """说明一个检查编号，如 inv explain DIS012。"""
    from plugins.catalog.handbook import all_rules, explained

    rule = all_rules().get(code.upper())
    if rule is None:
        raise SettingsError(f"没有 {code} 这个编号；全部编号见 docs/findings.md。")
    screen.print(explained(rule), markup=False)


def format_of(written: str) -> Format:
    """The form of a report. Raises SettingsError."""
    from plugins.catalog.forges import Format

    if written not in tuple(Format):
        raise SettingsError(f"没有“{written}”这种格式，可选：{'、'.join(Format)}。")
    return Format(written)


def show_report(outcome: Outcome, form: Format) -> None:
    """Every finding, in a form for people or for machines."""
    from plugins.catalog.forges import Format, code_quality, sarif

    report = outcome.report
    match form:
        case Format.TEXT:
            show_outcome(outcome)
            screen.print(report.summary())
        case Format.JSON:
            print(*report.json_lines(), sep="\n", end="\n" if len(report) else "")
        case Format.SARIF:
            print(dumps(sarif(report), ensure_ascii=False, indent=1))
        case Format.CODEQUALITY:
            print(dumps(code_quality(report), ensure_ascii=False, indent=1))


def mend(wanted: Portal, dry_run: bool, quiet: bool) -> Outcome:
    """Mend what can be mended and show what was; `quiet` where only a report may be printed."""
    from plugins.engine.mending import diff, fix

    changed, outcome = with_progress(lambda progress: fix(wanted, progress, dry_run=dry_run))
    if not quiet:
        for change in changed:
            show_diff(diff(change, outcome.report.folder))
        files = len({change.path for change in changed})
        done = "可以改好" if dry_run else "改好了"
        screen.print(f"{done} {files} 个文件{'，还没有写' if dry_run else ''}。" if files else "没有能自动改的。")
    return outcome


def show_diff(lines: Iterable[str]) -> None:
    """A unified diff in the colours of one; without them where there is no terminal."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines:
        heading = line.startswith(("+++", "---", "rename", "recode"))
        screen.print(line, style="bold" if heading else colours.get(line[:1], ""), markup=False)
