"""Nearest: what a slip of the pen meant, among all names of a portal."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

LIMIT = 50
"""So many slips of a run are looked into: each look goes through every name of the portal, and whoever has more slips
than that has moved a folder, for which no single name is the answer."""


class Nearest:
    """Gives the known name that is most like a written one."""

    def __init__(self, names: Callable[[], Iterable[str]], cutoff: float) -> None:
        """`names` is asked once, at the first slip; `cutoff` from 0 to 1 says how alike two names must be."""
        self._names, self._cutoff = names, cutoff
        self._known: list[str] | None = None
        self._left = LIMIT

    def __call__(self, written: str) -> str:
        """The name, or nothing."""
        if not self._left:
            return ""
        self._left -= 1
        if self._known is None:
            self._known = list(self._names())
        return next(iter(difflib.get_close_matches(written, self._known, n=1, cutoff=self._cutoff)), "")
