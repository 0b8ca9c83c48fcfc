"""Stage: pages are made aside and moved into output/ by a journal, so that output/ changes as a whole.

The journal names every move and every removal before the first one; what is staged is what moves. Killed at any moment, the
next build finishes it: what is staged no more has already been moved. The old manifest goes first and the new one comes last, so
nothing is announced from a folder between two states.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from bisect import bisect_left
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from plugins.catalog.manifest import FOLDER, INDEX
from plugins.engine.presence import SEALED
from plugins.engine.rows import Damaged
from plugins.engine.store import Made, Store

Tell = Callable[[int, int], None]
"""Told how many are done and how many there are."""

WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
MODE = 0o644
"""What a web server may read, whatever the umask of who builds."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What one build does to an output folder."""

    output: str
    made: tuple[Made, ...]
    manifest: tuple[str, ...]
    removed: tuple[str, ...]


class Stage:
    """The way from `.cache/stage/` into one output folder."""

    def __init__(self, cache: Path, output: Path) -> None:
        """Both folders are made when they are first needed."""
        self.folder = cache / "stage"
        self.journal = cache / "journal.json"
        self.output = output

    @property
    def interrupted(self) -> bool:
        """Whether a build was stopped while it moved pages into this output folder."""
        try:
            return self.journal.exists() and _read(self.journal).output == str(self.output)
        except Damaged:
            return False

    def recover(self, store: Store) -> bool:
        """Finish what an interrupted build had begun to move; clear what it had only begun to make.

        Raises Damaged where nobody can tell what was moved; the journal is then gone, and the store must go too.
        """
        unfinished = self.journal.exists()
        if unfinished:
            try:
                journal = _read(self.journal)
            except Damaged:
                self.journal.unlink()
                raise
            # The store remembers the pages of its own output folder only.
            theirs = Path(journal.output or self.output)
            Stage(self.folder.parent, theirs)._move(store if theirs == self.output else None, journal)
        shutil.rmtree(self.folder, ignore_errors=True)
        return unfinished

    def put(self, path: str, content: bytes) -> tuple[int, int]:
        """Stage one file; its size in bytes and modification time in ns."""
        target = f"{self.folder}/{path}"
        try:
            file = os.open(target, WRITING, MODE)
        except FileNotFoundError:
            _make_folder(target.rpartition("/")[0])
            file = os.open(target, WRITING, MODE)
        with open(file, "wb", buffering=0) as staged:
            rest = memoryview(content)
            while rest:
                rest = rest[staged.write(rest) :]
            status = os.fstat(file)
            if status.st_mode & 0o777 != MODE:
                os.fchmod(file, MODE)
        return status.st_size, status.st_mtime_ns

    def commit(self, store: Store, journal: Journal, tell: Tell = lambda done, total: None) -> None:
        """Move everything staged into output/ and remove what has no page any more.

        `tell` hears how many files of how many have been moved.
        """
        draft = self.journal.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(_lines(journal))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.journal)
        self._move(store, journal, tell)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _move(self, store: Store | None, journal: Journal, tell: Tell = lambda done, total: None) -> None:
        tally = _Tally([made.path for made in journal.made], tell)
        (self.output / FOLDER).mkdir(parents=True, exist_ok=True)
        (self.output / INDEX).unlink(missing_ok=True)
        # First what goes: a page may come where a folder was, and a folder where a page was.
        for path in journal.removed:
            _remove(self.output, path)
        self._merge(PurePath(), {self.folder / FOLDER}, tally)
        if store:
            store.keep_made(journal.made, journal.removed)
        self._merge(PurePath(FOLDER), {self.folder / INDEX}, tally)
        self._merge(PurePath(FOLDER), set(), tally)
        if store:
            store.keep_note(SEALED, str((self.output / FOLDER).stat().st_mtime_ns))
        self.journal.unlink()

    def _merge(self, path: PurePath, waiting: Container[Path], tally: _Tally) -> None:
        """Move what is staged in a folder, but what must wait. A folder that output/ does not have yet is moved as a whole."""
        source, target = self.folder / path, self.output / path
        target.mkdir(parents=True, exist_ok=True)
        for staged in sorted(source.iterdir()) if source.is_dir() else ():
            if staged in waiting:
                continue
            if _moved(staged, target / staged.name):
                tally.count(path / staged.name)
            else:
                self._merge(path / staged.name, waiting, tally)


class _Tally:
    """How many of a journal's pages have been moved."""

    def __init__(self, paths: list[str], tell: Tell) -> None:
        self.paths, self.tell = sorted(paths), tell
        self.done = 0

    def count(self, moved: PurePath) -> None:
        """A file has been moved, or a folder with all that lies in it."""
        inside = bisect_left(self.paths, f"{moved}0") - bisect_left(self.paths, f"{moved}/")
        self.done = min(self.done + (inside or 1), len(self.paths))
        self.tell(self.done, len(self.paths))


def files_of(output: Path) -> dict[str, tuple[int, int]]:
    """Every file in an output folder: path to size and modification time in ns."""
    found = {}
    root = f"{output}/"
    folders = [root] if output.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{entry.path}/")
                else:
                    status = entry.stat(follow_symlinks=False)
                    found[entry.path[len(root) :]] = (status.st_size, status.st_mtime_ns)
    return found


def unowned(output: Path) -> list[str]:
    """Files that no build of ours can have made: reason to leave a folder alone."""
    ours = output / FOLDER
    return [] if ours.is_dir() and any(ours.iterdir()) else sorted(files_of(output))


def _make_folder(path: str) -> None:
    """Make a folder; most often all above it are there, and sometimes another worker has just made it."""
    with suppress(FileExistsError):
        try:
            os.mkdir(path)
        except FileNotFoundError:
            os.makedirs(path, exist_ok=True)


def _moved(staged: Path, target: Path) -> bool:
    """Move a file or a new folder. False for a folder that is there already, or that lies on another disk."""
    folder = staged.is_dir()
    if folder and target.is_dir():
        return False
    try:
        staged.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        if folder:
            return False
        beside = target.with_name(target.name + ".part")
        shutil.copy2(staged, beside)
        beside.replace(target)
    return True


def _lines(journal: Journal) -> Iterator[str]:
    """A journal as JSON, a page at a time: a first build moves hundreds of thousands."""
    yield f'{{"output": {json.dumps(journal.output)}, "made": ['
    for at, made in enumerate(journal.made):
        yield f"{',' if at else ''}\n{json.dumps({name: getattr(made, name) for name in Made.__slots__})}"
    yield f'],\n"manifest": {json.dumps(journal.manifest)}, "removed": {json.dumps(journal.removed)}}}\n'


def _read(journal: Path) -> Journal:
    try:
        stored = json.loads(journal.read_text("utf-8"))
        made = tuple(Made(**page) for page in stored["made"])
        return Journal(stored.get("output", ""), made, tuple(stored["manifest"]), tuple(stored["removed"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged(journal.name) from error


def _remove(output: Path, path: str) -> None:
    target = output / path
    if not target.is_file():
        return
    target.unlink()
    folder = target.parent
    while folder != output and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
