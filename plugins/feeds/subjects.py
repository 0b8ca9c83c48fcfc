"""Subjects: what can be subscribed to, with the documents of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.catalog.catalog import Catalog
from plugins.catalog.facets import DISCLOSED, Category, Facet, gathered, shelved
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.catalog.terms import Kind, Term
from plugins.catalog.vocabularies import columns
from plugins.frame.frame import COLUMN_KINDS, EVERYTHING, FED, HOME, category_feed, column_link, kind_feed, topic_feed
from plugins.frame.timeline import chain_feed
from plugins.frame.views import Feed


class Group(Term):
    """The sorts of subjects, in the order the page of subscriptions shows them."""

    EVERYTHING = "everything", "全部"
    COLUMN = "columns", "按栏目"
    AGENCY = "agencies", "按发布机构"
    THEME = "themes", "按主题分类"
    GENRE = "genres", "按文种"
    STAGE = "stages", "按公开环节"
    TOPIC = "topics", "按专题"

    @property
    def archived(self) -> bool:
        """Whether what the live feed no longer holds stays in year archives."""
        return self in (Group.EVERYTHING, Group.COLUMN)


GROUPS = {
    Facet.AGENCY: Group.AGENCY,
    Facet.THEME: Group.THEME,
    Facet.GENRE: Group.GENRE,
    Facet.STAGE: Group.STAGE,
}
"""The group of a facet that has feeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What its feeds say of themselves."""

    feed: Feed
    description: str
    """Empty for everything: the site describes itself."""
    home: str
    """The site path of the page that shows the same."""

    def title(self, site: Site) -> str:
        """The title of its feeds: readers show many sites side by side."""
        return site.name if self.feed == EVERYTHING else f"{self.feed.title} - {site.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subject with its documents, oldest first; withdrawn ones are among them."""

    group: Group
    subject: Subject
    records: tuple[Record, ...]


def subscriptions(catalog: Catalog) -> Iterator[Subscription]:
    """Everything, each column and each category of the catalog that has documents, and what each topic gathers."""
    records = tuple(record for record in catalog.released if record.kind is not Kind.PAGE)
    everything = Subject(feed=EVERYTHING, description="", home=HOME.address)
    yield Subscription(group=Group.EVERYTHING, subject=everything, records=records)
    for kind in COLUMN_KINDS:
        of_kind = catalog.of_kind(kind)
        # The list of policies is there before the first policy is, and names its feed.
        if of_kind or kind is Kind.POLICY:
            yield Subscription(group=Group.COLUMN, subject=_column(kind), records=of_kind)
    for category, shelf in shelved(records, catalog, FED).items():
        yield Subscription(group=GROUPS[category.facet], subject=_category(category, shelf), records=shelf)
    for topic in catalog.of_kind(Kind.TOPIC):
        if not topic.withdrawn:
            members = sorted((topic, *gathered(topic, catalog)), key=lambda one: (str(one.published_at), one.path))
            yield Subscription(group=Group.TOPIC, subject=_topic(topic), records=tuple(members))


def chain_subject(policy: Record) -> Subject:
    """What the feeds of a policy's chain say of themselves."""
    description = f"“{policy.title}”从征求意见到解读、回应、修改和废止"
    return Subject(feed=chain_feed(policy), description=description, home=policy.address)


def _column(kind: Kind) -> Subject:
    return Subject(feed=kind_feed(kind), description=columns()[kind.value].description, home=column_link(kind).address)


def _topic(topic: Record) -> Subject:
    return Subject(feed=topic_feed(topic), description=topic.summary or f"专题“{topic.title}”收录的文件", home=topic.address)


def _category(category: Category, records: tuple[Record, ...]) -> Subject:
    """The home page stands in where the catalog has no such list."""
    name = f"“{category.name}”类" if category.facet in (Facet.THEME, Facet.GENRE) else category.name
    listed = any(record.kind in DISCLOSED and not record.withdrawn for record in records)
    return Subject(
        feed=category_feed(category),
        description=f"{name}主动公开的信息",
        home=category.address if listed else HOME.address,
    )
