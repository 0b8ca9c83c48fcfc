"""The door to the engine: one run of Pelican in this process, tamed.

Pelican skips a missing plugin or a failing `register()` with exit 0; here both are a SettingsError.
"""

from __future__ import annotations

import gc
import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pelican.log
from pelican import Pelican
from pelican.settings import read_settings

from plugins.catalog.dates import BEIJING
from plugins.catalog.findings import Report
from plugins.catalog.locks import alone
from plugins.catalog.site import Site
from plugins.catalog.values import moment
from plugins.catalog.vocabularies import FOLDER, VocabularyError, adopt
from plugins.engine.allowance import MEMORY, MIB, SECONDS
from plugins.engine.memory import Memory, release
from plugins.engine.rows import Damaged
from plugins.engine.session import SETTING, BuildError, Goal, Outcome, Progress, Request, Session, SettingsError, untold
from plugins.engine.signals import silence
from plugins.engine.stage import Stage, unowned
from plugins.engine.store import LOST, NAME, throw_away
from plugins.engine.workers import Aside

EMPTY = dict.fromkeys(("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS", "DIRECT_TEMPLATES"), ())
FEEDS = (
    "FEED_ATOM FEED_RSS FEED_ALL_ATOM FEED_ALL_RSS CATEGORY_FEED_ATOM CATEGORY_FEED_RSS AUTHOR_FEED_ATOM AUTHOR_FEED_RSS "
    "TAG_FEED_ATOM TAG_FEED_RSS TRANSLATION_FEED_ATOM TRANSLATION_FEED_RSS".split()
)
UNUSABLE = (Damaged, sqlite3.DatabaseError)
"""What a store raises that must be thrown away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One portal's settings file and the folders beside it; None means what the settings say."""

    settings: Path
    content: Path | None = None
    output: Path | None = None
    cache: Path | None = None
    as_of: str = ""
    drafts: bool = False
    plugins: tuple[str, ...] = ()
    """Plugins beside those of the settings."""
    without: tuple[str, ...] = ()
    """Plugins of the settings that this run does without."""
    workers: int | None = None
    seconds: float | None = None
    """What reading one text may take."""
    allowance: int | None = None
    """Bytes a worker may take beyond what it begins with."""


def run(portal: Portal, goal: Goal, progress: Progress = untold, memory: Memory | None = None) -> Outcome:
    """Check or build a portal. Raises SettingsError, BuildError; findings are in the outcome's report.

    `memory` is of a process that builds again and again.
    """
    settings = _settings(portal)
    request = replace(_request(portal, goal, settings), progress=progress, memory=memory)
    adopt_vocabularies(portal)
    if goal is Goal.BUILD:
        _guard(request)
    settings |= {
        "PLUGINS": [name for name in (*settings["PLUGINS"], *portal.plugins) if name not in portal.without],
        "PATH": str(request.content),
        "OUTPUT_PATH": str(request.output),
        "THEME": str(request.theme),
        "DELETE_OUTPUT_DIRECTORY": False,
        "CACHE_CONTENT": False,
        "LOAD_CONTENT_CACHE": False,
    }
    with _locked(request.cache, progress) as notices, _uncollected():
        try:
            return _run(request, settings, notices)
        except UNUSABLE:
            throw_away(request.cache / NAME)
        try:
            return _run(request, settings, [*notices, LOST])
        except UNUSABLE as error:
            raise BuildError(f"缓存用不了（{error}），请核对 {request.cache.name}/ 的权限和磁盘空间。") from error


def _run(request: Request, settings: dict[str, Any], notices: list[str]) -> Outcome:
    """One run of Pelican. Raises what `UNUSABLE` names where the store is damaged."""
    outcome = Outcome(Report(request.content.name), request.progress, notices=notices)
    with outcome.timed("total"), _silent() as log:
        silence()
        engine = Pelican(settings | {SETTING: Session(request, outcome), "PLUGINS": list(settings["PLUGINS"])})
        missing = [name for name in settings["PLUGINS"] if name not in engine.settings["PLUGINS"]]
        if missing:
            raise SettingsError(f"插件 {'、'.join(missing)} 没有装上：{'；'.join(log) or '原因不明'}")
        try:
            engine.run()
        finally:
            Aside.end()
            release()
    return outcome


def as_of_moment(written: str) -> datetime:
    """The build's clock: what was asked for, or now, in Beijing to the minute. Raises SettingsError."""
    if not written:
        return datetime.now(BEIJING).replace(second=0, microsecond=0)
    try:
        found = moment(written)
    except ValueError:
        found = None
    if found is None:
        raise SettingsError(f"读不懂时刻“{written}”，请写作 2026-11-20 或 '2026-11-20 09:00'（北京时间）。")
    return found


