"""`inv bench.outbox --part deploy`: deploys killed, sites tampered with, many workers, words that must be obeyed at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.bench.outbox import takings_back
from tests.bench.outbox.deploys import Killed, Sized, killed_deploys, sized, unnamed_tamperings
from tests.bench.outbox.room import in_memory
from tests.bench.outbox.workers import WORKERS, Claims, claims
from tests.deploy.kills import READERS
from tests.publish import postgres

TAMPERINGS = 1000
Row = tuple[str, str, str, bool]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All that was measured."""

    killed: Killed
    sized: Sized
    missed: list[str]
    """Tamperings that nobody named."""
    claims: dict[str, Claims]
    """By database."""
    channels: int
    retracted: float
    """Seconds."""
    halted: float
    """Seconds from the word to the last post."""

    @property
    def bad(self) -> tuple[str, ...]:
        """What went wrong, a line for each."""
        return (*self.killed.wrong, *self.killed.broken, *self.missed)

    def rows(self) -> Iterator[Row]:
        """The table."""
        one, size = self.killed, self.sized
        yield (f"在系统调用处杀掉部署（共有 {one.points} 处）", f"{one.struck} 处", "", True)
        yield ("部署死在那里的", str(one.died), str(one.struck), one.died == one.struck)
        yield (f"{READERS} 个读者同时在读", f"{one.reads} 次，每次杀时至少 {one.fewest} 次", "", True)
        yield ("读到缺页、半页、新旧混杂的", str(len(one.wrong)), "0", not one.wrong)
        yield ("杀掉以后网站不完整、下一次部署没有做完的", str(len(one.broken)), "0", not one.broken)
        yield (f"第一次部署 {size.files} 个文件", f"{size.first:.1f} 秒", "", True)
        yield ("只改一份文件再部署：写的文件", str(size.copied), "1", size.copied == 1)
        yield ("只改一份文件再部署", f"{size.one:.1f} 秒", "", True)
        yield ("回退", f"{size.back:.2f} 秒", "< 1 秒", size.back < 1)
        yield ("验证全部文件", f"{size.verified:.1f} 秒", "", True)
        yield (f"改动网站 {TAMPERINGS} 次，没有指出的", str(len(self.missed)), "0", not self.missed)
        for database, found in self.claims.items():
            kept = found.claimed_once == found.entries and not found.doubled
            what = f"{WORKERS} 个进程、{database} 账本、{found.entries} 条，杀掉 {found.killed} 个：各领一次的"
            yield (what, str(found.claimed_once), str(found.entries), kept)
            yield (f"{database}：重复领的", str(found.doubled), "0", not found.doubled)
            yield (f"{database}：用时", f"{found.seconds:.1f} 秒", "", True)
        yield (f"从 {self.channels} 个渠道撤回一份文件", f"{self.retracted:.1f} 秒", "≤ 30 秒", self.retracted <= 30)
        yield ("叫停以后最后一条发出", f"{self.halted:.2f} 秒", "≤ 1 秒", self.halted <= 1)


def measure(kills: int, files: int, entries: int, seed: int, progress: Callable[[str, int, int], None]) -> Figures:
    """Do it all."""
    place = in_memory()
    large = sized(files, place, progress)
    missed = unnamed_tamperings(TAMPERINGS, seed, progress)
    progress("几个进程共用账本", 0, 0)
    claimed = {"SQLite": claims(entries, folder=place)}
    if postgres.available():
        with postgres.serving(place) as server, server.ledger() as url:
            claimed["PostgreSQL"] = claims(entries, url, place)
    progress("撤回和叫停", 0, 0)
    channels, retracted = takings_back.retraction()
    _, halted = takings_back.halt()
    return Figures(
        killed=killed_deploys(kills, seed, progress),
        sized=large,
        missed=missed,
        claims=claimed,
        channels=channels,
        retracted=retracted,
        halted=halted,
    )
