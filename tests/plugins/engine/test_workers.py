"""The Executor: results, deadlines, deaths."""

from __future__ import annotations

import os
import signal
import time

import pytest

from plugins.engine.workers import Executor, Loss, Lost


def behave(task: object) -> object:
    """A task of the tests: answers, hangs, dies or raises."""
    if task == "hang":
        time.sleep(60)
    if task == "die":
        os._exit(1)
    if task == "interrupt":
        os.kill(os.getpid(), signal.SIGINT)
    if task == "raise":
        raise ValueError("no")
    return task


@pytest.mark.parametrize("count", [0, 1, 2])
def test_every_task_has_its_result(count: int) -> None:
    """Whatever the number of processes."""
    assert sorted(Executor(count).map(behave, list(range(50)))) == [(number, number) for number in range(50)]


def test_a_task_that_hangs_or_dies_loses_only_itself() -> None:
    """The worker is replaced, the others get their results."""
    results = dict(Executor(2, seconds=1.0).map(behave, ["a", "hang", "b", "die", "c", "raise", "d"]))
    assert results[1] == Lost(Loss.TOO_SLOW)
    assert results[3] == Lost(Loss.DIED)
    assert results[5] == Lost(Loss.RAISED, "ValueError: no")
    assert [results[number] for number in (0, 2, 4, 6)] == ["a", "b", "c", "d"]


def test_a_worker_does_not_hear_ctrl_c() -> None:
    """A terminal sends it to every process; only the parent answers, and ends its workers."""
    assert dict(Executor(1).map(behave, ["interrupt", "a"])) == {0: "interrupt", 1: "a"}


def test_no_task_needs_no_process() -> None:
    """An empty list is done at once."""
    assert list(Executor(2).map(behave, [])) == []
