"""The open vocabularies as data. Each file names its source; a portal has its own beside ours (docs/vocabularies.md)."""

from __future__ import annotations

from pathlib import Path

from plugins.catalog.vocabularies.agency import Agencies, Agency, Predecessor, agencies
from plugins.catalog.vocabularies.column import Column, columns
from plugins.catalog.vocabularies.duty import Duty, duties, is_cited_wrongly
from plugins.catalog.vocabularies.files import VocabularyError, adopt_files, forget_files, learned, own_digest
from plugins.catalog.vocabularies.genre import Genre, genre_of_title, genres
from plugins.catalog.vocabularies.theme import theme_code, theme_path, themes
from plugins.catalog.vocabularies.word import audiences, key_areas, words_of

FOLDER = "vocabularies"
"""Where a portal keeps its own, beside its settings."""

__all__ = [
    "FOLDER",
    "Agencies",
    "Agency",
    "Column",
    "Duty",
    "Genre",
    "Predecessor",
    "VocabularyError",
    "adopt",
    "agencies",
    "audiences",
    "columns",
    "duties",
    "genre_of_title",
    "genres",
    "is_cited_wrongly",
    "key_areas",
    "learned",
    "own_digest",
    "theme_code",
    "theme_path",
    "themes",
    "words_of",
]


def adopt(folder: Path) -> None:
    """Work with the vocabularies of this folder beside ours, until another is adopted.

    Raises VocabularyError with every problem of every file; then ours count alone.
    """
    problems: tuple[str, ...] = ()
    try:
        adopt_files(folder)
    except VocabularyError as error:
        problems = error.problems
    for vocabulary in (agencies, audiences, columns, duties, genres, key_areas, themes):
        try:
            vocabulary()
        except VocabularyError as error:
            problems += error.problems
    if problems:
        forget_files()
        raise VocabularyError(problems)
