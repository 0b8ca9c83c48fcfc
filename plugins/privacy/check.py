"""What of personal information stands in the way of publishing, and what a second person has let pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.catalog.blocks import PrivacyReview
from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry, Examined
from plugins.catalog.findings import Finding
from plugins.catalog.marks import digest
from plugins.catalog.record import Record, rows
from plugins.catalog.reviews import is_same_person
from plugins.privacy import rules
from plugins.privacy.found import FACT, PATH, Found, Spot
from plugins.privacy.read import is_concerned

REVIEW = "privacy_review"
DIGITS = 16
"""Hexadecimal digits of the digest that a person copies."""
NAME_OF_FILE = "文件名"


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule of this room, over what is or will be public."""
    files = {path: found for path, one in catalog.examined.items() if (found := _in_file(one))}
    for record in catalog.records:
        entry = catalog.entry(record)
        if (files or FACT in entry.facts) and is_concerned(record):
            yield from _of(entry, {path: files[path] for path in _referred(entry) if path in files}, catalog)


def bound_to(own: Found | None, files: Mapping[str, Found], catalog: Catalog) -> str:
    """What a review is bound to: everything found in a document, and the bytes of every file in which something is."""
    bytes_of = sorted({catalog.assets[path].digest for path in files})
    return digest(own.digest if own else "", *bytes_of)[:DIGITS]


def _of(entry: Entry, files: Mapping[str, Found], catalog: Catalog) -> Iterator[Finding]:
    record, fact = entry.record, entry.facts.get(FACT)
    own = Found.unpacked(fact) if fact else None
    if not own and not files:
        return
    bound = bound_to(own, files, catalog)
    faults = list(_reviewed(record, bound, catalog))
    yield from faults
    if record.privacy_review and not faults:
        return
    for spot, more in _told(own) if own else ():
        words = {**_words(spot, bound), "where": f"{_named(spot.where)}{more}"}
        if spot.where:
            yield catalog.finding(rules.BY_CODE[spot.code], record, spot.where, **words)
        else:
            yield rules.BY_CODE[spot.code].at(record.path, spot.line, spot.column, **words)
    for path, found in files.items():
        for spot, more in _told(found):
            words = {**_words(spot, bound), "where": f"（{spot.where}）{more}", "part": spot.where}
            yield rules.BY_CODE[spot.code].at(path, **words)
        if found.problem[0]:
            yield rules.BY_CODE[found.problem[0]].at(path, problem=found.problem[1])


def _reviewed(record: Record, bound: str, catalog: Catalog) -> Iterator[Finding]:
    """What is wrong with the review of a document, if it has one."""
    review = record.privacy_review
    if review is None or REVIEW in catalog.entry(record).unreadable:
        return
    missing = [row.label for name, row in rows(PrivacyReview).items() if not getattr(review, name)]
    missing += [] if record.author else [rows()["author"].label]
    if missing:
        yield catalog.finding(rules.REVIEW_INCOMPLETE, record, REVIEW, parts="、".join(missing), digest=bound)
    if record.author and is_same_person(review.reviewer, record.author):
        yield catalog.finding(rules.REVIEWED_BY_AUTHOR, record, REVIEW, name=review.reviewer)
    if review.digest and review.digest != bound:
        yield catalog.finding(rules.REVIEW_VOID, record, REVIEW, digest=bound)


def _told(found: Found) -> Iterator[tuple[Spot, str]]:
    """The spots, the last of them with how many more there are."""
    for number, spot in enumerate(found.spots, 1):
        is_last = number == len(found.spots) < found.count
        yield spot, f"；这样的共 {found.count:,} 处，先列 {number} 处" if is_last else ""


def _words(spot: Spot, bound: str) -> dict[str, str]:
    return {"what": spot.what, "masked": spot.masked, "shown": spot.masked.replace("*", "×"), "digest": bound}


def _named(attribute: str) -> str:
    """Where in a document's own file something stands, but for its text."""
    if not attribute:
        return ""
    return f"（{NAME_OF_FILE if attribute == PATH else rows()[attribute].label}）"


def _referred(entry: Entry) -> dict[str, None]:
    """What a document attaches, links to and shows; nothing of one that is withdrawn."""
    record = entry.record
    return {} if record.withdrawn else dict.fromkeys((*record.attachments, *entry.links, *entry.pictures))


def _in_file(examined: Examined) -> Found | None:
    """What was found in a file; one that could not be looked into is told of."""
    if examined.problem:
        return Found(problem=(rules.UNOPENABLE.code, examined.problem))
    fact = examined.facts.get(FACT)
    return Found.unpacked(fact) if fact else None
