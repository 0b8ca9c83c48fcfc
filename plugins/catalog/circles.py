"""Circles: documents that each lead to the next and back to the first, though none can have been made before the others."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, MutableSet
from dataclasses import dataclass

Graph = Mapping[str, Iterable[str]]
"""Each path with those it leads to."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A shortest way round from its first member by name, and what else hangs together with it both ways."""

    members: tuple[str, ...]
    others: tuple[str, ...] = ()


def circles(graph: Graph) -> Iterator[Circle]:
    """Every circle, whole; those that share members are one. Takes as long as there are paths and steps."""
    for group in _components(graph):
        if len(group) > 1:
            members = _round(graph, group)
            yield Circle(members, tuple(sorted(group.difference(members))))


def _components(graph: Graph) -> Iterator[set[str]]:
    """What can reach each other, after S. R. Kosaraju: through the graph, then back through its reverse."""
    back: dict[str, list[str]] = defaultdict(list)
    for path, steps in graph.items():
        for step in steps:
            back[step].append(path)
    seen: set[str] = set()
    for path in reversed(list(_postorder(graph, sorted(graph), set()))):
        if path not in seen:
            yield set(_postorder(back, (path,), seen))


def _postorder(graph: Graph, roots: Iterable[str], seen: MutableSet[str]) -> Iterator[str]:
    """Each path that can be reached, once all it leads to has come. No recursion: a chain may be of any length."""
    for root in roots:
        if root in seen:
            continue
        seen.add(root)
        way = [(root, iter(graph.get(root, ())))]
        while way:
            path, steps = way[-1]
            step = next((step for step in steps if step not in seen), None)
            if step is None:
                way.pop()
                yield path
            else:
                seen.add(step)
                way.append((step, iter(graph.get(step, ()))))


def _round(graph: Graph, group: set[str]) -> tuple[str, ...]:
    """A shortest way from the first member by name back to it."""
    start = min(group)
    came: dict[str, str] = {}
    queue = deque([start])
    while start not in came:
        path = queue.popleft()
        for step in graph[path]:
            if step in group and step not in came:
                came[step] = path
                queue.append(step)
    way = [came[start]]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))
