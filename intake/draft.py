"""Draft: a document taken in, before it is written: its fields by label, its body, and what could not be told."""

from __future__ import annotations

from dataclasses import dataclass, field


class Refused(Exception):
    """A source that cannot be taken in; the message is a 中文 sentence."""


@dataclass(slots=True)
class Draft:
    """Fields under the labels of the official block, paragraphs of Markdown, and notes for the editor."""

    fields: dict[str, object] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
