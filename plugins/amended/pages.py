"""The pages of this room: what a later text changed, and which text of a document was in force when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from plugins.amended.compose import Compared
from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import chinese_date
from plugins.catalog.marks import digest
from plugins.catalog.record import Record
from plugins.catalog.standing import DAY, taking_effect
from plugins.catalog.terms import Relation
from plugins.catalog.versions import Comparison, comparisons, holders, later, versions_address
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Batch, Page
from plugins.frame import linked_data
from plugins.frame.frame import Frame, trail
from plugins.frame.versions import Version
from plugins.frame.views import Head, Link


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes."""
    frame = Frame(catalog)
    for record in holders(catalog):
        for one in comparisons(record, catalog):
            key = digest(frame.marks.whole(one.older), frame.marks.whole(record))
            yield frame.batch(f"changes {one.address}", key, partial(_changes, one, frame))
        amended = [one for one in later(record, catalog) if one.relation is Relation.AMENDS]
        if amended:
            yield frame.batch(f"versions {record.path}", _key(record, frame), partial(_versions, record, amended, frame))


def _key(record: Record, frame: Frame) -> str:
    period = frame.catalog.period(record)
    tied = (f"{since}{frame.marks.whole(one)}" for since, one in period.amendments)
    return digest(frame.marks.whole(record), f"{period.since} {period.ended_on}", frame.marks.face(period.by), *tied)


def _changes(one: Comparison, frame: Frame) -> Iterator[Page]:
    """The page of one comparison."""
    catalog = frame.catalog
    entries = catalog.entry(one.older), catalog.entry(one.newer)
    compared = Compared(one.older.path, entries[0].digest, one.old_title, one.newer.path, entries[1].digest, one.new_title)
    yield _page(
        frame,
        one.newer,
        f"修改对照：{one.new_title or one.newer.title}",
        one.address,
        "changes.html",
        older=_numbered(one.older),
        newer=_numbered(one.newer),
        since=taking_effect(one.newer),
        changes=compared,
    )


def _versions(record: Record, amended: list[Comparison], frame: Frame) -> Iterator[Page]:
    """Which text was in force when. An amendment whose whole text is not there is read with the text before it."""
    period = frame.catalog.period(record)
    whole = {one.newer.path: one for one in amended}
    acting = [(since, one) for since, one in period.amendments if not period.ended_on or since <= period.ended_on]
    ends = [since - DAY for since, _ in acting] + [period.until]
    versions = [Version(since=period.since, until=ends[0], by="原文", text=_numbered(record))]
    for (since, one), until in zip(acting, ends[1:], strict=True):
        found = whole.get(one.path)
        by = "修改后的全文" if found else "与此前的文本一并查阅"
        link = replace(_numbered(one), address=_address(found, frame)) if found else _numbered(one)
        versions.append(Version(since=since, until=until, by=by, text=link, changes=found.address if found else ""))
    title = f"某一天有效的文本：{amended[-1].old_title or record.title}"
    yield _page(
        frame, record, title, versions_address(record), "versions.html", versions=tuple(versions), ended=_ended(record, frame)
    )


def _ended(record: Record, frame: Frame) -> Link | None:
    """What there is to say once no text is in force."""
    period = frame.catalog.period(record)
    if period.by and period.ended_on:
        return Link(f"自{chinese_date(period.ended_on)}起废止", period.by.address)
    return Link(f"有效期至{chinese_date(period.ended_on)}", "") if period.ended_on else None


def _address(one: Comparison, frame: Frame) -> str:
    """Where the text begins in the document that holds it."""
    outline = frame.catalog.entry(one.newer).outline
    anchor = next((heading.anchor for heading in outline if heading.text == one.new_title), "")
    return f"{one.newer.address}#{anchor}" if anchor else one.newer.address


def _page(frame: Frame, record: Record, title: str, address: str, template: str, **values: object) -> Page:
    """A page below that of a document."""
    above = (*trail(record), Link(record.title, record.address))
    column = columns()[record.kind.value]
    head = Head(title=title, address=address, description=title, breadcrumbs=above, column=column)
    return frame.page(template, head, linked_data.of_page(title, address, above), **values)


def _numbered(record: Record) -> Link:
    return Link(f"{record.title}（{record.document_number}）" if record.document_number else record.title, record.address)