def publish_since(portal: Portal) -> datetime:
    """PUBLISH_SINCE of the settings: what was published before is never announced by itself. Raises SettingsError."""
    written = str(_settings(portal).get("PUBLISH_SINCE") or "")
    if not written:
        raise SettingsError(f"{portal.settings.name} 里缺少 PUBLISH_SINCE：请写上从哪一天起的文件才推送，如 '2026-09-01'。")
    return as_of_moment(written)


def setting_of(portal: Portal, name: str) -> object:
    """PUBLISH_POLICY or DEPLOY as the settings have it, for the room that reads it. Raises SettingsError."""
    return _settings(portal).get(name) or {}


def adopt_vocabularies(portal: Portal) -> None:
    """Work with the vocabularies that lie beside the portal's settings. Raises SettingsError, a line for each problem."""
    try:
        adopt(portal.settings.resolve().parent / FOLDER)
    except VocabularyError as error:
        raise SettingsError(str(error)) from None


def request_of(portal: Portal) -> Request:
    """What the settings and folders of a portal come to, for verbs beside building. Raises SettingsError."""
    adopt_vocabularies(portal)
    return _request(portal, Goal.CHECK, _settings(portal))


def sources(portal: Portal) -> tuple[Path, Path]:
    """The folders a build reads: the content and the theme. Raises SettingsError where there is no content."""
    root = portal.settings.resolve().parent
    content = (portal.content or root / "content").resolve()
    if not content.is_dir():
        raise SettingsError(f"没有 {content.name}/ 这个文件夹：请核对 --content。")
    return content, root / "theme"


def _settings(portal: Portal) -> dict[str, Any]:
    try:
        return dict(read_settings(str(portal.settings), override={**EMPTY, **dict.fromkeys(FEEDS)}))
    except Exception as error:  # noqa: BLE001  a settings file is a program: whatever it raises, its author reads a sentence
        raise SettingsError(f"{portal.settings.name} 读不下去（{type(error).__name__}: {error}）。") from None


def _request(portal: Portal, goal: Goal, settings: Mapping[str, object]) -> Request:
    root = portal.settings.resolve().parent
    site = settings.get("SITE")
    if not isinstance(site, Site):
        raise SettingsError(f"{portal.settings.name} 里缺少 SITE：请写 SITE = Site(name=…, url=…)。")
    content, theme = sources(portal)
    return Request(
        goal=goal,
        site=site,
        as_of=as_of_moment(portal.as_of or str(settings.get("AS_OF") or "")),
        content=content,
        output=(portal.output or root / "output").resolve(),
        cache=(portal.cache or root / ".cache").resolve(),
        theme=theme,
        drafts=portal.drafts,
        workers=portal.workers,
        seconds=portal.seconds or _positive(settings, "READ_SECONDS", SECONDS),
        allowance=portal.allowance or int(_positive(settings, "READ_MEGABYTES", MEMORY / MIB) * MIB),
    )


def _positive(settings: Mapping[str, object], name: str, default: float) -> float:
    """A number of the settings. Raises SettingsError."""
    value = settings.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise SettingsError(f"设置里的 {name} 要写一个大于 0 的数，如 {name} = {default:g}。")
    return float(value)


def _guard(request: Request) -> None:
    """Refuse a folder that holds somebody else's files: a build removes what has no page."""
    output = request.output
    strangers = [] if Stage(request.cache, output).interrupted else unowned(output)
    if strangers:
        raise SettingsError(f"{output.name}/ 里已有不是本程序生成的文件（如 {strangers[0]}），请换一个空文件夹。")


@contextmanager
def _locked(cache: Path, progress: Progress) -> Iterator[list[str]]:
    """One build at a time for each cache; the second waits, says so and gets a sentence for its end."""
    with alone(cache / "lock", lambda: progress("等另一个构建结束", 0, 0)) as waited:
        yield ["另一个构建正在进行，已等它结束。"] if waited else []


@contextmanager
def _uncollected() -> Iterator[None]:
    """Records stay until the end of a run and form no circles: to look them through for garbage costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _silent() -> Iterator[list[str]]:
    """Keep Pelican's own talk off the terminal; its errors are collected."""
    lines: list[str] = []
    logger, console = logging.getLogger("pelican"), pelican.log.console
    keeper = _Keeper(lines)
    was_quiet, was_propagating = console.quiet, logger.propagate
    console.quiet, logger.propagate = True, False
    logger.addHandler(keeper)
    try:
        yield lines
    finally:
        logger.removeHandler(keeper)
        console.quiet, logger.propagate = was_quiet, was_propagating


class _Keeper(logging.Handler):
    """Keeps error lines for a message of our own."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """One line a record, with the exception's own words."""
        cause = f"（{record.exc_info[1]}）" if record.exc_info and record.exc_info[1] else ""
        self.lines.append(" ".join(record.getMessage().split()) + cause)
