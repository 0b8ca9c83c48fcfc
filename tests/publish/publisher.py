"""A publisher in a process of its own, which can be made to kill itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path

from publish.step import open_step
from tests.publish.portal import SINCE


def publish_once(output: Path, var: Path, environment: Mapping[str, str], die_at: int | None, stopped: bool = False) -> None:
    """The publisher's process: one send, killed by itself at its n-th moment. `stopped`: it waits for a tracer first."""
    passed = 0
    if stopped:
        os.kill(os.getpid(), signal.SIGSTOP)

    def moment(_name: str) -> None:
        nonlocal passed
        passed += 1
        if passed == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    open_step(output, var, environment, SINCE, moment=moment).send()
