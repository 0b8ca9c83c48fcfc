"""Circles in what leads to what."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.circles import Circle, circles

GRAPHS = st.dictionaries(st.sampled_from("abcdefg"), st.sets(st.sampled_from("abcdefg")).map(sorted), max_size=7)


def test_a_circle_is_told_whole_and_in_order() -> None:
    """From its first member by name; what merely leads there is not in it."""
    graph = {"x": ["b"], "b": ["c"], "c": ["a"], "a": ["b", "y"], "p": ["q"], "q": ["p"]}
    assert set(circles(graph)) == {Circle(("a", "b", "c")), Circle(("p", "q"))}


def test_circles_that_share_a_member_are_one() -> None:
    """The shortest way round, and who else hangs on it."""
    assert list(circles({"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["b"]})) == [Circle(("a", "b"), ("c", "d"))]


def test_a_chain_is_none_however_long() -> None:
    """And one so long that comes back to its start is told whole."""
    count = 20_000
    chain = {f"{number:05}": [f"{number + 1:05}"] for number in range(count)}
    assert list(circles(chain)) == []
    (found,) = circles(chain | {f"{count:05}": ["00000"]})
    assert found.members == tuple(f"{number:05}" for number in range(count + 1))


@given(GRAPHS)
def test_whoever_can_come_back_is_in_one_circle_and_nobody_else(graph: dict[str, list[str]]) -> None:
    """Told by trying every way."""

    def reached(start: str) -> set[str]:
        found, new = set[str](), {start}
        while new:
            new = {step for path in new for step in graph.get(path, ())} - found
            found |= new
        return found

    ways = {path: reached(path) for path in "abcdefg"}
    groups = {frozenset(other for other in ways[path] if path in ways[other]) for path in ways if path in ways[path]}
    found = list(circles(graph))
    assert {frozenset((*one.members, *one.others)) for one in found} == {group for group in groups if len(group) > 1}
    for one in found:
        assert all(step in graph[path] for path, step in zip(one.members, (*one.members[1:], one.members[0]), strict=True))
