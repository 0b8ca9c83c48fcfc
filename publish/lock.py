"""One publish run at a time: an advisory lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.failures import Busy

FILE = "publish.lock"
_STEP = 0.1


@contextmanager
def publish_lock(var: Path, wait: float) -> Iterator[None]:
    """Hold the lock of `var`, waiting up to `wait` seconds for another run; then raises Busy."""
    var.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + wait
    with (var / FILE).open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise Busy("另一个发布进程正在运行，请等它结束后再试") from None
                time.sleep(_STEP)
        yield
