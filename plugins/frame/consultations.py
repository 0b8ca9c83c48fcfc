"""What pages show of consultations: how one stands on its own page, and a line for each that is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.consultations import Asking, asking
from plugins.catalog.lists import CALENDAR
from plugins.catalog.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationBadge:
    """征求意见中 or 征求意见已结束, with the closing day; `calendar` is where that day stands as long as it is to come."""

    label: str
    closes_on: date
    calendar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConsultation:
    """A consultation that takes opinions, as a line of a list."""

    title: str
    address: str
    agency: str
    closes_on: date


def consultation_badge(record: Record, catalog: Catalog) -> ConsultationBadge | None:
    """How a consultation stands on the build's own day; None for any other document."""
    found = asking(record, catalog.as_of.date())
    if found is None or record.closes_on is None:
        return None
    calendar = CALENDAR if found is Asking.OPEN else ""
    return ConsultationBadge(label=found.label, closes_on=record.closes_on, calendar=calendar)


def open_consultations(records: Iterable[Record]) -> tuple[OpenConsultation, ...]:
    """The lines of those that are open."""
    return tuple(
        OpenConsultation(title=one.title, address=one.address, agency=one.issuing_agency, closes_on=one.closes_on)
        for one in records
        if one.closes_on
    )
