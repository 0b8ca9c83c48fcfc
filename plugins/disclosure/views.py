"""What the templates are given: small frozen values, nothing that a page does not show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugins.catalog.terms import Kind, Validity


@dataclass(frozen=True, slots=True)
class Link:
    """A title and a site path."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head of a page says about it."""

    title: str
    address: str
    description: str = ""
    breadcrumbs: tuple[Link, ...] = ()
    """From the home page down to the parent; empty on the home page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A document as a line in a list."""

    title: str
    address: str
    kind: Kind
    agency: str
    document_number: str
    published_at: datetime
    badge: str = ""
    """Only what differs: 已废止, 已失效, 尚未施行, 已撤回."""
    interpretations: tuple[Link, ...] = ()
    """Interpretations that stand under their policy as 解读：…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of the record table: the label, and its texts, one a line. `name` is the attribute."""

    name: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The validity of a policy with its reason in a sentence."""

    validity: Validity
    label: str
    reason: str
    by: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """One group of the relation panel: 解读, 回应, 废止, 被废止, …"""

    label: str
    entries: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to download, with its type and size in words."""

    name: str
    address: str
    type: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What stands in place of a withdrawn document."""

    note: str
    published_at: datetime
    replaced_by: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year in the quiet row on top of a list."""

    year: int
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where one is within a year, in words: `2026年 · 第3页`; older and newer are site paths."""

    label: str
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The issuing line above a policy, as on paper: organ and kind of paper, and the number."""

    heading: str
    document_number: str
