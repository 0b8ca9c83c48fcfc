"""From records to what templates are given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from plugins.catalog.catalog import Catalog
from plugins.catalog.consultations import Asking, asking
from plugins.catalog.dates import block_date, chinese_date
from plugins.catalog.editions import Edition, edition_address, editions_of
from plugins.catalog.manifest import Asset
from plugins.catalog.numbers import prefix_of_document_number
from plugins.catalog.record import Record, rows
from plugins.catalog.terms import Kind, Relation, Status, Validity
from plugins.catalog.wording import in_words
from plugins.frame import versions
from plugins.frame.timeline import chain_address
from plugins.frame.views import (
    Attachment,
    Badge,
    Cell,
    Corrected,
    Cover,
    Download,
    Item,
    Link,
    Neighbours,
    Notice,
    Outline,
    PaperForm,
    Signature,
    Tied,
    ValidityBadge,
)

ALWAYS = ("index_number", "themes", "issuing_agency", "issued_on", "title", "document_number", "subject_terms")
"""The seven elements of the official block: a policy shows them even where they are empty."""
ORGANS = ("issuing_agency", "joint_agencies")
"""Fields whose values are organs."""
ON_LINES = ("themes",)
"""Fields whose values stand one a line: a theme path is long enough."""
VALIDITY = "有效性"
FIRST_RELEASED = "本站首次公开"
HEADED = re.compile(r"(令|公告|通告)((?:〔\d{4}〕|\d{4}年)?第.+)")
"""Papers that are headed by what they are: 示例省人民政府令第412号, 示例省医疗保障局公告2026年第3号."""
UNITS = ("B", "KB", "MB", "GB")
OUTLINE_LEVELS = 2
"""The headings an outline shows: the highest level of the text and the one below."""
OUTLINE_FROM = 4
"""Fewer headings need no outline."""


def item(record: Record, catalog: Catalog, paired: bool = False) -> Item:
    """A record as a line in a list; `paired` puts its interpretations under it."""
    assert record.published_at is not None
    links = tuple(Link(found.title, found.address) for found in catalog.interpretations(record)) if paired else ()
    return Item(
        title=record.title,
        address=record.address,
        agency=record.issuing_agency,
        document_number=record.document_number,
        published_at=record.published_at,
        badge=_badge(record, catalog),
        interpretations=links,
    )


def cells(record: Record, catalog: Catalog) -> tuple[Cell, ...]:
    """The record table, in the order of the attributes; then what the catalog knows: its first release, its validity."""
    validity = catalog.validity(record)
    known = _first_released(record, catalog)
    known += (Cell(name="validity", label=VALIDITY, values=(validity.label,)),) if validity else ()
    return (*_cells(record, rows(), catalog), *known)


def late(record: Record, catalog: Catalog) -> tuple[Cell, ...]:
    """What a document without a block must say all the same: until when it asks, that its date is older than its release, why."""
    return (*_cells(record, ("closes_on", "late_entry"), catalog), *_first_released(record, catalog))


def _cells(record: Record, names: Iterable[str], catalog: Catalog) -> Iterator[Cell]:
    shown = ((name, rows()[name], getattr(record, name)) for name in names if rows()[name].shown)
    for name, row, value in shown:
        if value not in ("", (), None) or (record.kind is Kind.POLICY and name in ALWAYS):
            yield Cell(name=name, label=row.label, values=_told(name, value, record, catalog))


def _first_released(record: Record, catalog: Catalog) -> tuple[Cell, ...]:
    """When it was first public, where it says another day."""
    first = catalog.register.first_released_on(record)
    told = record.published_at and record.published_at.date()
    return (Cell(name="first_released", label=FIRST_RELEASED, values=(block_date(first),)),) if first and first != told else ()


def _told(name: str, value: object, record: Record, catalog: Catalog) -> tuple[str, ...]:
    """The texts of a cell; an organ that has another name today is told with it."""
    words = in_words(value)
    if name in ORGANS:
        words = tuple(_of_today(word, record, catalog) for word in words)
    return words if name in ON_LINES else ("、".join(words),)


def _of_today(written: str, record: Record, catalog: Catalog) -> str:
    successor = next((agency for agency in catalog.agencies(record) if agency.predecessor(written)), None)
    return f"{written}（现为{successor.name}）" if successor else written


def validity_badge(record: Record, catalog: Catalog) -> ValidityBadge | None:
    """The validity of a policy, with its reason."""
    standing = catalog.standing(record)
    if standing is None:
        return None
    since = chinese_date(standing.since) if standing.since else ""
    reasons = {
        Validity.REPEALED: f"自{since}起废止，废止它的文件：",
        Validity.EXPIRED: f"有效期至{since}",
        Validity.NOT_YET_IN_FORCE: f"自{since}起施行",
        Validity.IN_FORCE: "已被修改，请与修改它的文件一并查阅：" if standing.amended_by else "",
    }
    by = ((standing.by,) if standing.by else ()) + standing.amended_by
    reason, links = reasons[standing.validity], tuple(Link(found.called, found.address) for found in by)
    if standing.amended_by:
        whole = versions.current(record, catalog)
        reason, links = ("已被修改，修改后的全文见：", (whole,)) if whole else (reason, links)
    elif standing.validity is Validity.IN_FORCE:
        said = versions.overtaken(record, catalog)
        reason, links = (said[0], (said[1],)) if said else (reason, links)
    return ValidityBadge(validity=standing.validity, label=standing.validity.label, reason=reason, by=links)


def attachments(record: Record, catalog: Catalog) -> tuple[Attachment, ...]:
    """The files of a record with type and size in words."""
    return tuple(map(_attachment, catalog.attachments(record)))


def downloads(record: Record, catalog: Catalog) -> tuple[Download, ...]:
    """The editions of a document beside its page, named as its readers name it."""
    name = record.called
    return tuple(
        Download(label=edition.label, address=edition_address(record, edition))
        if edition is Edition.READING
        else Download(label=f"下载 {edition.label}", address=edition_address(record, edition), file=f"{name}.{edition.value}")
        for edition in editions_of(record, catalog)
    )


def notice(record: Record, catalog: Catalog) -> Notice | None:
    """What stands in place of a withdrawn document."""
    if not record.withdrawn:
        return None
    assert record.published_at is not None
    replacing = catalog.ties.sources(record, Relation.REPEALS)
    link = Link(replacing[-1].title, replacing[-1].address) if replacing else None
    return Notice(note=record.withdrawal_note, published_at=record.published_at, replaced_by=link)


def corrected(record: Record) -> tuple[Corrected, ...]:
    """The corrections that a page notes, oldest first."""
    return tuple(Corrected(on=one.on, note=one.note) for one in record.corrections if one.on)


def outline(record: Record, catalog: Catalog) -> Outline:
    """The headings of a long text; empty where the text is short."""
    headings = catalog.entry(record).outline
    top = min((heading.level for heading in headings), default=0)
    shown = tuple(heading for heading in headings if heading.level < top + OUTLINE_LEVELS)
    return shown if len(shown) >= OUTLINE_FROM else ()


def neighbours(record: Record, catalog: Catalog) -> Neighbours:
    """The documents of the same kind published just before and just after, within the year; issues in any year."""
    older, newer = catalog.neighbours(record)
    return Neighbours(older=_link(older), newer=_link(newer))


def signature(record: Record) -> Signature | None:
    """The issuing line of a policy."""
    if record.kind is not Kind.POLICY:
        return None
    # An order is headed 令 and numbered 第412号, a letter bears its organ's name alone, any other paper is headed 文件
    # (GB/T 9704—2012 7.2.4, 10.1, 10.2); 公告 and 通告 are headed as orders are.
    number, organs = record.document_number, (record.issuing_agency, *record.joint_agencies)
    headed = HEADED.search(number)
    if headed:
        return Signature(form=PaperForm.ORDER, organs=organs, word=headed[1], document_number=headed[2])
    if prefix_of_document_number(number).endswith("函"):
        return Signature(form=PaperForm.LETTER, organs=organs, word="", document_number=number)
    return Signature(form=PaperForm.DOCUMENT, organs=organs, word="文件", document_number=number)


def cover(record: Record, catalog: Catalog) -> Cover:
    """The masthead of a gazette issue."""
    assert record.published_at is not None
    name = record.title.partition(record.issue)[0].rstrip("（( 　") if record.issue else record.title
    return Cover(
        name=name or record.title,
        address=record.address,
        issue=record.issue,
        running_number=record.running_number,
        published_at=record.published_at,
        carried=len(catalog.ties.targets(record, Relation.CONTENTS)),
        badge=_badge(record, catalog),
    )


def size_in_words(size: int) -> str:
    """1536 is 1.5 KB."""
    value, unit = float(size), 0
    while value >= 1024 and unit < len(UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.0f} {UNITS[unit]}" if unit == 0 or value >= 10 else f"{value:.1f} {UNITS[unit]}"


def tied(record: Record, catalog: Catalog, belongs: bool) -> Tied:
    """A line of the relation panel; with the way to its timeline where it is a policy to whose chain the page belongs."""
    assert record.published_at is not None
    return Tied(
        title=record.title,
        address=record.address,
        document_number=record.document_number,
        published_at=record.published_at,
        badge=_badge(record, catalog),
        note=record.form.label if record.form else "",
        chain=chain_address(record, catalog) if belongs else "",
    )


def _attachment(asset: Asset) -> Attachment:
    suffix = PurePosixPath(asset.path).suffix
    return Attachment(
        name=asset.name,
        file=asset.name if asset.name.endswith(suffix) else asset.name + suffix,
        address=f"/{asset.path}",
        type=suffix.lstrip(".").upper(),
        size=size_in_words(asset.size),
    )


def _link(record: Record | None) -> Link | None:
    return Link(record.title, record.address) if record else None


def _badge(record: Record, catalog: Catalog) -> Badge | None:
    """Only what differs from a public document in force."""
    if record.withdrawn:
        return Badge("已撤回", over=True)
    if not catalog.is_public(record):
        return Badge("草稿" if record.status is Status.DRAFT else "待公开")
    if asking(record, catalog.as_of.date()) is Asking.OPEN:
        return Badge(Asking.OPEN.label)
    standing = catalog.standing(record)
    if standing is None or (standing.validity is Validity.IN_FORCE and not standing.amended_by):
        return None
    over = standing.validity in (Validity.REPEALED, Validity.EXPIRED)
    return Badge("已修改" if standing.amended_by else standing.validity.label, over)
