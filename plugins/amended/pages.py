"""The pages of this room: what a later text changed, and which text of a document was in force when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from plugins.amended.compose import Compared
from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import chinese_date
from plugins.catalog.marks import digest
from plugins.catalog.record import Record
from plugins.catalog.standing import taking_effect
from plugins.catalog.terms import Relation
from plugins.catalog.versions import Comparison, Text, changed, comparisons, has_row, row, versions_address
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Batch, Page
from plugins.frame import linked_data
from plugins.frame.frame import Frame, trail
from plugins.frame.qr import QrCode
from plugins.frame.timeline import followed
from plugins.frame.versions import TEXTS, Version, address_of
from plugins.frame.views import Head, Link


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes."""
    frame = Frame(catalog)
    for record in changed(catalog):
        for one in comparisons(record, catalog):
            key = digest(frame.marks.whole(one.older), frame.marks.whole(record))
            yield frame.batch(f"changes {one.address}", key, partial(_changes, one, frame))
        if has_row(record, catalog):
            shown = row(record, catalog)
            yield frame.batch(f"versions {record.path}", _key(record, shown, frame), partial(_versions, record, shown, frame))


def _key(record: Record, shown: Sequence[Text], frame: Frame) -> str:
    last = frame.catalog.period(shown[-1].base)
    tied = (f"{text.since} {text.until} {frame.marks.whole(text.record)}" for text in shown)
    return digest(frame.marks.whole(record), f"{last.ended_on}", frame.marks.face(last.by), *tied)


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


def _versions(record: Record, shown: Sequence[Text], frame: Frame) -> Iterator[Page]:
    """Which text was in force when."""
    own = next(text for text in shown if text.record.path == record.path)
    title = f"{TEXTS}：{own.title or record.title}"
    ended = _ended(shown[-1].base, frame)
    yield _page(frame, record, title, versions_address(record), "versions.html", versions=tuple(_told(shown, frame)), ended=ended)


def _told(shown: Sequence[Text], frame: Frame) -> Iterator[Version]:
    """Each text in words. An amendment whose whole text is not there is read with the text before it."""
    beside: list[Record] = []
    for text in shown:
        compared = comparisons(text.record, frame.catalog)
        changes = next((one.address for one in compared if _is_between(one, text)), "")
        if text.title is None:
            whole, *others = (one.called for one in beside)
            by = f"修改决定，与{whole}{'和其后的修改决定' if others else ''}一并查阅"
            beside.append(text.record)
        else:
            by = "原文" if text.record is text.base else "修改后的全文"
            beside = [text.record]
        link = replace(_numbered(text.record), address=address_of(text, frame.catalog))
        yield Version(since=text.since, until=text.until, by=by, text=link, changes=changes)


def _is_between(one: Comparison, text: Text) -> bool:
    """Whether it compares a text with the one before: the document's own with that of the document it replaces."""
    if text.record is text.base:
        return one.relation is Relation.REPEALS
    return one.base.path == text.base.path


def _ended(record: Record, frame: Frame) -> Link | None:
    """What there is to say once no text is in force."""
    period = frame.catalog.period(record)
    if period.by and period.ended_on:
        return Link(f"自{chinese_date(period.ended_on)}起废止", period.by.address)
    return Link(f"有效期至{chinese_date(period.ended_on)}", "") if period.ended_on else None


def _page(frame: Frame, record: Record, title: str, address: str, template: str, **values: object) -> Page:
    """A page below that of a document."""
    above = (*trail(record), Link(record.title, record.address))
    column = columns()[record.kind.value]
    feed = followed(record, frame.catalog)
    head = Head(title=title, address=address, description=title, breadcrumbs=above, column=column, feeds=(feed,) if feed else ())
    return frame.page(template, head, linked_data.of_page(title, address, above), qr=QrCode(address), **values)


def _numbered(record: Record) -> Link:
    return Link(f"{record.title}（{record.document_number}）" if record.document_number else record.title, record.address)
