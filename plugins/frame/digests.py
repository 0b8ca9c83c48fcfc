"""The digest of a document's words, worked out where it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.catalog.plain_text import text_digest
from plugins.engine.page import Late, Rooms


@dataclass(frozen=True, slots=True)
class TextDigest(Late):
    """The same for the page, the PDF, the EPUB and the feed of a document: it says whether they have the same words."""

    title: str
    path: str
    digest: str
    """Of the stored text."""

    def load(self, rooms: Rooms) -> str:
        """64 hexadecimal digits."""
        return text_digest(self.title, rooms.text(self.path))
