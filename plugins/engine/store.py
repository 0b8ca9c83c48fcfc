"""Store: what was read and made last time. It only saves work: deleting `.cache/` is always safe."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

from plugins.catalog.catalog import Entry, Heading
from plugins.catalog.findings import Finding, Level
from plugins.catalog.record import from_json, to_json
from plugins.engine.reader import Reading

VERSION = 3
SCHEMA = """
CREATE TABLE readings (path TEXT PRIMARY KEY, key TEXT NOT NULL, entry TEXT NOT NULL, html TEXT NOT NULL);
CREATE TABLE pages (path TEXT PRIMARY KEY COLLATE NOCASE, fingerprint TEXT NOT NULL, digest TEXT NOT NULL,
                    size INTEGER NOT NULL, modified INTEGER NOT NULL, batch TEXT NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX sources ON pages (source) WHERE source != '';
CREATE TABLE batches (name TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


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
    """One SQLite file. A damaged or foreign one is thrown away; `notice` then says so."""

    def __init__(self, path: Path, output: Path) -> None:
        """`output` is the folder whose pages are remembered; those of another folder are forgotten."""
        self.path = path
        self.notice = ""
        self._output = str(output.resolve())
        self._connections: dict[int, sqlite3.Connection] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            if path.exists() and not self._is_ours():
                self._start_again("缓存不是这个版本或这个输出目录的，已重新建立。")
        except (sqlite3.DatabaseError, ValueError):
            self._start_again("缓存已损坏，已重新建立。")
        if not path.exists():
            self._create()

    def reading(self, path: str, key: str) -> Reading | None:
        """What reading a file gave, if file and recipe are still the same. The HTML stays in the store."""
        row = self._connection.execute("SELECT entry FROM readings WHERE path = ? AND key = ?", (path, key)).fetchone()
        return _reading(path, row[0]) if row else None

    def text(self, path: str) -> str:
        """The safe HTML of a document."""
        row = self._connection.execute("SELECT html FROM readings WHERE path = ?", (path,)).fetchone()
        return str(row[0])

    def keep_readings(self, readings: Iterable[tuple[str, Reading]], present: Iterable[str]) -> None:
        """Store new readings under their keys and forget files that are gone."""
        with self._connection as connection:
            rows = ((reading.path, key, _reading_json(reading), reading.html) for key, reading in readings)
            connection.executemany("REPLACE INTO readings VALUES (?, ?, ?, ?)", rows)
            gone = {row[0] for row in connection.execute("SELECT path FROM readings")} - set(present)
            connection.executemany("DELETE FROM readings WHERE path = ?", ((path,) for path in gone))

    def keys(self) -> dict[str, str]:
        """Name and key of every batch that output/ holds whole."""
        return dict(self._connection.execute("SELECT name, key FROM batches"))

    def files(self) -> Iterator[tuple[str, int, int, str]]:
        """Path, size, modification time and batch of every file in this output folder."""
        yield from self._connection.execute("SELECT path, size, modified, batch FROM pages")

    def made(self, without: Iterable[str] = ()) -> Iterator[Made]:
        """Every file that was made into this output folder, but those of some batches."""
        query = "SELECT * FROM pages WHERE batch NOT IN (SELECT value FROM json_each(?))"
        return (Made(*row) for row in self._connection.execute(query, (json.dumps(list(without)),)))

    def made_by(self, batch: str) -> Iterator[Made]:
        """Every file of one batch."""
        return (Made(*row) for row in self._connection.execute("SELECT * FROM pages WHERE batch = ?", (batch,)))

    def page_of(self, source: str) -> Made:
        """The page of a document."""
        query = "SELECT * FROM pages WHERE source = ? AND source != ''"
        return Made(*self._connection.execute(query, (source,)).fetchone())

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
            connection.executemany("REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", map(_row, made))

    def keep_keys(self, keys: Mapping[str, str]) -> None:
        """Remember batches under their keys; forget one whose key is empty."""
        with self._connection as connection:
            gone = ((name,) for name, key in keys.items() if not key)
            connection.executemany("DELETE FROM batches WHERE name = ?", gone)
            connection.executemany("REPLACE INTO batches VALUES (?, ?)", ((name, key) for name, key in keys.items() if key))

    def close(self) -> None:
        """Close this process's connection."""
        connection = self._connections.pop(os.getpid(), None)
        if connection:
            connection.close()

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
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)


def _row(made: Made) -> tuple[str | int, ...]:
    return (made.path, made.fingerprint, made.digest, made.size, made.modified, made.batch, made.source)


def _reading_json(reading: Reading) -> str:
    entry = reading.entry
    body = entry and {
        "record": to_json(entry.record).decode(),
        "places": dict(entry.places),
        "unreadable": sorted(entry.unreadable),
        "facts": dict(entry.facts),
        "digest": entry.digest,
        "links": entry.links,
        "pictures": entry.pictures,
        "outline": [astuple(heading) for heading in entry.outline],
        "titles": dict(entry.titles),
    }
    return json.dumps({"entry": body, "findings": [asdict(finding) for finding in reading.findings]}, ensure_ascii=False)


def _reading(path: str, text: str) -> Reading:
    stored = json.loads(text)
    findings = tuple(Finding(**row | {"level": Level(row["level"])}) for row in stored["findings"])
    body = stored["entry"]
    if body is None:
        return Reading(path, findings)
    entry = Entry(
        record=from_json(body["record"]),
        places={name: (line, column) for name, (line, column) in body["places"].items()},
        unreadable=frozenset(body["unreadable"]),
        facts=body["facts"],
        digest=body["digest"],
        links=tuple(body["links"]),
        pictures=tuple(body["pictures"]),
        outline=tuple(Heading(*heading) for heading in body["outline"]),
        titles=body["titles"],
    )
    return Reading(path, findings, entry)
