"""Facets: the axes of the citizens' catalog, and the categories a document belongs to on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Stage, Term, Validity
from plugins.catalog.vocabularies import Agency, agencies, genres, theme_code, theme_path

DISCLOSED = frozenset(Kind) - {Kind.PAGE, Kind.TOPIC, Kind.NEWS}
"""The kinds that stand in the disclosure catalog: statutory disclosure only (国办公开办函〔2019〕61号: 专栏姓专)."""
BELOW = " · "
"""Stands between a top class and its leaf."""


class Facet(Term):
    """One axis of the catalog; the machine word is a step of its addresses."""

    AGENCY = "agencies", "发布机构"
    THEME = "themes", "主题分类"
    GENRE = "genres", "文种"
    STAGE = "stages", "公开环节"
    YEAR = "years", "年份"
    VALIDITY = "validity", "有效性"


@dataclass(frozen=True, slots=True, order=True)
class Category:
    """One value of a facet. `rank` is its place on the axis; `code` is ASCII, never changes and ends its address.

    `name` is the label where it stands alone: a leaf theme with the top class above it.
    """

    facet: Facet
    rank: int
    code: str
    label: str = field(compare=False)
    name: str = field(compare=False)

    @property
    def address(self) -> str:
        """The site path of its list."""
        return f"/catalog/{self.facet.value}/{self.code}/"


def disclosed(catalog: Catalog) -> tuple[Record, ...]:
    """What the disclosure catalog lists, oldest first."""
    return tuple(record for record in catalog.released if record.kind in DISCLOSED and not record.withdrawn)


def categories(record: Record, catalog: Catalog) -> Iterator[Category]:
    """Every category of a document, axis by axis; a theme brings its top class along."""
    for facet in Facet:
        yield from dict.fromkeys(_AXES[facet](record, catalog))


def shelved(records: Iterable[Record], catalog: Catalog) -> Mapping[Category, tuple[Record, ...]]:
    """The records under each of their categories, categories in order, records as they come."""
    shelves: dict[Category, list[Record]] = defaultdict(list)
    for record in records:
        for category in categories(record, catalog):
            shelves[category].append(record)
    return {category: tuple(shelves[category]) for category in sorted(shelves)}


def agency_code(agency: Agency) -> str:
    """The organ code of an agency; one without a code is known by a digest of its name."""
    return agency.code or f"x{sha256(agency.name.encode()).hexdigest()[:8]}"


def _agencies(record: Record, catalog: Catalog) -> Iterator[Category]:
    ranks = _agency_ranks()
    for agency in catalog.agencies(record):
        yield Category(Facet.AGENCY, ranks.get(agency.name, len(ranks)), agency_code(agency), agency.name, agency.name)


@cache
def _agency_ranks() -> Mapping[str, int]:
    """The place of each agency in the directory; what is not in it comes last."""
    return {name: rank for rank, name in enumerate(agencies().by_name)}


def _themes(record: Record, catalog: Catalog) -> Iterator[Category]:
    for path in filter(None, map(theme_path, record.themes)):
        for depth in range(1, len(path) + 1):
            code = theme_code(path[:depth])
            yield Category(Facet.THEME, int(code.ljust(4, "0")), code, path[depth - 1], BELOW.join(path[:depth]))


def _genres(record: Record, catalog: Catalog) -> Iterator[Category]:
    for rank, genre in enumerate(genres()):
        if record.genre in (genre.name, *genre.aliases):
            yield Category(Facet.GENRE, rank, genre.word, genre.name, genre.name)


def _stages(record: Record, catalog: Catalog) -> Iterator[Category]:
    if record.stage:
        rank, label = list(Stage).index(record.stage), record.stage.label
        yield Category(Facet.STAGE, rank, record.stage.value, label, label)


def _years(record: Record, catalog: Catalog) -> Iterator[Category]:
    if record.year:
        label = f"{record.year}年"
        yield Category(Facet.YEAR, -record.year, str(record.year), label, label)


def _validities(record: Record, catalog: Catalog) -> Iterator[Category]:
    validity = catalog.validity(record)
    if validity:
        rank, code = list(Validity).index(validity), validity.value.replace("_", "-")
        yield Category(Facet.VALIDITY, rank, code, validity.label, validity.label)


_AXES: Mapping[Facet, Callable[[Record, Catalog], Iterator[Category]]] = {
    Facet.AGENCY: _agencies,
    Facet.THEME: _themes,
    Facet.GENRE: _genres,
    Facet.STAGE: _stages,
    Facet.YEAR: _years,
    Facet.VALIDITY: _validities,
}
