"""Chained lines: a line of a register ends with a hash of the line before it and of itself, so that none can be changed unseen.

`{…,"hash":"…"}`: the SHA-256 of the hash before and of the line up to the hash. The first line follows `START`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

START = "0" * 64
"""Stands for the hash before the first line."""
SEAL = b',"hash":"'
ENDING = b'"}'


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is not as it was written, and why in 中文."""

    line: int
    problem: str


def sealed(row: Mapping[str, object], before: str) -> str:
    """The line of a row that follows the one with this hash, with its end of line."""
    body = json.dumps(row, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
    return (body + SEAL + _hash(before, body).encode() + ENDING).decode() + "\n"


def follows(line: bytes, before: str) -> bool:
    """Whether a line is as it was written, after the one with this hash."""
    body, _, seal = line.rpartition(SEAL)
    return seal == _hash(before, body).encode() + ENDING


def hash_of(line: str | bytes) -> str:
    """The hash that a line says it has."""
    written = line if isinstance(line, bytes) else line.encode()
    return written.rstrip().rpartition(SEAL)[2].removesuffix(ENDING).decode("ascii", "replace")


def _hash(before: str, body: bytes) -> str:
    return sha256(before.encode() + body).hexdigest()
