"""Publishing that is killed and started again: `python -m tests.publish.kill_loop --runs 200 [--seed N]`.

Each run has its own sandbox, ledger and portal. A publisher is killed (SIGKILL) at a moment of its work or after a random
while, up to three times, and then run until it ends by itself. The sandbox must at no time show two copies of anything,
and in the end one copy of everything, all confirmed.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from publish.ledger_server import VARIABLE
from publish.sandbox.server import Sandbox
from publish.step import open_step
from tests.processes import PROCESSES
from tests.publish.portal import SINCE, Document, build
from tests.publish.postgres import let_leases_run_out
from tests.publish.publisher import publish_once
from tests.publish.tracer import SystemCall, kill_at

KILLS = 3
FINISHES = 4
"""Undisturbed sends a run may need to settle everything."""


@dataclass(frozen=True, kw_only=True)
class Kill:
    """When a publisher dies: at its n-th moment, after some seconds, or at a system call; none of them means it lives."""

    moment: int | None = None
    seconds: float | None = None
    call: SystemCall | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What one run ended in."""

    kills: int
    doubted: int
    copies: int
    """The most copies of anything that were seen."""
    missing: int
    unconfirmed: int
    asked: int = 0
    """How many of the unconfirmed a person was asked about."""

    @property
    def good(self) -> bool:
        """One copy of everything, and the ledger knows it, or asks a person where nobody can know."""
        return self.copies <= 1 and self.missing <= self.asked and self.unconfirmed == self.asked


def killed_run(folder: Path, kills: list[Kill], documents: int, url: str = "") -> Verdict:
    """One run: publish with these kills, then until done; the ledger is a file, or on the server of `url`."""
    output, var = folder / "output", folder / "var"
    build(output, [Document(number=number) for number in range(1, documents + 1)])
    died = most = 0
    with Sandbox(folder / "sandbox") as sandbox:
        environment = {**sandbox.environment(), VARIABLE: url}
        for kill in kills:
            died += _killed(output, var, environment, kill)
            if url:
                let_leases_run_out(url)
            most = max(most, _most_copies(sandbox))
        for _ in range(FINISHES):
            step = open_step(output, var, environment, SINCE)
            failed = step.send().failed
            most = max(most, _most_copies(sandbox))
            rows = step.status().rows
            if not failed and all(row.state == "confirmed" for row in rows):
                break
        shown = len(sandbox.weibo_posts()) + len(sandbox.wechat_articles())
    doubted = (var / "ledger.jsonl").read_text("utf-8").count('"state": "in_doubt"')
    return Verdict(
        kills=died,
        doubted=doubted,
        copies=most,
        missing=2 * documents - shown,
        unconfirmed=2 * documents - sum(row.state == "confirmed" for row in rows),
        asked=sum(row.state == "needs_human" for row in rows),
    )


def random_kills(dice: random.Random, documents: int) -> list[Kill]:
    """One to three kills, at moments or after a while."""
    return [
        Kill(moment=dice.randint(1, 4 + 14 * documents))
        if dice.random() < 0.5
        else Kill(seconds=dice.uniform(0.0, 0.35 * documents))
        for _ in range(dice.randint(1, KILLS))
    ]


def _killed(output: Path, var: Path, environment: Mapping[str, str], kill: Kill) -> bool:
    process = PROCESSES.Process(target=publish_once, args=(output, var, environment, kill.moment, kill.call is not None))
    process.start()
    tracer = kill_at(process.pid, kill.call) if kill.call else None
    if kill.seconds is not None:
        process.join(kill.seconds)
        process.kill()
    process.join(60)
    if process.is_alive():
        process.kill()
        process.join()
        raise RuntimeError("a publisher did not end within a minute")
    code = process.exitcode
    process.close()
    if tracer is not None:
        tracer.wait(10)
    if code not in (0, -signal.SIGKILL):
        raise RuntimeError(f"a publisher failed with {code}")
    return code != 0


def _most_copies(sandbox: Sandbox) -> int:
    texts = Counter(post.text for post in sandbox.weibo_posts())
    marks = Counter(article.content_source_url for article in sandbox.wechat_articles())
    return max([*texts.values(), *marks.values()], default=0)


def main(arguments: list[str] | None = None) -> int:
    """Exit 1 if any run showed a second copy, or ended without a confirmed one."""
    parser = argparse.ArgumentParser(prog="python -m tests.publish.kill_loop")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--documents", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20261120)
    wanted = parser.parse_args(arguments)
    dice = random.Random(wanted.seed)
    begun, verdicts = time.monotonic(), []
    for number in range(1, wanted.runs + 1):
        kills = random_kills(dice, wanted.documents)
        with tempfile.TemporaryDirectory() as folder:
            verdict = killed_run(Path(folder), kills, wanted.documents)
        verdicts.append(verdict)
        if not verdict.good:
            print(f"run {number}: {kills} -> {verdict}", flush=True)
        if number % 20 == 0:
            print(f"{number} runs, {sum(not one.good for one in verdicts)} bad", flush=True)
    bad = sum(not one.good for one in verdicts)
    print(
        f"{len(verdicts)} runs, {sum(one.kills for one in verdicts)} kills, {sum(one.doubted for one in verdicts)} doubts,"
        f" most copies {max((one.copies for one in verdicts), default=0)}, {bad} bad, {time.monotonic() - begun:.0f} s"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
