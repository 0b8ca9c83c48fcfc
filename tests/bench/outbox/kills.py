"""Publishers that are killed, at every persisted step and at every system call, and run again until all is settled."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.ledger_server import VARIABLE
from publish.sandbox.server import Sandbox
from publish.step import open_step
from tests.processes import PROCESSES
from tests.publish import tracer
from tests.publish.kill_loop import Kill, Verdict, killed_run
from tests.publish.portal import SINCE, Document, build
from tests.publish.postgres import Server
from tests.publish.publisher import publish_once

DOCUMENTS = 3
AT_ONCE = 3
"""Runs side by side: most of a run is waiting for looks."""


@dataclass(frozen=True, kw_only=True)
class Kills:
    """What became of all runs."""

    runs: int
    kills: int
    moments: int
    """Kinds of persisted steps at which a publisher died."""
    calls: int
    """Different system calls (name and number) at which one died."""
    doubts: int
    asked: int
    duplicates: int
    losses: int
    bad: tuple[str, ...]


def kills(number: int, seed: int, progress: Callable[[str, int, int], None], server: Server | None = None) -> Kills:
    """At least `number` kills: every moment, then system calls spread over all there are; ledgers are files, or on the server."""
    chosen = list(plan(number, seed, server))
    verdicts: list[tuple[Kill, Verdict]] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = {pool.submit(_run, kill, server): kill for kill in chosen}
        for done in as_completed(waiting):
            verdicts.append((waiting[done], done.result()))
            progress("杀掉再来", len(verdicts), len(chosen))
    found = [verdict for _, verdict in verdicts]
    return Kills(
        runs=len(found),
        kills=sum(verdict.kills for verdict in found),
        moments=sum(kill.moment is not None for kill in chosen),
        calls=sum(kill.call is not None for kill in chosen),
        doubts=sum(verdict.doubted for verdict in found),
        asked=sum(verdict.asked for verdict in found),
        duplicates=sum(max(0, verdict.copies - 1) for verdict in found),
        losses=sum(max(0, verdict.missing - verdict.asked) for verdict in found),
        bad=tuple(f"{kill} -> {verdict}" for kill, verdict in verdicts if not verdict.good),
    )


def plan(number: int, seed: int, server: Server | None) -> Iterator[Kill]:
    """Every moment of an undisturbed run, then as many of its system calls as asked for, chosen evenly from all."""
    moments, calls = undisturbed(server)
    yield from (Kill(moment=place) for place in range(1, moments + 1))
    points = tracer.points(calls)
    random.Random(seed).shuffle(points)
    yield from (Kill(call=point) for point in points[: max(0, number - moments)])


def undisturbed(server: Server | None = None) -> tuple[int, Counter[str]]:
    """How many moments a whole run has, and how often it makes each system call (none without strace)."""
    seen: list[str] = []
    with TemporaryDirectory() as name, Sandbox(Path(name) / "sandbox") as sandbox, _ledger(server) as url:
        build(Path(name) / "output", _documents())
        environment = {**sandbox.environment(), VARIABLE: url}
        open_step(Path(name) / "output", Path(name) / "var", environment, SINCE, moment=seen.append).send()
    if not tracer.available():
        return len(seen), Counter()
    with TemporaryDirectory() as name, Sandbox(Path(name) / "sandbox") as sandbox, _ledger(server) as url:
        build(Path(name) / "output", _documents())
        arguments = (Path(name) / "output", Path(name) / "var", {**sandbox.environment(), VARIABLE: url}, None, True)
        process = PROCESSES.Process(target=publish_once, args=arguments)
        process.start()
        pid = process.pid or 0
        watching = tracer.counting(pid, Path(name) / "trace")
        process.join(60)
        watching.wait(10)
        return len(seen), tracer.counted(pid, Path(name) / "trace")


def _documents() -> list[Document]:
    return [Document(number=number) for number in range(1, DOCUMENTS + 1)]


def _run(kill: Kill, server: Server | None) -> Verdict:
    with TemporaryDirectory() as folder, _ledger(server) as url:
        return killed_run(Path(folder), [kill], DOCUMENTS, url)


def _ledger(server: Server | None) -> AbstractContextManager[str]:
    """The address of a fresh one, empty for a file."""
    return server.ledger() if server else nullcontext("")
