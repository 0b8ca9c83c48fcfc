"""Standing: whether a policy is in force on a day, and which document says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plugins.catalog.record import Record
from plugins.catalog.terms import Relation, Validity

if TYPE_CHECKING:
    # The catalog asks for standings.
    from plugins.catalog.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a policy is in force, since when, and the record that says so."""

    validity: Validity
    since: date | None = None
    by: Record | None = None
    amended_by: tuple[Record, ...] = ()
    """The amendments that have taken effect, oldest first."""


def standing_on(record: Record, on: date, catalog: Catalog) -> Standing:
    """The validity of a policy on a day."""
    for repeal in catalog.sources(record, Relation.REPEALS):
        since = taking_effect(repeal)
        if since is not None and since <= on:
            return Standing(Validity.REPEALED, since, repeal)
    if record.expires_on and record.expires_on < on:
        return Standing(Validity.EXPIRED, record.expires_on)
    effective = taking_effect(record)
    if effective is not None and effective > on:
        return Standing(Validity.NOT_YET_IN_FORCE, effective)
    amendments = ((taking_effect(found), found) for found in catalog.sources(record, Relation.AMENDS))
    amended_by = tuple(found for since, found in amendments if since is not None and since <= on)
    return Standing(Validity.IN_FORCE, effective, amended_by=amended_by)


def taking_effect(record: Record) -> date | None:
    """The day a policy takes effect: 施行日期, else the day it was issued."""
    return record.effective_on or record.issued_on
