"""A deploy killed at a system call while readers read: at no time does one of them miss anything or get a mixture."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from deploy.sources import Folder
from deploy.verify import verify
from tests.deploy.portal import KEY, Portal
from tests.publish import tracer
from tests.publish.tracer import SystemCall

PROCESSES = multiprocessing.get_context("spawn")
CALLS = (
    "openat,read,write,close,mkdir,link,linkat,rename,symlink,unlink,unlinkat,rmdir,chmod,fchmod,utimensat,ftruncate,"
    "fsync,syncfs,flock,readlink,getdents64,newfstatat,lseek"
)
"""What a deploy asks of the system."""
PAUSE = 0.002
"""Seconds between two reads of one reader: the machine has other work."""


class Readers:
    """What a crowd of readers has seen."""

    def __init__(self) -> None:
        self.reads = 0
        self.wrong: list[str] = []


@contextmanager
def reading(current: Path, number: int = 8) -> Iterator[Readers]:
    """So many readers at work within; afterwards what they have seen."""
    seen, end, reads = Readers(), PROCESSES.Value("b", 0), PROCESSES.Value("Q", 0)
    wrong = PROCESSES.SimpleQueue()
    crowd = [PROCESSES.Process(target=_read, args=(current, end, reads, wrong)) for _ in range(number)]
    for one in crowd:
        one.start()
    try:
        yield seen
    finally:
        end.value = 1
        for one in crowd:
            one.join(60)
        seen.reads = reads.value
        while not wrong.empty():
            seen.wrong.append(wrong.get())


def system_calls(folder: Path) -> Counter[str]:
    """How often an undisturbed deploy makes each call."""
    portal = _two_versions(folder)
    process = _deploying(folder)
    watching = tracer.counting(process.pid, folder / "trace", CALLS)
    process.join(60)
    watching.wait(10)
    assert process.exitcode == 0 and portal.current.exists()
    return tracer.counted(process.pid or 0, folder / "trace")


def killed(portal: Portal, call: SystemCall) -> tuple[bool, bool]:
    """Write another version and deploy it, killed at that call: whether it died, and whether what is served is whole."""
    portal.write(1, 2, 3, style=f"version {call.name} {call.nth}")
    process = _deploying(portal.output.parent)
    striking = tracer.kill_at(process.pid, call)
    process.join(60)
    striking.wait(10)
    verdict = verify(Folder(portal.current), [KEY.public], 0)
    return process.exitcode == -signal.SIGKILL, verdict.answered and not verdict.differences


def _two_versions(folder: Path) -> Portal:
    portal = Portal(folder).write(1, 2, 3, style="first")
    portal.deploy()
    return portal.write(1, 2, 3, style="second")


def _deploying(folder: Path) -> multiprocessing.process.BaseProcess:
    process = PROCESSES.Process(target=_deploy, args=(folder,))
    process.start()
    return process


def _deploy(folder: Path) -> None:
    """The process that is struck: it waits for its tracer, then deploys once."""
    import ctypes  # noqa: F401  imports are no part of a deploy

    KEY.sign(b"", "")
    os.kill(os.getpid(), signal.SIGSTOP)
    Portal(folder).deploy()


def _read(current: Path, end: Synchronized[int], reads: Synchronized[int], wrong: multiprocessing.SimpleQueue[str]) -> None:
    """As a browser does: the page, then the stylesheet that it names, which says the same word."""
    count = 0
    while not end.value:
        try:
            home = (current / "index.html").read_text("utf-8")
            style = home.partition('href="/')[2].partition('"')[0]
            word = (current / style).read_text("utf-8")
            if not home.endswith(f"<p>{word}</p>"):
                wrong.put(f"mixed or torn: {home!r} with {word!r}")
        except OSError as error:
            wrong.put(f"missing: {error}")
        count += 1
        time.sleep(PAUSE)
    with reads.get_lock():
        reads.value += count
