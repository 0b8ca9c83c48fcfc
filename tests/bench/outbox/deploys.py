"""What a deploy is worth: killed at its system calls while readers read, made and rolled back at full size, tampered with."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from deploy.make import deploy
from deploy.rollback import rollback
from deploy.sources import Folder
from deploy.verify import verify
from tests.deploy.kills import about_to_deploy, reading, strike, system_calls
from tests.deploy.portal import KEY, NOW, Portal
from tests.deploy.tampering import TAMPERINGS
from tests.publish import tracer

T = TypeVar("T")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Killed:
    """Deploys that were struck, and what readers saw meanwhile."""

    points: int
    """Different system calls (name and number) of a whole deploy."""
    struck: int
    died: int
    broken: tuple[str, ...]
    """Where what was served was not whole, or the next deploy did not finish."""
    reads: int
    fewest: int
    """Reads during one of them, at least."""
    wrong: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sized:
    """Seconds at full size, and what a deploy of one changed document touches."""

    files: int
    first: float
    one: float
    copied: int
    back: float
    verified: float


def killed_deploys(most: int, seed: int, progress: Progress) -> Killed:
    """Strike every system call of a deploy, or `most` of them, chosen evenly; eight readers all the while."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        points = tracer.points(system_calls(folder / "counted"))
        chosen = random.Random(seed).sample(points, min(most, len(points)))
        model, struck = about_to_deploy(folder / "model"), []
        with reading(folder) as crowd:
            for number, call in enumerate(chosen, 1):
                struck.append(strike(model, folder / str(number), call, crowd))
                progress("杀掉部署", number, len(chosen))
    return Killed(
        points=len(points),
        struck=len(struck),
        died=sum(one.died for one in struck),
        broken=tuple(f"{one.call}: {one.broken}" for one in struck if one.broken),
        reads=crowd.reads,
        fewest=min(one.reads for one in struck),
        wrong=tuple(crowd.wrong),
    )


def sized(files: int, folder: str | None, progress: Progress) -> Sized:
    """A site of so many files: deployed, one document changed, rolled back, verified."""
    with TemporaryDirectory(dir=folder) as name:
        portal = Portal(Path(name)).write(1, 2, 3)
        for number in range(files - 8):
            page = portal.output / f"pages/{number // 1000}/{number}/index.html"
            page.parent.mkdir(parents=True)
            page.write_text(f"<!doctype html><p>第 {number} 页", "utf-8")
        first, _ = _timed(lambda: deploy(portal.order(progress=progress)))
        (portal.output / "pages/0/7/index.html").write_text("<!doctype html><p>改过", "utf-8")
        one, outcome = _timed(lambda: deploy(portal.order(progress=progress)))
        back, _ = _timed(lambda: rollback(portal.shelf, KEY, lambda: NOW, by="张三", keys=[KEY.public]))
        verified, verdict = _timed(lambda: verify(Folder(portal.current), [KEY.public], 0))
        assert not verdict.differences
        return Sized(
            files=len(outcome.plan.stamps),
            first=first,
            one=one,
            copied=len([*outcome.plan.changes]),
            back=back,
            verified=verified,
        )


def unnamed_tamperings(number: int, seed: int, progress: Progress) -> list[str]:
    """Tamper with so many honest sites, in all ways in turn, an older deploy put back among them; those nobody named."""
    dice, missed = random.Random(seed), []
    with TemporaryDirectory() as name:
        portal = Portal(Path(name)).write(1, 2, 3)
        portal.deploy()
        older = Path(name) / "older"
        shutil.copytree(portal.current, older)
        portal.write(1, 2, 3, 4, 5, 6).deploy()
        ways = [*TAMPERINGS, None]
        for turn in range(number):
            site, tamper = Path(name) / "www", ways[turn % len(ways)]
            shutil.copytree(older if tamper is None else portal.current, site)
            _writable(site)
            wanted = ("older", "manifest/checksums.txt.minisig") if tamper is None else tamper(site, dice)
            verdict = verify(Folder(site), [KEY.public], 2)
            if wanted not in {(one.kind, one.path) for one in verdict.differences}:
                missed.append(f"{wanted} -> {verdict.differences}")
            shutil.rmtree(site)
            progress("改动网站", turn + 1, number)
    return missed


def _writable(site: Path) -> None:
    for path in site.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    done = act()
    return time.perf_counter() - begun, done
