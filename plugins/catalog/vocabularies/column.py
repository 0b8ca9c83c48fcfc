"""Columns: what the META tags say of them, and how long they may stand without a new document."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.vocabularies.files import File, layers, learned


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Column:
    """栏目: what the META tags of 国办发〔2017〕47号 say of the column a page stands in, and how fresh it must be."""

    name: str
    description: str
    keywords: tuple[str, ...]
    type: str
    updated_within: int | None = Field(None, gt=0)
    """Days within which something new must appear; None where nothing is asked."""
    basis: str = ""
    """The rule that asks for it."""


@learned
def columns() -> Mapping[str, Column]:
    """The columns by the machine word of a kind, or of a page of the portal's own.

    A portal's file says only what differs of ours. Raises VocabularyError.
    """
    ours, *own = layers("columns")
    written = ours.read(_WRITTEN)
    for file in own:
        changed = {word: written.get(word, {}) | values for word, values in file.read(_WRITTEN).items()}
        written = written | changed
        File(file.name, changed, file.places).read(_COLUMNS)
    return _COLUMNS.validate_python(written)


_WRITTEN = TypeAdapter(dict[str, dict[str, object]])
_COLUMNS = TypeAdapter(dict[str, Column])
