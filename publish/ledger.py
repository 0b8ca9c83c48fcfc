"""The ledger: what is to be sent, what was sent, and the platform's word for it.

SQLite in a folder that no build touches, or PostgreSQL for workers on several hosts. An intent is on the disk before the first
byte leaves, a receipt before anything follows from it. Every move is an event in a hash chain that holds the whole entry, written
in the transaction of the move; opening checks the chain, so a row changed by hand, a shortened file or an old copy put back is
noticed and nothing is sent from it. `ledger.jsonl` beside it repeats the events for people and for recovery.

Besides entries the chain holds marks: where the ledger lives, a halt, from when on an account announces, that it was
restored.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from publish.chain import MARK, START, Row, event_of, followed, row_hash
from publish.entry import Entry, State
from publish.export import Export
from publish.failures import Claimed, Halted, LedgerError
from publish.home import NOTE, Home
from publish.leases import Leases
from publish.ledger_file import DIALECT, EXPORT, FILE, SCHEMA, connect
from publish.ledger_rows import Dialect, Rows
from publish.ledger_server import DIALECT as SERVER
from publish.ledger_server import connect_server
from publish.machine import TRANSITIONS

HALT, HOME, RESTORED = "halt", "home", "restored"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """An open ledger. Reading changes nothing; every change is one committed transaction."""

    def __init__(
        self, rows: Rows, export: Export | None, now: Callable[[], datetime] = _utc_now, dialect: Dialect = DIALECT
    ) -> None:
        """Use `open_ledger`."""
        self._db = rows
        self._dialect = dialect
        self.leases = Leases(rows, dialect)
        self._export = export
        self._now = now
        self.home: Home | None = None
        """The note to write at the end, for whoever works with the ledger alone."""
        self.latest_at: datetime | None = None
        """The latest moment that an event names, since a person last said that clocks had been wrong (`restored`)."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()
        if self.home is not None:
            self.home.leave()

    @property
    def shared(self) -> bool:
        """Whether workers on several hosts may use it: each then leases the accounts that it works on."""
        return self._dialect.shared

    def entries(self, since: int = 0) -> tuple[Entry, ...]:
        """Every entry that an event after the one of that number is about, in the order of their planning."""
        found = self._db.execute("SELECT entry FROM entries WHERE seq > ? ORDER BY rowid", (since,))
        return tuple(Entry.from_line(row[0]) for row in found)

    def entry(self, key: str) -> Entry | None:
        """The entry of that key."""
        row = self._db.execute("SELECT entry FROM entries WHERE key = ?", (key,)).fetchone()
        return Entry.from_line(row[0]) if row else None

    def events(self) -> int:
        """How many events there are."""
        return int(self._db.execute("SELECT count(*) FROM events").fetchone()[0])

    def mark(self, name: str) -> Mapping[str, str] | None:
        """What a mark says, None where it is not set."""
        query = "SELECT entry FROM events WHERE key = ? ORDER BY seq DESC LIMIT 1"
        row = self._db.execute(query, (MARK + name,)).fetchone()
        return json.loads(row[0]) if row else None

    def halted(self) -> str:
        """By whom and why all sending is stopped, as a sentence; empty where it is not."""
        halt = self.mark(HALT)
        return f"推送已由{halt['by']}叫停（{halt['reason'] or '未写原因'}）；恢复用 inv publish.resume" if halt else ""

    def set_mark(self, name: str, says: Mapping[str, str] | None, actor: str) -> None:
        """Set a mark, or take it away; it is an event like any other."""
        line = json.dumps(says, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        with self._writing():
            self._append(MARK + name, self._now(), actor, "", line)
        self.export()

    def add(self, entries: Iterable[Entry], actor: str) -> None:
        """Enter new entries as planned; those already known are left as they are."""
        with self._writing():
            for entry in entries:
                if self.entry(entry.key) is None:
                    self._record(replace(entry, state=State.PLANNED, at=self._now()), was="", actor=actor)
        self.export()

    def move(self, before: Entry, after: Entry, *, actor: str) -> Entry:
        """Commit a move of the state machine, if the entry still is as `before`. Raises Claimed where it is not.

        A claim (to `sending`) raises Halted while a halt stands: within one transaction, so no post slips past it.
        ValueError for a move that does not exist.
        """
        if after.state not in TRANSITIONS[before.state] or after.key != before.key:
            raise ValueError(f"no move from {before.state} to {after.state}")
        with self._writing():
            self.leases.hold(before)
            if self.entry(before.key) != before:
                raise Claimed(f"{before.title}：另一个进程已先处理了这一项")
            if after.state is State.SENDING and (halted := self.halted()):
                raise Halted(halted)
            self._record(after, was=before.state, actor=actor)
        self.export()
        return after

    def upload(self, account: str, purpose: str, digest: str) -> str | None:
        """What the platform answered when the account handed over these bytes."""
        row = self._db.execute(
            "SELECT answer FROM uploads WHERE account = ? AND purpose = ? AND digest = ?", (account, purpose, digest)
        ).fetchone()
        return str(row[0]) if row else None

    def keep_upload(self, account: str, purpose: str, digest: str, answer: str) -> None:
        """Remember an upload; a later one of the same bytes replaces it."""
        with self._writing():
            self._db.execute(
                "INSERT INTO uploads VALUES (?, ?, ?, ?, ?) ON CONFLICT (account, purpose, digest)"
                " DO UPDATE SET answer = excluded.answer, at = excluded.at",
                (account, purpose, digest, answer, self._now().isoformat()),
            )

    def calls(self, account: str, day: str) -> Mapping[str, int]:
        """How often the account has made each counted call on that day."""
        found = self._db.execute("SELECT name, used FROM calls WHERE account = ? AND day = ?", (account, day))
        return {str(name): int(used) for name, used in found}

    def spend(self, account: str, name: str, day: str, most: int) -> bool:
        """Count one call before it is made; False, and nothing counted, where `most` have been made."""
        with self._writing():
            if self.calls(account, day).get(name, 0) >= most:
                return False
            self._db.execute("DELETE FROM calls WHERE account = ? AND day < ?", (account, day))
            self._db.execute(
                "INSERT INTO calls VALUES (?, ?, ?, 1) ON CONFLICT (account, name, day) DO UPDATE SET used = calls.used + 1",
                (account, name, day),
            )
        return True

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            for statement in self._dialect.writing:
                self._db.execute(statement)
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            # A COMMIT that failed, for want of space perhaps, leaves its transaction open.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise LedgerError(f"发布账本写不进去（{error}）：没有记下就不发送") from error

    def _record(self, entry: Entry, *, was: str, actor: str) -> None:
        seq = self._append(entry.key, entry.at, actor, was, entry.line())
        self._show(entry.key, entry.state, entry.line(), seq)

    def _show(self, key: str, state: State, line: str, seq: int) -> None:
        self._db.execute(
            "INSERT INTO entries (key, state, entry, seq) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET state = excluded.state, entry = excluded.entry, seq = excluded.seq",
            (key, state, line, seq),
        )

    def _append(self, key: str, at: datetime, actor: str, was: str, line: str) -> int:
        last = self._db.execute("SELECT seq, row_hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, START)
        row = (last[0] + 1, key, at.isoformat(), actor, was, line, last[1])
        self._db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, row_hash(row)))
        self._note_time(key, at)
        return int(row[0])

    def _note_time(self, key: str, at: datetime) -> None:
        if self.latest_at is None or at > self.latest_at or key == MARK + RESTORED:
            self.latest_at = at

    def export(self) -> None:
        """Bring the export beside the ledger up to its last event. Raises LedgerError where it cannot be written."""
        if self._export is None:
            return
        try:
            self._export.extend(self._events_after)
        except (OSError, ValueError) as error:
            raise LedgerError(f"发布账本的导出记录 {EXPORT} 写不进去（{error}）：没有记下就不发送") from error

    def _events_after(self, seq: int) -> Iterator[Mapping[str, object]]:
        return map(event_of, self._db.execute("SELECT * FROM events WHERE seq > ? ORDER BY seq", (seq,)))

    def check(self, exported: tuple[int, str] | None) -> None:
        """Follow the chain from its start; raises LedgerError where anything is not as it was written.

        `exported` is the last event of the export, read before this ledger was opened.
        """
        latest: dict[str, str] = {}
        hashes = {0: START}
        with self._snapshot():
            for row in followed(self._db.execute("SELECT * FROM events ORDER BY seq")):
                hashes[row[0]] = row[7]
                self._note_time(row[1], datetime.fromisoformat(row[2]))
                if not row[1].startswith(MARK):
                    latest[row[1]] = row[5]
            shown = {row[0]: (row[1], row[2]) for row in self._db.execute("SELECT key, state, entry FROM entries")}
        entries = {key: Entry.from_line(line) for key, (_, line) in shown.items()}
        astray = any(entry.state != shown[key][0] or entry.key != key for key, entry in entries.items())
        if astray or {key: line for key, (_, line) in shown.items()} != latest:
            raise LedgerError("发布账本的现状与它的记录不符，可能被改动过：请先查明，不要发送")
        if exported is not None and hashes.get(exported[0]) != exported[1]:
            raise LedgerError(f"发布账本与导出记录 {EXPORT} 不符，可能是旧的备份：请用 inv ledger.rebuild 从导出记录恢复")

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        self._db.execute(self._dialect.reading)
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def adopt(self, rows: Iterable[Row]) -> None:
        """Fill an empty ledger with the events of another's export, hash by hash."""
        with self._writing():
            for row in rows:
                self._db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
                self._note_time(row[1], datetime.fromisoformat(row[2]))
                if not row[1].startswith(MARK):
                    self._show(row[1], Entry.from_line(row[5]).state, row[5], row[0])


