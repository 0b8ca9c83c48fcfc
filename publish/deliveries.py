"""Deliveries: how far one issue of a mailing has come, person by person. Each word is on the disk before the next byte leaves.

::

    pending ─ the message is about to leave ─▶ attempted ─ 250 ──────────────▶ done
       ▲                                          │ ├────── refused for good ─▶ refused
       └──────────── certainly not taken ─────────┘ └─ no answer: stays, in doubt

They lie beside the subscribers and go with them: whoever leaves takes theirs along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from publish.mailing import Mailing
from publish.subscribers import Subscribers

KEPT = timedelta(days=90)
"""How long what has ended is remembered."""


class Delivery(StrEnum):
    """How far the issue has come to one person."""

    PENDING = "pending"
    ATTEMPTED = "attempted"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person to whom an issue goes."""

    id: str
    address: str
    token: str
    since: datetime
    """When they were entered for it."""


class Deliveries:
    """Those of one issue. Marks are the issue's, from the ledger's key."""

    def __init__(self, subscribers: Subscribers, mark: str) -> None:
        """Nothing is read yet."""
        self._subscribers, self._mark = subscribers, mark

    def enrol(self, mailing: Mailing, at: datetime) -> None:
        """Enter everybody who reads the mailing now; who was entered stays as they are."""
        query = (
            "INSERT OR IGNORE INTO delivery (mark, subscriber, state, since)"
            " SELECT ?, id, 'pending', ? FROM subscriber JOIN subscription ON subscription.subscriber = id"
            " WHERE rhythm = ? AND theme = ? ORDER BY subscriber.rowid"
        )
        with self._subscribers.writing() as rows:
            rows.execute("DELETE FROM delivery WHERE state = 'done' AND since < ?", ((at - KEPT).isoformat(),))
            rows.execute(query, (self._mark, at.isoformat(), mailing.rhythm.value, mailing.theme))

    def of(self, state: Delivery) -> tuple[Recipient, ...]:
        """Whom it has come so far to, in the order of their entry."""
        query = (
            "SELECT id, address, token, since FROM delivery JOIN subscriber ON subscriber = id"
            " WHERE mark = ? AND state = ? ORDER BY delivery.rowid"
        )
        with self._subscribers.reading() as rows:
            found = rows.execute(query, (self._mark, state.value)).fetchall()
        return tuple(Recipient(id=row[0], address=row[1], token=row[2], since=datetime.fromisoformat(row[3])) for row in found)

    def note(self, who: Recipient, state: Delivery, code: str = "") -> bool:
        """Write down how far it has come, with the server's code; False where the person has left."""
        query = "UPDATE delivery SET state = ?, code = ? WHERE mark = ? AND subscriber = ?"
        with self._subscribers.writing() as rows:
            return rows.execute(query, (state.value, code, self._mark, who.id)).rowcount > 0

    def counts(self) -> Mapping[Delivery, int]:
        """How many there are of each; empty where nobody was ever entered, or all have left."""
        with self._subscribers.reading() as rows:
            found = rows.execute("SELECT state, count(*) FROM delivery WHERE mark = ? GROUP BY state", (self._mark,))
            return Counter({Delivery(state): int(number) for state, number in found})
