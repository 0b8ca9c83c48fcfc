"""What the stand-ins remember, in one SQLite file of the state directory.

Every change is on the disk before its reply leaves; threads take turns by a lock, processes by SQLite's own.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = "sandbox.sqlite3"
SCHEMA_VERSION = 4

_SCHEMA = """
CREATE TABLE token (
    value TEXT PRIMARY KEY, issued_at REAL NOT NULL, expires_at REAL NOT NULL,
    forced INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE quota (
    name TEXT NOT NULL, period TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (name, period)
);
CREATE TABLE picture (
    key TEXT PRIMARY KEY, permanent INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
    content BLOB NOT NULL, added_at REAL NOT NULL
);
CREATE TABLE draft (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, media_id TEXT NOT NULL UNIQUE, articles TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE TABLE publication (
    publish_id INTEGER PRIMARY KEY, media_id TEXT NOT NULL, article_id TEXT NOT NULL UNIQUE,
    articles TEXT NOT NULL, status INTEGER NOT NULL, looks INTEGER NOT NULL DEFAULT 0,
    deleted TEXT NOT NULL DEFAULT '[]', submitted_at REAL NOT NULL, published_at REAL,
    clientmsgid TEXT, told INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE status (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, picture TEXT, by_app INTEGER NOT NULL,
    created_at REAL NOT NULL, deleted INTEGER NOT NULL DEFAULT 0
);
"""
_MESSAGES = """
CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, place TEXT NOT NULL, identity TEXT NOT NULL, body TEXT NOT NULL
)
"""
_TOLD = ("ALTER TABLE publication ADD COLUMN told INTEGER NOT NULL DEFAULT 0", "UPDATE publication SET told = 1")
"""Of what an older sandbox published nobody is told any more."""
_STEPS = {
    1: ("ALTER TABLE publication ADD COLUMN clientmsgid TEXT", *_TOLD, _MESSAGES),
    2: (*_TOLD, _MESSAGES),
    3: (_MESSAGES,),
}
"""What an older state lacks."""


class State:
    """The memory of one sandbox. Opening an existing directory continues where it was left."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(directory / FILE_NAME, timeout=20, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One step that happens whole or not at all, alone among all threads and processes."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _prepare(self) -> None:
        with self.transaction() as rows:
            version = int(rows.execute("PRAGMA user_version").fetchone()[0])
            if version == SCHEMA_VERSION:
                return
            if version != 0 and version not in _STEPS:
                raise ValueError(f"沙箱状态的版本是 {version}，本程序只认识 {SCHEMA_VERSION}；请换一个目录")
            for statement in _STEPS.get(version, (*_SCHEMA.split(";"), _MESSAGES)):
                if statement.strip():
                    rows.execute(statement)
            rows.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
