"""The register of secrecy reviews: who found that what may be published, bound to its bytes.

`registers/reviews.ndjson` beside content/: one line a review, only ever added to, written by `inv review`. What its lines sign
says `signed`. A line is chained to the earlier ones of its document and to no other: two branches that review different
documents merge by keeping the lines of both (`merge=union` in .gitattributes), and a line that was changed or lost before
another of its document is a fault all the same. See decision 20.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.chained import START, Fault, follows, hash_of, sealed

FILE = "registers/reviews.ndjson"
"""Beside content/."""
DOCUMENT = re.compile(rb'\{"path":("(?:[^"\\]|\\.)*")')
"""How a line begins."""
PUBLISHABLE = "可以公开"


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Review:
    """One review: the document, who wrote and who reviewed it, what came of it, and what was signed (`signed.Signed`)."""

    path: str
    """The document, relative to content/, POSIX."""
    title: str
    document_number: str = ""
    on: date
    author: str = ""
    reviewer: str
    unit: str
    conclusion: str
    basis: str
    digest: str
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    hash: str = ""

    def written(self, before: str) -> str:
        """The line as the file holds it, after the line of its document that has this hash."""
        return sealed(LINE.dump_python(self, mode="json", exclude={"hash"}, exclude_defaults=True), before)


@dataclass(frozen=True)
class Reviews:
    """The lines of a register. There may be a hundred thousand: one is read when its document is asked about."""

    content: bytes = b""
    spans: Mapping[str, slice] = field(default_factory=dict)
    """Where the last line of each document stands, by its path."""
    faults: tuple[Fault, ...] = ()

    def of(self, path: str) -> Review | None:
        """The last review of a document; None where it has none, or one that nobody can read."""
        try:
            review = LINE.validate_json(self.content[self.spans[path]])
        except (KeyError, ValidationError):
            return None
        return review if review.path == path else None

    def head(self, path: str) -> str:
        """The hash that the next line of a document follows."""
        return hash_of(self.content[self.spans[path]]) if path in self.spans else START


def open_reviews(home: Path | None) -> Reviews | None:
    """The register of the portal whose content/ lies in `home`; None where it keeps none. Raises OSError."""
    file = home / FILE if home else None
    return read_reviews(file.read_bytes()) if file and file.is_file() else None


def read_reviews(content: bytes) -> Reviews:
    """The register in these bytes; whatever is wrong with it is a fault."""
    spans, hashes, faults = dict[str, slice](), dict[str, tuple[str, ...]](), list[Fault]()
    begin, number = 0, 0
    while (end := content.find(b"\n", begin)) >= 0:
        number, line = number + 1, content[begin:end]
        path = _document(line)
        if path is None:
            faults.append(Fault(number, "读不出来"))
        else:
            # Two branches may have reviewed one document: both lines follow the same.
            earlier = hashes.get(path, (START,))
            if any(follows(line, before) for before in earlier):
                spans[path] = slice(begin, end)
            else:
                faults.append(Fault(number, "与这份文件前一次的审查接不上：它或者前一次的那一行被改动、删去过"))
            hashes[path] = (hash_of(line), *earlier)
        begin = end + 1
    if begin < len(content):
        faults.append(Fault(number + 1, "没有写完"))
    return Reviews(content, spans, tuple(faults))


def permits(conclusion: str) -> bool:
    """Whether a conclusion lets a document be published."""
    return PUBLISHABLE in conclusion and "不" not in conclusion


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one, however they are spaced or typed."""
    plain = ["".join(unicodedata.normalize("NFKC", name).split()).casefold() for name in (one, other)]
    return bool(plain[0]) and plain[0] == plain[1]


def _document(line: bytes) -> str | None:
    """The document that a line names first."""
    begins = DOCUMENT.match(line)
    try:
        return str(json.loads(begins[1])) if begins else None
    except ValueError:
        return None


LINE: TypeAdapter[Review] = TypeAdapter(Review)
