"""Words that documents are marked with: whom they serve, the key area they belong to; and the words of every vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import TypeAdapter

from plugins.catalog.vocabularies.agency import agencies
from plugins.catalog.vocabularies.duty import duties
from plugins.catalog.vocabularies.files import layers, learned
from plugins.catalog.vocabularies.genre import genres
from plugins.catalog.vocabularies.theme import themes


@learned
def audiences() -> Mapping[str, tuple[str, ...]]:
    """服务对象: group to its words, each group a word itself. Raises VocabularyError."""
    return _merged("audiences")


@learned
def key_areas() -> Mapping[str, tuple[str, ...]]:
    """重点领域: the document that names the areas, to the areas. Raises VocabularyError."""
    return _merged("key_areas")


@learned
def words_of(vocabulary: str) -> tuple[str, ...]:
    """Every word an editor may take from a vocabulary, which `Row.vocabulary` names, in order."""
    return tuple(dict.fromkeys(_words(vocabulary)))


def _words(vocabulary: str) -> Iterator[str]:
    if vocabulary == "agencies":
        yield from (agency.name for found in agencies().by_name.values() for agency in found)
    elif vocabulary == "genres":
        yield from (genre.name for genre in genres())
    elif vocabulary == "duties":
        yield from (duty.basis for duty in duties())
    elif vocabulary == "themes":
        yield from (f"{top}\\{leaf}" for top, leaves in themes().items() for leaf in leaves)
    elif vocabulary == "audiences":
        yield from (word for group, words in audiences().items() for word in (group, *words))
    else:
        yield from (area for areas in key_areas().values() for area in areas)


def _merged(name: str) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for file in layers(name):
        for group, words in file.read(_GROUPS).items():
            groups[group] = tuple(dict.fromkeys((*groups.get(group, ()), *(words or ()))))
    return groups


_GROUPS = TypeAdapter(dict[str, tuple[str, ...] | None])
