"""From records to what templates are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import block_date, chinese_date
from plugins.catalog.manifest import Asset
from plugins.catalog.record import Record, rows
from plugins.catalog.terms import Kind, Relation, Status, Validity
from plugins.catalog.wording import in_words
from plugins.frame.views import (
    Attachment,
    Badge,
    Cell,
    Corrected,
    Cover,
    Item,
    Link,
    Neighbours,
    Notice,
    Outline,
    Related,
    Signature,
    ValidityBadge,
)

ALWAYS = ("index_number", "themes", "issuing_agency", "issued_on", "title", "document_number", "subject_terms")
"""The seven elements of the official block: a policy shows them even where they are empty."""
BACK: dict[Relation, str] = {
    Relation.INTERPRETS: "解读",
    Relation.RESPONDS_TO: "回应",
    Relation.REPEALS: "废止本文件的文件",
    Relation.AMENDS: "修改本文件的文件",
    Relation.IMPLEMENTS: "据此制定的文件",
    Relation.CONTENTS: "收录本文件的公报和专题",
    Relation.PROGRESS: "报告本文件落实进展的文件",
}
FORTH: dict[Relation, str] = {
    Relation.INTERPRETS: "所解读的政策",
    Relation.RESPONDS_TO: "所回应的文件",
    Relation.REPEALS: "本文件废止的文件",
    Relation.AMENDS: "本文件修改的文件",
    Relation.IMPLEMENTS: "依据的文件",
    Relation.PROGRESS: "所落实的文件",
}
ORGANS = ("issuing_agency", "joint_agencies")
"""Fields whose values are organs."""
ON_LINES = ("themes",)
"""Fields whose values stand one a line: a theme path is long enough."""
VALIDITY = "有效性"
FIRST_RELEASED = "本站首次公开"
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
    """What a document without a block must say all the same: that its date is older than its release, and why."""
    return (*_cells(record, ("late_entry",), catalog), *_first_released(record, catalog))


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
    links = tuple(Link(found.document_number or found.title, found.address) for found in by)
    return ValidityBadge(validity=standing.validity, label=standing.validity.label, reason=reasons[standing.validity], by=links)


def related(record: Record, catalog: Catalog) -> tuple[Related, ...]:
    """Relations both ways: what refers to the record, then what it refers to. What a gathering holds is its own page's matter."""
    back = ((label, catalog.ties.sources(record, relation)) for relation, label in BACK.items())
    forth = ((label, catalog.ties.targets(record, relation)) for relation, label in FORTH.items())
    groups = ((label, records) for label, records in (*back, *forth) if records)
    # The panel shows no agency.
    return tuple(
        Related(label=label, entries=tuple(replace(item(found, catalog), agency="") for found in records))
        for label, records in groups
    )


def attachments(record: Record, catalog: Catalog) -> tuple[Attachment, ...]:
    """The files of a record with type and size in words."""
    return tuple(map(_attachment, catalog.attachments(record)))


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
    """The documents of the same kind published just before and just after, within the year."""
    older, newer = catalog.neighbours(record)
    return Neighbours(older=_link(older), newer=_link(newer))


def signature(record: Record) -> Signature | None:
    """The issuing line of a policy."""
    if record.kind is not Kind.POLICY:
        return None
    # An order is headed 令 and numbered 第412号, any other paper is headed 文件 (GB/T 9704—2012 7.2.4, 10.2).
    _, order, number = record.document_number.rpartition("令第")
    if order:
        return Signature(heading=f"{record.issuing_agency}令", document_number=f"第{number}")
    return Signature(heading=f"{record.issuing_agency}文件", document_number=record.document_number)


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
    standing = catalog.standing(record)
    if standing is None or (standing.validity is Validity.IN_FORCE and not standing.amended_by):
        return None
    over = standing.validity in (Validity.REPEALED, Validity.EXPIRED)
    return Badge("已修改" if standing.amended_by else standing.validity.label, over)
