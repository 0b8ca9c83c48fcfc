"""The register of secrecy reviews: who found that what may be published, bound to its bytes.

`registers/reviews.ndjson` beside content/: one line a review, only ever added to, written by `inv review`. What its lines sign
says `signed`. A line is chained to the earlier ones of its document and to no other: two branches that review different
documents merge by keeping the lines of both (`merge=union` in .gitattributes), and a line that was changed or lost before
another of its document is a fault all the same. See decision 20.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Reviews:
    """What the lines come to: the last review of each document, by its path, and what is wrong with lines."""

    last: Mapping[str, Review] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    lines: int = 0

    def head(self, path: str) -> str:
        """The hash that the next line of a document follows."""
        return self.last[path].hash if path in self.last else START


def open_reviews(home: Path | None) -> Reviews | None:
    """The register of the portal whose content/ lies in `home`; None where it keeps none. Raises OSError."""
    file = home / FILE if home else None
    return read_reviews(file.read_bytes()) if file and file.is_file() else None


def read_reviews(content: bytes) -> Reviews:
    """The register in these bytes; whatever is wrong with it is a fault."""
    *lines, rest = content.split(b"\n")
    faults = [Fault(len(lines) + 1, "没有写完")] if rest else []
    last, hashes = dict[str, Review](), dict[str, set[str]]()
    for number, line in enumerate(lines, 1):
        try:
            review = LINE.validate_json(line)
        except ValidationError:
            faults.append(Fault(number, "读不出来"))
            continue
        # Two branches may have reviewed one document: both lines follow the same.
        earlier = hashes.setdefault(review.path, {START})
        if any(follows(line, before) for before in earlier):
            last[review.path] = review
        else:
            faults.append(Fault(number, "与这份文件前一次的审查接不上：它或者前一次的那一行被改动、删去过"))
        earlier.add(hash_of(line))
    return Reviews(last, tuple(faults), len(lines))


def permits(conclusion: str) -> bool:
    """Whether a conclusion lets a document be published."""
    return PUBLISHABLE in conclusion and "不" not in conclusion


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one, however they are spaced or typed."""
    plain = ["".join(unicodedata.normalize("NFKC", name).split()).casefold() for name in (one, other)]
    return bool(plain[0]) and plain[0] == plain[1]


LINE: TypeAdapter[Review] = TypeAdapter(Review)
