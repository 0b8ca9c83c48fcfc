"""The subscribers: who has asked for mail. Personal information, so it lies in one file of var/ alone, for its owner's eyes.

Elsewhere a subscriber is a number drawn by chance, which says nothing once the row is gone. Who leaves is deleted, not marked.
Each operation opens the file for itself: the listener that serves the leave addresses is another process.
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publish.failures import LedgerError
from publish.mailing import Mailing, Rhythm

FILE = "subscribers.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS subscriber (
    id TEXT PRIMARY KEY, address TEXT NOT NULL UNIQUE COLLATE NOCASE, token TEXT NOT NULL UNIQUE, rhythm TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS subscription (
    subscriber TEXT NOT NULL REFERENCES subscriber ON DELETE CASCADE, theme TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (subscriber, theme));
CREATE TABLE IF NOT EXISTS delivery (
    mark TEXT NOT NULL, subscriber TEXT NOT NULL REFERENCES subscriber ON DELETE CASCADE,
    state TEXT NOT NULL, code TEXT NOT NULL DEFAULT '', since TEXT NOT NULL, PRIMARY KEY (mark, subscriber));
CREATE INDEX IF NOT EXISTS delivery_by_subscriber ON delivery (subscriber);
"""
_LOCAL = re.compile(r"(?!.*=\?)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_LONGEST = 254
"""Characters of an address, 64 of them before the @ (RFC 5321, 4.5.3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One person. The address and the token never leave the file but in that person's own mail."""

    id: str
    address: str
    token: str
    rhythm: Rhythm
    themes: tuple[str, ...]
    """Empty string for everything."""
    since: datetime
    refusals: int = 0
    """Issues that their server would not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What one person asks for."""

    address: str
    rhythm: Rhythm
    themes: tuple[str, ...] = ("",)


class Subscribers:
    """The file in one folder; nothing is made before the first subscriber."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the ledger's."""
        self._path = folder / FILE

    @property
    def there(self) -> bool:
        """Whether there is a list at all: an empty file is what a death leaves before the first subscriber."""
        return self._path.exists() and self._path.stat().st_size > 0

    @property
    def private(self) -> bool:
        """Whether its owner alone can read it: one that was copied back may be open to all."""
        return stat.S_IMODE(self._path.stat().st_mode) & 0o077 == 0

    def add(self, wishes: Iterable[Wish], at: datetime) -> int:
        """Enter them, all or none; who is there already gets the new rhythm and themes. Gives how many are new."""
        with self.writing() as rows:
            return sum(_enter(rows, wish, at) for wish in wishes)

    def remove(self, address: str) -> bool:
        """Delete the person of that address and all that is known of them; False where there is none."""
        if not self.there:
            return False
        with self.writing() as rows:
            return rows.execute("DELETE FROM subscriber WHERE address = ?", (address.strip(),)).rowcount > 0

    def leave(self, token: str) -> bool:
        """Delete the person who has this token; False where nobody has it."""
        if not self.there:
            return False
        with self.writing() as rows:
            return rows.execute("DELETE FROM subscriber WHERE token = ?", (token,)).rowcount > 0

    def all(self) -> tuple[Subscriber, ...]:
        """Everybody, in the order in which they came."""
        query = (
            "SELECT id, address, token, rhythm, group_concat(theme, char(10)), min(since),"
            " (SELECT count(*) FROM delivery WHERE delivery.subscriber = id AND state = 'refused')"
            " FROM subscriber JOIN subscription ON subscription.subscriber = id GROUP BY id ORDER BY subscriber.rowid"
        )
        with self.reading() as rows:
            return tuple(
                Subscriber(
                    id=row[0],
                    address=row[1],
                    token=row[2],
                    rhythm=Rhythm(row[3]),
                    themes=tuple(sorted(row[4].split("\n"))),
                    since=datetime.fromisoformat(row[5]),
                    refusals=row[6],
                )
                for row in rows.execute(query)
            )

    def audiences(self) -> Mapping[Mailing, datetime]:
        """The mailings that somebody reads, each with the moment from which on the first of them does."""
        query = "SELECT rhythm, theme, min(since) FROM subscriber JOIN subscription ON subscriber = id GROUP BY rhythm, theme"
        with self.reading() as rows:
            found = {Mailing(Rhythm(row[0]), row[1]): datetime.fromisoformat(row[2]) for row in rows.execute(query)}
        return dict(sorted(found.items()))

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file as it is; an empty one where there is none. Raises LedgerError."""
        with _said():
            there = self.there
            rows = self._connect() if there else sqlite3.connect(":memory:", isolation_level=None)
            with closing(rows):
                if not there:
                    rows.executescript(_SCHEMA)
                yield rows

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One change that happens whole or not at all, on the disk afterwards. Raises LedgerError."""
        with _said(), closing(self._connect()) as rows:
            rows.execute("BEGIN IMMEDIATE")
            try:
                for statement in _SCHEMA.split(";"):
                    rows.execute(statement)
                yield rows
            except BaseException:
                rows.execute("ROLLBACK")
                raise
            rows.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        rows = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        try:
            rows.execute("PRAGMA foreign_keys = ON")
            rows.execute("PRAGMA synchronous = EXTRA")
            rows.execute("PRAGMA secure_delete = ON")  # what was deleted must not lie in a free page
        except BaseException:
            rows.close()
            raise
        return rows


@contextmanager
def _said() -> Iterator[None]:
    """What cannot be read or written is a sentence, and nothing is sent."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LedgerError(f"订阅者名单 {FILE} 读不出来或写不进去（{type(error).__name__}）：请从备份取回，不要发送") from error


def address_of(written: str) -> str:
    """An address as it is kept, its domain in the letters of DNS. ValueError, in 中文, for what is none, without repeating it."""
    local, _, domain = written.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    well = len(local) <= 64 and _LOCAL.fullmatch(local) and len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    if not well or len(local) + len(domain) >= _LONGEST:
        raise ValueError("电子邮箱地址读不懂，应形如 zhang@shili.example")
    return f"{local}@{domain}"


def masked(address: str) -> str:
    """An address that can be shown: its first letter, and its domain's last part."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}***@{domain[:1]}***.{domain.rpartition('.')[2]}"


def _enter(rows: sqlite3.Connection, wish: Wish, at: datetime) -> bool:
    known = rows.execute("SELECT id FROM subscriber WHERE address = ?", (wish.address,)).fetchone()
    who = known[0] if known else secrets.token_hex(8)
    if known:
        rows.execute("UPDATE subscriber SET rhythm = ? WHERE id = ?", (wish.rhythm.value, who))
    else:
        values = (who, wish.address, secrets.token_urlsafe(24), wish.rhythm.value)
        rows.execute("INSERT INTO subscriber (id, address, token, rhythm) VALUES (?, ?, ?, ?)", values)
    marks = ", ".join("?" * len(wish.themes))
    rows.execute(f"DELETE FROM subscription WHERE subscriber = ? AND theme NOT IN ({marks})", (who, *wish.themes))
    for theme in wish.themes:
        rows.execute("INSERT OR IGNORE INTO subscription VALUES (?, ?, ?)", (who, theme, at.isoformat()))
    return known is None
