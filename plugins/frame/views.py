"""What the templates are given: small frozen values, nothing that a page does not show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugins.catalog.entry import Heading
from plugins.catalog.terms import Term, Validity
from plugins.catalog.vocabularies import Column

OPEN_STEPS, FIRST_STEPS, LAST_STEPS = 16, 3, 8
"""Steps of a timeline up to which it is not folded, and those that stand open of a longer one."""


@dataclass(frozen=True, slots=True)
class Link:
    """A title and a site path."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a document to a page that is made of it: `beside` says what is there."""

    title: str
    address: str
    beside: str = ""


class FeedFormat(Term):
    """What a feed is written in; the machine word ends its address."""

    RSS = "xml", "RSS"
    ATOM = "atom", "Atom"
    JSON = "json", "JSON Feed"

    @property
    def media_type(self) -> str:
        """As a `<link rel=alternate>` names it."""
        return {"xml": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}[self.value]


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription in three formats: `base` is its site path without the ending, `/feeds/policies`."""

    title: str
    base: str

    def address(self, form: FeedFormat) -> str:
        """The site path in one format."""
        return f"{self.base}.{form.value}"

    @property
    def formats(self) -> tuple[tuple[FeedFormat, str], ...]:
        """Every format with its site path."""
        return tuple((form, self.address(form)) for form in FeedFormat)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGroup:
    """A heading of the page of subscriptions, with the feeds below it."""

    name: str
    title: str
    feeds: tuple[Feed, ...]


class DataFormat(Term):
    """What a year's file is written in; the machine word ends its address."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    JSON_LD = "jsonld", "JSON-LD"

    @property
    def media_type(self) -> str:
        """As IANA registers it."""
        return {
            "csv": "text/csv",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "jsonld": "application/ld+json",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataYear:
    """The files of one year: how many documents they list, and when one of these last changed, in ISO 8601."""

    year: int
    count: int
    changed: str

    @property
    def files(self) -> tuple[tuple[DataFormat, str], ...]:
        """Every format with its site path."""
        return tuple((form, f"/data/{self.year}.{form.value}") for form in DataFormat)

    @property
    def manifest(self) -> str:
        """The site path of the year's part of the manifest."""
        return f"/manifest/{self.year}.ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What the META tags of a content page say (国办发〔2017〕47号, annex)."""

    title: str
    published_at: datetime
    updated_at: datetime
    source: str
    keywords: tuple[str, ...] = ()
    picture: str = ""
    """The site path of the first picture in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head of a page says about it."""

    title: str
    address: str
    description: str = ""
    breadcrumbs: tuple[Link, ...] = ()
    """From the home page down to the parent; empty on the home page."""
    column: Column | None = None
    """The column the page stands in; home and error page have none."""
    article: Article | None = None
    feeds: tuple[Feed, ...] = ()
    """Feeds of what the page shows, then that of everything."""
    indexed: bool = True
    """Whether search engines may keep the page."""

    @property
    def own_feed(self) -> Feed | None:
        """The subscription to what the page shows; None where there is only that of everything."""
        return self.feeds[0] if len(self.feeds) > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The ways about the portal that stand on every page."""

    columns: tuple[Link, ...]
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """What differs of a document, in a word; `over` where it no longer counts."""

    words: str
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A document as a line in a list."""

    title: str
    address: str
    agency: str
    document_number: str
    published_at: datetime
    badge: Badge | None = None
    """Only what differs: 已废止, 已失效, 已修改, 尚未施行, 征求意见中, 已撤回, 草稿."""
    interpretations: tuple[Link, ...] = ()
    """Interpretations that stand under their policy as 解读：…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of the record table: the label, and its texts, one a line. `name` is the attribute."""

    name: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityBadge:
    """The validity of a policy with its reason in a sentence; `by` are the documents that made it so."""

    validity: Validity
    label: str
    reason: str
    by: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """A document as a line of the relation panel. `note` is the form of an interpretation."""

    title: str
    address: str
    document_number: str
    published_at: datetime
    badge: Badge | None = None
    note: str = ""
    chain: str = ""
    """Where its timeline stands, if it is a policy that this document belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A day in the chain of a policy: 征求意见, 发文, 解读, …; `link` leads to the document that tells of it."""

    on: date
    label: str
    note: str = ""
    """The form of an interpretation, the number of an amending document, the closing day of a consultation."""
    link: Link | None = None
    changes: Link | None = None
    """The page of what it changed, where both texts are whole."""
    is_to_come: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The chain of a policy, oldest first, with what it can be followed by."""

    steps: tuple[Step, ...]
    feed: Feed | None = None
    calendars: tuple[Year, ...] = ()
    """The calendars its own days stand in."""

    @property
    def parts(self) -> tuple[tuple[Step, ...], tuple[Step, ...], tuple[Step, ...]]:
        """How it began, what may be folded, the newest; a short one is not folded."""
        if len(self.steps) <= OPEN_STEPS:
            return self.steps, (), ()
        return self.steps[:FIRST_STEPS], self.steps[FIRST_STEPS:-LAST_STEPS], self.steps[-LAST_STEPS:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to download, with its type and size in words; `file` is what it is saved as."""

    name: str
    file: str
    address: str
    type: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A way to an edition of a document; `file` is what it is saved as, empty for a page to read."""

    label: str
    address: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What was put right after publication, and when."""

    on: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What stands in place of a withdrawn document."""

    note: str
    published_at: datetime
    replaced_by: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The documents before and after one in its year."""

    older: Link | None
    newer: Link | None


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


class PaperForm(Term):
    """How a policy is laid out on paper (GB/T 9704—2012 7 and 10)."""

    DOCUMENT = "document", "文件"
    LETTER = "letter", "信函"
    ORDER = "order", "命令"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The issuing line above a policy, as on paper: its form, its organs, the kind of paper (文件, 令, 公告), the number."""

    form: PaperForm
    organs: tuple[str, ...]
    """The one in the lead first."""
    word: str
    document_number: str

    @property
    def heading(self) -> str:
        """示例省人民政府文件."""
        return self.organs[0] + self.word


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its documents: a part of a gazette, of a topic, of the home page."""

    title: str
    items: tuple[Item, ...]
    address: str = ""
    """Where there is more, if anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The front of a gazette issue, as its masthead shows it. `name` is the title without the issue."""

    name: str
    address: str
    issue: str
    running_number: int | None
    published_at: datetime
    carried: int
    """How many documents it carries."""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A way into the catalog: a category with the number of its documents; a theme with its leaves."""

    label: str
    address: str
    count: int
    below: tuple[Door, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The doors of one facet."""

    label: str
    name: str
    doors: tuple[Door, ...]


Outline = tuple[Heading, ...]
"""The headings a reader may jump to."""
