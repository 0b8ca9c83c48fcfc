"""The doctor: is everything there that a send needs? Looks at ledger, disk, clock and accounts, and sends nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from plugins.catalog.dates import BEIJING
from publish.channels.protocol import Channel
from publish.failures import Failure, LedgerError
from publish.home import Home
from publish.inbox import Inbox
from publish.ledger import HALT, HOME, RESTORED, Ledger
from publish.ledger_file import FILE
from publish.preflight import ROOM, check_clock
from publish.probe import Health, Probe
from publish.subscribers import FILE as SUBSCRIBERS
from publish.subscribers import Subscribers


def examine(var: Path, ledger: Ledger, now: datetime) -> Iterator[Probe]:
    """What concerns all channels."""
    yield Probe(what="账本", health=Health.GOOD, says=f"{ledger.events()} 条记录，前后相符")
    if not ledger.shared and ledger.mark(HOME) is not None and not Home(var / FILE).is_here():
        yield Probe(
            what="账本位置", health=Health.BAD, says="不是原来那一份：是拷来的或恢复的，须先 inv ledger.restored --by 姓名"
        )
    if (mark := ledger.mark(RESTORED)) is not None:
        says = f"{mark['by']}登记为恢复的账本：此前发布的文件先查看再发；确信账本完整可用 inv ledger.trust --by 姓名"
        yield Probe(what="账本来历", health=Health.NOTICE, says=says)
    if (halt := ledger.mark(HALT)) is not None:
        yield Probe(what="叫停", health=Health.NOTICE, says=f"已由{halt['by']}叫停：{halt['reason'] or '未写原因'}")
    if (told := Inbox(var).last()) is not None:
        says = f"微信最近一次通知：{told.at.astimezone(BEIJING):%Y-%m-%d %H:%M}，任务 {told.task}"
        yield Probe(what="收件箱", health=Health.GOOD, says=says)
    if (subscribers := Subscribers(var)).there:
        open_ = "" if subscribers.private else f"；{SUBSCRIBERS} 别的用户也读得到：chmod 600"
        health = Health.BAD if open_ else Health.GOOD
        yield Probe(what="订阅者", health=health, says=f"{len(subscribers.all())} 位{open_}")
    free = shutil.disk_usage(var if var.is_dir() else var.parent).free
    health = Health.GOOD if free >= ROOM else Health.BAD
    yield Probe(what="磁盘", health=health, says=f"存放账本处还有 {free // 1024 // 1024} MB")
    try:
        check_clock(ledger, now)
    except LedgerError as error:
        yield Probe(what="时钟", health=Health.BAD, says=str(error))


def probe(channel: Channel) -> Iterator[Probe]:
    """What concerns one account: credentials, the address list, permissions, quotas, the platform's clock."""
    try:
        for found in channel.probe():
            yield Probe(what=f"{channel.label} {found.what}", health=found.health, says=found.says)
    except Failure as failure:
        yield Probe(what=channel.label, health=Health.BAD, says=str(failure))
