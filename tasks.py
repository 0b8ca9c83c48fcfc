"""The verbs of the house. `inv -l` lists them; each is a few lines, the work is in the rooms."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from json import dumps
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

import githook
from console import (
    ANNOUNCEMENT,
    FINDINGS,
    ROOT,
    VAR,
    ensure_browser,
    format_of,
    guarded,
    mend,
    portal,
    screen,
    show_outcome,
    show_report,
    start_again,
    table,
    with_progress,
)
from plugins.catalog import fields, snippets
from plugins.catalog.dates import chinese_date, iso
from plugins.catalog.forges import Format
from plugins.catalog.handbook import all_rules, explained, markdown
from plugins.catalog.manifest import open_manifest
from plugins.catalog.number_register import FILE
from plugins.catalog.terms import ChannelName
from plugins.engine.build import adopt_vocabularies, as_of_moment, publish_since, request_of, run, sources
from plugins.engine.session import Goal, SettingsError
from progress import closing

if TYPE_CHECKING:
    from intake.run import Outcome
    from publish.status import Result
    from publish.step import PublishStep

# What a verb alone needs it imports itself: a build does not wait for the libraries of the channels.

SHOWN = 30
"""Findings that a terminal shows one by one."""
SANDBOX_DOMAIN = "shili.example"
"""The safe domain of the sandbox's Weibo app: the demo portal's."""


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
    wanted = portal()
    screen.print(f"已装上：{githook.install(ROOT, sources(wanted)[0])}", markup=False)


@task(
    help={
        "explain": "说明每个页面为什么要重做",
        "output": "输出文件夹",
        "cache": "缓存文件夹",
        "profile": "把各阶段的用时和各种数目写进这个 JSON 文件",
        "watch": "做完不退出：保存就更新，到了发布时间也更新，按 Ctrl-C 结束",
    }
)
@guarded
def build(
    context: Context,
    content: str = "",
    output: str = "",
    cache: str = "",
    as_of: str = "",
    explain: bool = False,
    profile: str = "",
    watch: bool = False,
) -> None:
    """检查并生成网站；有错误时 output/ 保持原样。"""
    wanted = portal(content, output, cache, as_of)
    if watch:
        from plugins.engine.preview.loop import Ending, run_watch

        if run_watch(wanted, partial(screen.print, markup=False)) is Ending.SETTINGS_CHANGED:
            start_again()
        return
    outcome = with_progress(lambda progress: run(wanted, Goal.BUILD, progress))
    if profile:
        Path(profile).write_text(dumps(outcome.profile(), indent=1) + "\n", "utf-8")
    show_outcome(outcome, explain)
    if outcome.report.failed:
        raise Exit(f"{outcome.report.summary()}；未更新 output/", FINDINGS)
    screen.print(*closing(outcome), sep="\n")


@task(help={"port": "端口，默认 8000；0 随意取一个", "content": "content 文件夹", "gallery": "加上 /gallery/，主题的组件一览"})
@guarded
def serve(context: Context, port: int = 8000, content: str = "", gallery: bool = False) -> None:
    """在本机预览，保存就看得见，草稿和未到时间的文件也在；不动 output/。"""
    from plugins.engine.preview.loop import Ending, run_preview

    wanted = replace(portal(content), plugins=("plugins.gallery",) if gallery else ())
    if run_preview(wanted, port, partial(screen.print, markup=False)) is Ending.SETTINGS_CHANGED:
        start_again()


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
    from plugins.numbering.new import Wanted, kind_named, new_document

    asked = request_of(portal(content, as_of=as_of))
    pairs = dict(part.split("=", 1) for part in parts.split(",") if "=" in part)
    wanted = Wanted(
        kind=kind_named(kind), title=title, on=asked.as_of.date(), agency=agency, name=name, numbered=number, parts=pairs
    )
    written = new_document(wanted, asked.content, asked.site)
    said = f"，索引号 {written.number}；连同 {FILE} 一起提交" if written.number else ""
    screen.print(f"写好 {asked.content.name}/{written.path}（草稿）{said}。", markup=False)


@task(help={"path": "一份文件，或者一个文件夹"})
@guarded
def enter(context: Context, path: str, content: str = "", as_of: str = "") -> None:
    """把文件已有、登记簿里没有的索引号补登进去；只写一份文件的，它改了号、换了位置也登记。"""
    from plugins.numbering import acts

    asked = request_of(portal(content, as_of=as_of))
    lines = acts.enter(asked.content, asked.site.index_number_form, path, asked.as_of.date())
    screen.print(f"登记了 {len(lines)} 个索引号。")


@task(help={"path": "哪一份文件"})
@guarded
def renew(context: Context, path: str, content: str = "", as_of: str = "") -> None:
    """给没有公开过的文件换一个新的索引号，写进文件，旧号作废。"""
    from plugins.numbering import acts

    asked = request_of(portal(content, as_of=as_of))
    line = acts.renew(asked.content, asked.site.index_number_form, path, asked.as_of.date())
    screen.print(f"{asked.content.name}/{line.path} 换成了索引号 {line.number}。", markup=False)


@task(help={"number": "哪个号", "reason": "为什么没有用", "to": "到哪个号为止，一段一起作废"})
@guarded
def void(context: Context, number: str, reason: str = "", to: str = "", content: str = "", as_of: str = "") -> None:
    """把没有文件使用的索引号作废，写明原因；作废的号不再给别的文件。"""
    from plugins.numbering import acts

    asked = request_of(portal(content, as_of=as_of))
    lines = acts.void(asked.content, asked.site.index_number_form, number, to, reason, asked.as_of.date())
    screen.print(f"作废了 {len(lines)} 个索引号。")


@task(help={"path": "写到哪个文件；- 就印在屏幕上", "output": "输出文件夹"})
@guarded
def redirects(context: Context, path: str, output: str = "") -> None:
    """写出旧址的跳转表，给 nginx 用：每个旧址一行，带到新网址。"""
    from publish.redirects import redirects as old_addresses
    from publish.redirects import write

    lines = old_addresses(open_manifest(Path(output) if output else ROOT / "output"))
    if path == "-":
        print(*lines, sep="", end="")
    elif Path(path).exists() and not Path(path).is_file():
        raise SettingsError(f"{path} 不是文件，跳转表没有写。")
    else:
        write(Path(path), lines)


@task(help={"content": "content 文件夹", "output": "输出文件夹"})
@guarded
def register(context: Context, content: str = "", output: str = "") -> None:
    """把新公开的文件记进首次公开登记；每次构建之后运行，登记随仓库保存。"""
    from publish.register import RegisterError, record_releases

    home = sources(portal(content))[0].parent
    try:
        done = record_releases(open_manifest(Path(output) if output else ROOT / "output"), home)
    except RegisterError as error:
        raise Exit(str(error), FINDINGS) from None
    screen.print(f"新登记 {done.added} 份，共 {done.lines} 份；最后一行的校验码 {done.head}", markup=False)


@task(
    help={
        "on": "哪一天，如 2025-06-30；不写就是上次构建的那天",
        "every": "全部政策文件，不只是规章和规范性文件",
        "json": "每行一个 JSON 对象",
        "output": "输出文件夹",
    }
)
@guarded
def inforce(context: Context, on: str = "", every: bool = False, json: bool = False, output: str = "") -> None:
    """列出某一天有效的规章和规范性文件；只看已经公开的。"""
    from plugins.catalog.normative import Rank, binding_on, published

    catalog = published(open_manifest(Path(output) if output else ROOT / "output"))
    day = as_of_moment(on).date() if on else catalog.as_of.date()
    found = [(rank, record, catalog.period(record)) for rank, record in binding_on(day, catalog, every=every)]
    rows = (
        {
            "rank": rank.label if rank else "",
            "document_number": record.document_number,
            "title": record.title,
            "since": iso(period.since) if period.since else "",
            "until": iso(period.until) if period.until else "",
            "address": record.address,
        }
        for rank, record, period in found
    )
    if json:
        print(*(dumps(row, ensure_ascii=False) for row in rows), sep="\n", end="\n" if found else "")
    else:
        ranks = "、".join(rank.label for rank in Rank)
        table(("类别", "文号", "名称", "施行日期", "有效至"), (list(row.values())[:-1] for row in rows))
        screen.print(f"{chinese_date(day)}有效的{'政策文件' if every else ranks}共 {len(found)} 件。")


@task
@guarded
def explain(context: Context, code: str) -> None:
    """说明一个检查编号，如 inv explain DIS012。"""
    rule = all_rules().get(code.upper())
    if rule is None:
        raise SettingsError(f"没有 {code} 这个编号；全部编号见 docs/findings.md。")
    screen.print(explained(rule), markup=False)


@task
@guarded
def golden(context: Context) -> None:
    """重写生成的文档和测试的期望值；之后请人看一遍差异。"""
    handbook = ROOT / "docs" / "editors.md"
    handbook.write_text(fields.within(handbook.read_text("utf-8")), "utf-8")
    (ROOT / "docs" / "findings.md").write_text("\n".join(markdown()), "utf-8")
    (ROOT / snippets.VSCODE).write_text(snippets.vscode(), "utf-8")
    context.run(f"{sys.executable} -m pytest tests/test_sites.py --golden", env={"PYTHONUTF8": "1"})


@task
@guarded
def test(context: Context) -> None:
    """运行全部测试；没有浏览器时先装一个。"""
    ensure_browser()
    for command in ("ruff check .", "mypy", "pytest"):
        result = context.run(f"{Path(sys.executable).parent / command}", warn=True, pty=False)
        if result is None or result.failed:
            raise Exit(f"{command} 没有通过", FINDINGS)


@task(help={"only": "只做其中几项，逗号分隔：weight、nu、lighthouse", "json": "每行一个 JSON 对象"})
@guarded
def inspect(context: Context, only: str = "", json: bool = False) -> None:
    """仔细检查质量：页面重量、Nu HTML 检查、Lighthouse；要用 Java、Node.js 和 Chromium。"""
    words = [*(("--only", only) if only else ()), *(("--json",) if json else ())]
    done = subprocess.run([sys.executable, "-m", "tests.inspect", *words], cwd=ROOT, check=False)
    if done.returncode:
        raise Exit(code=done.returncode)


@task(help={"into": "放进哪个文件夹", "handbook": "改拍编辑手册里“从 Word 到网页”的图，放进 docs/images/"})
@guarded
def screenshots(context: Context, into: str = ".cache/screenshots/pictures", handbook: bool = False) -> None:
    """拍下示范门户的各种页面：每种显示方式、手机和电脑两种宽度。"""
    what = "walkthrough docs/images" if handbook else f"screenshots {into}"
    context.run(f"{sys.executable} -m tests.browser.{what}", env={"PYTHONUTF8": "1"})


@task
@guarded
def site(context: Context) -> None:
    """生成示范门户，把该推送的推到本机沙箱，并说明去哪里看。"""
    from publish.entry import State
    from publish.sandbox.server import Sandbox

    build(context)
    with Sandbox(VAR / "sandbox", site_domain=SANDBOX_DOMAIN) as sandbox:
        result = step(sandbox.environment()).send()
    for problem in result.problems:
        screen.print(problem, markup=False)
    counts = Counter(f"{ChannelName[row.channel.upper()].label} {State(row.state).label}" for row in result.rows)
    screen.print("推送（本机沙箱）：" + "；".join(f"{what} {count} 条" for what, count in sorted(counts.items())))
    screen.print("看网站：.venv/bin/inv serve　　看推送：.venv/bin/inv sandbox")
    if result.failed:
        raise Exit(code=ANNOUNCEMENT)


@task(help={"port": "端口，默认随意取一个"})
@guarded
def sandbox(context: Context, port: int = 0) -> None:
    """打开沙箱：像关注者那样看微博和微信。"""
    from publish.sandbox.server import Sandbox

    with Sandbox(VAR / "sandbox", site_domain=SANDBOX_DOMAIN, port=port) as running:
        screen.print(f"沙箱：{running.url} （按 Ctrl-C 结束）")
        try:
            Event().wait()
        except KeyboardInterrupt:
            screen.print("沙箱已关。")


@task(help={"json": "每行一个 JSON 对象", "text": "连同每一条的全文预览"})
@guarded
def plan(context: Context, json: bool = False, text: bool = False) -> None:
    """将要推送什么；不写任何东西。"""
    show(step().plan(), json)
    for preview in step().previews() if text else ():
        screen.rule(f"{preview.row.channel} {preview.title}")
        screen.print(preview.text, *preview.pictures, *preview.notes, sep="\n", markup=False)


@task(help={"by": "批准人", "keys": "条目编号的开头，逗号分隔；不写就是全部"})
@guarded
def approve(context: Context, by: str, keys: str = "") -> None:
    """批准待推送的条目；内容一变，批准作废。"""
    if not by.strip():
        raise SettingsError("请写明批准人：--by 张三。")
    show(step().approve(by, [key for key in keys.split(",") if key] or None))


@task
@guarded
def send(context: Context) -> None:
    """推送已批准的，并弄清没有回音的。"""
    show(step().send())


@task(help={"json": "每行一个 JSON 对象"})
@guarded
def status(context: Context, json: bool = False) -> None:
    """台账里每一条到了哪一步。"""
    show(step().status(), json)


@task
@guarded
def reconcile(context: Context) -> None:
    """只查看平台上有没有，不发送。"""
    show(step().reconcile())


@task(help={"key": "条目编号的开头", "outcome": "published、not_sent、cancelled 或 retracted", "by": "登记人", "url": "公开网址"})
@guarded
def settle(context: Context, key: str, outcome: str, by: str, url: str = "") -> None:
    """登记人工查明的结果：发出去了、没有发、不发了、已撤下。"""
    from publish.step import Settled

    if outcome not in tuple(Settled):
        raise SettingsError(f"没有“{outcome}”这种结果，可选：{'、'.join(Settled)}。")
    try:
        row = step().settle(key, Settled(outcome), by, url)
    except ValueError as error:
        raise SettingsError(f"没有登记：{error}") from None
    show(Result(rows=(row,)))


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


def step(environment: Mapping[str, str] | None = None) -> PublishStep:
    """The publish step over output/ and var/."""
    from publish.step import open_step

    try:
        return open_step(ROOT / "output", VAR, environment or os.environ, publish_since(portal()))
    except ValueError as error:
        raise SettingsError(str(error)) from None


def show(result: Result, as_json: bool = False) -> None:
    """The rows of a publish verb, then what an operator must know; exit 3 where something is wrong."""
    from publish.channels.protocol import Action
    from publish.entry import State

    if as_json:
        for row in result.rows:
            print(dumps(row.as_json(), ensure_ascii=False))
    else:
        table(
            ("编号", "文件", "渠道", "做什么", "状态", "网址"),
            (
                (
                    row.key[:8],
                    row.title,
                    ChannelName[row.channel.upper()].label,
                    Action(row.action).label,
                    State(row.state).label,
                    row.url,
                )
                for row in result.rows
            ),
        )
        for line in (*result.notes, *result.problems):
            screen.print(line, markup=False)
    if result.failed:
        raise Exit(code=ANNOUNCEMENT)


@task(name="serve", help={"documents": "在多少份编造的文件上量；不写就用示例门户"})
@guarded
def bench_serve(context: Context, documents: int = 0) -> None:
    """量一量：预览时从保存到看见要多少毫秒。"""
    context.run(f"{sys.executable} -m tests.bench.serve {documents}", env={"PYTHONUTF8": "1"})


@task(name="intake")
@guarded
def bench_intake(context: Context) -> None:
    """量一量：收文件收得对不对、快不快、挡不挡得住坏文件。"""
    done = subprocess.run([sys.executable, "-m", "tests.bench.intake"], cwd=ROOT, check=False)
    if done.returncode:
        raise Exit(code=done.returncode)


@task(
    name="build",
    help={
        "documents": "多少份文件；几个数用逗号分开，如 10000,100000",
        "rounds": "几轮",
        "peers": "和谁比，逗号分开：pelican、hugo、eleventy",
        "folder": "在哪个文件夹里做；不写就在内存里，放不下才在磁盘上",
        "json": "把全部数字写进这个 JSON 文件",
        "read": "不再量，读这个 JSON 文件",
        "write": "写 docs/performance.md 和 docs/performance.svg",
    },
)
@guarded
def bench_build(
    context: Context,
    documents: str = "10000",
    rounds: int = 3,
    peers: str = "",
    folder: str = "",
    json: str = "",
    read: str = "",
    write: bool = False,
) -> None:
    """量一量：同样的文件，本程序和同类程序各要多久。"""
    values = {
        "--documents": documents,
        "--rounds": str(rounds),
        "--peers": peers,
        "--folder": folder,
        "--json": json,
        "--read": read,
    }
    words = [word for name, value in values.items() if value for word in (name, value)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.build", *words, *(["--write"] if write else [])], cwd=ROOT, check=False
    )
    if done.returncode:
        raise Exit(code=done.returncode)


@task(name="rules", help={"documents": "多少份改坏的文件", "json": "把全部数字写进这个 JSON 文件"})
@guarded
def bench_rules(context: Context, documents: int = 10_000, json: str = "") -> None:
    """量一量：改坏的文件是不是都指出了、说在哪一行，好的文件有没有冤枉。"""
    words = ["--documents", str(documents), *(["--json", json] if json else [])]
    done = subprocess.run([sys.executable, "-m", "tests.bench.rules", *words], cwd=ROOT, check=False)
    if done.returncode:
        raise Exit(code=done.returncode)


numbers = Collection("numbers", enter, renew, void)
publishing = Collection("publish", plan, approve, send, status, reconcile, settle)
benches = Collection("bench", bench_serve, bench_intake, bench_build, bench_rules)
namespace = Collection(
    check,
    hook,
    build,
    serve,
    new,
    intake,
    redirects,
    register,
    inforce,
    explain,
    golden,
    test,
    inspect,
    screenshots,
    site,
    sandbox,
    numbers,
    publishing,
    benches,
)
