"""What the verbs share: one guard, tables and JSON lines on a terminal."""

from __future__ import annotations

import functools
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

from invoke.exceptions import Exit
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from plugins.engine.session import BuildError, Outcome, Progress, SettingsError, sentence
from progress import shown

if TYPE_CHECKING:
    from plugins.engine.build import Portal

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).parent
VAR = ROOT / "var"
FINDINGS, SETTINGS, ANNOUNCEMENT, PIPE = 1, 2, 3, 141
"""Exit codes: error-level findings, settings and bad values, an announcement that failed, nobody reads (as of SIGPIPE)."""


class Screen(Console):
    """A console that leaves it to `guarded` what to do where nobody reads: rich would end with 1."""

    def on_broken_pipe(self) -> None:
        """Let it through."""
        raise


screen = Screen(highlight=False, soft_wrap=True)


def guarded(verb: Callable[P, R]) -> Callable[P, R]:
    """Turn every failure we know into a sentence and an exit code."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from plugins.catalog.manifest import ManifestError
        from plugins.numbering.desk import NumberingError

        try:
            return verb(*args, **kwargs)
        except (SettingsError, NumberingError) as error:
            raise Exit(str(error), SETTINGS) from None
        except BuildError as error:
            raise Exit(str(error), FINDINGS) from None
        except ManifestError as error:
            raise Exit(str(error), ANNOUNCEMENT) from None
        except BrokenPipeError:
            # Whoever read what we print has gone, as `head` does; what Python still holds goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise Exit(code=PIPE) from None
        except OSError as error:
            raise Exit(sentence(error), SETTINGS) from None
        except KeyboardInterrupt:
            raise Exit("已中断。", 130) from None

    return run


def portal(content: str = "", output: str = "", cache: str = "", as_of: str = "") -> Portal:
    """The portal a verb works on: the settings file of GONGKAI_SETTINGS, else pelicanconf.py."""
    from plugins.engine.build import Portal

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


def start_again() -> NoReturn:
    """Give this process over to the same command, started anew: it reads settings and code again."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def table(headings: Iterable[str], rows: Iterable[Iterable[str]], widths: Iterable[int] = ()) -> None:
    """A plain table. `widths` are the least of its first columns, so that several tables stand in line."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for heading, width in zip_longest(headings, widths):
        grid.add_column(heading, overflow="fold", min_width=width)
    for row in rows:
        grid.add_row(*(Text(cell or "—") for cell in row))
    screen.print(grid)


def listing(headings: Sequence[str], rows: Sequence[tuple[Sequence[str], Sequence[str]]], nothing: str) -> None:
    """Rows in columns, each with lines of its own below: addresses and reasons stay whole, to be copied. `nothing` where none."""
    if not rows:
        screen.print(nothing)
        return
    widths = [max(map(cell_len, column)) for column in zip(headings, *(cells for cells, _ in rows), strict=True)]

    def line(cells: Sequence[str]) -> str:
        return "  ".join((*map(set_cell_size, cells[:-1], widths), cells[-1]))

    screen.print(line(headings), style="bold", markup=False)
    for cells, below in rows:
        screen.print(line(cells), markup=False)
        for more in below:
            screen.print(" " * (widths[0] + 2) + more, markup=False)


def ensure_browser() -> None:
    """Have a Chromium for the browser tests, or say why not. Only `make test` calls this."""
    if shutil.which("chromium") or shutil.which("google-chrome"):
        return
    if _is_debian():
        screen.print("浏览器测试需要 Chromium：正在用 apt-get 安装 Debian 的 chromium 和中文字体 …")
        _apt_install("chromium", "fonts-noto-cjk")
    else:
        screen.print("浏览器测试需要 Chromium：正在安装 Playwright 自带的 …")
        subprocess.run([ROOT / ".venv/bin/playwright", "install", "chromium"], check=False)


def ensure_printing() -> None:
    """Have what PDFs are set with and checked by; elsewhere their tests say what is missing. Only `make test` calls this."""
    from plugins.editions.equipment import this_machine

    if not _is_debian() or (not this_machine().lack and shutil.which("qpdf") and shutil.which("epubcheck")):
        return
    screen.print("印刷测试需要 Pango、字体、qpdf 和 epubcheck：正在用 apt-get 安装 …")
    _apt_install("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk", "qpdf", "epubcheck")
    if this_machine().lack:
        subprocess.run(["sh", ROOT / "docs/examples/fandol.sh"], check=False)


def _is_debian() -> bool:
    """Whether packages can be installed."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def _apt_install(*packages: str) -> None:
    for words in (("update",), ("install", "-y", *packages)):
        subprocess.run(["apt-get", "-qq", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
