"""Session: what one run of the engine is asked to do, and what came of it. Passed through Pelican's settings."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from plugins.catalog.findings import Report
from plugins.catalog.site import Site
from plugins.engine.allowance import MEMORY, SECONDS
from plugins.engine.memory import Memory

if TYPE_CHECKING:
    # A list of verbs waits for no room.
    from plugins.catalog.catalog import Catalog

SETTING = "GONGKAI_SESSION"
"""The one key of ours in Pelican's settings dictionary."""

Progress = Callable[[str, int, int], None]
"""Told the step in 中文, how many are done and how many there are; 0 where nobody can count them."""

STAGES = {
    "scan": "清点",
    "read": "读取",
    "link": "关联",
    "pages": "编排",
    "check": "检查",
    "render": "生成",
    "seal": "写入",
}
"""The stages of a run and what they are called on a terminal."""


def untold(step: str, done: int, total: int) -> None:
    """The progress of a run that nobody watches."""


class SettingsError(Exception):
    """The settings or arguments cannot be used; the message is a 中文 sentence."""


class BuildError(Exception):
    """A page could not be made although no document is at fault; the message is a 中文 sentence."""


def sentence(error: OSError) -> str:
    """What went wrong with a file or a port, for a person."""
    if error.errno == errno.EADDRINUSE:
        return "端口已被占用，请用 --port 换一个。"
    return f"文件读写出错：{error.filename or ''} {error.strerror or error}"


class Goal(StrEnum):
    """How far a run goes."""

    READ = "read"
    """To the catalog: what is there, judged by nobody."""
    CHECK = "check"
    BUILD = "build"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked. All folders are absolute."""

    goal: Goal
    site: Site
    as_of: datetime
    content: Path
    output: Path
    cache: Path
    theme: Path
    drafts: bool = False
    """Show what is not yet released, marked; never for the public output folder."""
    workers: int | None = None
    seconds: float = SECONDS
    """What reading one text may take."""
    allowance: int = MEMORY
    """Bytes a worker may take beyond what it begins with."""
    progress: Progress = untold
    memory: Memory | None = None
    """Readings of the builds before in this process."""


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    report: Report
    progress: Progress = untold
    documents: int = 0
    read: int = 0
    """Documents that were read; the others the store remembered."""
    made: dict[str, str] = field(default_factory=dict)
    """Path under output/ of every page made, with the reason in 中文."""
    kept: int = 0
    removed: tuple[str, ...] = ()
    notices: list[str] = field(default_factory=list)
    """Sentences about the run itself: a cache made anew, an interrupted build finished."""
    written: int = 0
    """Files put into output/: the pages made and the manifest's."""
    catalog: Catalog | None = None
    """What a run for `Goal.READ` read."""
    until: datetime | None = None
    """When the next build may come to something else although nobody changes anything."""
    seconds: dict[str, float] = field(default_factory=dict)
    """What each stage took, and the whole run."""

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count the time spent within towards a stage, and tell that it begins."""
        if stage in STAGES:
            self.progress(STAGES[stage], 0, 0)
        began = monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + monotonic() - began

    def profile(self) -> dict[str, object]:
        """The run in figures, ready for JSON."""
        return {
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
            "documents": self.documents,
            "read": self.read,
            "made": len(self.made),
            "kept": self.kept,
            "removed": len(self.removed),
            "written": self.written,
        }


@dataclass(slots=True)
class Session:
    """A request with its outcome so far."""

    request: Request
    outcome: Outcome
