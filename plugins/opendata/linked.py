"""The catalog as linked data: each year's documents in schema.org, and all files as a catalog of data sets.

Terms: https://schema.org/Dataset; DCAT 3, https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

import json

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.frame.linked_data import Node, absolute, of_document, publisher
from plugins.frame.views import DataFormat, DataYear

ROOT = "/data/"
"""The site path of the page and above all files."""
CONTEXT: Node = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
RIGHTS = "依照著作权法第五条，法律、法规和国家机关具有立法、行政、司法性质的文件不受著作权保护；转载请注明来源和网址。"


def node_of(record: Record, catalog: Catalog) -> Node:
    """A document as its own page tells machines of it, but that it names others by their addresses alone: what changes of
    one document changes the file of its own year."""
    node = of_document(record, catalog, ()).nodes[0]
    return {name: [_alone(item) for item in value] if isinstance(value, list) else value for name, value in node.items()}


def _alone(item: object) -> object:
    return {"@id": item["@id"]} if isinstance(item, dict) and "@id" in item else item


def year_file(site: Site, year: int, nodes: tuple[Node, ...]) -> bytes:
    """The maker of a year's JSON-LD."""
    data_set: Node = {
        "@type": "Dataset",
        "@id": f"{ROOT}{year}.jsonld",
        "name": _title(site, year),
        "inLanguage": site.language,
        "publisher": publisher(site),
        "hasPart": list(nodes),
    }
    return _json({"@context": "https://schema.org", **_told(data_set, site)})


def catalog_file(site: Site, years: tuple[DataYear, ...]) -> bytes:
    """The maker of the catalog of data sets."""
    agent: Node = {"@type": "foaf:Agent", "foaf:name": site.organizer or site.name, "foaf:homepage": {"@id": site.url + "/"}}
    return _json(
        {
            "@context": CONTEXT,
            "@id": site.absolute(f"{ROOT}catalog.jsonld"),
            "@type": "dcat:Catalog",
            "dct:title": f"{site.name}信息公开目录",
            "dct:language": site.language,
            "dct:publisher": agent,
            "dcat:dataset": [_data_set(site, year) for year in years],
        }
    )


def _data_set(site: Site, year: DataYear) -> Node:
    return {
        "@id": site.absolute(f"{ROOT}#{year.year}"),
        "@type": "dcat:Dataset",
        "dct:title": _title(site, year.year),
        "dct:temporal": {"dcat:startDate": f"{year.year}-01-01", "dcat:endDate": f"{year.year}-12-31"},
        "dct:modified": {"@type": "xsd:dateTime", "@value": year.changed},
        "dct:rights": RIGHTS,
        "dcat:distribution": [_distribution(site, form, address) for form, address in year.files],
    }


def _distribution(site: Site, form: DataFormat, address: str) -> Node:
    return {
        "@type": "dcat:Distribution",
        "dct:title": form.label,
        "dcat:accessURL": {"@id": site.absolute(ROOT)},
        "dcat:downloadURL": {"@id": site.absolute(address)},
        "dcat:mediaType": {"@id": MEDIA_TYPES + form.media_type},
    }


def _title(site: Site, year: int) -> str:
    return f"{site.name}信息公开目录（{year}年）"


def _told(node: Node, site: Site) -> Node:
    told = absolute(node, site)
    assert isinstance(told, dict)
    return told


def _json(node: Node) -> bytes:
    return (json.dumps(node, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
