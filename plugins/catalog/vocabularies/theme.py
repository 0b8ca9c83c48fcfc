"""Themes: the tree of the State Council's policy library, and the classes a portal adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import TypeAdapter

from plugins.catalog.vocabularies.files import layers, learned

OWN_FROM = 51
"""The code of a portal's first own class and leaf: ours may grow without changing an address of theirs."""


@learned
def themes() -> Mapping[str, tuple[str, ...]]:
    """Top class to its leaves, the portal's own last. Raises VocabularyError."""
    tree: dict[str, tuple[str, ...]] = {}
    for file in layers("themes"):
        for top, leaves in file.read(_TREE).items():
            tree[top] = tuple(dict.fromkeys((*tree.get(top, ()), *(leaves or ()))))
    return tree


@learned
def theme_path(written: str) -> tuple[str, ...] | None:
    """The path of a theme, `("综合政务", "政务公开")`. A lone name resolves, a top class before a leaf."""
    tree = themes()
    steps = tuple(step.strip() for step in written.replace("＼", "\\").split("\\"))
    if len(steps) == 2 and steps[1] in tree.get(steps[0], ()):
        return steps
    if len(steps) != 1:
        return None
    if steps[0] in tree:
        return steps
    tops = [top for top, leaves in tree.items() if steps[0] in leaves]
    return (tops[0], steps[0]) if len(tops) == 1 else None


def theme_code(path: tuple[str, ...]) -> str:
    """The code of a theme: `02` for the second top class, `0201` for its first leaf, `51` for the portal's first own."""
    return "".join(_codes()[path[:depth]] for depth in range(1, len(path) + 1))


@learned
def _codes() -> Mapping[tuple[str, ...], str]:
    """The last two digits of every class."""
    ours, tree = layers("themes")[0].read(_TREE), themes()
    codes: dict[tuple[str, ...], str] = {(top,): code for top, code in _numbered(tree, ours).items()}
    for top, leaves in tree.items():
        codes |= {(top, leaf): code for leaf, code in _numbered(leaves, ours.get(top) or ()).items()}
    return codes


def _numbered(names: Iterable[str], ours: Iterable[str]) -> dict[str, str]:
    places = {name: at for at, name in enumerate(ours, 1)}
    own = (name for name in names if name not in places)
    return {name: f"{at:02}" for name, at in (places | {name: at for at, name in enumerate(own, OWN_FROM)}).items()}


_TREE = TypeAdapter(dict[str, tuple[str, ...] | None])
