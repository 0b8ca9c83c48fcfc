"""What reading a policy finds: the titles of the instruments that it holds in articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from plugins.amended.articles import ARTICLE
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.catalog.versions import FACT
from plugins.engine.signals import Fact

FIRST = "第一条"
BEGINS = "第*> \u3000"
"""How a line may begin that begins an article."""
LEAST = 3
"""Articles of the shortest instrument: a quotation of one or two is none."""


class Text(Protocol):
    """The document that is read, as far as it matters here."""

    @property
    def record(self) -> Record:
        """What its block says."""

    @property
    def body(self) -> str:
        """Its Markdown."""


def read(document: Text) -> Iterator[Fact]:
    """The receiver."""
    if document.record.kind is Kind.POLICY and FIRST in document.body:
        titles = held(document.body)
        if titles:
            yield Fact(FACT, list(titles))


def held(body: str) -> tuple[str, ...]:
    """The headings of the first level below which articles stand; an empty one where they stand below none."""
    counts, title = Counter[str](), ""
    for line in body.split("\n"):
        first = line[:1]
        if line.startswith("# "):
            title = line[2:].strip()
        elif first and first in BEGINS:
            plain = line if first == FIRST[0] else line.lstrip(BEGINS[1:]).replace("**", " ")
            counts[title] += bool(ARTICLE.match(plain))
    return tuple(title for title, count in counts.items() if count >= LEAST)
