"""`inv bench.outbox`: what the promise of the outbox is worth, in figures.

Publishers are killed at every persisted step and at system calls and run again; random faults and deaths are lived through;
a publication in which everything goes wrong is searched for secrets; a large plan is made. `--ledger server` does so with
ledgers on PostgreSQL. `--part deploy` measures the way out: see `deploying`.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from console import screen, table, with_progress
from tests.bench.outbox import deploying, kills, planning, secrets
from tests.bench.outbox.room import in_memory
from tests.publish import postgres
from tests.publish.lived import lived

SEED = 20261120
GOAL_SECONDS = 2.0
LEDGERS = {"file": "SQLite", "server": "PostgreSQL"}

Row = tuple[str, str, str, bool]
"""What was counted, the count, the goal, whether it is met."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that was measured."""

    ledger: str
    """file, or server for PostgreSQL."""
    kills: kills.Kills
    schedules: int
    ends: dict[str, int]
    broken: str
    """The first schedule in which a promise was broken, empty where none was."""
    canary: secrets.Canary
    entries: int
    seconds: float

    @property
    def bad(self) -> tuple[str, ...]:
        """What went wrong, a line for each."""
        return tuple(line for line in (*self.kills.bad, self.broken) if line)

    def rows(self) -> Iterator[Row]:
        """The table."""
        killed = self.kills
        where = f"账本在 {LEDGERS[self.ledger]}，{killed.moments} 个时刻、{killed.calls} 个系统调用处"
        yield (f"杀掉推送进程（3 份文件 × 2 个渠道，{where}）", f"{killed.kills} 次", "", True)
        yield ("重发", str(killed.duplicates), "0", killed.duplicates == 0)
        yield ("漏发", str(killed.losses), "0", killed.losses == 0)
        yield ("其中结果不明、查看后弄清的", str(killed.doubts - killed.asked), "", True)
        yield ("请人核对的", str(killed.asked), "", True)
        ends = "，".join(f"{state} {count}" for state, count in sorted(self.ends.items()))
        yield (f"随机的故障日程（{ends}）", f"{self.schedules} 个", "", True)
        yield ("违背承诺的", "1" if self.broken else "0", "0", not self.broken)
        yield (
            f"在 {self.canary.files} 个文件、日志与屏幕输出里用 10 种编码找凭据",
            str(self.canary.hits),
            "0",
            self.canary.hits == 0,
        )
        yield ("故意泄露的凭据找到了", f"{self.canary.planted_found}/10", "10/10", self.canary.planted_found == 10)
        seconds = f"{self.seconds:.2f} 秒"
        yield (f"{self.entries} 条的计划与排版", seconds, f"≤ {GOAL_SECONDS:.0f} 秒", self.seconds <= GOAL_SECONDS)


def measure(wanted_kills: int, wanted_schedules: int, ledger: str, progress: Callable[[str, int, int], None]) -> Figures:
    """Do it all, with ledgers in files or on a server."""
    entries, seconds = planning.planned(1000)
    with postgres.serving(in_memory()) if ledger == "server" else nullcontext() as server:
        killed = kills.kills(wanted_kills, SEED, progress, server)
        ends, broken = lived(wanted_schedules, SEED, progress, server)
    return Figures(
        ledger=ledger,
        kills=killed,
        schedules=wanted_schedules,
        ends=dict(ends),
        broken=broken,
        canary=secrets.searched(),
        entries=entries,
        seconds=seconds,
    )


def main(words: list[str]) -> None:
    """Measure, print, and say by the exit code whether every goal is met."""
    parser = ArgumentParser(prog="inv bench.outbox")
    parser.add_argument("--part", choices=("announce", "deploy"), default="announce")
    parser.add_argument("--ledger", choices=tuple(LEDGERS), default="file")
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args(words)
    if wanted.ledger == "server" and not postgres.available():
        sys.exit("这台机器上没有 PostgreSQL（Debian：apt-get install postgresql）。")
    figures: Figures | deploying.Figures
    if wanted.part == "deploy":
        figures = with_progress(lambda progress: deploying.measure(wanted.kills, wanted.files, wanted.entries, SEED, progress))
    else:
        figures = with_progress(lambda progress: measure(wanted.kills, wanted.schedules, wanted.ledger, progress))
    table(("量的是", "结果", "目标", ""), ((what, count, goal, "" if met else "✗") for what, count, goal, met in figures.rows()))
    for line in figures.bad:
        screen.print(line, markup=False)
    if wanted.json:
        wanted.json.write_text(json.dumps(asdict(figures), ensure_ascii=False, indent=2) + "\n", "utf-8")
    if not all(met for *_, met in figures.rows()):
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
