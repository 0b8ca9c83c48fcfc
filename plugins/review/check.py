"""What is to be published against the register of reviews, and marks of secrecy against what is to be published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import BESIDE, CONTENT, Finding, Level, Rule
from plugins.catalog.record import Record, rows
from plugins.catalog.reviews import FILE, Review, is_same_person, permits
from plugins.review import rules
from plugins.review.marks import Sort
from plugins.review.read import MARKS
from plugins.review.standing import changes, is_note_unsigned, is_public_in_time


def check(catalog: Catalog) -> Iterator[Finding]:
    """Marks of every document, then every document that the public sees or will see against its last review.

    In a preview texts are written, not published: what a review would refuse there is a warning.
    """
    for record in catalog.records:
        yield from marked(record, catalog)
    reviews = catalog.reviews
    if reviews is None:
        return
    for fault in reviews.faults:
        yield rules.DAMAGED.at(f"{BESIDE}{FILE}", fault.line, problem=fault.problem, file=FILE)
    for record in catalog.records:
        if is_public_in_time(record):
            for finding in reviewed(record, reviews.of(record.path), catalog):
                yield replace(finding, level=Level.WARNING) if catalog.is_preview else finding


def reviewed(record: Record, review: Review | None, catalog: Catalog) -> Iterator[Finding]:
    """What is wrong with the last review of a document. One that claims none is missed by the rule of 保密审查 (DIS021)."""
    if review is None:
        claims = (name for name in ("secrecy_review", "first_published") if getattr(record, name))
        if claim := next(claims, ""):
            yield _at(rules.NOT_SIGNED, record, claim, catalog, file=FILE)
        return
    parts = changes(review, record, catalog)
    if parts:
        labels, place = "、".join(part.label for part in parts), next((part.attribute for part in parts if part.attribute), "")
        yield _at(rules.CHANGED, record, place, catalog, on=review.on, changed=labels)
    if any(is_same_person(review.reviewer, author) for author in (review.author, record.author)):
        yield _at(rules.BY_AUTHOR, record, "author", catalog)
    if not permits(review.conclusion):
        yield _at(rules.REFUSED, record, "status", catalog, on=review.on, conclusion=review.conclusion)
    if is_note_unsigned(review, record):
        yield _at(rules.NOTE_NOT_SIGNED, record, "withdrawal_note", catalog)


def marked(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """State secrets may not lie here at all; what is not for the public may, as long as it does not go out."""
    for sort, words, *place in catalog.entry(record).facts.get(MARKS, ()):  # type: ignore[attr-defined]
        rule = rules.CLASSIFIED if sort == Sort.CLASSIFIED else rules.INTERNAL
        if rule is rules.INTERNAL and not is_public_in_time(record):
            continue
        if isinstance(place[0], str):
            yield catalog.finding(rule, record, place[0], where=f"“{rows()[place[0]].label}”", words=words)
        else:
            yield rule.at(record.path, *place, where="正文", words=words)


def _at(rule: Rule, record: Record, place: str, catalog: Catalog, **values: object) -> Finding:
    attribute = "attachments" if place.removeprefix("link ") in record.attachments else place
    return catalog.finding(rule, record, attribute, document=record.path, folder=CONTENT, **values)
