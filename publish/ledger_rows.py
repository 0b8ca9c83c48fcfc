"""Where the ledger's rows lie: in a file of SQLite, or on a server of PostgreSQL. The statements are the same but for a few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Cursor(Protocol):
    """What a statement came to."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""
        ...

    def fetchone(self) -> Any:
        """The next row, None where there is none."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """All rows that are left."""
        ...


class Rows(Protocol):
    """An open connection, `?` standing for each value."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Cursor:
        """Run one statement."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The few statements in which the two differ."""

    writing: tuple[str, ...]
    """Begin to write: nobody else writes into the chain until the end."""
    reading: str
    """Begin to read one state of everything."""
    leasing: str
    """Begin to take a lease."""
    free: str
    """The fence of an account's lease, if it has run out and nobody else is just taking it; of an account and a moment."""
    clock: str
    """The moment by the one clock that all workers share, in seconds."""
    shared: bool
    """Whether workers on several hosts may use it."""
