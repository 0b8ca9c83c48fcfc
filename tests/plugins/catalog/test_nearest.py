"""Hints for slips: helpful for a few, bounded for many."""

from __future__ import annotations

from plugins.catalog.nearest import LIMIT, Nearest


def test_the_name_that_was_meant() -> None:
    """The most alike, where one is alike enough."""
    near = Nearest(lambda: ["policies/2026/012.md", "news/2026/1.md"], 0.7)
    assert near("policies/2026/12.md") == "policies/2026/012.md"
    assert near("x") == ""


def test_names_are_gathered_once_and_only_at_the_first_slip() -> None:
    """A portal without slips pays nothing; one with thousands does not look through all names for each."""
    asked: list[int] = []

    def names() -> list[str]:
        asked.append(1)
        return ["abc"]

    near = Nearest(names, 0.6)
    assert asked == []
    assert [near("abd") for _ in range(LIMIT + 2)] == ["abc"] * LIMIT + ["", ""]
    assert asked == [1]
