"""Consultations: what asks the public for opinions on a draft, and whether it still does on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from plugins.catalog.record import ASKING, Record
from plugins.catalog.terms import Term

if TYPE_CHECKING:
    # The marks of a catalog ask whether a consultation is open.
    from plugins.catalog.catalog import Catalog


class Asking(Term):
    """Whether a consultation still takes opinions."""

    OPEN = "open", "征求意见中"
    CLOSED = "closed", "征求意见已结束"


def asking(record: Record, on: date) -> Asking | None:
    """How a consultation stands on a day, 截止日期 being the last on which it is open; None for what asks nobody."""
    if record.closes_on is None or record.kind not in ASKING or record.withdrawn:
        return None
    return Asking.OPEN if on <= record.closes_on else Asking.CLOSED


def still_asking(catalog: Catalog) -> tuple[Record, ...]:
    """The released consultations that are open on the build's own day, the first to close first."""
    today = catalog.as_of.date()
    found = (record for kind in ASKING for record in catalog.of_kind(kind) if asking(record, today) is Asking.OPEN)
    return tuple(sorted(found, key=lambda one: (str(one.closes_on), one.path)))
