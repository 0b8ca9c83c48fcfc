"""What one command takes, with every process it starts: wall and processor seconds, and the most memory at once.

Processor time is what the system counts for the command and all its descendants that were waited for (wait4). Memory is
sampled from /proc: of a lone process the most it ever had resident (VmHWM); of a tree the proportional sets (PSS) of all
its processes added up, so that pages shared by forked workers count once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

SAMPLING = 0.05
"""Seconds between two looks at the memory."""
SHARE = 20
"""A look that takes long is followed by a pause this many times as long: looking must not be what is measured."""
KIB, MIB = 1024, 1024 * 1024
PROC = Path("/proc")


class Failed(Exception):
    """A command that ended with an error; the message is its last lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one run took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time."""
    memory: float
    """MiB."""


def take(command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str] | None = None) -> Taken:
    """Run a command in a folder to its end. Raises Failed."""
    with log.open("wb") as lines:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        watch.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            watch.stop()
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise Failed("\n".join(log.read_text("utf-8", "replace").splitlines()[-8:]))
    return Taken(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=watch.peak / MIB)


class _Watch(Thread):
    """Looks at the memory of a tree until it is stopped."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root = root
        self.peak = 0
        self._over = Event()

    def run(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            began = time.perf_counter()
            processes = list(tree(self.root))
            self.peak = max(self.peak, sum(map(most_resident if len(processes) < 2 else proportional, processes)))
            pause = max(SAMPLING, SHARE * (time.perf_counter() - began))

    def stop(self) -> None:
        self._over.set()
        self.join()


def tree(root: int) -> Iterator[int]:
    """A process and all that descend from it, as far as they live."""
    waiting = [root]
    while waiting:
        process = waiting.pop()
        yield process
        try:
            threads = list((PROC / str(process) / "task").glob("*/children"))
        except OSError:
            # It has ended since somebody named it.
            continue
        for children in threads:
            waiting += map(int, _text(children).split())


def most_resident(process: int) -> int:
    """Bytes of its resident set when it was largest; 0 where it has ended."""
    return _bytes(process, "status", "VmHWM:")


def proportional(process: int) -> int:
    """Bytes of its proportional set: what it shares counts by its share; 0 where it has ended."""
    return _bytes(process, "smaps_rollup", "Pss:")


def _bytes(process: int, file: str, name: str) -> int:
    lines = _text(PROC / str(process) / file).splitlines()
    return next((int(line.split()[1]) * KIB for line in lines if line.startswith(name)), 0)


def system_memory(name: str) -> int:
    """Bytes of a row of /proc/meminfo, such as MemAvailable."""
    lines = _text(PROC / "meminfo").splitlines()
    return next((int(line.split()[1]) * KIB for line in lines if line.startswith(f"{name}:")), 0)


def _text(file: Path) -> str:
    try:
        return file.read_text("ascii", "replace")
    except OSError:
        return ""
