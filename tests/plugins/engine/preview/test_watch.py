"""Watching real folders."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.engine.preview.watch import Saved, content_saves, settings_saves

QUIET = 0.4
"""Seconds after which nothing more is expected."""


class Watched:
    """A watch in a thread."""

    def __init__(self, saves: Iterator[Saved]) -> None:
        self.seen: queue.Queue[Saved] = queue.Queue()
        self.thread = threading.Thread(target=lambda: [self.seen.put(saved) for saved in saves])
        self.thread.start()

    def next(self) -> Saved:
        """The next word; it comes."""
        return self.seen.get(timeout=10)

    def is_quiet(self) -> bool:
        """Whether nothing comes for a while."""
        try:
            self.seen.get(timeout=QUIET)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """Ends the watch."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def content(tmp_path: Path, stop: threading.Event) -> Iterator[Watched]:
    """A watch over a folder, which has begun."""
    (tmp_path / "policies").mkdir()
    watched = Watched(content_saves((tmp_path,), stop))
    assert watched.next() is Saved.CONTENT
    yield watched
    stop.set()
    watched.thread.join()


def test_a_save_is_told_wherever_it_is(content: Watched, tmp_path: Path) -> None:
    """Also in a folder that was made just now."""
    (tmp_path / "policies/a.md").write_text("x")
    assert content.next() is Saved.CONTENT
    (tmp_path / "policies/2027").mkdir()
    assert content.next() is Saved.CONTENT
    (tmp_path / "policies/2027/b.md").write_text("x")
    assert content.next() is Saved.CONTENT


def test_a_burst_is_told_once(content: Watched, tmp_path: Path) -> None:
    """As an editor saves: a file aside, renamed over the old one; and many at once."""
    for number in range(50):
        aside = tmp_path / f"policies/{number}.part"
        aside.write_text("x")
        aside.replace(tmp_path / f"policies/{number}.md")
    assert content.next() is Saved.CONTENT
    assert content.is_quiet()


def test_what_editors_leave_behind_is_no_save(content: Watched, tmp_path: Path) -> None:
    """Locks, swap files, backups, what lies in a hidden folder."""
    (tmp_path / ".notes").mkdir()
    for name in ("policies/.a.md.swp", "policies/a.md~", "policies/#a.md#", "policies/~$a.md", ".notes/open.json"):
        (tmp_path / name).write_text("x")
    assert content.is_quiet()


def test_a_deletion_is_a_save(content: Watched, tmp_path: Path) -> None:
    """Its page must go."""
    (tmp_path / "policies").rmdir()
    assert content.next() is Saved.CONTENT


def test_settings_are_every_python_file_beside_them(tmp_path: Path, stop: threading.Event) -> None:
    """publishconf.py reads pelicanconf.py; nothing else there matters."""
    settings = tmp_path / "publishconf.py"
    settings.write_text("")
    (tmp_path / "below").mkdir()
    watched = Watched(settings_saves(settings, stop))
    while watched.is_quiet():
        (tmp_path / "pelicanconf.py").write_text("x = 1")
    (tmp_path / "README.md").write_text("x")
    (tmp_path / "below/other.py").write_text("x")
    assert watched.is_quiet()
    stop.set()
    watched.thread.join()
