"""A worker: one run on one host. Where hosts share a ledger, each works on the accounts that nobody else has."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from publish.desk import Desk


@contextmanager
def at_work(desk: Desk, note: Callable[[str], None]) -> Iterator[Desk]:
    """The desk with the channels this worker may work on within; `note` hears which it may not."""
    if not desk.ledger.shared:
        yield desk
        return
    holder = f"{socket.gethostname()}:{os.getpid()}"
    mine = {}
    for name, channel in desk.channels.items():
        if desk.ledger.leases.take((channel.name, channel.account), holder):
            mine[name] = channel
        else:
            note(f"{channel.label}：另一台主机正在处理这个账号")
    try:
        yield replace(desk, channels=mine)
    finally:
        for channel in mine.values():
            desk.ledger.leases.give_back((channel.name, channel.account))
