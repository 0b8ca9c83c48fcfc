"""The site: built, and looked at while it is written."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from console import FINDINGS, ROOT, guarded, portal, screen, show_outcome, start_again, with_progress
from plugins.engine.session import Goal
from progress import closing

if TYPE_CHECKING:
    from plugins.engine.build import Portal


@task(
    help={
        "explain": "说明每个页面为什么要重做",
        "output": "输出文件夹",
        "cache": "缓存文件夹",
        "profile": "把各阶段的用时和各种数目写进这个 JSON 文件",
        "confined": "在隔离的环境里做：没有网络，读不到密钥；要装 bubblewrap",
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
    confined: bool = False,
    watch: bool = False,
) -> None:
    """检查并生成网站；有错误时 output/ 保持原样。"""
    from plugins.engine.build import run

    wanted = portal(content, output, cache, as_of)
    if confined:
        confine(wanted, [Path(profile)] if profile else [])
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


def confine(wanted: Portal, writable: list[Path]) -> None:
    """Go on in a cell; whoever is in it already says so."""
    from confined import SAID, enter, is_inside

    if not is_inside():
        enter(wanted, ROOT, writable)
    screen.print(SAID)


@task(help={"port": "端口，默认 8000；0 随意取一个", "content": "content 文件夹", "gallery": "加上 /gallery/，主题的组件一览"})
@guarded
def serve(context: Context, port: int = 8000, content: str = "", gallery: bool = False) -> None:
    """在本机预览，保存就看得见，草稿和未到时间的文件也在；不动 output/。"""
    from plugins.engine.preview.loop import Ending, run_preview

    wanted = replace(portal(content), plugins=("plugins.gallery",) if gallery else ())
    if run_preview(wanted, port, partial(screen.print, markup=False)) is Ending.SETTINGS_CHANGED:
        start_again()
