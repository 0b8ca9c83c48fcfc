"""Facets: the axes of the citizens' catalog, and the categories a document belongs to on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import GATHERED, Record
from plugins.catalog.terms import Kind, Relation, Stage, Term, Validity
from plugins.catalog.vocabularies import Agency, agencies, genres, learned, theme_code, theme_path

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

    def __hash__(self) -> int:
        """Asked for once a document and axis: the code alone tells almost all apart."""
        return hash(self.code)

    @property
    def address(self) -> str:
        """The site path of its list."""
        return f"/catalog/{self.facet.value}/{self.code}/"


def disclosed(catalog: Catalog) -> tuple[Record, ...]:
    """What the disclosure catalog lists, oldest first."""
    return tuple(record for record in catalog.released if record.kind in DISCLOSED and not record.withdrawn)


def categories(record: Record, catalog: Catalog, facets: Iterable[Facet] = Facet) -> Iterator[Category]:
    """Every category of a document, axis by axis; a theme brings its top class along."""
    for facet in facets:
        yield from _AXES[facet](record, catalog)


def shelved(
    records: Iterable[Record], catalog: Catalog, facets: Iterable[Facet] = Facet
) -> Mapping[Category, tuple[Record, ...]]:
    """The records under each of their categories, categories in order, records as they come."""
    ordered = tuple(records)
    shelves: dict[Category, list[int]] = defaultdict(list)
    for facet in facets:
        # What records say is compared first: a hundred thousand say a few hundred different things.
        heaps: dict[object, list[int]] = defaultdict(list)
        said = _SAID[facet]
        for at, record in enumerate(ordered):
            heaps[said(record, catalog)].append(at)
        for heap in heaps.values():
            for category in _AXES[facet](ordered[heap[0]], catalog):
                shelves[category] += heap
    return {category: tuple(ordered[at] for at in sorted(shelves[category])) for category in sorted(shelves)}


def agency_code(agency: Agency) -> str:
    """The organ code of an agency; one without a code is known by a digest of its name."""
    return agency.code or f"x{sha256(agency.name.encode()).hexdigest()[:8]}"


def gathered(topic: Record, catalog: Catalog) -> tuple[Record, ...]:
    """What belongs to a topic: what it names (收录) in its order, then what has its key area (重点领域), newest first."""
    named = catalog.ties.targets(topic, Relation.CONTENTS)
    same_area = (found for found in catalog.released[::-1] if topic.key_area and found.key_area == topic.key_area)
    members = {found.path: found for found in (*named, *same_area) if found.kind in GATHERED and not found.withdrawn}
    return tuple(members.values())


def _agencies(record: Record, catalog: Catalog) -> Iterable[Category]:
    return dict.fromkeys(_of_agency(agency.name, agency_code(agency)) for agency in catalog.agencies(record))


@learned
def _of_agency(name: str, code: str) -> Category:
    ranks = _agency_ranks()
    return Category(Facet.AGENCY, ranks.get(name, len(ranks)), code, name, name)


@learned
def _agency_ranks() -> Mapping[str, int]:
    """The place of each agency in the directory; what is not in it comes last."""
    return {name: rank for rank, name in enumerate(agencies().by_name)}


def _themes(record: Record, catalog: Catalog) -> Iterable[Category]:
    return _of_themes(record.themes)


@learned
def _of_themes(themes: tuple[str, ...]) -> Iterable[Category]:
    paths = (path[:depth] for path in filter(None, map(theme_path, themes)) for depth in range(1, len(path) + 1))
    coded = ((path, theme_code(path)) for path in dict.fromkeys(paths))
    return tuple(Category(Facet.THEME, int(code.ljust(4, "0")), code, path[-1], BELOW.join(path)) for path, code in coded)


def _genres(record: Record, catalog: Catalog) -> Iterable[Category]:
    return _of_genre(record.genre)


@learned
def _of_genre(written: str) -> Iterable[Category]:
    found = ((rank, genre) for rank, genre in enumerate(genres()) if written in (genre.name, *genre.aliases))
    return tuple(Category(Facet.GENRE, rank, genre.word, genre.name, genre.name) for rank, genre in found)


def _stages(record: Record, catalog: Catalog) -> Iterable[Category]:
    return (_of_stage(record.stage),) if record.stage else ()


@learned
def _of_stage(stage: Stage) -> Category:
    return Category(Facet.STAGE, list(Stage).index(stage), stage.value, stage.label, f"{stage.label}环节")


def _years(record: Record, catalog: Catalog) -> Iterable[Category]:
    return (_of_year(record.year),) if record.year else ()


@learned
def _of_year(year: int) -> Category:
    return Category(Facet.YEAR, -year, str(year), f"{year}年", f"{year}年")


def _validities(record: Record, catalog: Catalog) -> Iterable[Category]:
    validity = catalog.validity(record)
    return (_of_validity(validity),) if validity else ()


@learned
def _of_validity(validity: Validity) -> Category:
    return Category(
        Facet.VALIDITY, list(Validity).index(validity), validity.value.replace("_", "-"), validity.label, validity.label
    )


_SAID: Mapping[Facet, Callable[[Record, Catalog], object]] = {
    Facet.AGENCY: lambda record, catalog: id(catalog.agencies(record)),
    Facet.THEME: lambda record, catalog: record.themes,
    Facet.GENRE: lambda record, catalog: record.genre,
    Facet.STAGE: lambda record, catalog: record.stage,
    Facet.YEAR: lambda record, catalog: record.year,
    Facet.VALIDITY: lambda record, catalog: catalog.validity(record),
}
"""What the categories of a record on each axis follow from."""
_AXES: Mapping[Facet, Callable[[Record, Catalog], Iterable[Category]]] = {
    Facet.AGENCY: _agencies,
    Facet.THEME: _themes,
    Facet.GENRE: _genres,
    Facet.STAGE: _stages,
    Facet.YEAR: _years,
    Facet.VALIDITY: _validities,
}
