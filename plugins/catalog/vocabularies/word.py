"""Words that documents are marked with: whom they serve, and the key area they belong to."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter

from plugins.catalog.vocabularies.files import layers, learned


@learned
def audiences() -> Mapping[str, tuple[str, ...]]:
    """服务对象: group to its words, each group a word itself. Raises VocabularyError."""
    return _merged("audiences")


@learned
def key_areas() -> Mapping[str, tuple[str, ...]]:
    """重点领域: the document that names the areas, to the areas. Raises VocabularyError."""
    return _merged("key_areas")


def _merged(name: str) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for file in layers(name):
        for group, words in file.read(_GROUPS).items():
            groups[group] = tuple(dict.fromkeys((*groups.get(group, ()), *(words or ()))))
    return groups


_GROUPS = TypeAdapter(dict[str, tuple[str, ...] | None])
