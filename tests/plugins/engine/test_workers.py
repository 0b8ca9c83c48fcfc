"""The Executor: results, deadlines, deaths."""

from __future__ import annotations

import os
import resource
import signal
import time
from functools import partial
from mmap import mmap

import pytest

from plugins.engine.workers import Aside, Executor, Loss, Lost

MB = 2**20
HOARD: list[mmap] = []
HANGS = mmap(-1, 1)
"""How often a task hung, counted by all processes."""


def behave(task: object) -> object:
    """A task of the tests: answers, hangs, dies or raises."""
    if task == "hang":
        HANGS[0] += 1
        time.sleep(60)
    if task == "doze":
        time.sleep(0.1)
    if task == "die":
        os._exit(1)
    if task == "interrupt":
        os.kill(os.getpid(), signal.SIGINT)
    if task == "eat":
        return len([bytearray(MB) for _ in range(4096)])
    if task == "abort":
        os.abort()
    if task == "hoard":
        HOARD.append(mmap(-1, 20 * MB))  # not of what this process had freed before it forked
        return os.getpid()
    if task == "fill":
        return len(bytearray(70 * MB))
    if task == "raise":
        raise ValueError("no")
    return task


@pytest.mark.parametrize("count", [0, 1, 2])
def test_every_task_has_its_result(count: int) -> None:
    """Whatever the number of processes."""
    assert sorted(Executor(count).map(behave, list(range(50)))) == [(number, number) for number in range(50)]


@pytest.mark.parametrize("dear", [0, 4])
def test_what_takes_long_is_given_out_one_by_one(dear: int) -> None:
    """A worker would else get all of it with its first tasks, and the others none."""
    results = dict(Executor(2).map(lambda task: (task, os.getpid()), range(200), dear))
    assert {number: task for number, (task, _) in results.items()} == dict(enumerate(range(200)))
    assert len({process for number, (_, process) in results.items() if number < 4}) == (2 if dear else 1)


def test_a_task_that_hangs_or_dies_loses_only_itself() -> None:
    """The worker is replaced, the others get their results."""
    results = dict(Executor(2, seconds=1.0).map(behave, ["a", "hang", "b", "die", "c", "raise", "d"]))
    assert results[1] == Lost(Loss.TOO_SLOW)
    assert results[3] == Lost(Loss.DIED)
    assert results[5] == Lost(Loss.RAISED, "ValueError: no")
    assert [results[number] for number in (0, 2, 4, 6)] == ["a", "b", "c", "d"]


def test_the_culprit_of_a_batch_is_named_and_the_others_get_their_results() -> None:
    """Whether it hangs or dies, and wherever in its batch it stands."""
    tasks = ["a"] * 400
    tasks[3], tasks[171], tasks[172], tasks[399] = "die", "hang", "die", "raise"
    results = list(Executor(2, seconds=1.0).map(behave, tasks))
    assert sorted(number for number, _ in results) == list(range(400))
    lost = {number: result.loss for number, result in results if isinstance(result, Lost)}
    assert lost == {3: Loss.DIED, 171: Loss.TOO_SLOW, 172: Loss.DIED, 399: Loss.RAISED}


def test_a_task_that_hangs_costs_its_own_time_once() -> None:
    """Those that shared its batch are not tried one by one: it is known which one hung. What hangs is done once."""
    tasks = ["a"] * 20 + ["hang"] + ["a"] * 43
    before = HANGS[0]
    results = list(Executor(1, seconds=1.0).map(behave, tasks))
    assert sorted(number for number, _ in results) == list(range(64))
    assert {number for number, result in results if result == Lost(Loss.TOO_SLOW)} == {20}
    assert HANGS[0] - before == 1


def test_a_slow_batch_is_not_a_slow_task() -> None:
    """The deadline is that of one task, however many are given at once."""
    assert sorted(Executor(1, seconds=0.5).map(behave, ["doze"] * 12)) == [(number, "doze") for number in range(12)]


def test_what_was_begun_aside_is_there_when_asked_for_and_ends_when_not() -> None:
    """And what dies or raises there is worked out here."""
    assert Aside(partial(behave, "a")).result() == "a"
    with pytest.raises(ValueError, match="no"):
        Aside(partial(behave, "raise")).result()
    me = os.getpid()
    assert Aside(lambda: "here" if os.getpid() == me else os._exit(1)).result() == "here"
    Aside(partial(behave, "hang"))
    (process,) = Aside.begun
    Aside.end()
    assert (process.is_alive(), Aside.begun) == (False, set())


def test_a_worker_does_not_hear_ctrl_c() -> None:
    """A terminal sends it to every process; only the parent answers, and ends its workers."""
    assert dict(Executor(1).map(behave, ["interrupt", "a"])) == {0: "interrupt", 1: "a"}


def test_no_task_needs_no_process() -> None:
    """An empty list is done at once."""
    assert list(Executor(2).map(behave, [])) == []


def test_a_task_that_eats_memory_loses_only_itself() -> None:
    """Wherever in its batch it stands; what stands beside it has its result once."""
    tasks = ["a"] * 200
    tasks[0], tasks[77], tasks[78], tasks[199] = "eat", "eat", "die", "abort"
    results = list(Executor(2, memory=100 * MB).map(behave, tasks))
    assert sorted(number for number, _ in results) == list(range(200))
    lost = {number: result.loss for number, result in results if isinstance(result, Lost)}
    assert lost == {0: Loss.TOO_HUNGRY, 77: Loss.TOO_HUNGRY, 78: Loss.DIED, 199: Loss.TOO_HUNGRY}


def test_a_task_does_not_pay_for_what_was_kept_before_it() -> None:
    """It asks for 70 MB of 100 where others have hoarded 40: a worker that has done nothing yet can give them."""
    tasks = ["hoard", "hoard", "fill"]
    results = dict(Executor(1, memory=100 * MB).map(behave, tasks))
    assert results[2] == 70 * MB


def test_a_worker_that_grows_by_itself_is_replaced() -> None:
    """Twelve tasks hoard 240 MB of 100: none is lost, no process has done more than three or four."""
    results = dict(Executor(1, memory=100 * MB).map(behave, ["hoard"] * 12))
    assert not [result for result in results.values() if isinstance(result, Lost)]
    assert len(set(results.values())) >= 3


def test_the_bound_is_that_of_the_worker_alone() -> None:
    """This process goes on without one."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    list(Executor(1, memory=MB * 64).map(behave, ["a"]))
    assert resource.getrlimit(resource.RLIMIT_AS) == before
