"""Eight workers on one ledger: each entry is claimed once, also where one of them is killed with a lease."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.chain import START, row_hash
from publish.entry import Entry, State
from publish.failures import Claimed
from publish.ledger import Ledger, open_ledger
from tests.processes import PROCESSES
from tests.publish.test_ledger import entry

WORKERS, ACCOUNTS = 8, 16
LEASE = 1.0
"""Seconds; short, so that the one who dies is soon succeeded."""
TURN = 50
"""Claims before an account is given back: so leases change hands all the time."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What became of all entries."""

    entries: int
    claimed_once: int
    doubled: int
    killed: int
    seconds: float


def claims(entries: int, url: str = "", folder: str | None = None) -> Claims:
    """Let eight workers claim so many entries, on SQLite or on the server of `url`; one of them is killed on the way."""
    with TemporaryDirectory(dir=folder) as name:
        var = Path(name) / "var"
        with open_ledger(var, write=True, url=url, alone=False) as ledger:
            _fill(ledger, entries)
        begun = time.perf_counter()
        hosts = [Path(name) / f"host{number}" if url else var for number in range(WORKERS)]
        crowd = [PROCESSES.Process(target=work, args=(host, url, number == 0)) for number, host in enumerate(hosts)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join(1800)
        seconds = time.perf_counter() - begun
        with open_ledger(Path(name) / "reader" if url else var, write=False, url=url) as ledger:
            times = Counter(_claimed(ledger))
    killed = sum(one.exitcode == -signal.SIGKILL for one in crowd)
    if any(one.exitcode not in (0, -signal.SIGKILL) for one in crowd):
        raise RuntimeError("a worker failed")
    once = sum(count == 1 for count in times.values())
    return Claims(entries=entries, claimed_once=once, doubled=len(times) - once, killed=killed, seconds=seconds)


def work(var: Path, url: str, dies: bool) -> None:
    """One worker: take an account that is free, claim some of what is staged on it, go on until nothing is left."""
    dice = random.Random(os.getpid())
    claimed = 0
    with open_ledger(var, write=True, url=url, alone=False) as ledger:
        known = Known(ledger)
        while waiting := sorted({one.account_key for one in known.staged()}):
            account = dice.choice(waiting)
            if not ledger.leases.take(account, str(os.getpid()), LEASE):
                time.sleep(0.02)
                continue
            with contextlib.suppress(Claimed):
                for one in [one for one in known.staged() if one.account_key == account][:TURN]:
                    ledger.move(one, replace(one, state=State.SENDING), actor="worker")
                    claimed += 1
                    if dies and claimed == 20:
                        os.kill(os.getpid(), signal.SIGKILL)
                ledger.leases.give_back(account)


class Known:
    """What a worker knows of the ledger: it reads again only what has changed, or eight of them do nothing but read."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing yet."""
        self._ledger, self._seen = ledger, 0
        self._staged: dict[str, Entry] = {}

    def staged(self) -> Collection[Entry]:
        """What nobody has claimed by now."""
        last = self._ledger.events()
        for one in self._ledger.entries(since=self._seen):
            if one.state is State.STAGED:
                self._staged[one.key] = one
            else:
                self._staged.pop(one.key, None)
        self._seen = last
        return self._staged.values()


def _fill(ledger: Ledger, entries: int) -> None:
    """Staged entries, spread over the accounts."""
    rows, last = [], START
    for number in range(1, entries + 1):
        one = entry(number, account=f"{number % ACCOUNTS}@sandbox", state=State.STAGED)
        row = (number, one.key, one.at.isoformat(), "bench", "", one.line(), last)
        last = row_hash(row)
        rows.append((*row, last))
    ledger.adopt(rows)
    ledger.export()


def _claimed(ledger: Ledger) -> list[str]:
    """The key of every claim in the chain."""
    events = ledger._db.execute("SELECT key, entry FROM events ORDER BY seq")
    return [key for key, line in events if json.loads(line)["state"] == State.SENDING]
