"""The metadata rules: what one record must hold, and what all records together must not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from hashlib import sha256

from plugins.catalog import rules as catalog_rules
from plugins.catalog.blocks import Correction, SecrecyReview
from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding
from plugins.catalog.former import Claims, read_former
from plugins.catalog.index_numbers import index_number_doubt
from plugins.catalog.meant import meant_name, meant_path, meant_theme, mending
from plugins.catalog.nearest import Nearest
from plugins.catalog.numbers import mend_document_number, prefix_of_document_number, year_of_document_number
from plugins.catalog.parse import labels_needed
from plugins.catalog.record import ASKING, GATHERED, Record, rows
from plugins.catalog.reviews import permits
from plugins.catalog.signed import is_registered
from plugins.catalog.terms import Kind, Relation, Status
from plugins.catalog.ties import references, relations
from plugins.catalog.vocabularies import agencies, theme_path, themes
from plugins.disclosure import rules

POST_TITLE_LIMIT = 32
"""字, by WeChat's draft/add."""
EMPTY = sha256(b"").hexdigest()
"""The digest of a text that is not there."""
EXPECTED: dict[Relation, frozenset[Kind]] = {
    Relation.INTERPRETS: frozenset({Kind.POLICY}),
    Relation.CONSULTED_IN: ASKING,
    Relation.RESPONDS_TO: frozenset({Kind.POLICY, Kind.INTERPRETATION}) | ASKING,
    Relation.REPEALS: frozenset({Kind.POLICY}),
    Relation.AMENDS: frozenset({Kind.POLICY}),
    Relation.IMPLEMENTS: frozenset({Kind.POLICY}),
    Relation.CONTENTS: GATHERED,
    Relation.PROGRESS: frozenset({Kind.POLICY}),
}


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule over every record; drafts are only warned about what they will need by their own file."""
    by_vocabulary = partial(names, near_agency=Nearest(lambda: agencies().by_name, 0.6), near_theme=Nearest(_themes, 0.6))
    for record in catalog.records:
        if record.status is Status.DRAFT:
            continue
        for rule in (needed, review, by_vocabulary, numbers, dates, corrections, release):
            yield from rule(record, catalog)
    yield from unique(catalog)
    yield from former(catalog)


def link(catalog: Catalog) -> Iterator[Finding]:
    """References that lead nowhere, to several documents, to the wrong kind or to oneself."""
    near = Nearest(lambda: (text for one in catalog.records for text in (one.document_number, one.path) if text), 0.6)
    for record in catalog.records:
        for relation in relations(record):
            for reference in references(record, relation):
                yield from _reference(record, relation, reference, catalog, near)


def needed(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """The fields a kind needs, and a text; imported history is spared some."""
    unreadable = catalog.entry(record).unreadable
    for name, row in labels_needed(record):
        if name in unreadable:
            continue
        rule = rules.NEEDED_OF_HISTORY if row.spared and record.first_published else rules.NEEDED
        own = catalog.next_index_number(record) if name == "index_number" else ""
        yield catalog.finding(rule, record, name, sample=own or row.sample)
    if record.channels and not record.index_number:
        yield catalog.finding(rules.INDEX_NUMBER_FOR_CHANNELS, record, "channels")
    if catalog.entry(record).digest == EMPTY and not record.attachments:
        yield catalog.finding(rules.EMPTY_BODY, record)


def review(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """保密审查 by another than the author, before publication; 原载 stands in for it in imported history.

    What the register of reviews has of it is checked in `plugins.review`.
    """
    if record.first_published is not None:
        if record.first_published.on is None and not record.first_published.url:
            yield catalog.finding(rules.FIRST_PUBLISHED_EMPTY, record, "first_published")
        return
    found = record.secrecy_review
    if "secrecy_review" in catalog.entry(record).unreadable:
        return
    if found is None:
        if not is_registered(record, catalog):
            yield catalog.finding(rules.REVIEW_MISSING, record, "secrecy_review")
        return
    parts = [row.label for name, row in rows(SecrecyReview).items() if not getattr(found, name)]
    if parts:
        yield catalog.finding(rules.REVIEW_INCOMPLETE, record, "secrecy_review", parts="、".join(parts))
    if found.reviewer and found.reviewer == record.author:
        yield catalog.finding(rules.REVIEWED_BY_AUTHOR, record, "secrecy_review", name=found.reviewer)
    if found.conclusion and not permits(found.conclusion):
        yield catalog.finding(rules.REVIEW_REFUSES, record, "secrecy_review", conclusion=found.conclusion)
    if found.reviewed_on and record.published_at and found.reviewed_on > record.published_at.date():
        days = {"reviewed": found.reviewed_on, "published": record.published_at.date()}
        yield catalog.finding(rules.REVIEW_LATE, record, "secrecy_review", **days)


def names(record: Record, catalog: Catalog, *, near_agency: Nearest, near_theme: Nearest) -> Iterator[Finding]:
    """Agencies and themes by their vocabularies; unknown agencies of imported history are only warned about."""
    prefix = prefix_of_document_number(record.document_number)
    known = agencies()
    for name, written in (("issuing_agency", (record.issuing_agency,)), ("joint_agencies", record.joint_agencies)):
        for agency in filter(None, written):
            if not known.by_name.get(agency):
                rule = rules.UNKNOWN_AGENCY_HISTORY if record.first_published else rules.UNKNOWN_AGENCY
                meant = {} if record.first_published else mending(agency, meant_name(agency, known.by_name))
                yield catalog.finding(rule, record, name, name=agency, nearest=_meant(near_agency(agency)), **meant)
    for theme in record.themes:
        if theme_path(theme) is None:
            meant = mending(theme, meant_theme(theme, _leaves()))
            yield catalog.finding(rules.UNKNOWN_THEME, record, "themes", name=theme, nearest=_meant(near_theme(theme)), **meant)
    if prefix and prefix not in known.by_prefix:
        yield catalog.finding(rules.UNKNOWN_PREFIX, record, "document_number", prefix=prefix)


def numbers(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """Index numbers of an odd shape, and years that disagree."""
    history = record.first_published is not None
    doubt = record.index_number and index_number_doubt(record.index_number, catalog.numbering.form, history)
    if doubt:
        yield catalog.finding(rules.INDEX_NUMBER_ODD, record, "index_number", value=record.index_number, doubt=doubt)
    number_year = year_of_document_number(record.document_number)
    if number_year and record.issued_on and number_year != record.issued_on.year:
        years = {"number_year": number_year, "year": record.issued_on.year}
        yield catalog.finding(rules.YEAR_DIFFERS, record, "document_number", **years)
    folder = record.path.rpartition("/")[0].rpartition("/")[2]
    if record.kind.yearly and folder.isdigit() and record.year and int(folder) != record.year:
        yield catalog.finding(rules.FOLDER_YEAR, record, "published_at", folder=folder, year=record.year)


def dates(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """Dates in an order that can be true."""
    issued, effective, expires = record.issued_on, record.effective_on, record.expires_on
    if issued and record.published_at and record.published_at.date() < issued:
        days = {"published": record.published_at.date(), "issued": issued}
        yield catalog.finding(rules.BACK_DATED, record, "published_at", **days)
    start = effective or issued
    if expires and start and expires < start:
        label = rows()["effective_on" if effective else "issued_on"].label
        values = {"value": expires, "earlier": start, "earlier_label": label}
        yield catalog.finding(rules.DATES_REVERSED, record, "expires_on", **values)


def corrections(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """Each correction says what and when, and was made after publication."""
    today = catalog.as_of.date()
    for number, correction in enumerate(record.corrections, 1):
        missing = [row.label for name, row in rows(Correction).items() if not getattr(correction, name)]
        if missing:
            words = {"number": number, "parts": "、".join(missing), "sample": rows()["corrections"].sample}
            yield catalog.finding(rules.CORRECTION_INCOMPLETE, record, "corrections", **words)
        published = record.published_at.date() if record.published_at else today
        if correction.on and not published <= correction.on <= today:
            days = {"corrected": correction.on, "published": published, "today": today}
            yield catalog.finding(rules.CORRECTION_DATE, record, "corrections", **days)


def release(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """Embargo, withdrawal and the short title of posts."""
    if record.published_at and record.published_at > catalog.as_of:
        yield catalog.finding(rules.EMBARGOED, record, "published_at", at=f"{record.published_at:%Y-%m-%d %H:%M}")
    if record.withdrawn and not record.withdrawal_note:
        yield catalog.finding(rules.NOTE_MISSING, record, "status")
    if record.withdrawn and not record.withdrawn_on and "withdrawn_on" not in catalog.entry(record).unreadable:
        yield catalog.finding(rules.WITHDRAWN_WHEN, record, "status", today=catalog.as_of.date())
    for name in ("withdrawal_note", "withdrawn_on") if not record.withdrawn else ():
        if getattr(record, name):
            yield catalog.finding(rules.NOT_WITHDRAWN, record, name, status=record.status.label if record.status else "")
    today, published = catalog.as_of.date(), record.published_at and record.published_at.date()
    if record.withdrawn and record.withdrawn_on and published and not published <= record.withdrawn_on <= today:
        days = {"withdrawn": record.withdrawn_on, "published": published, "today": today}
        yield catalog.finding(rules.WITHDRAWAL_DATE, record, "withdrawn_on", **days)
    if len(record.post_title) > POST_TITLE_LIMIT:
        yield catalog.finding(rules.POST_TITLE_LONG, record, "post_title", length=len(record.post_title))


def unique(catalog: Catalog) -> Iterator[Finding]:
    """Index numbers and document numbers belong to one document each; both files are named.

    A draft holds no document number yet; its index number is its own for ever.
    """
    for name in ("index_number", "document_number"):
        holders: dict[str, list[Record]] = defaultdict(list)
        for record in catalog.records:
            if name == "index_number" or record.status is not Status.DRAFT:
                holders[getattr(record, name)].append(record)
        holders.pop("", None)
        for value, records in holders.items():
            for record, other in zip(records, (*records[1:], records[0]), strict=True):
                if record is not other:
                    yield catalog.finding(rules.NUMBER_TWICE, record, name, value=value, other=other.path)


def former(catalog: Catalog) -> Iterator[Finding]:
    """Old addresses that are none, those that are taken, and in one sentence those that only the server's map can serve."""
    claims = Claims(catalog.records, (asset.path for asset in catalog.assets.values()))
    beyond = []
    for record in catalog.records:
        for written in record.former_addresses:
            old = read_former(written)
            if old is None or (old.reserved and not old.host):
                yield catalog.finding(catalog_rules.FORMER_ODD, record, "former_addresses", value=written)
            elif other := claims.holder(old, record.path):
                yield catalog.finding(catalog_rules.FORMER_TWICE, record, "former_addresses", address=written, other=other)
            elif not claims.page(old) and (old.host or not claims.stands(old)):
                beyond.append((record, written))
    if beyond:
        record, written = beyond[0]
        yield catalog.finding(catalog_rules.FORMER_BEYOND, record, "former_addresses", value=written, count=len(beyond))


