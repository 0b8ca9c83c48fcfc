"""The ledger: what is to be sent, what was sent, and the platform's word for it.

SQLite in a folder that no build touches. An intent is on the disk before the first byte leaves, a receipt before anything
follows from it. Every move is an event in a hash chain that holds the whole entry, written in the transaction of the
move; opening checks the chain, so a row changed by hand, a shortened file or an old copy put back is noticed and
nothing is sent from it. `ledger.jsonl` beside it repeats the events for people and for recovery.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Self

from publish.entry import TRANSITIONS, Entry, State
from publish.export import Export
from publish.failures import Claimed, LedgerError

FILE = "ledger.sqlite"
EXPORT = "ledger.jsonl"
START = "0" * 64
"""What the first event names as its predecessor."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
    was TEXT NOT NULL, entry TEXT NOT NULL, prev_hash TEXT NOT NULL, row_hash TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, state TEXT NOT NULL, entry TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES events (seq));
CREATE TABLE IF NOT EXISTS uploads (
    account TEXT NOT NULL, purpose TEXT NOT NULL, digest TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (account, purpose, digest));
"""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """An open ledger. Reading changes nothing; every change is one committed transaction."""

    def __init__(self, connection: sqlite3.Connection, export: Export | None, now: Callable[[], datetime] = _utc_now) -> None:
        """Use `open_ledger`."""
        self._db = connection
        self._export = export
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the order of their planning."""
        return tuple(Entry.from_line(row[0]) for row in self._db.execute("SELECT entry FROM entries ORDER BY rowid"))

    def entry(self, key: str) -> Entry | None:
        """The entry of that key."""
        row = self._db.execute("SELECT entry FROM entries WHERE key = ?", (key,)).fetchone()
        return Entry.from_line(row[0]) if row else None

    def events(self) -> int:
        """How many moves were ever made."""
        return int(self._db.execute("SELECT count(*) FROM events").fetchone()[0])

    def add(self, entries: Iterable[Entry], actor: str) -> None:
        """Enter new entries as planned; those already known are left as they are."""
        with self._writing():
            for entry in entries:
                if self.entry(entry.key) is None:
                    planned = replace(entry, state=State.PLANNED, at=self._now())
                    self._record(planned, was="", actor=actor)
        self._publish_events()

    def move(self, entry: Entry, to: State, *, actor: str, reason: str = "", **changes: object) -> Entry:
        """Move an entry, if it still is as the caller knows it. Raises Claimed where it is not.

        `changes` are further attributes of the entry. ValueError for a move that does not exist.
        """
        if to not in TRANSITIONS[entry.state]:
            raise ValueError(f"no move from {entry.state} to {to}")
        moved = replace(entry, state=to, at=self._now(), reason=reason, **changes)  # type: ignore[arg-type]
        with self._writing():
            row = self._db.execute("SELECT entry FROM entries WHERE key = ? AND state = ?", (entry.key, entry.state)).fetchone()
            if row is None or row[0] != entry.line():
                raise Claimed(f"{entry.title}：另一个进程已先处理了这一项")
            self._record(moved, was=entry.state, actor=actor)
        self._publish_events()
        return moved

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
                "INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?, ?)",
                (account, purpose, digest, answer, self._now().isoformat()),
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise LedgerError(f"发布账本写不进去（{error}）：没有记下就不发送") from error

    def _record(self, entry: Entry, *, was: str, actor: str) -> None:
        last = self._db.execute("SELECT seq, row_hash FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, START)
        row = (last[0] + 1, entry.key, entry.at.isoformat(), actor, was, entry.line(), last[1])
        self._db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, _row_hash(row)))
        self._db.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET state = excluded.state, entry = excluded.entry, seq = excluded.seq",
            (entry.key, entry.state, entry.line(), row[0]),
        )

    def _publish_events(self) -> None:
        if self._export is not None:
            self._export.extend(self._events_after)

    def _events_after(self, seq: int) -> Iterator[Mapping[str, object]]:
        names = ("seq", "key", "at", "actor", "was", "entry", "prev_hash", "row_hash")
        for row in self._db.execute("SELECT * FROM events WHERE seq > ? ORDER BY seq", (seq,)):
            event = dict(zip(names, row, strict=True))
            yield event | {"entry": json.loads(str(event["entry"]))}

    def check(self, exported: tuple[int, str] | None) -> None:
        """Follow the chain from its start; raises LedgerError where anything is not as it was written.

        `exported` is the last event of the export, read before this ledger was opened.
        """
        latest: dict[str, str] = {}
        hashes = {0: START}
        with self._snapshot():
            for row in self._db.execute("SELECT * FROM events ORDER BY seq"):
                seq, key, line, prev_hash, row_hash = row[0], row[1], row[5], row[6], row[7]
                if prev_hash != hashes.get(seq - 1) or row_hash != _row_hash(row[:7]) or Entry.from_line(line).key != key:
                    raise LedgerError(f"发布账本第 {seq} 条记录与前后不符，可能被改动过：请先查明，不要发送")
                hashes[seq] = row_hash
                latest[key] = line
            shown = {row[0]: (row[1], row[2]) for row in self._db.execute("SELECT key, state, entry FROM entries")}
        if {key: line for key, (_, line) in shown.items()} != latest or any(
            Entry.from_line(line).state != state for state, line in shown.values()
        ):
            raise LedgerError("发布账本的现状与它的记录不符，可能被改动过：请先查明，不要发送")
        if exported is not None and hashes.get(exported[0]) != exported[1]:
            raise LedgerError(f"发布账本与导出记录 {EXPORT} 不符，可能是旧的备份：请先查明，不要发送")

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")


