"""The PDF of each policy, as its paper would be (GB/T 9704—2012)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from plugins.catalog.addresses import file_of
from plugins.catalog.catalog import Catalog
from plugins.catalog.editions import Edition, edition_address, editions_of
from plugins.catalog.marks import digest
from plugins.catalog.plain_text import words
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.editions.letterhead import mark_of
from plugins.editions.paper import LINE, PaperText, PaperTitle, printed_pictures, printed_text
from plugins.editions.typesetter import Typesetter, prepare
from plugins.engine.page import Batch, Page
from plugins.frame.compose import signature
from plugins.frame.digests import TextDigest
from plugins.frame.views import PaperForm

TOGETHER = 10
"""Documents in a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """版记: to whom copies went, who had it printed and when."""

    copied_to: str
    printed_by: str
    printed_on: date | None

    @property
    def printed(self) -> bool:
        """Whether it says who had it printed, and when."""
        return bool(self.printed_by and self.printed_on)


def policy_pages(catalog: Catalog) -> Iterator[Batch]:
    """A few policies of one year together; none where this machine cannot print."""
    printed = (Kind.POLICY,) if Edition.PDF in catalog.editions.made else ()
    for (kind, year), records in catalog.by_year.items():
        for at in range(0, len(records) if kind in printed else 0, TOGETHER):
            some = [record for record in records[at : at + TOGETHER] if Edition.PDF in editions_of(record, catalog)]
            if some:
                key = digest(catalog.editions.digest, *(printed_mark(record, catalog) for record in some))
                yield Batch(f"pdf policies {year} {at}", key, partial(_pages, some, catalog), prepare=prepare)


def printed_mark(record: Record, catalog: Catalog) -> str:
    """What an edition may show of a document: its source, and the pictures of its text. What others say of it is not there."""
    pictures = (asset.digest for asset in catalog.pictures(record))
    return digest(record.path, catalog.source_digest(record), str(record.withdrawn), *pictures)


def _pages(records: Sequence[Record], catalog: Catalog) -> Iterator[Page]:
    return (_page(record, catalog) for record in records)


def _page(record: Record, catalog: Catalog) -> Page:
    entry, shown = catalog.entry(record), signature(record)
    assert shown is not None
    assert record.published_at is not None
    assert record.updated_at is not None
    # The text of an order comes before the instrument it makes known, which has the title.
    titled = shown.form is not PaperForm.ORDER or words(record.title) not in {words(one.text) for one in entry.outline}
    imprint = Imprint(copied_to=record.copied_to.rstrip("。"), printed_by=record.printed_by, printed_on=record.printed_on)
    inputs = {
        "address": record.address,
        "title": record.title,
        "titled": titled,
        "title_lines": PaperTitle(record.title, record.path, entry.digest, LINE) if titled else (),
        "signature": shown,
        "mark": mark_of(shown),
        "keywords": record.subject_terms,
        "issued_on": record.issued_on or record.published_at.date(),
        "updated_on": record.updated_at.date(),
        "body": PaperText(printed_text(record, catalog), 0 if titled else -1),
        "imprint": imprint if imprint.copied_to or imprint.printed else None,
        "text_digest": TextDigest(record.title, record.path, entry.digest),
    }
    finish = Typesetter(catalog.editions.digest, printed_pictures((record,), catalog))
    return Page(file_of(edition_address(record, Edition.PDF)), "print/policy.html", inputs, finish=finish)
