"""The ledger on PostgreSQL, for workers on several hosts (group `postgres`; docs/decisions/0023-ledger-on-postgresql.md).

The tables are the file's. The chain has one writer at a time, by an advisory lock that ends with its transaction; a lease is
taken with SKIP LOCKED, so that whoever comes second goes on to the next account at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from publish.failures import LedgerError
from publish.ledger_file import VERSION
from publish.ledger_rows import Cursor, Dialect

if TYPE_CHECKING:
    import psycopg

VARIABLE = "GONGKAI_LEDGER_URL"
"""The environment variable that names the server, as `postgresql://USER:PASSWORD@HOST/NAME`: a secret."""
_CHAIN = 0x676F6E676B6169
"""The number of the advisory lock: `gongkai`."""
DIALECT = Dialect(
    writing=("BEGIN", f"SELECT pg_advisory_xact_lock({_CHAIN})"),
    reading="BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    leasing="BEGIN",
    free="SELECT fence FROM leases WHERE account = ? AND until <= ? FOR UPDATE SKIP LOCKED",
    clock="SELECT extract(epoch FROM clock_timestamp())::float8",
    shared=True,
)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    seq BIGINT PRIMARY KEY, key TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
    was TEXT NOT NULL, entry TEXT NOT NULL, prev_hash TEXT NOT NULL, row_hash TEXT NOT NULL UNIQUE);
CREATE INDEX IF NOT EXISTS events_by_key ON events (key, seq);
CREATE TABLE IF NOT EXISTS entries (
    rowid BIGINT GENERATED ALWAYS AS IDENTITY, key TEXT PRIMARY KEY, state TEXT NOT NULL, entry TEXT NOT NULL,
    seq BIGINT NOT NULL REFERENCES events (seq));
CREATE TABLE IF NOT EXISTS uploads (
    account TEXT NOT NULL, purpose TEXT NOT NULL, digest TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (account, purpose, digest));
CREATE TABLE IF NOT EXISTS calls (
    account TEXT NOT NULL, name TEXT NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL,
    PRIMARY KEY (account, name, day));
CREATE TABLE IF NOT EXISTS leases (
    account TEXT PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, until DOUBLE PRECISION NOT NULL);
"""


class ServerRows:
    """A connection to the server. Its errors are LedgerErrors: nothing is sent while it cannot be asked."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Use `connect_server`."""
        self._connection = connection

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.info.transaction_status != 0

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Cursor:
        """Run one statement. Raises LedgerError."""
        import psycopg

        try:
            return self._connection.execute(statement.replace("?", "%s").encode(), values or None)
        except psycopg.Error as error:
            raise LedgerError(f"账本数据库没有办成（{type(error).__name__}）：没有记下就不发送") from error

    def close(self) -> None:
        """Let go."""
        self._connection.close()


def connect_server(url: str, *, write: bool) -> ServerRows:
    """The server's tables, made where they are not there. Raises LedgerError."""
    try:
        import psycopg
    except ImportError as error:
        raise LedgerError("没有安装 psycopg，账本不能放在 PostgreSQL 上：请安装依赖组 postgres") from error
    try:
        # No server may be slower to be reached than a run waits; keepalives end a connection whose host is gone.
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10, keepalives_idle=30, keepalives_interval=10)
    except (psycopg.Error, UnicodeError) as error:
        # The text of the error may hold the address, and with it the password.
        raise LedgerError(f"账本数据库连不上（{type(error).__name__}）：请核对 {VARIABLE} 和数据库，不要发送") from None
    rows = ServerRows(connection)
    try:
        _make_tables(rows)
        if not write:
            rows.execute("SET default_transaction_read_only = on")
    except BaseException:
        rows.close()
        raise
    return rows


def _make_tables(rows: ServerRows) -> None:
    for statement in (*DIALECT.writing, _SCHEMA):
        rows.execute(statement)
    version = rows.execute("SELECT max(number) FROM version").fetchone()[0]
    if version is None:
        rows.execute("INSERT INTO version VALUES (?)", (VERSION,))
    rows.execute("COMMIT")
    if version is not None and version > VERSION:
        raise LedgerError("发布账本是由更新的程序写成的：请先升级本程序，不要发送")
