"""From records to what templates are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import chinese_date, clock
from plugins.catalog.record import Record, rows
from plugins.catalog.terms import Kind, Relation, Term, Validity
from plugins.disclosure.views import Attachment, Cell, Item, Link, Notice, Related, Signature, Status

ALWAYS = ("index_number", "themes", "issuing_agency", "issued_on", "title", "document_number", "subject_terms")
"""The seven elements of the official block: a policy shows them even where they are empty."""
BACK: dict[Relation, str] = {
    Relation.INTERPRETS: "解读",
    Relation.RESPONDS_TO: "回应",
    Relation.REPEALS: "被废止",
    Relation.AMENDS: "被修改",
    Relation.IMPLEMENTS: "据此制定",
    Relation.CONTENTS: "收录于公报",
}
FORTH: dict[Relation, str] = {
    Relation.INTERPRETS: "所解读的政策",
    Relation.RESPONDS_TO: "所回应的文件",
    Relation.REPEALS: "废止",
    Relation.AMENDS: "修改",
    Relation.IMPLEMENTS: "依据",
    Relation.CONTENTS: "收录",
}
UNITS = ("B", "KB", "MB", "GB")


def item(record: Record, catalog: Catalog, paired: bool = False) -> Item:
    """A record as a line in a list; `paired` puts its interpretations under it."""
    assert record.published_at is not None
    links = tuple(Link(found.title, found.address) for found in catalog.interpretations(record)) if paired else ()
    return Item(
        title=record.title,
        address=record.address,
        kind=record.kind,
        agency=record.issuing_agency,
        document_number=record.document_number,
        published_at=record.published_at,
        badge=_badge(record, catalog),
        interpretations=links,
    )


def cells(record: Record) -> tuple[Cell, ...]:
    """The record table, in the order of the attributes."""
    if record.withdrawn:
        record = replace(record, subject_terms=())
    shown = ((name, row, getattr(record, name)) for name, row in rows().items() if row.shown)
    return tuple(
        Cell(name=name, label=row.label, values=_words(value))
        for name, row, value in shown
        if value not in ("", (), None) or (record.kind is Kind.POLICY and name in ALWAYS)
    )


def status(record: Record, catalog: Catalog) -> Status | None:
    """The validity of a policy, with its reason."""
    standing = catalog.standing(record)
    if standing is None:
        return None
    since = chinese_date(standing.since) if standing.since else ""
    by = Link(standing.by.document_number or standing.by.title, standing.by.address) if standing.by else None
    reasons = {
        Validity.REPEALED: f"自{since}起废止，废止它的文件：",
        Validity.EXPIRED: f"有效期至{since}",
        Validity.NOT_YET_IN_FORCE: f"自{since}起施行",
        Validity.IN_FORCE: f"自{since}起施行" if since else "",
    }
    return Status(validity=standing.validity, label=standing.validity.label, reason=reasons[standing.validity], by=by)


def related(record: Record, catalog: Catalog) -> tuple[Related, ...]:
    """Relations both ways: what refers to the record, then what it refers to."""
    back = ((label, catalog.sources(record, relation)) for relation, label in BACK.items())
    forth = ((label, catalog.targets(record, relation)) for relation, label in FORTH.items())
    groups = ((label, records) for label, records in (*back, *forth) if records)
    return tuple(Related(label=label, entries=tuple(item(found, catalog) for found in records)) for label, records in groups)


def attachments(record: Record, catalog: Catalog) -> tuple[Attachment, ...]:
    """The files of a record with type and size in words."""
    return tuple(
        Attachment(
            name=asset.name,
            address=f"/{asset.path}",
            type=PurePosixPath(asset.path).suffix.lstrip(".").upper(),
            size=size_in_words(asset.size),
        )
        for asset in catalog.attachments(record)
    )


def notice(record: Record, catalog: Catalog) -> Notice | None:
    """What stands in place of a withdrawn document."""
    if not record.withdrawn:
        return None
    assert record.published_at is not None
    return Notice(note=record.withdrawal_note, published_at=record.published_at)


def signature(record: Record) -> Signature | None:
    """The issuing line of a policy."""
    if record.kind is not Kind.POLICY:
        return None
    # An order is headed 令, any other paper 文件 (GB/T 9704—2012 7.2.4, 10.2).
    mark = "令" if "令第" in record.document_number else "文件"
    return Signature(heading=record.issuing_agency + mark, document_number=record.document_number)


def size_in_words(size: int) -> str:
    """1536 is 1.5 KB."""
    value, unit = float(size), 0
    while value >= 1024 and unit < len(UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.0f} {UNITS[unit]}" if unit == 0 or value >= 10 else f"{value:.1f} {UNITS[unit]}"


def _badge(record: Record, catalog: Catalog) -> str:
    if record.withdrawn:
        return "已撤回"
    validity = catalog.validity(record)
    return "" if validity in (None, Validity.IN_FORCE) else validity.label if validity else ""


def _words(value: object) -> tuple[str, ...]:
    """A value as the official block writes it; several, one a line."""
    if isinstance(value, tuple):
        return tuple(word for part in value for word in _words(part))
    if isinstance(value, Term):
        return (value.label,)
    if isinstance(value, bool):
        return ("是" if value else "否",)
    if isinstance(value, datetime):
        return (clock(value),)
    if isinstance(value, date):
        return (chinese_date(value),)
    return (str(value),) if value not in ("", None) else ()
