"""How documents stand to their last review: what changed since, and which wait for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.reviews import Review, permits
from plugins.catalog.signed import Part, Signed, changed, digest_of, sign
from plugins.catalog.terms import DisclosureMode, Status, Term

UNNAMED = Part("内容")
"""What changed where no part shows it: a field is read in another way than when it was signed."""


class Why(Term):
    """Why a document waits for a review."""

    MISSING = "missing", "没有审查"
    CHANGED = "changed", "审查以后改动过"
    REFUSED = "refused", "审查没有同意公开"
    NOTE = "note", "撤回说明没有审查"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A document that waits for a review."""

    record: Record
    why: Why
    parts: tuple[Part, ...] = ()
    """What changed."""


def waiting(catalog: Catalog) -> Iterator[Waiting]:
    """The documents that wait for a review: those that go out in time, then drafts; each by its path.

    In a portal without a register a document waits where its own block tells of no review.
    """
    proactive = (record for record in catalog.records if record.disclosure_mode is DisclosureMode.PROACTIVE)
    for record in sorted(proactive, key=lambda record: record.status is Status.DRAFT):
        found = wait_of(record, catalog)
        if found:
            yield found


def wait_of(record: Record, catalog: Catalog) -> Waiting | None:
    """Why a document waits; None where it does not."""
    if catalog.reviews is None:
        return None if record.secrecy_review or record.first_published else Waiting(record=record, why=Why.MISSING)
    review = catalog.reviews.of(record.path)
    if review is None:
        return Waiting(record=record, why=Why.MISSING)
    parts = changes(review, record, catalog)
    if parts:
        return Waiting(record=record, why=Why.CHANGED, parts=parts)
    if not permits(review.conclusion):
        return Waiting(record=record, why=Why.REFUSED)
    return Waiting(record=record, why=Why.NOTE) if is_note_unsigned(review, record) else None


def is_public_in_time(record: Record) -> bool:
    """Whether the public sees it now or will see it: a draft does not go out, nor what is not for everyone."""
    return record.status is not Status.DRAFT and record.disclosure_mode is DisclosureMode.PROACTIVE


def changes(review: Review, record: Record, catalog: Catalog) -> tuple[Part, ...]:
    """What of a document is not as it was signed."""
    if review.digest == digest_of(record, catalog):
        return ()
    before = Signed(review.digest, review.text, review.fields, review.files)
    found = tuple(changed(before, sign(record, catalog)))
    return found if found or is_note_unsigned(review, record) else (UNNAMED,)


def is_note_unsigned(review: Review, record: Record) -> bool:
    """Whether a document was withdrawn after its last review."""
    return record.withdrawn and bool(review.text)
