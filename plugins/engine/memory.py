"""Memory: what a build makes in one go and keeps to its end is kept out of the search for what can be thrown away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def keeping() -> Iterator[None]:
    """While hundreds of thousands of records are made that all stay, looking through them again and again is labour lost.

    Afterwards neither this process nor its forks look through them, until `release`.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was:
            gc.enable()


def release() -> None:
    """The build is over, its records may go."""
    gc.unfreeze()
