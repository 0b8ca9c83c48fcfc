"""The open vocabularies as data: themes, genres, agencies and columns; each file names its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as typed

FOLDER = Path(__file__).parent
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@typed(frozen=True, slots=True, kw_only=True)
class Agency:
    """An organ that issues documents, with its short names and the prefixes (代字) of its numbers."""

    name: str
    region: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""
    number_prefixes: tuple[str, ...] = ()


@typed(frozen=True, slots=True, kw_only=True)
class Genre:
    """文种: its name, the other words a title ends with, and the English word of its address."""

    name: str
    word: str
    aliases: tuple[str, ...] = ()


@typed(frozen=True, slots=True, kw_only=True)
class Column:
    """栏目: what the META tags of 国办发〔2017〕47号 say of the column a page stands in."""

    name: str
    description: str
    keywords: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True)
class Agencies:
    """All organs, found by name, alias or number prefix."""

    by_name: Mapping[str, tuple[Agency, ...]]
    by_prefix: Mapping[str, Agency] = field(default_factory=dict)

    def find(self, written: str, region: str, number_prefix: str = "") -> Agency | None:
        """The organ a document means.

        A short name such as 省政府办公厅 belongs to many regions: the prefix of the document's own number
        decides, then the portal's region; what stays open is None.
        """
        candidates = self.by_name.get(written, ())
        numbered = self.by_prefix.get(number_prefix)
        if numbered in candidates:
            return numbered
        if len(candidates) == 1:
            return candidates[0]
        return next((agency for agency in candidates if agency.region == region), None)


@cache
def agencies() -> Agencies:
    """The organs of agencies.yaml."""
    rows = TypeAdapter(tuple[Agency, ...]).validate_python(_load("agencies.yaml")["agencies"])
    by_name: dict[str, tuple[Agency, ...]] = defaultdict(tuple)
    for agency in rows:
        for name in dict.fromkeys((agency.name, *agency.aliases)):
            by_name[name] += (agency,)
    by_prefix = {prefix: agency for agency in rows for prefix in agency.number_prefixes}
    return Agencies(dict(by_name), by_prefix)


@cache
def themes() -> Mapping[str, tuple[str, ...]]:
    """Top class to its leaves: the tree of the State Council's policy library."""
    tree = TypeAdapter(dict[str, tuple[str, ...] | None]).validate_python(_load("themes.yaml")["themes"])
    return {top: leaves or () for top, leaves in tree.items()}


@cache
def theme_path(written: str) -> tuple[str, ...] | None:
    """The path of a theme, `("综合政务", "政务公开")`. A lone name resolves, a top class before a leaf."""
    tree = themes()
    steps = tuple(step.strip() for step in written.replace("＼", "\\").split("\\"))
    if len(steps) == 2 and steps[1] in tree.get(steps[0], ()):
        return steps
    if len(steps) != 1:
        return None
    if steps[0] in tree:
        return steps
    tops = [top for top, leaves in tree.items() if steps[0] in leaves]
    return (tops[0], steps[0]) if len(tops) == 1 else None


@cache
def theme_code(path: tuple[str, ...]) -> str:
    """The code of a theme: `02` for the second top class, `0201` for its first leaf."""
    places = (list(themes()).index(path[0]), *(themes()[path[0]].index(leaf) for leaf in path[1:]))
    return "".join(f"{place + 1:02}" for place in places)


@cache
def genres() -> tuple[Genre, ...]:
    """The fifteen genres (党政机关公文处理工作条例 article 8)."""
    return TypeAdapter(tuple[Genre, ...]).validate_python(_load("genres.yaml")["genres"])


def genre_of_title(title: str) -> str:
    """The genre that a title ends with; empty where it ends with none."""
    plain = title.rstrip("》）)").rsplit("（", 1)[0] if title.endswith("）") else title.rstrip("》")
    endings = ((word, genre.name) for genre in genres() for word in (genre.name, *genre.aliases) if plain.endswith(word))
    return max(endings, key=lambda ending: len(ending[0]), default=("", ""))[1]


@cache
def columns() -> Mapping[str, Column]:
    """The columns by the machine word of a kind, or of a page of the portal's own."""
    return TypeAdapter(dict[str, Column]).validate_python(_load("columns.yaml")["columns"])


def _load(name: str) -> dict[str, object]:
    tree: dict[str, object] = yaml.load((FOLDER / name).read_text("utf-8"), Loader=_Loader)
    return tree
