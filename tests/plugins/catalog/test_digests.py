"""Digests: what was signed, and nothing that looks like it."""

from __future__ import annotations

from plugins.catalog.digests import digest_of


def test_another_order_or_another_border_is_another_digest() -> None:
    """Nothing moves from one part into the next."""
    digests = [digest_of(parts) for parts in (["ab", "c"], ["a", "bc"], ["c", "ab"], ["abc"], ["ab", "c", ""], ["2:ab1:c"])]
    assert len(set(digests)) == len(digests)
    assert digest_of(["甲", b"\xff"]) == digest_of(iter(["甲".encode(), b"\xff"]))
