"""The entries of feeds: a document as every format shows it, and its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import chinese_date
from plugins.catalog.manifest import Asset
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.catalog.terms import Validity
from plugins.catalog.vocabularies import theme_path
from plugins.engine.page import TEXTS, StoredText, text_of
from plugins.feeds.characters import legal
from plugins.feeds.media_types import media_type
from plugins.feeds.standalone import standalone
from plugins.frame.compose import corrected
from plugins.frame.views import Corrected

WITHDRAWN = "【已撤回】"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """An attachment as a feed names it."""

    name: str
    address: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A document as a feed shows it, beside its text."""

    key: str
    """What it is known by and never changes: the index number, or the address where there is none."""
    title: str
    address: str
    agencies: tuple[str, ...]
    categories: tuple[str, ...]
    """Its kind, then its themes."""
    terms: tuple[str, ...]
    published_at: datetime
    updated_at: datetime
    summary: str
    document_number: str
    index_number: str
    validity: Validity | None
    corrections: tuple[Corrected, ...]
    enclosures: tuple[Enclosure, ...]
    withdrawn_on: date | None
    """The day a withdrawn document was withdrawn, if it is said."""


Entry = tuple[FeedItem, str]
"""An entry with its text, as a maker gets it."""


def entry(record: Record, catalog: Catalog) -> tuple[FeedItem, StoredText | str]:
    """An entry as an input: its text is fetched when the feed is made."""
    return _item(record, catalog), _text(record, catalog)


@lru_cache(maxsize=TEXTS)
def content(site: Site, item: FeedItem, text: str) -> str:
    """The HTML of an entry: what was put right, then the text."""
    notes = (f"<p><strong>更正（{chinese_date(one.on)}）：</strong>{escape(legal(one.note))}</p>\n" for one in item.corrections)
    return "".join((*notes, standalone(legal(text), site.absolute(item.address))))


def _item(record: Record, catalog: Catalog) -> FeedItem:
    """Of a withdrawn document only that it was there, and the note."""
    assert record.published_at is not None
    assert record.updated_at is not None
    gone = record.withdrawn
    title = legal(record.title) or record.address
    paths = (theme_path(written) or (written,) for written in record.themes)
    return FeedItem(
        key=legal(record.index_number) or record.address,
        title=f"{WITHDRAWN}{title}" if gone else title,
        address=record.address,
        agencies=tuple(legal(agency.name) for agency in catalog.agencies(record)),
        categories=(record.kind.label, *(legal("\\".join(path)) for path in paths)),
        terms=tuple(map(legal, record.subject_terms)),
        published_at=record.published_at,
        updated_at=record.updated_at,
        summary=legal(record.withdrawal_note if gone else record.summary),
        document_number=record.document_number,
        index_number=legal(record.index_number),
        validity=catalog.validity(record),
        corrections=corrected(record),
        enclosures=tuple(map(_enclosure, catalog.attachments(record))),
        withdrawn_on=record.withdrawn_on if gone else None,
    )


def _text(record: Record, catalog: Catalog) -> StoredText | str:
    return f"<p>{escape(record.withdrawal_note)}</p>" if record.withdrawn else text_of(record, catalog)


def _enclosure(asset: Asset) -> Enclosure:
    return Enclosure(name=legal(asset.name), address=f"/{asset.path}", media_type=media_type(asset.path), size=asset.size)
