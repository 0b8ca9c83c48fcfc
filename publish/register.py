"""What a build released for the first time goes into the register of releases: only added to, or refused in a sentence."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from plugins.catalog.chained import hash_of
from plugins.catalog.locks import locked
from plugins.catalog.manifest import Manifest
from plugins.catalog.register import FILE, read_register


class RegisterError(Exception):
    """Nothing was added; the message is a 中文 sentence."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many lines were added, how many there are, and the hash of the last."""

    added: int
    lines: int
    head: str


def record_releases(manifest: Manifest, home: Path) -> Recorded:
    """Add what the build released and the register of the portal in `home` lacks. Two at once wait for each other.

    A line that a power cut left half-written is taken back first. Raises RegisterError, OSError.
    """
    with locked(home / FILE) as opened:
        opened.seek(0)
        content = opened.read()
        whole = content[: content.rfind(b"\n") + 1]
        register = read_register(whole)
        if register.faults:
            fault = register.faults[0]
            raise RegisterError(f"{FILE} 第 {fault.line} 行{fault.problem}，没有登记：请用 git 恢复原样。")
        seen = manifest.as_of.isoformat(timespec="minutes")
        if register.last > seen:
            raise RegisterError(f"这次构建的时刻 {seen} 早于最后一次登记的 {register.last}，没有登记：请核对时钟。")
        lines = register.following(manifest)
        opened.truncate(len(whole))
        opened.write("".join(lines).encode())
        opened.flush()
        os.fsync(opened.fileno())
    head = hash_of(lines[-1]) if lines else register.head
    return Recorded(len(lines), len(register.entries) + len(lines), head)
