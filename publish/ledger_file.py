"""The ledger's file: its tables, how it is opened, and how it is known from a copy of it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from publish.failures import LedgerError
from publish.home import privately
from publish.ledger_rows import Dialect

FILE = "ledger.sqlite"
EXPORT = "ledger.jsonl"
VERSION = 2
"""`user_version` of the file; what is older lacks tables and is completed, what is newer is refused."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
    was TEXT NOT NULL, entry TEXT NOT NULL, prev_hash TEXT NOT NULL, row_hash TEXT NOT NULL UNIQUE);
CREATE INDEX IF NOT EXISTS events_by_key ON events (key, seq);
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, state TEXT NOT NULL, entry TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES events (seq));
CREATE TABLE IF NOT EXISTS uploads (
    account TEXT NOT NULL, purpose TEXT NOT NULL, digest TEXT NOT NULL, answer TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (account, purpose, digest));
CREATE TABLE IF NOT EXISTS calls (
    account TEXT NOT NULL, name TEXT NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL,
    PRIMARY KEY (account, name, day));
CREATE TABLE IF NOT EXISTS leases (
    account TEXT PRIMARY KEY, holder TEXT NOT NULL, fence INTEGER NOT NULL, until REAL NOT NULL);
"""
DIALECT = Dialect(
    writing=("BEGIN IMMEDIATE",),
    reading="BEGIN",
    leasing="BEGIN IMMEDIATE",
    free="SELECT fence FROM leases WHERE account = ? AND until <= ?",
    clock="SELECT (julianday('now') - 2440587.5) * 86400.0",
    shared=False,
)


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """The file, opened so that a commit outlives a power cut. LedgerError where it cannot be, sqlite3.Error for a damaged one."""
    if write and not path.exists():
        # SQLite would let others read what it makes; its journal follows the file.
        os.close(privately(str(path), os.O_RDWR | os.O_CREAT))
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
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > VERSION:
            raise LedgerError("发布账本是由更新的程序写成的：请先升级本程序，不要发送")
        if write and version < VERSION:
            with closing(connection.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                for statement in SCHEMA.split(";\n"):
                    cursor.execute(statement)
                cursor.execute(f"PRAGMA user_version = {VERSION}")
                cursor.execute("COMMIT")
        if not write:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection
