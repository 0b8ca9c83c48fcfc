"""Recovery: a ledger that was lost, damaged, copied or taken from a backup is trusted again, step by step.

Whatever happened after the last event that survived is unknown. So a recovered ledger carries the mark `restored`: what was
published on the site before, and is not known to have been sent, counts as possibly sent and is looked for before it is sent.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publish.chain import Row, event_of, followed, row_of
from publish.entry import Entry
from publish.failures import LedgerError
from publish.ledger import RESTORED, Ledger, open_ledger
from publish.ledger_file import EXPORT, FILE, connect
from publish.ledger_server import DIALECT, connect_server


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuilt ledger came from."""

    events: int
    cut: bool
    """Whether the export went on after what could be read."""
    kept: tuple[str, ...]
    """The old files, under the names they have now."""


def unproven_since(ledger: Ledger, entry: Entry, published_at: datetime) -> datetime | None:
    """The moment from which on a lost ledger may have sent the entry; None where no ledger can have."""
    mark = ledger.mark(RESTORED)
    if mark is None:
        return None
    at = datetime.fromisoformat(mark["at"])
    looked_for = entry.absent_at is not None and entry.absent_at >= at
    return None if looked_for or published_at > at else datetime.fromisoformat(mark["since"])


def mark_restored(ledger: Ledger, by: str, at: datetime) -> None:
    """Record that the ledger is a copy, or an old one."""
    before = ledger.mark(RESTORED)
    last = min(ledger.latest_at or at, at)
    since = min(last, datetime.fromisoformat(before["since"])) if before else last
    ledger.set_mark(RESTORED, {"at": at.isoformat(), "since": since.isoformat(), "by": by}, by)


def restored(var: Path, by: str, now: Callable[[], datetime], url: str = "") -> None:
    """`by` vouches that no other copy of this ledger is in use. Raises LedgerError where the ledger is not whole."""
    with open_ledger(var, write=True, now=now, moved=True, url=url) as ledger:
        mark_restored(ledger, by, now())


def trust(var: Path, by: str, now: Callable[[], datetime], url: str = "") -> None:
    """`by` vouches that the ledger knows all that was sent: nothing is looked for before it is sent any more."""
    with open_ledger(var, write=True, now=now, url=url) as ledger:
        ledger.set_mark(RESTORED, None, by)


def rebuild(var: Path, by: str, now: Callable[[], datetime]) -> Rebuilt:
    """Make the ledger anew from its export; the old files stay beside it under other names.

    Interrupted, it can simply be run again. Raises LedgerError where the export holds no event.
    """
    rows, cut = _exported(var / EXPORT)
    if not rows:
        raise LedgerError(f"{EXPORT} 里没有可用的记录，恢复不了账本：请从备份取回，或把 PUBLISH_SINCE 改为今天再从头开始")
    fresh = var / "ledger.rebuilt"
    fresh.unlink(missing_ok=True)
    kept = [_set_aside(var / name) for name in (FILE, EXPORT) if (var / name).exists()]
    try:
        with Ledger(connect(fresh, write=True), None, now) as ledger:
            ledger.adopt(rows)
            mark_restored(ledger, by, now())
        if cut:
            _write_export(var / EXPORT, rows)
        os.replace(fresh, var / FILE)
    except OSError as error:
        raise LedgerError(f"账本恢复到一半写不进去（{error}）：腾出空间后再运行一次") from error
    (var / f"{FILE}-journal").unlink(missing_ok=True)
    with open_ledger(var, write=True, now=now, moved=True):
        pass  # opening writes the export on and holds both against each other
    return Rebuilt(events=len(rows), cut=cut, kept=tuple(kept))


def move_to_server(var: Path, url: str, by: str, now: Callable[[], datetime]) -> Rebuilt:
    """Fill the empty tables of a server with the events of the export: a ledger moves there, or is made anew there.

    Raises LedgerError where the export holds no event, or the server has a ledger already.
    """
    rows, cut = _exported(var / EXPORT)
    if not rows:
        raise LedgerError(f"{EXPORT} 里没有可用的记录，恢复不了账本")
    with Ledger(connect_server(url, write=True), None, now, DIALECT) as ledger:
        if ledger.events():
            raise LedgerError("数据库里已经有账本，没有动它：要重建，请先另建一个空的数据库")
        ledger.adopt(rows)
        mark_restored(ledger, by, now())
    if cut:
        _write_export(var / EXPORT, rows)
    with open_ledger(var, write=True, now=now, url=url) as ledger:
        ledger.export()
    return Rebuilt(events=len(rows), cut=cut, kept=())


def _exported(path: Path) -> tuple[list[Row], bool]:
    """The events of an export up to the first that is damaged, and whether there is such a one."""
    rows: list[Row] = []
    try:
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        for row in followed(_rows(lines)):
            rows.append(row)
    except (ValueError, KeyError, TypeError, LedgerError):
        return rows, True
    except OSError as error:
        raise LedgerError(f"{EXPORT} 读不出来（{error}）") from error
    return rows, False


def _rows(lines: list[bytes]) -> Iterator[Row]:
    for line in lines:
        if line.endswith(b"\n"):
            yield row_of(json.loads(line))


def _set_aside(path: Path) -> str:
    number = 1
    while (aside := path.with_name(f"{path.name}.old-{number}")).exists():
        number += 1
    shutil.copy2(path, aside)
    return aside.name


def _write_export(path: Path, rows: list[Row]) -> None:
    fresh = path.with_name(f"{path.name}.rebuilt")
    with fresh.open("wb") as file:
        for row in rows:
            file.write(json.dumps(event_of(row), ensure_ascii=False, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
