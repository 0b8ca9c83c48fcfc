"""What machines read of a page: schema.org in JSON-LD, site paths made absolute when the page is made.

Terms: https://schema.org/Legislation, /Article, /GovernmentOrganization, /BreadcrumbList.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import iso
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.catalog.terms import Kind, Relation, Validity
from plugins.engine.page import Late, Rooms
from plugins.frame.views import Link

Node = dict[str, object]

TYPES: Mapping[Kind, str] = {
    Kind.POLICY: "Legislation",
    Kind.INTERPRETATION: "Article",
    Kind.RESPONSE: "Article",
    Kind.NEWS: "NewsArticle",
    Kind.GAZETTE: "PublicationIssue",
    Kind.TOPIC: "CollectionPage",
    Kind.SERVICE_GUIDE: "GovernmentService",
    Kind.REPORT: "Report",
    Kind.PAGE: "WebPage",
}
FORCE: Mapping[Validity, str] = {
    Validity.IN_FORCE: "https://schema.org/InForce",
    Validity.NOT_YET_IN_FORCE: "https://schema.org/NotInForce",
    Validity.EXPIRED: "https://schema.org/NotInForce",
    Validity.REPEALED: "https://schema.org/NotInForce",
}
ADDRESSES = frozenset({"@id", "url", "item", "image"})
"""Properties whose values are addresses."""
UNSAFE = re.compile("[<>&\u2028\u2029]")
"""What a text could end the script element with that it stands in."""


@dataclass(frozen=True, slots=True)
class LinkedData(Late):
    """The nodes of one page; the site itself joins them when the page is made."""

    nodes: tuple[Node, ...]
    about_site: bool = False
    """Whether the page is about the site: the home page."""

    def load(self, rooms: Rooms) -> Markup:
        """The text of a `script type="application/ld+json"`."""
        government = publisher(rooms.site)
        if self.about_site:
            site: Node = {"@type": "WebSite", "name": rooms.site.name, "url": "/", "inLanguage": rooms.site.language}
            nodes: tuple[Node, ...] = (site | {"publisher": government}, government)
        else:
            first, *others = self.nodes
            nodes = (first | {"provider" if first["@type"] == "GovernmentService" else "publisher": government}, *others)
        graph = {"@context": "https://schema.org", "@graph": [absolute(node, rooms.site) for node in nodes]}
        text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
        return Markup(UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def publisher(site: Site) -> Node:
    """The government that the site belongs to."""
    return {"@type": "GovernmentOrganization", "name": site.organizer or site.name, "url": "/"}


def of_site() -> LinkedData:
    """The home page: the site and the government it belongs to."""
    return LinkedData((), about_site=True)


def of_list(title: str, address: str, breadcrumbs: tuple[Link, ...]) -> LinkedData:
    """A list of documents."""
    return LinkedData(({"@type": "CollectionPage", "name": title, "url": address}, *_trail(breadcrumbs, title, address)))


def of_page(title: str, address: str, breadcrumbs: tuple[Link, ...]) -> LinkedData:
    """A page of the portal's own."""
    return LinkedData(({"@type": "WebPage", "name": title, "url": address}, *_trail(breadcrumbs, title, address)))


def of_document(record: Record, catalog: Catalog, breadcrumbs: tuple[Link, ...]) -> LinkedData:
    """A document: what it is, who made it, when, whether it is in force and what it is tied to."""
    # Whatever a withdrawn document said is gone; that it was there stays.
    node = _notice(record) if record.withdrawn else _document(record, catalog)
    return LinkedData((node, *_trail(breadcrumbs, record.title, record.address)))


def _notice(record: Record) -> Node:
    return {"@type": "WebPage", "name": record.title, "url": record.address}


def _document(record: Record, catalog: Catalog) -> Node:
    agencies = [{"@type": "GovernmentOrganization", "name": agency.name} for agency in catalog.agencies(record)]
    title = "headline" if TYPES[record.kind].endswith("Article") else "name"
    node: Node = {
        "@type": TYPES[record.kind],
        "@id": record.address,
        "url": record.address,
        title: record.title,
        "inLanguage": "zh-CN",
        "datePublished": _moment(record.published_at),
        "dateModified": _moment(record.updated_at),
        "description": record.summary,
        "identifier": record.index_number,
        "keywords": list(record.subject_terms),
        "image": [f"/{picture.path}" for picture in catalog.pictures(record)],
    }
    if record.kind is Kind.SERVICE_GUIDE:
        node = {name: node[name] for name in ("@type", "@id", "url", "name", "description")} | {"serviceOperator": agencies}
    else:
        node["author"] = agencies
    if record.kind is Kind.POLICY:
        node |= _legislation(record, catalog, agencies)
    if record.kind is Kind.GAZETTE:
        node |= {"issueNumber": record.issue, "hasPart": _references(record, Relation.CONTENTS, catalog)}
    about = [*_references(record, Relation.INTERPRETS, catalog), *_references(record, Relation.RESPONDS_TO, catalog)]
    return {name: value for name, value in (node | {"about": about}).items() if value not in ("", None, [])}


def _legislation(record: Record, catalog: Catalog, agencies: list[dict[str, str]]) -> Node:
    validity = catalog.validity(record)
    repeals, amends = (_references(record, relation, catalog) for relation in (Relation.REPEALS, Relation.AMENDS))
    return {
        "legislationIdentifier": record.document_number,
        "legislationType": record.genre,
        "legislationDate": iso(record.issued_on) if record.issued_on else "",
        "legislationDateOfApplicability": iso(record.effective_on) if record.effective_on else "",
        "expires": iso(record.expires_on) if record.expires_on else "",
        "legislationPassedBy": agencies,
        "legislationLegalForce": FORCE[validity] if validity else "",
        "legislationChanges": [*repeals, *amends],
        "legislationRepeals": repeals,
        "legislationAmends": amends,
        "isBasedOn": _references(record, Relation.IMPLEMENTS, catalog),
    }


def _references(record: Record, relation: Relation, catalog: Catalog) -> list[Node]:
    return [
        {"@type": TYPES[found.kind], "@id": found.address, "url": found.address, "name": found.title}
        for found in catalog.ties.targets(record, relation)
    ]


def _trail(breadcrumbs: tuple[Link, ...], title: str, address: str) -> tuple[Node, ...]:
    links = (*breadcrumbs, Link(title, address))
    steps = [{"@type": "ListItem", "position": at, "name": link.title, "item": link.address} for at, link in enumerate(links, 1)]
    return ({"@type": "BreadcrumbList", "itemListElement": steps},) if breadcrumbs else ()


def _moment(value: datetime | None) -> str:
    return iso(value) if value else ""


def absolute(node: object, site: Site, name: str = "") -> object:
    """The same nodes with full addresses."""
    if isinstance(node, dict):
        return {inner: absolute(value, site, inner) for inner, value in node.items()}
    if isinstance(node, list):
        return [absolute(value, site, name) for value in node]
    return site.absolute(node) if name in ADDRESSES and isinstance(node, str) and node.startswith("/") else node
