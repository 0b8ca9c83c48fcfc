"""What the verbs share: one guard, tables and JSON lines on a terminal."""

from __future__ import annotations

import functools
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from json import dumps
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

from invoke.exceptions import Exit
from rich.console import Console
from rich.table import Table

from plugins.catalog.forges import Format, code_quality, sarif
from plugins.catalog.manifest import ManifestError
from plugins.engine.build import Portal
from plugins.engine.session import BuildError, Outcome, Progress, SettingsError, sentence
from plugins.numbering.desk import NumberingError
from progress import shown
from publish.failures import Busy, LedgerError, MissingCredentials

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).parent
VAR = ROOT / "var"
FINDINGS, SETTINGS, ANNOUNCEMENT = 1, 2, 3
"""Exit codes: error-level findings, settings and bad values, an announcement that failed."""

screen = Console(highlight=False, soft_wrap=True)


def guarded(verb: Callable[P, R]) -> Callable[P, R]:
    """Turn every failure we know into a sentence and an exit code."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except (SettingsError, NumberingError) as error:
            raise Exit(str(error), SETTINGS) from None
        except BuildError as error:
            raise Exit(str(error), FINDINGS) from None
        except (ManifestError, LedgerError, Busy, MissingCredentials) as error:
            raise Exit(str(error), ANNOUNCEMENT) from None
        except OSError as error:
            raise Exit(sentence(error), SETTINGS) from None
        except KeyboardInterrupt:
            raise Exit("已中断。", 130) from None

    return run


def portal(content: str = "", output: str = "", cache: str = "", as_of: str = "") -> Portal:
    """The portal a verb works on: the settings file of GONGKAI_SETTINGS, else pelicanconf.py."""
    settings = Path(os.environ.get("GONGKAI_SETTINGS", ROOT / "pelicanconf.py"))
    if not settings.is_file():
        raise SettingsError(f"没有设置文件 {settings.name}：请核对环境变量 GONGKAI_SETTINGS。")
    return Portal(
        settings=settings,
        content=Path(content) if content else None,
        output=Path(output) if output else None,
        cache=Path(cache) if cache else None,
        as_of=as_of,
    )


def with_progress(run: Callable[[Progress], R]) -> R:
    """Run long work and show how far it has come."""
    # The process ends with this work: to look through all it holds for garbage would be the last thing it does.
    gc.disable()
    with shown() as progress:
        return run(progress)


def show_outcome(outcome: Outcome, explain: bool = False) -> None:
    """Findings, then what was done."""
    for line in outcome.report.text():
        screen.print(line, markup=False)
    if explain:
        for path, reason in outcome.made.items():
            screen.print(f"{path}  {reason}", markup=False)
    for notice in outcome.notices:
        screen.print(notice)


def format_of(written: str) -> Format:
    """The form of a report. Raises SettingsError."""
    if written not in tuple(Format):
        raise SettingsError(f"没有“{written}”这种格式，可选：{'、'.join(Format)}。")
    return Format(written)


def show_report(outcome: Outcome, form: Format) -> None:
    """Every finding, in a form for people or for machines."""
    report = outcome.report
    match form:
        case Format.TEXT:
            show_outcome(outcome)
            screen.print(report.summary())
        case Format.JSON:
            print(*report.json_lines(), sep="\n", end="\n" if len(report) else "")
        case Format.SARIF:
            print(dumps(sarif(report), ensure_ascii=False, indent=1))
        case Format.CODEQUALITY:
            print(dumps(code_quality(report), ensure_ascii=False, indent=1))


def mend(wanted: Portal, dry_run: bool, quiet: bool) -> Outcome:
    """Mend what can be mended and show what was; `quiet` where only a report may be printed."""
    from plugins.engine.mending import diff, fix

    changed, outcome = with_progress(lambda progress: fix(wanted, progress, dry_run=dry_run))
    if not quiet:
        for change in changed:
            show_diff(diff(change, outcome.report.folder))
        files = len({change.path for change in changed})
        done = "可以改好" if dry_run else "改好了"
        screen.print(f"{done} {files} 个文件{'，还没有写' if dry_run else ''}。" if files else "没有能自动改的。")
    return outcome


def show_diff(lines: Iterable[str]) -> None:
    """A unified diff in the colours of one; without them where there is no terminal."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines:
        heading = line.startswith(("+++", "---", "rename", "recode"))
        screen.print(line, style="bold" if heading else colours.get(line[:1], ""), markup=False)


def start_again() -> NoReturn:
    """Give this process over to the same command, started anew: it reads settings and code again."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A plain table."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        grid.add_column(heading, overflow="fold")
    for row in rows:
        grid.add_row(*(cell or "—" for cell in row))
    screen.print(grid)


def ensure_browser() -> None:
    """Have a Chromium for the browser tests, or say why not. Only `make test` calls this."""
    if shutil.which("chromium") or shutil.which("google-chrome"):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        screen.print("浏览器测试需要 Chromium：正在用 apt-get 安装 Debian 的 chromium 和中文字体 …")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"], **quiet)  # type: ignore[call-overload]
    else:
        screen.print("浏览器测试需要 Chromium：正在安装 Playwright 自带的 …")
        subprocess.run([ROOT / ".venv/bin/playwright", "install", "chromium"], check=False)
