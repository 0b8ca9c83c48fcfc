"""Digests that bind what a person has signed to what was signed."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

LENGTH = 16
"""Hexadecimal digits of a digest that people copy: nobody finds another text with the same by chance."""


def digest_of(parts: Iterable[bytes | str]) -> str:
    """SHA-256 of several parts in their order. Each is counted: no part can be moved into the next unnoticed."""
    whole = sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        whole.update(b"%d:" % len(raw))
        whole.update(raw)
    return whole.hexdigest()
