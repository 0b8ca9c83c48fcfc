"""Store: what was read and made last time. It only saves work: deleting `.cache/` is always safe."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from plugins.engine.reader import Reading
from plugins.engine.rows import Damaged, Row, Rows, checksum
from plugins.engine.scan import Seen

VERSION = 3
SCHEMA = """
CREATE TABLE readings (path TEXT PRIMARY KEY, key TEXT NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE texts (path TEXT PRIMARY KEY, html TEXT NOT NULL, places TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL, width INTEGER NOT NULL,
                    height INTEGER NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE pages (path TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
                    modified INTEGER NOT NULL);
CREATE TABLE drawings (page TEXT NOT NULL, key TEXT NOT NULL, drawing TEXT NOT NULL, PRIMARY KEY (page, key)) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
"""What each build takes in whole stands apart from what it asks for one by one: a scan does not touch the texts."""
BATCH = 1000
"""Readings that are kept at once: a killed build need not read them again."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file of output/ as it was made: fingerprint of its page, SHA-256, size in bytes, modification time in ns."""

    path: str
    fingerprint: str
    digest: str
    size: int
    modified: int


class Store:
    """One SQLite file. A damaged or foreign one is thrown away; `notice` then says so."""

    def __init__(self, path: Path, output: Path) -> None:
        """`output` is the folder whose pages are remembered; those of another folder are forgotten."""
        self.path = path
        self.notice = ""
        self._output = str(output.resolve())
        self._connections: dict[int, sqlite3.Connection] = {}
        self._rows = Rows(self._places)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            if path.exists() and not self._is_ours():
                self._start_again("缓存不是这个版本或这个输出目录的，已重新建立。")
        except (sqlite3.DatabaseError, ValueError):
            self._start_again("缓存已损坏，已重新建立。")
        if not path.exists():
            self._create()

    def files(self) -> dict[str, Seen]:
        """The files of content/ as they were hashed last time, by path."""
        try:
            rows = self._connection.execute("SELECT * FROM files").fetchall()
        except sqlite3.DatabaseError:
            self._lose()
            return {}
        return {row[0]: Seen(*row[1:5]) for row in rows if row[5] == _file_checksum(row[:5])}

    def keep_files(self, seen: Mapping[str, Seen], gone: Iterable[str]) -> None:
        """Remember files that were hashed, forget those that are gone."""
        with self._connection as connection:
            rows = ((path, one.stamp, one.digest, one.width, one.height) for path, one in seen.items())
            connection.executemany("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", ((*row, _file_checksum(row)) for row in rows))
            connection.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in gone))

    def readings(self, keys: Mapping[str, str]) -> dict[str, Reading]:
        """What reading gave, by path, where file and recipe are still the same. The HTML stays in the store.

        A row that is not as it was written is left out, and `notice` says so.
        """
        found, damaged, gone = dict[str, Reading](), 0, list[str]()
        try:
            for path, key, body, told in self._connection.execute("SELECT path, key, body, checksum FROM readings"):
                wanted = keys.get(path)
                if wanted is None:
                    gone.append(path)
                if wanted != key:
                    continue
                try:
                    found[path] = self._reading(path, body, told)
                except Damaged:
                    damaged += 1
            self._forget(gone)
        except sqlite3.DatabaseError:
            self._lose()
            return {}
        if damaged:
            self.notice = f"缓存里有 {damaged} 份文件的记录已损坏，已重新读取。"
        return found

    def text(self, path: str) -> str | None:
        """The safe HTML of a document; None where it is not as it was written."""
        row = self._connection.execute("SELECT html, checksum FROM texts WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row and checksum(str(row[0]).encode()) == row[1] else None

    def keep_readings(self, rows: Iterable[tuple[str, Row]]) -> Iterator[Reading]:
        """Store new rows under their keys as they come, and give each back as a build takes it in."""
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            with self._connection as connection:
                bodies = ((row.path, key, row.body, checksum(row.body)) for key, row in batch)
                connection.executemany("REPLACE INTO readings VALUES (?, ?, ?, ?)", bodies)
                texts = ((row.path, row.html, row.places, checksum(row.html.encode())) for _, row in batch)
                connection.executemany("REPLACE INTO texts VALUES (?, ?, ?, ?)", texts)
            yield from (self._rows.reading(row.path, row.body) for _, row in batch)

    def drawing(self, page: str, key: str) -> str | None:
        """What was drawn for a page under this key: work that outlives a change of the theme."""
        row = self._connection.execute("SELECT drawing FROM drawings WHERE page = ? AND key = ?", (page, key)).fetchone()
        return str(row[0]) if row else None

    def keep_drawings(self, drawings: Mapping[str, Mapping[str, str]]) -> None:
        """Store new drawings, page by page."""
        with self._connection as connection:
            rows = ((page, key, drawing) for page, drawn in drawings.items() for key, drawing in drawn.items())
            connection.executemany("REPLACE INTO drawings VALUES (?, ?, ?)", rows)

    def made(self) -> dict[str, Made]:
        """Every page that was made into this output folder."""
        return {row[0]: Made(*row) for row in self._connection.execute("SELECT * FROM pages")}

    def keep_made(self, made: Iterable[Made], removed: Iterable[str]) -> None:
        """Remember pages that were moved into output/, forget those that were removed."""
        with self._connection as connection:
            rows = ((page.path, page.fingerprint, page.digest, page.size, page.modified) for page in made)
            connection.executemany("REPLACE INTO pages VALUES (?, ?, ?, ?, ?)", rows)
            for table, column in (("pages", "path"), ("drawings", "page")):
                connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((path,) for path in removed))

    def close(self) -> None:
        """Close this process's connection."""
        connection = self._connections.pop(os.getpid(), None)
        if connection:
            connection.close()

    def _reading(self, path: str, body: bytes, told: int) -> Reading:
        if checksum(body) != told:
            raise Damaged(path)
        return self._rows.reading(path, body)

    def _places(self, path: str) -> str:
        row = self._connection.execute("SELECT places FROM texts WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else "{}"

    def _forget(self, gone: Iterable[str]) -> None:
        with self._connection as connection:
            for table in ("readings", "texts"):
                connection.executemany(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in gone))

    @property
    def _connection(self) -> sqlite3.Connection:
        """One connection a process: a forked worker must not use its parent's."""
        pid = os.getpid()
        if pid not in self._connections:
            self._connections[pid] = sqlite3.connect(self.path, isolation_level="IMMEDIATE")
            # The store may be lost in a power cut; it is then made anew. A killed process loses nothing.
            self._connections[pid].execute("PRAGMA synchronous = OFF")
        return self._connections[pid]

    def _is_ours(self) -> bool:
        facts = dict(self._connection.execute("SELECT name, value FROM facts"))
        return facts == {"version": str(VERSION), "output": self._output}

    def _create(self) -> None:
        with self._connection as connection:
            connection.executescript(SCHEMA)
            connection.executemany("INSERT INTO facts VALUES (?, ?)", (("version", str(VERSION)), ("output", self._output)))

    def _lose(self) -> None:
        """A file that turns out to be damaged while it is read."""
        self._start_again("缓存已损坏，已重新建立。")
        self._create()

    def _start_again(self, notice: str) -> None:
        self.notice = notice
        self.close()
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)


def _file_checksum(row: tuple[object, ...]) -> int:
    return checksum("\0".join(map(str, row)).encode())