class AccountShelf:
    """One account's view of the uploads the ledger remembers."""

    def __init__(self, ledger: Ledger, account: str) -> None:
        """`account` names channel and account together."""
        self._ledger = ledger
        self._account = account

    def upload(self, purpose: str, digest: str) -> str | None:
        """What the account answered to an earlier upload of these bytes."""
        return self._ledger.upload(self._account, purpose, digest)

    def keep_upload(self, purpose: str, digest: str, answer: str) -> None:
        """Remember an upload for the next time."""
        self._ledger.keep_upload(self._account, purpose, digest, answer)


def open_ledger(var: Path, *, write: bool, now: Callable[[], datetime] = _utc_now) -> Ledger:
    """The ledger in `var`, checked. For reading, a ledger that is not there is empty and is not made.

    Raises LedgerError with a sentence where it cannot be trusted.
    """
    path = var / FILE
    export = Export(var / EXPORT)
    try:
        exported = export.last()
        # A file of no bytes is one that another process is just making.
        if not path.exists() or (path.stat().st_size == 0 and not write):
            if exported is not None:
                raise LedgerError(f"发布账本 {FILE} 不见了，而 {EXPORT} 记着发过的内容：请先恢复账本，以免重复发布")
            if not write:
                memory = sqlite3.connect(":memory:", isolation_level=None)
                memory.executescript(_SCHEMA)
                return Ledger(memory, None, now)
            var.mkdir(parents=True, exist_ok=True)
        connection = _connect(path, write=write)
    except (sqlite3.Error, OSError, ValueError) as error:
        raise LedgerError(f"发布账本打不开，可能已损坏（{error}）：请先恢复，不要发送") from error
    ledger = Ledger(connection, export if write else None, now)
    try:
        ledger.check(exported)
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        connection.close()
        raise LedgerError(f"发布账本读不出来，可能已损坏（{type(error).__name__}）：请先恢复，不要发送") from error
    except LedgerError:
        connection.close()
        raise
    return ledger


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    # A reader opens the file for writing too: only so can SQLite undo what a killed writer left half done.
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # EXTRA is FULL and also syncs the folder: a commit must outlive a power cut that follows at once.
        connection.execute("PRAGMA synchronous = EXTRA")
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        level = connection.execute("PRAGMA synchronous").fetchone()[0]
        if mode != "delete" or level < 2:
            raise LedgerError("发布账本所在的文件系统不支持可靠写入：请换一个位置")
        if write:
            with closing(connection.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                for statement in _SCHEMA.split(";\n"):
                    cursor.execute(statement)
                cursor.execute("COMMIT")
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _row_hash(row: tuple[object, ...]) -> str:
    return sha256(json.dumps(list(row), ensure_ascii=False).encode()).hexdigest()
