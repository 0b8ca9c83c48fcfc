"""Progress: how far long work has come, on stderr: bars where somebody looks on, plain lines where they are kept.

The work tells its step in 中文, how many are done and how many there are, 0 where nobody can count them. It draws when it is
told something: a thread that draws by itself would be in the way of forks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.text import Text

from plugins.engine.session import STAGES, Outcome, Progress

PACE = 0.1
"""Seconds between two drawings of the bars."""
PATIENCE = 10.0
"""Seconds between two lines about the same step."""
SHORT = 0.05
"""Seconds of a stage that the closing lines pass over."""

stderr = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def shown(console: Console = stderr) -> Iterator[Progress]:
    """Show what is told within: bars that go away at the end, or lines that stay."""
    if not console.is_interactive:
        yield Lines(console).tell
        return
    bar = BarColumn(bar_width=32, complete_style="cyan", finished_style="green")
    columns = (TextColumn("{task.description}"), bar, _Count(), _Rate(), _Time())
    with Bars(*columns, console=console, transient=True, auto_refresh=False) as bars:
        yield Drawing(bars).tell


class Drawing:
    """A bar for each step. A step has ended when the next one begins."""

    def __init__(self, bars: Bars) -> None:
        """`bars` refreshes only when told."""
        self.bars = bars
        self.steps: dict[str, TaskID] = {}
        self.drawn = 0.0

    def tell(self, step: str, done: int, total: int) -> None:
        """What the work calls."""
        fresh = step not in self.steps
        if fresh:
            for before in self.bars.tasks:
                self._end(before)
            self.steps[step] = self.bars.add_task(step, total=None)
        self.bars.update(self.steps[step], completed=done, total=total or None)
        if fresh or done == total or monotonic() - self.drawn > PACE:
            self.bars.refresh()
            self.drawn = monotonic()

    def _end(self, task: Task) -> None:
        if not task.finished:
            self.bars.update(task.id, total=task.completed, completed=task.completed)


class Lines:
    """A line when a step begins; one more now and then if it takes long."""

    def __init__(self, console: Console) -> None:
        """`console` is where they go."""
        self.console = console
        self.begun: dict[str, float] = {}
        self.said = 0.0

    def tell(self, step: str, done: int, total: int) -> None:
        """What the work calls."""
        now = monotonic()
        if step not in self.begun:
            self.begun[step] = self.said = now
            self.console.print(f"{step} …", markup=False)
        elif now - self.said > PATIENCE and total:
            self.said = now
            rate = f"，{done / (now - self.begun[step]):,.0f}/秒" if done else ""
            self.console.print(f"{step} {done:,}/{total:,}{rate}", markup=False)


def closing(outcome: Outcome) -> Iterator[str]:
    """What was read, made, kept and removed, and how long each stage took."""
    made, kept, removed = len(outcome.made), outcome.kept, len(outcome.removed)
    counts = f"新做 {made:,} 页，保留 {kept:,} 页，移除 {removed:,} 页"
    yield f"{outcome.documents:,} 个文件，新读 {outcome.read:,} 个；{counts}；{outcome.report.summary()}"
    stages = (f"{STAGES[stage]} {took:.1f}" for stage, took in outcome.seconds.items() if stage in STAGES and took >= SHORT)
    yield "：".join(filter(None, (f"用时 {outcome.seconds['total']:.1f} 秒", "，".join(stages))))


class _Count(ProgressColumn):
    """Done of all; done alone where nobody knows how many there are."""

    def render(self, task: Task) -> Text:
        done, total = int(task.completed), int(task.total or 0)
        counted = f"{done:,}" if done >= total else f"{done:,}/{total:,}"
        return Text(counted if done or total else "", justify="right")


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        took = task.finished_time or task.elapsed or 0.0
        rate = task.completed / took if took > 0 else 0.0
        return Text(f"{rate:,.0f}/秒" if rate else "", style="dim", justify="right")


class _Time(ProgressColumn):
    """Seconds since it began, or until it ended."""

    def render(self, task: Task) -> Text:
        took = task.finished_time if task.finished else task.elapsed
        return Text(f"{took or 0.0:,.1f} 秒", justify="right")
