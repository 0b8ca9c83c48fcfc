"""Home, site map and error page: the ways in."""

from __future__ import annotations

from plugins.catalog.catalog import Catalog
from plugins.catalog.consultations import still_asking
from plugins.catalog.facets import Category, Facet, disclosed, shelved
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.engine.page import Page
from plugins.frame import linked_data
from plugins.frame.compose import cover, item
from plugins.frame.consultations import open_consultations
from plugins.frame.doors import FINDING, SUBSCRIBE
from plugins.frame.frame import COLUMN_KINDS, HOME, Frame, column_link
from plugins.frame.views import Head, Link, Section

POLICIES = 8
NEWEST = 5
NOTICES = ("公告", "通告")
"""Genres of papers that speak to everyone."""
DOORS = (Facet.AGENCY, Facet.THEME, Facet.YEAR)
BESIDE = (Kind.NEWS, Kind.INTERPRETATION, Kind.RESPONSE)
FIND = "查询和数据"

Doors = tuple[tuple[str, tuple[Link, ...]], ...]
"""Rows of ways into the catalog, each with its label."""


def home(frame: Frame, doors: Doors) -> Page:
    """The newest policies with their interpretations; gazette, open consultations, notices, topics; the doors of the catalog."""
    catalog = frame.catalog
    policies, gazettes, topics = (_standing(kind, frame) for kind in (Kind.POLICY, Kind.GAZETTE, Kind.TOPIC))
    notices = [record for record in policies if record.genre in NOTICES]
    asking = still_asking(catalog)
    # All of them stand on the list of news, where there is one.
    more = column_link(Kind.NEWS).address if len(asking) > NEWEST and catalog.of_kind(Kind.NEWS) else ""
    return frame.page(
        "home.html",
        Head(title="", address="/"),
        data=linked_data.of_site(),
        policies=tuple(item(record, catalog, paired=True) for record in policies[:POLICIES]),
        beside=tuple(_section(kind, frame) for kind in BESIDE if catalog.of_kind(kind)),
        notices=tuple(item(record, catalog) for record in notices[:NEWEST]),
        gazette=cover(gazettes[0], catalog) if gazettes else None,
        topics=tuple(Link(record.title, record.address) for record in topics[:NEWEST]),
        consultations=open_consultations(asking[:NEWEST] if more else asking),
        more=more,
        doors=(*doors, (FIND, FINDING)),
    )


def site_map(frame: Frame, doors: Doors) -> Page:
    """Every column with its years, the catalog's axes, the pages about the portal."""
    kinds = (kind for kind in COLUMN_KINDS if frame.catalog.of_kind(kind))
    branches = tuple((column_link(kind), frame.years(frame.column(kind))) for kind in kinds)
    return frame.own("site_map", "/sitemap/", "site_map.html", branches=branches, doors=doors, tools=(*FINDING, SUBSCRIBE))


def not_found(frame: Frame) -> Page:
    """404: the look-up and the lists instead of a dead end."""
    head = Head(title="没有找到这个页面", address="/404.html", breadcrumbs=(HOME,), indexed=False)
    return frame.page("not_found.html", head, heading=head.title, years=frame.years(frame.column(Kind.POLICY)))


def doors(catalog: Catalog) -> Doors:
    """The categories that have documents, facet by facet; of the themes only the top classes."""
    found = shelved(disclosed(catalog), catalog, DOORS)
    rows = ((facet, [category for category in found if category.facet is facet and _is_top(category)]) for facet in DOORS)
    return tuple((f"按{facet.label}", tuple(Link(one.label, one.address) for one in row)) for facet, row in rows if row)


def _section(kind: Kind, frame: Frame) -> Section:
    link, newest = column_link(kind), _standing(kind, frame)[:NEWEST]
    return Section(title=link.title, address=link.address, items=tuple(item(one, frame.catalog) for one in newest))


def _standing(kind: Kind, frame: Frame) -> list[Record]:
    """What is not withdrawn, newest first."""
    return [record for record in frame.catalog.of_kind(kind)[::-1] if not record.withdrawn]


def _is_top(category: Category) -> bool:
    return category.facet is not Facet.THEME or len(category.code) == 2