def open_ledger(
    var: Path,
    *,
    write: bool,
    now: Callable[[], datetime] = _utc_now,
    moved: bool = False,
    alone: bool = True,
    url: str = "",
) -> Ledger:
    """The ledger in `var`, or on the server of `url`, checked. For reading, a ledger that is not there is empty and is not made.

    Raises LedgerError with a sentence where it cannot be trusted; `moved` puts up with one that is a copy. `alone` is False
    for who writes while a run is at work, as a halt does: the note beside the ledger is then the run's.
    """
    if url:
        return _open_server(var, url, write, now)
    path = var / FILE
    export, home = Export(var / EXPORT), Home(path)
    try:
        in_place = moved or home.is_here()
        exported = export.last()
        # A file of no bytes is one that another process is just making.
        if not path.exists() or (path.stat().st_size == 0 and not write):
            if exported is not None:
                raise LedgerError(
                    f"发布账本 {FILE} 不见了，而 {EXPORT} 记着发过的内容：请用 inv ledger.rebuild 恢复账本，以免重复发布"
                )
            if not write:
                memory = sqlite3.connect(":memory:", isolation_level=None)
                memory.executescript(SCHEMA)
                return Ledger(memory, None, now)
            var.mkdir(parents=True, exist_ok=True)
        connection = connect(path, write=write)
    except (sqlite3.Error, OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(f"发布账本打不开，可能已损坏或不可写（{error}）：请先恢复，不要发送") from error
    ledger = Ledger(connection, export if write else None, now)
    try:
        ledger.check(exported)
        if write and alone:
            _settle_in(ledger, home, in_place=in_place)
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        connection.close()
        raise LedgerError(f"发布账本读不出来，可能已损坏（{type(error).__name__}）：请先恢复，不要发送") from error
    except LedgerError:
        connection.close()
        raise
    return ledger


def _open_server(var: Path, url: str, write: bool, now: Callable[[], datetime]) -> Ledger:
    """What this host has exported must be in it: so an older copy of the server's tables is noticed."""
    export = Export(var / EXPORT)
    try:
        exported = export.last()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(f"{EXPORT} 读不出来（{type(error).__name__}）：请先恢复，不要发送") from error
    if write:
        var.mkdir(parents=True, exist_ok=True)
    rows = connect_server(url, write=write)
    ledger = Ledger(rows, export if write else None, now, SERVER)
    try:
        ledger.check(exported)
    except (ValueError, KeyError, TypeError) as error:
        rows.close()
        raise LedgerError(f"发布账本读不出来，可能已损坏（{type(error).__name__}）：请先恢复，不要发送") from error
    except LedgerError:
        rows.close()
        raise
    return ledger


def _settle_in(ledger: Ledger, home: Home, *, in_place: bool) -> None:
    """A ledger knows its place: a copy of it, elsewhere or put back, must not send as if it were the one."""
    if not in_place and ledger.mark(HOME) is not None:
        raise LedgerError(
            "发布账本不是原来那一份：它是拷来的，或从备份恢复的。请确认原来那一份不再使用，"
            "再用 inv ledger.restored --by 姓名 登记"
        )
    home.open()
    if ledger.mark(HOME) is None:
        ledger.set_mark(HOME, {"note": NOTE}, "publish")
    ledger.home = home
