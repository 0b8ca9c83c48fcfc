"""Two samples of 300 sentences whose citations were labelled by reading, drawn by lot from govcn-html/text and laws-md.

`citations.jsonl` was labelled before there was a parser: half from each corpus, two thirds with 《, 〔, 令第 or 号.
`citations-held-out.jsonl` was labelled before the parser saw it: 100 from govcn-html, 200 from laws-md (seed 20261), none of
the first; four fifths with 《, 〔, [, 【, 令第, 以下简称 or 号 (govcn-html had 75 such sentences left). Both keep for each
its file, its place among the sentences of the file, a digest and what it cites; the sentences are in the corpus only.

What counts: a title in 《》 or a document number by which another document is meant, each time it stands, short names such as
《规划》 too. What does not: certificates, forms and newspapers; titles within titles; what the paper encloses; its own title
and number, also in the notes of its history; a name where 以下简称 gives it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from plugins.catalog.citations import find_citations, own_names

FIRST = Path(__file__).parent / "citations.jsonl"
HELD_OUT = Path(__file__).parent / "citations-held-out.jsonl"
SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, the names of the document it stands in, and what it cites: titles and numbers."""

    where: str
    text: str
    own: frozenset[str]
    citations: Counter[tuple[str, str]]

    @property
    def found(self) -> Counter[tuple[str, str]]:
        """What the parser finds in the sentence alone."""
        cited = (one.citation for one in find_citations(self.text, self.own))
        return Counter((citation.title, citation.number) for citation in cited if not citation.enclosed)


def cases(corpus: Path, sample: Path) -> Iterator[Case]:
    """The labelled sentences of a sample. Raises AssertionError where the corpus is another than the one they were drawn from."""
    own = _own(corpus)
    for line in sample.read_text("utf-8").splitlines():
        label = json.loads(line)
        text = sentences((corpus / label["file"]).read_text("utf-8"))[label["sentence"]]
        assert sha256(text.encode()).hexdigest()[:16] == label["sha256"], label
        citations = Counter((title, number) for title, number in label["citations"])
        yield Case(f"{label['file']} {label['sentence']}", text, own[label["file"]], citations)


def sentences(text: str) -> list[str]:
    """The sentences of a text in their order."""
    return [sentence.strip() for sentence in SENTENCE.findall(text) if sentence.strip()]


def _own(corpus: Path) -> dict[str, frozenset[str]]:
    """What each document of the two corpora calls itself."""
    names = {}
    for row in _rows(corpus / "govcn-html/expected.jsonl"):
        names[f"govcn-html/text/{Path(row['file']).stem}.txt"] = own_names(row["title"], row["doc_number"])
    for row in _rows(corpus / "laws-md/index.jsonl"):
        names[f"laws-md/{row['file']}"] = own_names(row["title"], "")
    return names


def _rows(file: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, file.read_text("utf-8").splitlines())