def _reference(record: Record, relation: Relation, reference: str, catalog: Catalog, near: Nearest) -> Iterator[Finding]:
    found = catalog.find(reference)
    words = {"reference": reference}
    if not found:
        meant = mend_document_number(reference) or meant_path(reference)
        sure = mending(reference, meant if catalog.find(meant) else "")
        yield catalog.finding(catalog_rules.NO_TARGET, record, relation.value, nearest=_meant(near(reference)), **words, **sure)
    elif len(found) > 1:
        paths = "、".join(target.path for target in found)
        yield catalog.finding(catalog_rules.AMBIGUOUS, record, relation.value, paths=paths, **words)
    elif found[0] is record:
        yield catalog.finding(catalog_rules.SELF_REFERENCE, record, relation.value, **words)
    elif found[0].kind not in EXPECTED[relation]:
        expected = "、".join(kind.label for kind in Kind if kind in EXPECTED[relation])
        kinds = {"expected": expected, "kind": found[0].kind.label}
        yield catalog.finding(catalog_rules.WRONG_KIND, record, relation.value, **words, **kinds)
    # An interpretation before its policy is INT007: that it says nothing yet would be no comfort.
    elif relation is not Relation.INTERPRETS and catalog.is_released(record) and not catalog.is_released(found[0]):
        yield catalog.finding(catalog_rules.NOT_RELEASED, record, relation.value, **words)


def _leaves() -> Iterator[tuple[str, str]]:
    return ((top, leaf) for top, below in themes().items() for leaf in below)


def _themes() -> Iterator[str]:
    return map("\\".join, _leaves())


def _meant(name: str) -> str:
    return f"，是不是“{name}”？" if name else ""
