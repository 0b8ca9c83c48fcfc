"""Workers: one Executor for reading and rendering. Local processes now; a cluster can take the same two arguments.

Workers are forked when the work is known, so they see records and pages without any copying. Each task has a
deadline; a worker that overruns it is killed and replaced, and only its own task is lost.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Loss(StrEnum):
    """Why a task gave no result."""

    TOO_SLOW = "too_slow"
    DIED = "died"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without a result; `problem` is a short English phrase for `RAISED`."""

    loss: Loss
    problem: str = ""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: int = -1
    deadline: float = 0.0


class Executor:
    """Runs a function over tasks in `count` processes."""

    def __init__(self, count: int | None = None, seconds: float = 20.0) -> None:
        """`seconds` is what one task may take. With `count=0` the work is done in this process, without a deadline."""
        self.count = (os.cpu_count() or 1) if count is None else count
        self.seconds = seconds

    def map(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[tuple[int, R | Lost]]:
        """Results with the index of their task, as they come."""
        if self.count == 0 or "fork" not in multiprocessing.get_all_start_methods():
            return ((number, _attempt(function, task)) for number, task in enumerate(tasks))
        return _Run(function, tasks, self.seconds).results(min(self.count, len(tasks)))


class _Run(Generic[T, R]):
    """One `map`: which worker has which task."""

    def __init__(self, function: Callable[[T], R], tasks: Sequence[T], seconds: float) -> None:
        self.function, self.tasks, self.seconds = function, tasks, seconds
        self.context = multiprocessing.get_context("fork")
        self.workers: list[_Worker] = []
        self.next = 0

    def results(self, count: int) -> Iterator[tuple[int, R | Lost]]:
        try:
            self.workers = [self._start() for _ in range(count)]
            for worker in self.workers:
                self._give(worker)
            while any(worker.task >= 0 for worker in self.workers):
                yield from self._collect()
        finally:
            for worker in self.workers:
                self._stop(worker)

    def _collect(self) -> Iterator[tuple[int, R | Lost]]:
        busy = [worker for worker in self.workers if worker.task >= 0]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        ready = wait([worker.pipe for worker in busy], patience)
        now = time.monotonic()
        for worker in busy:
            if worker.pipe in ready:
                yield worker.task, self._result(worker)
            elif worker.deadline <= now:
                yield worker.task, Lost(Loss.TOO_SLOW)
                self._replace(worker)
            else:
                continue
            self._give(worker)

    def _result(self, worker: _Worker) -> R | Lost:
        try:
            result: R | Lost = worker.pipe.recv()
            return result
        except (EOFError, OSError):
            self._replace(worker)
            return Lost(Loss.DIED)

    def _give(self, worker: _Worker) -> None:
        if self.next >= len(self.tasks):
            worker.task = -1
            return
        worker.task, worker.deadline = self.next, time.monotonic() + self.seconds
        self.next += 1
        worker.pipe.send(worker.task)

    def _start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=self._work, args=(theirs, ours), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _work(self, pipe: Connection, parents: Connection) -> None:
        # Ctrl-C reaches every process of the terminal; the parent ends its workers, they do not end themselves.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # What the parent holds stays for good: looking it through for garbage would copy every page of memory.
        gc.freeze()
        gc.enable()
        # A worker holding the parent's end would never see the parent die.
        parents.close()
        for other in self.workers:
            other.pipe.close()
        while True:
            try:
                number = pipe.recv()
            except EOFError:
                return
            pipe.send(_attempt(self.function, self.tasks[number]))

    def _replace(self, worker: _Worker) -> None:
        self._stop(worker)
        fresh = self._start()
        worker.process, worker.pipe = fresh.process, fresh.pipe

    def _stop(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()


def _attempt(function: Callable[[T], R], task: T) -> R | Lost:
    """The one guard around a delivery: whatever a task raises loses that task only."""
    try:
        return function(task)
    except Exception as error:  # noqa: BLE001  the task's problem is reported, the run goes on
        return Lost(Loss.RAISED, f"{type(error).__name__}: {error}")
