"""Watching: one word for every burst of saves. watchfiles runs a thread of its own, so nothing here may run where builds fork."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import partial
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from plugins.engine.scan import LEFT_BEHIND

STEP = 20
"""Milliseconds without a further change after which a burst is over: an editor's temporary file has come and gone."""
LONGEST = 200
"""Milliseconds after which a burst that does not end is told of all the same."""
FIRST = 50
"""Milliseconds after which a quiet watch says that it has begun."""


class Saved(Enum):
    """What was saved."""

    CONTENT = b"content"
    """What every build reads."""
    SETTINGS = b"settings"
    """What a process reads once."""


def content_saves(folders: tuple[Path, ...], stop: Event) -> Iterator[Saved]:
    """Once when the watch has begun, then for every burst of saves anywhere below the folders."""
    begun = False
    for changes in watch(
        *folders,
        watch_filter=partial(_is_content, folders),
        debounce=LONGEST,
        step=STEP,
        rust_timeout=FIRST,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        if changes or not begun:
            begun = True
            yield Saved.CONTENT


def settings_saves(settings: Path, stop: Event) -> Iterator[Saved]:
    """For every burst of saves of a Python file beside the settings: one settings file may read another."""
    for _ in watch(settings.parent, watch_filter=_is_python, recursive=False, debounce=LONGEST, step=STEP, stop_event=stop):
        yield Saved.SETTINGS


def _is_content(folders: tuple[Path, ...], change: Change, path: str) -> bool:
    """Whether no step of a path below its folder is left behind by an editor or a system."""
    below = (Path(path).relative_to(folder) for folder in folders if Path(path).is_relative_to(folder))
    return any(not any(map(LEFT_BEHIND.fullmatch, found.parts)) for found in below)


def _is_python(change: Change, path: str) -> bool:
    return path.endswith(".py") and not LEFT_BEHIND.fullmatch(Path(path).name)
