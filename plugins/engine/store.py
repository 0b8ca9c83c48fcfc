"""Store: what was read and made last time. It only saves work: deleting `.cache/` is always safe."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from plugins.catalog.entry import Facts
from plugins.engine.reader import Reading
from plugins.engine.rows import Damaged, Row, Rows, checksum
from plugins.engine.scan import Seen

VERSION = 9
SCHEMA = """
CREATE TABLE readings (path TEXT PRIMARY KEY, key TEXT NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE texts (path TEXT PRIMARY KEY, html TEXT NOT NULL, places TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE examined (file TEXT PRIMARY KEY, key TEXT NOT NULL, facts TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL, width INTEGER NOT NULL,
                    height INTEGER NOT NULL, disguise TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE pages (path TEXT PRIMARY KEY COLLATE NOCASE, fingerprint TEXT NOT NULL, digest TEXT NOT NULL,
                    size INTEGER NOT NULL, modified INTEGER NOT NULL, batch TEXT NOT NULL, source TEXT NOT NULL,
                    checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX sources ON pages (source) WHERE source != '';
CREATE TABLE batches (name TEXT PRIMARY KEY, key TEXT NOT NULL, pages INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE claims (batch TEXT PRIMARY KEY, key TEXT NOT NULL, claims TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE notes (name TEXT PRIMARY KEY, text TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
"""What each build takes in whole stands apart from what it asks for one by one: a scan does not touch the texts."""
NAME = "store.sqlite"
"""Its name in the folder of the cache."""
LOST = "缓存已损坏，已重新建立。"
PAGES = "SELECT path, fingerprint, digest, size, modified, batch, source, checksum FROM pages"
BATCH = 1000
"""Readings that are kept at once: a killed build need not read them again."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file of output/ as it was made: fingerprint of its page, SHA-256 if it shows a document or is of the manifest, size
    in bytes, modification time in ns, the batch it was made with and the document it shows."""

    path: str
    fingerprint: str
    digest: str
    size: int
    modified: int
    batch: str = ""
    source: str = ""


class Store:
    """One SQLite file. A foreign one is thrown away; `notice` then says so.

    A damaged one is noticed where it matters: whatever is asked of it may raise `Damaged` or `sqlite3.DatabaseError`. Then it
    must be thrown away, for what is left out of it cannot be told. What costs one reading only is put right in passing.
    """

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
            self._start_again(LOST)
        if not path.exists():
            self._create()

    def files(self) -> dict[str, Seen]:
        """The files of content/ as they were hashed last time, by path."""
        rows = self._connection.execute("SELECT path, stamp, digest, width, height, disguise, checksum FROM files")
        return {path: Seen(*seen) for path, *seen, told in rows if told == _checksum((path, *seen))}

    def keep_files(self, seen: Mapping[str, Seen], gone: Iterable[str]) -> None:
        """Remember files that were hashed, forget those that are gone."""
        with self._connection as connection:
            rows = ((path, *one) for path, one in seen.items())
            connection.executemany("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", ((*row, _checksum(row)) for row in rows))
            connection.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in gone))

    def readings(self, keys: Mapping[str, str]) -> dict[str, Reading]:
        """What reading gave, by path, where file and recipe are still the same. The HTML stays in the store.

        A row that is not as it was written is left out, and `notice` says so.
        """
        found, damaged, gone = dict[str, Reading](), 0, list[str]()
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
        if damaged:
            self.notice = f"缓存里有 {damaged} 份文件的记录已损坏，已重新读取。"
        return found

    def examined(self, keys: Mapping[str, str]) -> dict[str, Facts]:
        """What was found in files, by what names their bytes, where the key is still the same; the others are forgotten."""
        found, gone = dict[str, Facts](), list[str]()
        for file, key, facts, told in self._connection.execute("SELECT file, key, facts, checksum FROM examined"):
            if keys.get(file) == key and told == _checksum((file, key, facts)):
                found[file] = json.loads(facts)
            elif file not in keys:
                gone.append(file)
        if gone:
            with self._connection as connection:
                connection.executemany("DELETE FROM examined WHERE file = ?", ((file,) for file in gone))
        return found

    def keep_examined(self, rows: Iterable[tuple[str, str, Facts]]) -> None:
        """Remember what was found in files: what names their bytes, the key, the facts."""
        written = ((file, key, json.dumps(facts, ensure_ascii=False)) for file, key, facts in rows)
        with self._connection as connection:
            connection.executemany("REPLACE INTO examined VALUES (?, ?, ?, ?)", ((*row, _checksum(row)) for row in written))

    def text(self, path: str) -> str | None:
        """The safe HTML of a document; None where it is not as it was written."""
        try:
            return self._beside(path)[0]
        except (Damaged, sqlite3.DatabaseError):
            return None

    def keep_readings(self, rows: Iterable[tuple[str, Row]]) -> Iterator[Reading]:
        """Store new rows under their keys as they come, and give each back as a build takes it in."""
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            with self._connection as connection:
                bodies = ((row.path, key, row.body, checksum(row.body)) for key, row in batch)
                connection.executemany("REPLACE INTO readings VALUES (?, ?, ?, ?)", bodies)
                texts = ((row.path, row.html, row.places, _checksum((row.html, row.places))) for _, row in batch)
                connection.executemany("REPLACE INTO texts VALUES (?, ?, ?, ?)", texts)
            yield from (self._rows.reading(row.path, row.body) for _, row in batch)

    def keys(self) -> dict[str, tuple[str, int]]:
        """Key and number of pages of every batch that output/ holds whole, by name."""
        return {name: (key, pages) for name, key, pages in self._connection.execute("SELECT name, key, pages FROM batches")}

    def outputs(self, part: int = 0, parts: int = 1) -> Iterator[tuple[str, int, int, str]]:
        """Path, size, modification time and batch of one part of the files in this output folder, by path. Raises Damaged."""
        (count,) = self._connection.execute("SELECT count(*) FROM pages").fetchone()
        starts = [count * number // parts for number in (part, part + 1)]
        query = "SELECT path, size, modified, batch FROM pages ORDER BY path LIMIT ? OFFSET ?"
        for row in self._connection.execute(query, (starts[1] - starts[0], starts[0])):
            if not isinstance(row[0], str) or "\0" in row[0]:
                raise Damaged("pages")
            yield row

    def batches_of(self, paths: Iterable[str]) -> set[str]:
        """The batches of some files."""
        query = "SELECT DISTINCT batch FROM pages WHERE path IN (SELECT value FROM json_each(?))"
        return {batch for (batch,) in self._connection.execute(query, (json.dumps(list(paths)),))}

    def remembers(self, path: str) -> bool:
        """Whether this is a file that was made, capitals and all."""
        query = "SELECT 1 FROM pages WHERE path = ? AND path = ? COLLATE BINARY"
        return self._connection.execute(query, (path, path)).fetchone() is not None

    def remembers_in(self, folder: str) -> bool:
        """Whether files were made into a folder."""
        query = "SELECT 1 FROM pages WHERE path > ? AND path < ? AND path > ? COLLATE BINARY AND path < ? COLLATE BINARY LIMIT 1"
        ends = (f"{folder}/", f"{folder}0")
        return self._connection.execute(query, (*ends, *ends)).fetchone() is not None

    def note(self, name: str) -> str:
        """What a build noted for the next one; empty where there is nothing, or not what was noted."""
        row = self._connection.execute("SELECT text, checksum FROM notes WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row and checksum(str(row[0]).encode()) == row[1] else ""

    def keep_note(self, name: str, text: str) -> None:
        """Note something for the next build; an empty text takes the note back."""
        with self._connection as connection:
            connection.execute("REPLACE INTO notes VALUES (?, ?, ?)", (name, text, checksum(text.encode())))

    def made(self, without: Iterable[str] = ()) -> Iterator[Made]:
        """Every file that was made into this output folder, but those of some batches."""
        query = f"{PAGES} WHERE batch NOT IN (SELECT value FROM json_each(?))"
        return map(_made, self._connection.execute(query, (json.dumps(list(without)),)))

    def made_by(self, batch: str) -> Iterator[Made]:
        """Every file of one batch."""
        return map(_made, self._connection.execute(f"{PAGES} WHERE batch = ?", (batch,)))

    def page_of(self, source: str) -> Made:
        """The page of a document."""
        query = f"{PAGES} WHERE source = ? AND source != ''"
        row = self._connection.execute(query, (source,)).fetchone()
        if row is None or (made := _made(row)).source != source:
            raise Damaged(source)
        return made

    def claimed(self, paths: Iterable[str], folder: str) -> Iterator[tuple[str, str]]:
        """Path and source of the pages at these paths or inside a folder, capitals or not."""
        for path in paths:
            yield from self._connection.execute("SELECT path, source FROM pages WHERE path = ?", (path,))
        inside = "SELECT path, source FROM pages WHERE path > ? AND path < ? LIMIT 1"
        yield from self._connection.execute(inside, (f"{folder}/", f"{folder}0"))

    def keep_made(self, made: Iterable[Made], removed: Iterable[str]) -> None:
        """Forget pages that were removed, remember those that were moved into output/."""
        with self._connection as connection:
            # First what goes: a page may come back under its name in other capitals.
            connection.executemany("DELETE FROM pages WHERE path = ?", ((path,) for path in removed))
            connection.executemany("REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_row, made))

    def keep_keys(self, keys: Mapping[str, tuple[str, int]]) -> None:
        """Remember batches under their keys, with the number of their pages; forget one whose key is empty."""
        with self._connection as connection:
            gone = ((name,) for name, (key, _) in keys.items() if not key)
            connection.executemany("DELETE FROM batches WHERE name = ?", gone)
            rows = ((name, key, pages) for name, (key, pages) in keys.items() if key)
            connection.executemany("REPLACE INTO batches VALUES (?, ?, ?)", rows)

    def claims(self) -> dict[str, tuple[str, str]]:
        """Key and claims of every batch that a check worked out, by name."""
        rows = self._connection.execute("SELECT batch, key, claims, checksum FROM claims")
        return {batch: (key, claims) for batch, key, claims, told in rows if told == _checksum((batch, key, claims))}

    def keep_claims(self, claims: Mapping[str, tuple[str, str]]) -> None:
        """Remember what batches claim under their keys."""
        with self._connection as connection:
            rows = ((batch, *told) for batch, told in claims.items())
            connection.executemany("REPLACE INTO claims VALUES (?, ?, ?, ?)", ((*row, _checksum(row)) for row in rows))

    def close(self) -> None:
        """Close this process's connection."""
        connection = self._connections.pop(os.getpid(), None)
        if connection:
            connection.close()

    def _reading(self, path: str, body: bytes, told: int) -> Reading:
        if not isinstance(body, bytes) or checksum(body) != told:
            raise Damaged(path)
        return self._rows.reading(path, body)

    def _places(self, path: str) -> str:
        return self._beside(path)[1]

    def _beside(self, path: str) -> tuple[str, str]:
        """The safe HTML and the places of a document. Raises Damaged."""
        row = self._connection.execute("SELECT html, places, checksum FROM texts WHERE path = ?", (path,)).fetchone()
        if row is None or _checksum(row[:2]) != row[2]:
            raise Damaged(path)
        return row[0], row[1]

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

    def _start_again(self, notice: str) -> None:
        self.notice = notice
        self.close()
        throw_away(self.path)


def throw_away(store: Path) -> None:
    """Forget everything: what was read and made is read and made anew."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        Path(f"{store}{suffix}").unlink(missing_ok=True)


def _checksum(row: tuple[object, ...]) -> int:
    return checksum("\0".join(map(str, row)).encode())


def _row(made: Made) -> tuple[str | int, ...]:
    row = (made.path, made.fingerprint, made.digest, made.size, made.modified, made.batch, made.source)
    return (*row, _checksum(row))


def _made(row: tuple[Any, ...]) -> Made:
    """The page of a row. Raises Damaged."""
    if _checksum(row[:-1]) != row[-1]:
        raise Damaged(row[0])
    return Made(*row[:-1])
