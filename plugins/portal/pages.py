"""Home, site map and error page: the ways in."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import years
from plugins.catalog.facets import DISCLOSED, Category, Facet, categories
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Page
from plugins.frame import linked_data
from plugins.frame.compose import cover, item
from plugins.frame.frame import COLUMN_KINDS, HOME, Frame, column_link
from plugins.frame.views import Head, Link, Section, Year

POLICIES = 8
NEWEST = 5
NOTICES = ("公告", "通告")
"""Genres of papers that speak to everyone."""
DOORS = (Facet.AGENCY, Facet.THEME, Facet.YEAR)
BESIDE = (Kind.NEWS, Kind.INTERPRETATION, Kind.RESPONSE)
NUMBERS = Link("按文号、索引号查找", "/number/")
SUBSCRIBE = Link("订阅", "/feeds/")


def home(frame: Frame) -> Page:
    """The newest policies with their interpretations; gazette, notices, topics; the doors of the catalog."""
    catalog = frame.catalog
    policies = [record for record in catalog.of_kind(Kind.POLICY)[::-1] if not record.withdrawn]
    notices = [record for record in policies if record.genre in NOTICES]
    gazettes = [record for record in catalog.of_kind(Kind.GAZETTE) if not record.withdrawn]
    topics = [record for record in catalog.of_kind(Kind.TOPIC)[::-1] if not record.withdrawn]
    return frame.page(
        "home.html",
        Head(title="", address="/"),
        data=linked_data.of_site(),
        policies=tuple(item(record, catalog, paired=True) for record in policies[:POLICIES]),
        beside=tuple(_section(kind, frame) for kind in BESIDE if catalog.of_kind(kind)),
        notices=tuple(item(record, catalog) for record in notices[:NEWEST]),
        gazette=cover(gazettes[-1], catalog) if gazettes else None,
        topics=tuple(Link(record.title, record.address) for record in topics[:NEWEST]),
        doors=tuple(_doors(frame)),
    )


def site_map(frame: Frame) -> Page:
    """Every column with its years, the catalog's axes, the pages about the portal."""
    column = columns()["site_map"]
    head = Head(title=column.name, address="/sitemap/", description=column.description, breadcrumbs=(HOME,), column=column)
    branches = tuple((column_link(kind), _years(kind, frame)) for kind in COLUMN_KINDS if frame.catalog.of_kind(kind))
    return frame.page("site_map.html", head, branches=branches, doors=tuple(_doors(frame)), tools=(NUMBERS, SUBSCRIBE))


def not_found(frame: Frame) -> Page:
    """404: the look-up and the lists instead of a dead end."""
    head = Head(title="没有找到这个页面", address="/404.html", breadcrumbs=(HOME,), indexed=False)
    return frame.page("not_found.html", head, years=_years(Kind.POLICY, frame))


def _section(kind: Kind, frame: Frame) -> Section:
    records = [record for record in frame.catalog.of_kind(kind)[::-1] if not record.withdrawn]
    link = column_link(kind)
    return Section(title=link.title, address=link.address, items=tuple(item(one, frame.catalog) for one in records[:NEWEST]))


def _doors(frame: Frame) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The categories that have documents, facet by facet; of the themes only the top classes."""
    disclosed = (record for record in frame.catalog.released if record.kind in DISCLOSED and not record.withdrawn)
    found = sorted({category for record in disclosed for category in categories(record, frame.catalog)})
    for facet in DOORS:
        links = (Link(category.label, category.address) for category in found if category.facet is facet and _is_top(category))
        if row := tuple(links):
            yield f"按{facet.label}", row


def _is_top(category: Category) -> bool:
    return category.facet is not Facet.THEME or len(category.code) == 2


def _years(kind: Kind, frame: Frame) -> tuple[Year, ...]:
    if not kind.yearly:
        return ()
    return tuple(Year(year=year, address=f"/{kind.folder}/{year}/") for year, _ in years(frame.catalog.of_kind(kind)))
