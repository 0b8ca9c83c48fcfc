"""Many schedules lived through, in processes side by side."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import nullcontext
from multiprocessing import get_context

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.publish.postgres import Server
from tests.publish.schedules import Schedule, endured, schedules

BATCH = 100


def lived(
    number: int, begin: int, progress: Callable[[str, int, int], None], server: Server | None = None
) -> tuple[Counter[str], str]:
    """`number` schedules: how their entries ended, and the first broken promise in words, or none.

    Each has a ledger of its own, a file or on the server.
    """
    sizes = [min(BATCH, number - done) for done in range(0, number, BATCH)]
    ends: Counter[str] = Counter()
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(batch, size, begin + place, server): size for place, size in enumerate(sizes)}
        done = 0
        for one in as_completed(waiting):
            found, broken = one.result()
            if broken:
                pool.shutdown(cancel_futures=True)
                return ends, broken
            ends += found
            done += waiting[one]
            progress("故障日程", done, number)
    return ends, ""


def batch(number: int, begin: int, server: Server | None = None, *, shrink: bool = False) -> tuple[Counter[str], str]:
    """Some schedules, one after the other; `shrink` looks for the shortest that breaks a promise."""
    ends: Counter[str] = Counter()
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    last: list[Schedule] = []

    @seed(begin)
    @settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=phases)
    @given(schedules())
    def live(schedule: Schedule) -> None:
        last[:] = [schedule]
        with server.ledger() if server else nullcontext("") as url:
            ends.update(endured(schedule, url))

    try:
        live()
    except AssertionError as error:
        return ends, f"{error}\n{last[0]}"
    return ends, ""
