"""System calls of a publisher, counted and struck by strace (its `inject`): where a process may die between two of them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,read,pread64,write,pwrite64,fsync,fdatasync,ftruncate,unlink,rename,close,fcntl,flock,"
    "socket,connect,sendto,recvfrom,shutdown,futex,clone3,lseek,newfstatat"
)
"""What a publisher asks of the system while it works."""

_LINE = re.compile(r"^\d+\s+(\w+)\(")


@dataclass(frozen=True, kw_only=True)
class SystemCall:
    """The n-th call of one name, from 1, in the publisher's first thread."""

    name: str
    nth: int


def available() -> bool:
    """Whether strace is here and may trace."""
    return shutil.which("strace") is not None


def kill_at(pid: int | None, call: SystemCall) -> subprocess.Popen[bytes]:
    """Let a stopped process run until that call, which kills it."""
    return _attached(
        pid, "-e", f"trace={call.name}", "-e", f"inject={call.name}:signal=SIGKILL:when={call.nth}", "-o", "/dev/null"
    )


def counting(pid: int | None, into: Path, calls: str = CALLS) -> subprocess.Popen[bytes]:
    """Let a stopped process run to its end and write down those of its calls."""
    return _attached(pid, "-e", f"trace={calls}", "-o", str(into))


def counted(pid: int, path: Path) -> Counter[str]:
    """How often the first thread made each call."""
    lines = path.read_text("utf-8", "replace").splitlines()
    return Counter(found.group(1) for line in lines if line.startswith(f"{pid} ") and (found := _LINE.match(line)))


def points(counts: Mapping[str, int]) -> list[SystemCall]:
    """Every call of a run that makes so many of each."""
    return [SystemCall(name=name, nth=nth) for name, times in sorted(counts.items()) for nth in range(1, times + 1)]


def _attached(pid: int | None, *arguments: str) -> subprocess.Popen[bytes]:
    assert pid is not None
    _until(lambda: _status(pid, "State").startswith(("T", "t")))
    tracer = subprocess.Popen(["strace", "-f", "-qq", *arguments, "-p", str(pid)], stderr=subprocess.DEVNULL)
    _until(lambda: _status(pid, "TracerPid") != "0")
    os.kill(pid, signal.SIGCONT)
    return tracer


def _status(pid: int, name: str) -> str:
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return line.split(":", 1)[1].strip()
    return ""


def _until(holds) -> None:
    end = time.monotonic() + 30
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError("the process does not stop, or cannot be traced")
        time.sleep(0.005)
