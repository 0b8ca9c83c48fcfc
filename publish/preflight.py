"""Before anything is sent: is there room, and is the clock what it was? What is wrong here stops every send, and says why."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from plugins.catalog.dates import BEIJING
from publish.failures import LedgerError
from publish.ledger import Ledger

ROOM = 50 * 1024 * 1024
"""Bytes that must be free where the ledger lies."""
CLOCK_SLACK = timedelta(minutes=2)
"""How far a clock may be set back, as time servers do, without notice."""


def clear_to_send(var: Path, ledger: Ledger, now: datetime) -> None:
    """Raises LedgerError where nothing may be sent now."""
    free = shutil.disk_usage(var).free
    if free < ROOM:
        raise LedgerError(f"存放账本的磁盘只剩 {free // 1024 // 1024} MB，少于 {ROOM // 1024 // 1024} MB：先腾出空间，暂不推送")
    check_clock(ledger, now)


def check_clock(ledger: Ledger, now: datetime) -> None:
    """Raises LedgerError where the clock stands before what the ledger has already recorded."""
    last = ledger.latest_at
    if last is not None and now < last - CLOCK_SLACK:
        here, there = (f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}" for moment in (now, last))
        raise LedgerError(
            f"本机时钟（北京时间 {here}）比账本最后一条记录（{there}）还早：先校准时钟，暂不推送；"
            "若是先前的时钟快了，用 inv ledger.restored --by 姓名 登记"
        )
