"""The shelf: the deploys that are kept, the one that is served, and the record of every switch.

`var/deploys/` holds a folder for each deploy, named by its serial and the digest of its list, the symbolic link `current` that
the web server follows, and `log.ndjson`. A switch is one rename(2) of that link: whoever opens a file through it finds the old
one or the new.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from deploy import checksums
from deploy.checksums import LIST, SIGNATURE, Sums
from deploy.failures import DeployError
from deploy.minisign import PublicKey, trusted_comment

CURRENT, LOG, LOCK = "current", "log.ndjson", "lock"
LAST = 999_999
"""The greatest serial: names sort by its six figures."""
_DRAFT = ".draft-"
"""What a deploy is called until it is whole, and again while it is removed."""
_NAME = re.compile(r"(\d{6,})-[0-9a-f]{12}")


class Act(StrEnum):
    """Why the link was switched."""

    DEPLOY = "deploy"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One line of the record, written before the link is switched."""

    serial: int
    """Counts switches; a verifier refuses a serial below one it has seen."""
    name: str
    act: Act
    at: datetime
    by: str = ""
    reason: str = ""
    assets: tuple[str, ...] = ()
    """The files of this very build whose names carry a digest: its readers ask for them after the next switch, too."""

    def line(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self) | {"at": self.at.isoformat()}, ensure_ascii=False) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Switch:
        """What `line` wrote. ValueError, KeyError or TypeError for anything else."""
        row = json.loads(line)
        changed = {"act": Act(row["act"]), "at": datetime.fromisoformat(row["at"]), "assets": tuple(row["assets"])}
        return cls(**(row | changed))


@dataclass(frozen=True)
class Deploy:
    """One deploy on the shelf."""

    folder: Path

    @property
    def name(self) -> str:
        """Serial and digest."""
        return self.folder.name

    @cached_property
    def listing(self) -> bytes:
        """Its list as it is written. Raises OSError."""
        return (self.folder / LIST).read_bytes()

    def comment(self, keys: Collection[PublicKey]) -> str:
        """What the signer says of its list, once one of `keys` has proved it. Raises SignatureError, or OSError."""
        return trusted_comment(self.listing, (self.folder / SIGNATURE).read_bytes(), keys)

    @cached_property
    def listed(self) -> Mapping[str, Sums]:
        """Its files. Raises DeployError where the list cannot be read."""
        try:
            return checksums.read(self.listing)
        except OSError as error:
            raise DeployError(f"{self.name} 里没有 {LIST}，不是完整的部署。") from error


class Shelf:
    """The folder of all deploys. What is whole has its name; anything else is a draft."""

    def __init__(self, folder: Path) -> None:
        """The folder is made by the first deploy."""
        self.folder = folder

    def deploys(self) -> list[Deploy]:
        """All that are kept, oldest first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return [Deploy(path) for path in sorted(found) if _NAME.fullmatch(path.name) and path.is_dir()]

    def current(self) -> Deploy | None:
        """The one that is served."""
        link = self.folder / CURRENT
        return Deploy(self.folder / os.readlink(link)) if link.is_symlink() and link.exists() else None

    def log(self) -> list[Switch]:
        """Every switch, oldest first. A line cut short by a crash is passed over. Raises DeployError for a damaged one."""
        path = self.folder / LOG
        lines = path.read_text("utf-8").split("\n")[:-1] if path.exists() else []
        try:
            return [Switch.from_line(line) for line in lines if line]
        except (ValueError, KeyError, TypeError) as error:
            raise DeployError(f"部署记录 {LOG} 读不懂，可能已损坏：请先从备份恢复。") from error

    def next_serial(self, after: int = 0) -> int:
        """One above every serial that was given, and above `after`. Raises DeployError where names would not sort any more."""
        given = [one.serial for one in self.log()]
        given += [int(found[1]) for one in self.deploys() if (found := _NAME.fullmatch(one.name))]
        serial = max((*given, after)) + 1
        if serial > LAST:
            raise DeployError(f"切换的序号最大是 {LAST}，不能是 {serial}：没有部署。")
        return serial

    def is_settled(self) -> bool:
        """Whether the last switch of the record is the one that is served."""
        log, current = self.log(), self.current()
        return (log[-1].name if log else None) == (current.name if current else None)

    def draft(self, serial: int) -> Path:
        """A new folder to make a deploy in."""
        path = self.folder / f"{_DRAFT}{serial:06}"
        path.mkdir(parents=True)
        path.chmod(0o755)
        return path

    def clear(self) -> None:
        """Remove what a killed run has left."""
        for path in self.folder.glob(f"{_DRAFT}*"):
            shutil.rmtree(path, ignore_errors=True)

    def take(self, draft: Path, name: str) -> Deploy:
        """Give a draft that is whole its name, once all of it is on the disk."""
        sync(self.folder)
        draft.rename(self.folder / name)
        return Deploy(self.folder / name)

    def switch(self, switch: Switch) -> None:
        """Record it, then let readers have it."""
        with (self.folder / LOG).open("a+b") as file:
            file.seek(0)
            # What a crash has cut short is no line.
            file.truncate(file.read().rfind(b"\n") + 1)
            file.write(switch.line().encode())
            file.flush()
            os.fsync(file.fileno())
        fresh = self.folder / f"{_DRAFT}link"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(switch.name)
        fresh.replace(self.folder / CURRENT)
        sync(self.folder)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove all but the newest `keep` and the one that is served; the names of what went."""
        current = self.current()
        served = current.name if current else ""
        gone = [one for one in self.deploys()[:-keep] if one.name != served]
        for one in gone:
            aside = self.folder / f"{_DRAFT}{one.name}"
            one.folder.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)
        return tuple(one.name for one in gone)


def name_of(serial: int, listed: bytes) -> str:
    """What a deploy of that list is called."""
    return f"{serial:06}-{sha256(listed).hexdigest()[:12]}"


def sync(folder: Path) -> None:
    """Let everything written to the disk of a folder outlive a power cut (syncfs(2)). Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(handle)
