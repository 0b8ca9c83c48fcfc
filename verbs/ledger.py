"""The ledger of what was sent: checked, made anew, taken from a backup."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from invoke.context import Context
from invoke.tasks import task

from console import VAR, screen
from plugins.engine.session import SettingsError
from verbs.publishing import announcing


@task
@announcing
def verify(context: Context) -> None:
    """账本从头到尾前后相符吗，和导出记录相符吗；不写任何东西。"""
    from plugins.catalog.dates import BEIJING
    from publish.ledger import open_ledger

    with open_ledger(VAR, write=False, url=url()) as ledger:
        last = ledger.latest_at
        said = f"{last.astimezone(BEIJING):%Y-%m-%d %H:%M}" if last else "没有"
        screen.print(f"{ledger.events()} 条记录，前后相符；最后一条：{said}")


@task(help={"by": "登记人"})
@announcing
def rebuild(context: Context, by: str) -> None:
    """从导出记录 ledger.jsonl 重建账本，或搬到 PostgreSQL；原来的文件留在一旁，之后先查看再发送。"""
    from publish.lock import publish_lock
    from publish.recovery import move_to_server
    from publish.recovery import rebuild as rebuilt

    with publish_lock(VAR, 30.0):
        found = move_to_server(VAR, url(), person(by), now) if url() else rebuilt(VAR, person(by), now)
    screen.print(f"从 {found.events} 条记录重建了账本；原来的文件：{'、'.join(found.kept) or '没有'}")
    if found.cut:
        screen.print("导出记录的后面一段已损坏，没有用上。")
    screen.print("此前发布的文件会先在平台上查看，确实没有的才发。")


@task(help={"by": "登记人"})
@announcing
def restored(context: Context, by: str) -> None:
    """登记：账本是从备份恢复的，或搬到了这里，别处没有在用；之后先查看再发送。"""
    from publish.lock import publish_lock
    from publish.recovery import restored as mark

    with publish_lock(VAR, 30.0):
        mark(VAR, person(by), now, url())
    screen.print("已登记。此前发布的文件会先在平台上查看，确实没有的才发。")


@task(help={"by": "登记人"})
@announcing
def trust(context: Context, by: str) -> None:
    """登记：恢复的账本已核对完整，不必再先查看。"""
    from publish.lock import publish_lock
    from publish.recovery import trust as vouch

    with publish_lock(VAR, 30.0):
        vouch(VAR, person(by), now, url())
    screen.print("已登记。")


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def url() -> str:
    """Where the ledger is, if it is on a server."""
    from publish.ledger_server import VARIABLE

    return os.environ.get(VARIABLE, "").strip()


def person(by: str) -> str:
    """The name of who answers for it."""
    if not by.strip():
        raise SettingsError("请写明登记人：--by 张三。")
    return by.strip()
