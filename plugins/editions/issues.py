"""An issue of the gazette as one PDF, one EPUB and one page to read: cover, contents, sections, the words of every document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup, escape

from plugins.catalog.addresses import file_of
from plugins.catalog.blocks import Publication
from plugins.catalog.catalog import Catalog
from plugins.catalog.editions import Edition, edition_address, editions_of
from plugins.catalog.marks import digest
from plugins.catalog.plain_text import text_digest
from plugins.catalog.record import Record, rows
from plugins.catalog.terms import Kind, Relation
from plugins.catalog.vocabularies import columns
from plugins.editions.binder import Binder
from plugins.editions.paper import LINE, TAG, PaperText, on_paper, printed_pictures, printed_text, reading_text
from plugins.editions.policies import printed_mark
from plugins.editions.titles import title_lines
from plugins.editions.typesetter import Typesetter, prepare
from plugins.engine.page import Batch, Finish, Late, Page, Rooms, StoredText, text_of
from plugins.frame import linked_data
from plugins.frame.compose import cover, downloads, item, neighbours
from plugins.frame.frame import Frame, trail
from plugins.frame.issue_parts import parts_of
from plugins.frame.views import Cell, Head, Link, Section

BELOW = 1
"""A document of an issue is headed at the second level, so all headings of its text go down by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A document as an issue shows it."""

    anchor: str
    title: str
    lines: tuple[str, ...]
    number: str
    address: str
    body: Markup
    text_digest: str
    """Empty for a withdrawn document, of which only the note is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried(Late):
    """A document before it is set: what its chapter is made of. On a page its links lead on, on paper there are none."""

    anchor: str
    title: str
    number: str
    address: str
    text: StoredText | None
    """None for a withdrawn document."""
    note: str = ""
    """Why it was withdrawn."""
    on_page: bool = False

    def load(self, rooms: Rooms) -> Chapter:
        """The chapter."""
        if self.text is None:
            return self._withdrawn()
        stored, html = rooms.text(self.text.path), str(self.text.load(rooms))
        return Chapter(
            anchor=self.anchor,
            title=self.title,
            lines=title_lines(self.title, LINE, TAG.sub("", stored)),
            number=self.number,
            address=self.address,
            body=Markup(reading_text(html, BELOW, self.anchor) if self.on_page else on_paper(html, BELOW)),
            text_digest=text_digest(self.title, stored),
        )

    def _withdrawn(self) -> Chapter:
        """The note in place of the text."""
        return Chapter(
            anchor=self.anchor,
            title=self.title,
            lines=title_lines(self.title, LINE),
            number=self.number,
            address=self.address,
            body=Markup(f"<p>本件已撤回：{escape(self.note)}</p>"),
            text_digest="",
        )


Parts = tuple[tuple[str, tuple[Carried, ...]], ...]


def issue_pages(catalog: Catalog) -> Iterator[Batch]:
    """The editions of each issue; those of one issue together."""
    frame = Frame(catalog)
    for record in catalog.of_kind(Kind.GAZETTE):
        editions = editions_of(record, catalog)
        if Edition.READING in editions:
            key = digest(frame.marks.whole(record), *map(frame.marks.whole, _carried(record, catalog)), _beside(record, catalog))
            yield frame.batch(f"reading {record.path}", key, partial(_reading, record, frame))
        bound = tuple(edition for edition in editions if edition is not Edition.READING)
        if bound:
            marks = (printed_mark(one, catalog) for one in (record, *_carried(record, catalog)))
            key = digest(catalog.editions.digest, repr(bound), *marks)
            # A machine that cannot print has nothing to prepare, and still binds the EPUB.
            first = prepare if Edition.PDF in bound else None
            yield Batch(f"issue {record.path}", key, partial(_bound, record, bound, catalog), prepare=first)


def _carried(record: Record, catalog: Catalog) -> tuple[Record, ...]:
    return catalog.ties.targets(record, Relation.CONTENTS)


def _beside(record: Record, catalog: Catalog) -> str:
    return repr([(one.title, one.address) if one else "" for one in catalog.neighbours(record)])


def _bound(record: Record, editions: tuple[Edition, ...], catalog: Catalog) -> Iterator[Page]:
    """One PDF and one EPUB of the same parts."""
    assert record.updated_at is not None
    shown = replace(cover(record, catalog), badge=None)
    inputs = {
        "address": record.address,
        "title": record.title,
        "cover": shown,
        "body": PaperText(printed_text(record, catalog), BELOW),
        "parts": _parts(record, catalog),
        "publication": publication_cells(record.publication),
        "agency": record.issuing_agency,
        "updated_at": record.updated_at,
    }
    standing = [one for one in _carried(record, catalog) if not one.withdrawn]
    pictures = printed_pictures((record, *standing), catalog)
    for edition in editions:
        finish: Finish = (
            Typesetter(catalog.editions.digest, pictures)
            if edition is Edition.PDF
            else Binder(catalog.editions.digest, record.address, record.title, record.updated_at, pictures)
        )
        template = f"print/issue_{edition.value}.html"
        yield Page(file_of(edition_address(record, edition)), template, inputs, finish=finish)


def _parts(record: Record, catalog: Catalog, on_page: bool = False) -> Parts:
    """What it carries, under its headings, numbered through."""
    found, number = list[tuple[str, tuple[Carried, ...]]](), 0
    for heading, group in parts_of(record, catalog):
        chapters = list[Carried]()
        for one in group:
            number += 1
            chapters.append(
                Carried(
                    anchor=f"d{number}",
                    title=one.title,
                    number=one.document_number,
                    address=one.address,
                    text=None if one.withdrawn else text_of(one, catalog) if on_page else printed_text(one, catalog),
                    note=one.withdrawal_note,
                    on_page=on_page,
                )
            )
        found.append((heading, tuple(chapters)))
    return tuple(found)


def _reading(record: Record, frame: Frame) -> Iterator[Page]:
    """The issue as one page."""
    catalog, title = frame.catalog, f"{record.title}：通读本"
    address = edition_address(record, Edition.READING)
    above = (*trail(record), Link(record.title, record.address))
    parts = _parts(record, catalog, on_page=True)
    head = Head(
        title=title,
        address=address,
        description=f"{record.title}所收文件的全文",
        breadcrumbs=above,
        column=columns()[Kind.GAZETTE.value],
    )
    yield frame.page(
        "reading.html",
        head,
        linked_data.of_page(title, address, above),
        cover=replace(cover(record, catalog), badge=None),
        body=text_of(record, catalog),
        contents=_contents(parts, record, catalog),
        parts=parts,
        publication=publication_cells(record.publication),
        downloads=tuple(one for one in downloads(record, catalog) if one.file),
        neighbours=neighbours(record, catalog),
    )


def _contents(parts: Parts, record: Record, catalog: Catalog) -> tuple[Section, ...]:
    """The contents of the one page: each line leads down to its text."""
    lines = iter(_carried(record, catalog))
    return tuple(
        Section(title=heading, items=tuple(replace(item(next(lines), catalog), address=f"#{one.anchor}") for one in chapters))
        for heading, chapters in parts
    )


def publication_cells(publication: Publication | None) -> tuple[Cell, ...]:
    """The publisher's data that are given, under their labels."""
    return tuple(
        Cell(name=name, label=row.label, values=(value,))
        for name, row in rows(Publication).items()
        if publication and (value := getattr(publication, name))
    )
