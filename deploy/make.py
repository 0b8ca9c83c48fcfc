"""A deploy is made: beside what is served, whole, signed, on the disk; then the link is switched.

Killed or out of disk anywhere, what is served stays as it is, and the next deploy removes what was begun.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy import checksums
from deploy.checksums import LIST, SIGNATURE, Summing, Sums
from deploy.failures import DeployError, SignatureError
from deploy.guards import check_losses, check_seal
from deploy.minisign import SigningKey
from deploy.plan import Plan, only_restamped, plan
from deploy.shelf import LOCK, Act, Deploy, Shelf, Switch, name_of
from plugins.catalog.locks import alone
from plugins.catalog.manifest import INDEX

Progress = Callable[[str, int, int], None]
FRESH = timedelta(days=1)
"""So long a deploy stands although its manifest speaks for an earlier minute."""
_FILE_MODE, _FOLDER_MODE = 0o444, 0o755
"""Nobody writes into a deploy; every web server reads it, whatever the umask."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of a deploy."""

    output: Path
    shelf: Shelf
    keep: int
    """So many deploys stay, 2 or more."""
    key: SigningKey | None = None
    """None: the list goes without a signature."""
    removes: int = 0
    """So many pages may go."""
    after: int = 0
    """The serial must be greater: so far judges elsewhere have seen the site come before its record was lost."""
    by: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    progress: Progress = field(default=lambda *_: None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of it."""

    deploy: Deploy
    plan: Plan
    fresh: bool
    """False where what is served was so already."""
    waited: bool = False
    """Whether another deploy had to end first."""


def planned(order: Order) -> Plan:
    """What would change. Raises DeployError where it would be refused."""
    check_seal(order.output)
    return plan(order.output, order.shelf.current(), _assets(order))


def deploy(order: Order) -> Outcome:
    """Make it and switch to it. Raises DeployError; what is served is then as it was."""
    shelf = order.shelf
    with alone(shelf.folder / LOCK, lambda: order.progress("等另一次部署结束", 0, 0)) as waited:
        shelf.clear()
        before = _seal_of(order.output)
        wanted, last = planned(order), shelf.current()
        if last and shelf.is_settled() and _is_same(order, wanted, last):
            return Outcome(deploy=last, plan=wanted, fresh=False, waited=waited)
        check_losses(wanted, order.removes)
        serial = shelf.next_serial(order.after)
        try:
            draft = shelf.draft(serial)
            _fill(draft, order, wanted, last)
            if _seal_of(order.output) != before:
                raise DeployError("部署时另一个构建正在改动 output/：没有部署，请在它结束后再运行。")
            made = _sealed(draft, serial, order)
        except OSError as error:
            shelf.clear()
            why = "磁盘满了" if error.errno in (errno.ENOSPC, errno.EDQUOT) else f"{error.filename or ''} {error.strerror}"
            raise DeployError(f"没有部署（{why}）；网站保持原样。") from error
        except DeployError:
            shelf.clear()
            raise
        shelf.switch(Switch(serial=serial, name=made.name, act=Act.DEPLOY, at=order.now(), by=order.by, assets=wanted.assets))
        shelf.prune(order.keep)
        return Outcome(deploy=made, plan=wanted, fresh=True, waited=waited)


def signed(content: bytes, key: SigningKey, serial: int, name: str, at: datetime, act: Act) -> bytes:
    """The signature of a list. Its comment, which is signed, says which switch it was made for."""
    return key.sign(content, f"serial:{serial} at:{at.isoformat(timespec='seconds')} {act}:{name}")


def _assets(order: Order) -> set[str]:
    """The assets of the builds that are kept: readers may still have their pages open."""
    current = order.shelf.current()
    kept = {one.name for one in order.shelf.deploys()[1 - order.keep :]} | ({current.name} if current else set())
    return {path for switch in order.shelf.log() if switch.name in kept for path in switch.assets}


def _is_same(order: Order, wanted: Plan, last: Deploy) -> bool:
    if order.shelf.log()[-1].serial <= order.after:
        return False
    if order.key and not _is_signed(last, order.key):
        return False
    if wanted.is_empty:
        return True
    recent = order.now() - order.shelf.log()[-1].at < FRESH
    return recent and only_restamped(wanted, order.output, last)


def _is_signed(last: Deploy, key: SigningKey) -> bool:
    """Whether the signature of what is served is right and by this key."""
    try:
        last.comment([key.public])
    except (SignatureError, FileNotFoundError):
        return False
    return True


def _seal_of(output: Path) -> tuple[int, int] | None:
    """A build removes the index of the manifest first and writes another one last."""
    try:
        status = (output / INDEX).stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def _fill(draft: Path, order: Order, wanted: Plan, last: Deploy | None) -> None:
    """Put every file in its place, and the list of them."""
    listed: dict[str, Sums] = {}
    linked = {*wanted.kept, *wanted.lingering}
    total = len(wanted.stamps) + len(wanted.lingering)
    folders = {""}
    for number, path in enumerate(sorted({*wanted.stamps, *linked}), 1):
        _make_folders(draft, path.rpartition("/")[0], folders)
        if path in linked and last and _linked(last.folder / path, draft / path):
            listed[path] = last.listed[path]
        else:
            listed[path] = _copied((last.folder if last and path in wanted.lingering else order.output) / path, draft / path)
        if number % 256 == 0 or number == total:
            order.progress("部署", number, total)
    put(draft / LIST, checksums.written(listed))


def _sealed(draft: Path, serial: int, order: Order) -> Deploy:
    """Sign the list and give the deploy its name, once all of it is on the disk."""
    content = (draft / LIST).read_bytes()
    name = name_of(serial, content)
    if order.key:
        put(draft / SIGNATURE, signed(content, order.key, serial, name, order.now(), Act.DEPLOY))
    return order.shelf.take(draft, name)


def put(target: Path, content: bytes) -> None:
    """Write one file of a deploy, at once; whoever reads it meanwhile has the old one."""
    draft = target.with_name(f".{target.name}")
    draft.unlink(missing_ok=True)
    draft.write_bytes(content)
    draft.chmod(_FILE_MODE)
    draft.replace(target)


def _make_folders(root: Path, path: str, made: set[str]) -> None:
    if path not in made:
        _make_folders(root, path.rpartition("/")[0], made)
        (root / path).mkdir()
        (root / path).chmod(_FOLDER_MODE)
        made.add(path)


def _linked(source: Path, target: Path) -> bool:
    """False where the file system takes no more links to it."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EMLINK, errno.EPERM, errno.ENOTSUP, errno.EXDEV):
            raise
        return False
    return True


def _copied(source: Path, target: Path) -> Sums:
    """Copy a file with its time of change; the digests of what was copied."""
    summing = Summing()
    with source.open("rb", buffering=0) as file, target.open("xb", buffering=0) as copy:
        status = os.fstat(file.fileno())
        while piece := file.read(_PIECE):
            summing.update(piece)
            rest = memoryview(piece)
            while rest:
                rest = rest[copy.write(rest) :]
        os.fchmod(copy.fileno(), _FILE_MODE)
        os.utime(copy.fileno(), ns=(status.st_mtime_ns, status.st_mtime_ns))
    return summing.sums()
