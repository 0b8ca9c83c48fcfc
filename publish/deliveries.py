"""Deliveries: how far one issue of a mailing has come, person by person. Each word is on the disk before the next byte leaves.

::

    pending ─ the message is about to leave ─▶ attempted ─ 250 ──────────────▶ done
       ▲                                          │ ├────── refused for good ─▶ refused
       ├──────────── certainly not taken ─────────┘ └─ no answer: stays, in doubt
       └──────────── a person, or the account, says that it goes again

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
    put_off: datetime | None
    """When their server first asked for patience; None where it has not."""


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

    def lost(self, mailing: Mailing) -> bool:
        """Whether nobody is entered, though somebody reads the mailing: then the list is not the one of its beginning."""
        query = "SELECT EXISTS (SELECT 1 FROM subscriber JOIN subscription ON subscriber = id WHERE rhythm = ? AND theme = ?)"
        with self._subscribers.reading() as rows:
            (read,) = rows.execute(query, (mailing.rhythm.value, mailing.theme)).fetchone()
        return bool(read) and not self.counts()

    def of(self, state: Delivery) -> tuple[Recipient, ...]:
        """Whom it has come so far to, in the order of their entry; last of all those whose server asked for patience."""
        query = (
            "SELECT id, address, token, iif(code = '', '', since) FROM delivery JOIN subscriber ON subscriber = id"
            " WHERE mark = ? AND state = ? ORDER BY code != '', delivery.rowid"
        )
        with self._subscribers.reading() as rows:
            found = rows.execute(query, (self._mark, state.value)).fetchall()
        moments = (datetime.fromisoformat(row[3]) if row[3] else None for row in found)
        return tuple(
            Recipient(id=row[0], address=row[1], token=row[2], put_off=at) for row, at in zip(found, moments, strict=True)
        )

    def claim(self, who: Recipient) -> bool:
        """The message is about to leave; False where the person has left, or another run has taken it up."""
        query = "UPDATE delivery SET state = 'attempted' WHERE mark = ? AND subscriber = ? AND state = 'pending'"
        with self._subscribers.writing() as rows:
            return rows.execute(query, (self._mark, who.id)).rowcount > 0

    def put_off(self, who: Recipient, code: str, at: datetime) -> None:
        """Their server asks for patience, which is counted from the first time."""
        query = "UPDATE delivery SET state = 'pending', code = ?, since = ? WHERE mark = ? AND subscriber = ?"
        with self._subscribers.writing() as rows:
            rows.execute(query, (code, (who.put_off or at).isoformat(), self._mark, who.id))

    def again(self) -> None:
        """Messages without an answer go once more: never without the word of a person, or of the account."""
        with self._subscribers.writing() as rows:
            rows.execute("UPDATE delivery SET state = 'pending' WHERE mark = ? AND state = 'attempted'", (self._mark,))

    def note(self, who: Recipient, state: Delivery, code: str = "") -> None:
        """Write down how far it has come, with the server's code."""
        query = "UPDATE delivery SET state = ?, code = ? WHERE mark = ? AND subscriber = ?"
        with self._subscribers.writing() as rows:
            rows.execute(query, (state.value, code, self._mark, who.id))

    def counts(self) -> Mapping[Delivery, int]:
        """How many there are of each; empty where nobody was ever entered, or all have left."""
        with self._subscribers.reading() as rows:
            found = rows.execute("SELECT state, count(*) FROM delivery WHERE mark = ? GROUP BY state", (self._mark,))
            return Counter({Delivery(state): int(number) for state, number in found})
