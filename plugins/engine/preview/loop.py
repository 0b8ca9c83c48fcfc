"""The loop of the preview: something was saved, build, tell. Builds fork, so this process runs no thread."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from enum import Enum
from hashlib import sha256
from pathlib import Path

from plugins.catalog.dates import BEIJING
from plugins.catalog.findings import Finding, Report
from plugins.engine.build import Portal, run, sources
from plugins.engine.memory import Memory, part
from plugins.engine.preview.front import Front
from plugins.engine.preview.server import PreviewServer
from plugins.engine.preview.state import State, built, stuck
from plugins.engine.preview.watch import Saved
from plugins.engine.scan import BESIDE
from plugins.engine.session import BuildError, Goal, Outcome, SettingsError, sentence

Say = Callable[[str], None]
"""Told one line for the terminal."""


class Ending(Enum):
    """Why a preview ended."""

    INTERRUPTED = "interrupted"
    SETTINGS_CHANGED = "settings_changed"


def run_preview(portal: Portal, port: int, say: Say) -> Ending:
    """Show a portal, drafts and all, until Ctrl-C or until its settings change: a process reads them once.

    Raises SettingsError where it cannot begin, BuildError where it cannot go on.
    """
    portal = _aside(portal)
    assert portal.output is not None
    server = _bound(portal.output, port)
    folders = watched(portal)
    builder = Builder(portal, say)
    try:
        with Front(server, portal.settings.resolve(), folders) as front:
            say(f"预览：{server.address} （按 Ctrl-C 结束）")
            while front.wait() is Saved.CONTENT:
                front.tell(builder.build())
    except KeyboardInterrupt:
        say("预览已结束。")
        part()
        return Ending.INTERRUPTED
    say("设置变了，重新开始。")
    return Ending.SETTINGS_CHANGED


def run_watch(portal: Portal, say: Say) -> Ending:
    """Keep output/ up to date, until Ctrl-C or until the settings change: after each save, and when a release or a new day comes.

    What was read stays in memory, so that a change costs what it changes. Raises SettingsError, BuildError.
    """
    builder = Builder(portal, say)
    try:
        with Front(None, portal.settings.resolve(), watched(portal)) as front:
            say("守着内容和主题：保存就更新网站，到了发布时间也更新（按 Ctrl-C 结束）")
            while front.wait(builder.patience) is Saved.CONTENT:
                builder.build()
    except KeyboardInterrupt:
        say("已结束。")
        part()
        return Ending.INTERRUPTED
    say("设置变了，重新开始。")
    return Ending.SETTINGS_CHANGED


class Builder:
    """Builds again and again, and says on the terminal what is new each time."""

    def __init__(self, portal: Portal, say: Say) -> None:
        self.portal, self.say = portal, say
        self._known: frozenset[Finding] = frozenset()
        """What was found when a build last came to its end."""
        self._memory = Memory()
        self._until: datetime | None = None
        self._said = ""
        """How the last build ended."""

    @property
    def patience(self) -> float | None:
        """Seconds until the content may change by itself; None where that is not known, or a clock stands still."""
        seconds = (self._until - datetime.now(BEIJING)).total_seconds() if self._until else 0.0
        return seconds if seconds > 0 else None

    def build(self) -> State:
        """One build; whatever stands in its way is in the state."""
        started = time.monotonic()
        try:
            outcome = run(self.portal, Goal.BUILD, memory=self._memory)
        except (SettingsError, BuildError) as error:
            return self._stuck(str(error))
        except OSError as error:
            return self._stuck(sentence(error))
        for line in self._news(outcome, time.monotonic() - started):
            self.say(line)
        self._until = outcome.until
        self._known, self._said = frozenset(outcome.report), outcome.report.summary()
        return built(outcome.report)

    def _stuck(self, problem: str) -> State:
        self._said = problem
        self.say(f"{time.strftime('%H:%M:%S')} 没有更新：{problem}")
        return stuck(problem)

    def _news(self, outcome: Outcome, seconds: float) -> Iterator[str]:
        """New findings in full, then one line; nothing where nothing is new."""
        report, changed = outcome.report, len(outcome.made) + len(outcome.removed)
        fresh = Report(report.folder)
        fresh.add(set(report) - self._known)
        yield from fresh.text()
        yield from outcome.notices
        if changed or fresh or report.summary() != self._said:
            done = f"更新 {changed} 页，用时 {seconds:.2f} 秒" if changed else "页面保持原样"
            yield f"{time.strftime('%H:%M:%S')} {done}；{report.summary()}"


def watched(portal: Portal) -> tuple[Path, ...]:
    """The folders that every build reads: content, theme, and what the portal keeps beside them."""
    content, theme = sources(portal)
    beside = (home / name for home in {content.parent, theme.parent} for name in BESIDE)
    return tuple(folder for folder in (content, theme, *sorted(beside)) if folder.is_dir())


def _aside(portal: Portal) -> Portal:
    """The portal built for this machine only: drafts shown, output/ untouched, each content folder in a place of its own."""
    content, _ = sources(portal)
    folder = portal.settings.resolve().parent / ".cache" / "serve" / sha256(str(content).encode()).hexdigest()[:8]
    return replace(portal, output=folder / "site", cache=folder, drafts=True)


def _bound(folder: Path, port: int) -> PreviewServer:
    try:
        return PreviewServer(folder, port)
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "已被占用" if taken else "不能用"
        raise SettingsError(f"端口 {port} {why}，请换一个，如 inv serve --port {8001 if port == 8000 else 8000}。") from None
