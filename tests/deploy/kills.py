"""A deploy killed at a system call while readers read: at no time does one of them miss anything or get a mixture.

Each kill has a portal of its own, the copy of one that has been deployed some times and is about to be again: so each deploy
makes the same calls in the same order, and every one of them can be struck.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from deploy.sources import Folder
from deploy.verify import verify
from tests.deploy.portal import KEY, Portal, stylesheet
from tests.processes import PROCESSES
from tests.publish import tracer
from tests.publish.tracer import SystemCall

CALLS = "%file,%desc,syncfs"
"""What a deploy asks of the system about files; what it asks about memory leaves nothing half done."""
READERS = 8
PAUSE = 0.002
"""Seconds between two reads of one reader: the machine has other work."""
BEFORE = 4
"""Deploys before the one that is struck: more than are kept, so it removes one, too."""


@dataclass(frozen=True, kw_only=True)
class Struck:
    """What became of a deploy that was struck, and of the next one."""

    call: SystemCall
    died: bool
    reads: int
    """How often readers read from before it began until the next one had ended."""
    broken: str
    """What was not as it should be, empty where all was."""


class Crowd:
    """Readers at work: each reads the portal to which the link `here` leads just then."""

    def __init__(self, here: Path) -> None:
        """Use `reading`."""
        self._here, self._shown = here, 0
        self._end = PROCESSES.RawValue(ctypes.c_bool, False)
        self._counts = PROCESSES.RawArray(ctypes.c_uint64, READERS)
        self._said = PROCESSES.SimpleQueue()
        words = (here, self._end, self._counts, self._said)
        self._readers = [PROCESSES.Process(target=_read, args=(*words, place)) for place in range(READERS)]
        self.wrong: list[str] = []
        """What they have seen that no reader may see; known at the end."""

    @property
    def reads(self) -> int:
        """How often they have read, all together."""
        return sum(self._counts)

    def show(self, portal: Portal) -> None:
        """Let them read this portal from now on, and wait until each has."""
        link = self._here.with_name(".here")
        link.symlink_to(portal.output.parent)
        link.replace(self._here)
        # The read at which a reader is just now may have begun at the portal before.
        wanted = [count + 2 for count in self._counts]
        end = time.monotonic() + 60
        while any(count < least for count, least in zip(self._counts, wanted, strict=True)):
            if time.monotonic() > end:
                raise RuntimeError("a reader does not read")
            time.sleep(PAUSE)

    def begin(self) -> None:
        """Let them come."""
        for one in self._readers:
            one.start()

    def end(self) -> None:
        """Let them go."""
        self._end.value = True
        for one in self._readers:
            one.join(60)
        while not self._said.empty():
            self.wrong.append(self._said.get())


@contextmanager
def reading(folder: Path) -> Iterator[Crowd]:
    """Readers at work within, at the portals that they are shown."""
    crowd = Crowd(folder / "here")
    (folder / "here").symlink_to(about_to_deploy(folder / "first").output.parent)
    crowd.begin()
    try:
        yield crowd
    finally:
        crowd.end()


def about_to_deploy(folder: Path) -> Portal:
    """A portal with a history, and a version in output/ that is not deployed yet."""
    portal = Portal(folder)
    for number in range(BEFORE):
        portal.write(1, 2, 3, style=f"version {number}").deploy()
    return portal.write(1, 2, 3, style="next")


def system_calls(folder: Path) -> Counter[str]:
    """How often a deploy that nobody disturbs makes each call."""
    portal = about_to_deploy(folder)
    process = _deploying(portal)
    watching = tracer.counting(process.pid, folder / "trace", CALLS)
    process.join(60)
    watching.wait(10)
    assert process.exitcode == 0 and (portal.current / stylesheet("next")).exists()
    return tracer.counted(process.pid or 0, folder / "trace")


def strike(model: Portal, folder: Path, call: SystemCall, crowd: Crowd) -> Struck:
    """Deploy a copy of the portal in a new folder, kill that at the call, and deploy once more, before the eyes of the crowd."""
    shutil.copytree(model.output.parent, folder, symlinks=True)
    portal = Portal(folder)
    crowd.show(portal)
    reads = crowd.reads
    process = _deploying(portal)
    striking = tracer.kill_at(process.pid, call)
    process.join(60)
    striking.wait(10)
    broken = _broken(portal)
    portal.deploy()
    broken = broken or _broken(portal)
    if not (portal.current / stylesheet("next")).exists() or list(portal.shelf.folder.glob(".draft-*")):
        broken = broken or "the next deploy did not finish"
    return Struck(call=call, died=process.exitcode == -signal.SIGKILL, reads=crowd.reads - reads, broken=broken)


def _broken(portal: Portal) -> str:
    """What is not as signed of what is served."""
    verdict = verify(Folder(portal.current), [KEY.public], 0)
    return "" if verdict.answered and not verdict.differences else f"{verdict}"


def _deploying(portal: Portal) -> BaseProcess:
    process = PROCESSES.Process(target=_deploy, args=(portal.output.parent,))
    process.start()
    return process


def _deploy(folder: Path) -> None:
    """The process that is struck: it waits for its tracer, then deploys once."""
    KEY.sign(b"", "")
    os.kill(os.getpid(), signal.SIGSTOP)
    Portal(folder).deploy()


def _read(here: Path, end: ctypes.c_bool, counts: ctypes.Array[ctypes.c_uint64], said: SimpleQueue[str], place: int) -> None:
    """As a browser does: the page, then the stylesheet that it names, which says the same word; then a document."""
    while not end.value:
        current = Path(os.readlink(here)) / "var/deploys/current"
        try:
            home = (current / "index.html").read_text("utf-8")
            style = home.partition('href="/')[2].partition('"')[0]
            word = (current / style).read_text("utf-8")
            if not home.endswith(f"<p>{word}</p>"):
                said.put(f"mixed or torn: {home!r} with {word!r}")
            document = (current / "policies/2026/002/index.html").read_text("utf-8")
            if "第2号" not in document or not document.endswith("</html>"):
                said.put(f"torn: {document!r}")
        except OSError as error:
            said.put(f"missing: {error}")
        counts[place] += 1
        time.sleep(PAUSE)
