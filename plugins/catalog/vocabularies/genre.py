"""Genres: the kinds of official papers, and how a title tells them."""

from __future__ import annotations

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.vocabularies.files import layers, learned


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Genre:
    """文种: its name, the other words a title ends with, and the English word of its address."""

    name: str
    word: str
    aliases: tuple[str, ...] = ()


@learned
def genres() -> tuple[Genre, ...]:
    """The fifteen genres (党政机关公文处理工作条例 article 8), and a portal's own. Raises VocabularyError."""
    return tuple({genre.name: genre for file in layers("genres") for genre in file.read(_ROWS)}.values())


def genre_of_title(title: str) -> str:
    """The genre that a title ends with; empty where it ends with none."""
    plain = title.rstrip("》）)").rsplit("（", 1)[0] if title.endswith("）") else title.rstrip("》")
    endings = ((word, genre.name) for genre in genres() for word in (genre.name, *genre.aliases) if plain.endswith(word))
    return max(endings, key=lambda ending: len(ending[0]), default=("", ""))[1]


_ROWS = TypeAdapter(tuple[Genre, ...])
