"""Likeness: how much of an interpretation its policy says in the same words.

A text is known by its clauses: what stands between two marks of punctuation, eight characters at least. Their digests are
kept when the text is read; of a long text the smallest, which are the same of any text, so that what two texts share among
these is, but for chance, what they share at all (Broder, On the resemblance and containment of documents, 1997).
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from struct import pack, unpack
from zlib import crc32

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.engine.signals import Document, Fact

CLAUSE = re.compile("[\u3400-\u9fff0-9]{8,}")
FACT = "clauses"
COMPARED = (Kind.POLICY, Kind.INTERPRETATION)
BITS = 16
"""Of a digest: a clause is found by chance in one of 200 texts of 300 clauses."""
SCATTER = 0x9E3779B1
"""An odd factor without a pattern: the golden ratio in 32 bits (Knuth, The Art of Computer Programming, 6.4)."""
KEPT = 256
"""Digests of a text: 684 characters in the store at most, a third of that as a rule."""
FEWEST = 8
"""Digests that can be compared: fewer say nothing."""
TOO_MUCH = 0.6
"""The share from which an interpretation merely repeats.

Interpretations that explain share 0.12 at most, two papers on one subject 0.33, extracts called interpretations 0.62 to
0.87 (docs/decisions/0015-the-chain.md).
"""


def fingerprint(text: str) -> str:
    """The digests of the clauses of a text, in base64; empty where it has none."""
    digests = sorted({_digest(clause) for clause in CLAUSE.findall(text)})[:KEPT]
    return b64encode(pack(f"<{len(digests)}H", *digests)).decode()


def shared(text: str, others: Sequence[str]) -> float:
    """The share of the clauses of one text, by its fingerprint, that stand in any of the others; 0 where there are too few."""
    mine, theirs = _digests(text), [_digests(other) for other in others]
    # Beyond the largest of a full fingerprint nobody knows what the text holds.
    limit = min((digests[-1] for digests in (mine, *theirs) if len(digests) == KEPT), default=1 << BITS)
    compared = {digest for digest in mine if digest <= limit}
    if len(compared) < FEWEST:
        return 0.0
    return len(compared.intersection(digest for digests in theirs for digest in digests)) / len(compared)


def share(interpretation: Record, policies: Sequence[Record], catalog: Catalog) -> float:
    """The share of an interpretation that its policies say in the same words, from 0 to 1."""
    own = _of(interpretation, catalog)
    return shared(own, [_of(policy, catalog) for policy in policies]) if own else 0.0


def read(document: Document) -> Iterator[Fact]:
    """What is kept of a text; of imported history nothing, nobody writes that again."""
    record = document.record
    if record.kind in COMPARED and not record.first_published:
        found = fingerprint(document.body)
        if found:
            yield Fact(FACT, found)


def _of(record: Record, catalog: Catalog) -> str:
    return str(catalog.entry(record).facts.get(FACT, ""))


def _digest(clause: str) -> int:
    # A checksum of like texts is alike; to multiply it scatters them.
    return (crc32(clause.encode()) * SCATTER & 0xFFFFFFFF) >> 32 - BITS


def _digests(fingerprint: str) -> tuple[int, ...]:
    raw = b64decode(fingerprint)
    return unpack(f"<{len(raw) // 2}H", raw)
