"""The chain: every event of the ledger holds the hash of the one before it, so none can be changed, left out or put in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from publish.failures import LedgerError

COLUMNS = ("seq", "key", "at", "actor", "was", "entry", "prev_hash", "row_hash")
"""Of an event. `key` is an entry's, or `mark:` and a mark's name; `entry` is the state after it, as one line of JSON."""
START = "0" * 64
"""What the first event names as its predecessor."""
MARK = "mark:"

Row = tuple[int, str, str, str, str, str, str, str]


def row_hash(row: tuple[object, ...]) -> str:
    """The hash of an event's first seven columns."""
    return sha256(json.dumps(list(row[:7]), ensure_ascii=False).encode()).hexdigest()


def event_of(row: Row) -> Mapping[str, object]:
    """The event as the export writes it: the entry as an object."""
    return dict(zip(COLUMNS, row, strict=True)) | {"entry": json.loads(row[5])}


def row_of(event: Mapping[str, object]) -> Row:
    """The row that `event_of` wrote out; KeyError or TypeError for anything else."""
    line = json.dumps(event["entry"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    row = tuple(line if name == "entry" else event[name] for name in COLUMNS)
    if not isinstance(row[0], int) or not all(isinstance(value, str) for value in row[1:]):
        raise TypeError("no event")
    return row  # type: ignore[return-value]


def followed(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each checked against the one before; raises LedgerError at the first that is not as it was written."""
    seq, last = 0, START
    for row in rows:
        if row[0] != seq + 1 or row[6] != last or row[7] != row_hash(row):
            raise LedgerError(f"发布账本第 {row[0]} 条记录与前后不符，可能被改动过：请先查明，不要发送")
        seq, last = row[0], row[7]
        yield row
