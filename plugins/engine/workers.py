"""Workers: one Executor for reading and rendering. Local processes now; a cluster can take the same two arguments.

Workers are forked when the work is known, so they see records and pages without any copying. They get tasks by the batch
and tell results by the batch, at the latest when a task ends a quarter of a second after they last told. Each task has a
deadline. Which task a worker is at, and since when, stands in memory that both see: one that is at a task for too long is
killed and replaced, and that task alone is lost. Of a worker that dies, the tasks it has not told are tried again one by
one: only the one that is at fault is lost. A task that needs too much memory is tried again in a worker that has done
nothing before, and lost only there; a worker that has grown by many tasks is replaced between two of them.
"""

from __future__ import annotations

import faulthandler
import gc
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from mmap import mmap
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from struct import Struct
from typing import ClassVar, Generic, TypeVar

from plugins.engine.allowance import MEMORY, Allowance

BATCH = 64
"""Tasks a worker is given at once; fewer where there are few, so that no worker is idle."""
TELLING_SECONDS = 0.25
PARTING_SECONDS = 5.0
"""How long a worker may take to end once its pipe is closed."""
STDERR = 2
AT = Struct("qd")
"""The task a worker is at, and since when by the clock that no setting of the time moves."""
NOWHERE = -1

T = TypeVar("T")
R = TypeVar("R")


class Loss(StrEnum):
    """Why a task gave no result."""

    TOO_SLOW = "too_slow"
    TOO_HUNGRY = "too_hungry"
    DIED = "died"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without a result; `problem` is a short English phrase for `RAISED`."""

    loss: Loss
    problem: str = ""

    def said(self, seconds: float, memory: int) -> str:
        """What happened in 中文, given what the task was allowed."""
        words = {
            Loss.TOO_SLOW: f"{seconds:g} 秒之内没有做完",
            Loss.TOO_HUNGRY: f"要用的内存超过 {memory // 2**20} MB",
            Loss.DIED: "做它的进程意外结束",
        }
        return words.get(self.loss, self.problem)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    at: mmap
    """What `AT` says, shared with the process."""
    tasks: deque[int] = field(default_factory=deque)
    """Given and not told yet."""
    deadline: float = 0.0
    used: bool = False
    """Whether it has told a result: what it did before may weigh on the next task."""


class Executor:
    """Runs a function over tasks in `count` processes."""

    def __init__(self, count: int | None = None, seconds: float = 20.0, memory: int = MEMORY) -> None:
        """`seconds` is what one task may take, `memory` what a worker may, in bytes.

        With `count=0` the work is done in this process, within neither.
        """
        self.count = (os.cpu_count() or 1) if count is None else count
        self.seconds, self.memory = seconds, memory

    def map(self, function: Callable[[T], R], tasks: Sequence[T], dear: int = 0) -> Iterator[tuple[int, R | Lost]]:
        """Results with the index of their task, as they come. The first `dear` tasks take long: each is given by itself."""
        if self.count == 0 or "fork" not in multiprocessing.get_all_start_methods():
            return ((number, _attempt(function, task)) for number, task in enumerate(tasks))
        return _Run(function, tasks, self.seconds, self.memory).results(min(self.count, len(tasks)), dear)


class Aside(Generic[R]):
    """A function that a process of its own works out while this one goes on."""

    begun: ClassVar[set[BaseProcess]] = set()
    """The processes whose results nobody has asked for yet."""

    def __init__(self, function: Callable[[], R], count: int | None = None) -> None:
        """Forked here: it sees what this process holds now. With `count=0` it is worked out when its result is asked for."""
        self._function = function
        self._pipe: Connection | None = None
        if count != 0 and "fork" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("fork")
            self._pipe, theirs = context.Pipe(duplex=False)
            self._process = context.Process(target=self._work, args=(theirs,), daemon=True)
            self._process.start()
            self.begun.add(self._process)
            theirs.close()

    @classmethod
    def end(cls) -> None:
        """End what was begun and is not asked for any more: it would look at what others change."""
        for process in cls.begun:
            process.kill()
            process.join()
        cls.begun.clear()

    def result(self) -> R:
        """What came of it; a process that died is made up for here."""
        if self._pipe is None:
            return self._function()
        try:
            found: R = self._pipe.recv()
        except (EOFError, OSError):
            return self._function()
        finally:
            self._pipe.close()
            self._process.join()
            self.begun.discard(self._process)
        return found

    def _work(self, pipe: Connection) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.freeze()
        # Whatever it raises here, it raises again where its result is asked for.
        with suppress(Exception):
            pipe.send(self._function())


class _Run(Generic[T, R]):
    """One `map`: which worker has which task."""

    def __init__(self, function: Callable[[T], R], tasks: Sequence[T], seconds: float, memory: int) -> None:
        self.function, self.tasks, self.seconds, self.memory = function, tasks, seconds, memory
        self.context = multiprocessing.get_context("fork")
        self.workers: list[_Worker] = []
        self.batches: deque[Sequence[int]] = deque()
        self.again: deque[int] = deque()
        """Under suspicion: each is given to an idle worker, alone."""

    def results(self, count: int, dear: int) -> Iterator[tuple[int, R | Lost]]:
        try:
            numbers = range(len(self.tasks))
            size = max(1, min(BATCH, len(numbers) // (4 * max(count, 1))))
            self.batches.extend((number,) for number in numbers[:dear])
            self.batches.extend(numbers[start : start + size] for start in numbers[dear::size])
            self.workers = [self._start() for _ in range(count)]
            for worker in self.workers:
                self._give(worker)
            while any(worker.tasks for worker in self.workers):
                yield from self._collect()
        finally:
            for worker in self.workers:
                self._stop(worker)

    def _collect(self) -> Iterator[tuple[int, R | Lost]]:
        busy = [worker for worker in self.workers if worker.tasks]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        ready = wait([worker.pipe for worker in busy], patience)
        now = time.monotonic()
        for worker in busy:
            if worker.pipe in ready:
                yield from self._told(worker)
            elif worker.deadline <= now and self._is_late(worker, now):
                yield from self._late(worker)
            else:
                continue
            self._give(worker)

    def _is_late(self, worker: _Worker, now: float) -> bool:
        """Whether it is at one task for too long; it may have begun that one after it last told."""
        worker.deadline = AT.unpack_from(worker.at)[1] + self.seconds
        return worker.deadline <= now

    def _late(self, worker: _Worker) -> Iterator[tuple[int, R | Lost]]:
        """The task it is at is at fault; the others are given again."""
        number = AT.unpack_from(worker.at)[0]
        if number not in worker.tasks:
            yield from self._failed(worker, Loss.TOO_SLOW)
            return
        yield number, Lost(Loss.TOO_SLOW)
        worker.tasks.remove(number)
        if worker.tasks:
            self.batches.appendleft(tuple(worker.tasks))
        self._replace(worker)

    def _told(self, worker: _Worker) -> Iterator[tuple[int, R | Lost]]:
        try:
            results, worn = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(PARTING_SECONDS)
            # Libraries written in Rust or C++ abort where they get no memory; Python says so itself.
            aborted = worker.process.exitcode == -signal.SIGABRT
            yield from self._failed(worker, Loss.TOO_HUNGRY if aborted else Loss.DIED)
            return
        worker.deadline = time.monotonic() + self.seconds
        for result in results:
            number = worker.tasks.popleft()
            if worker.used and _hungry(result):
                self.again.appendleft(number)
            else:
                yield number, result
            worker.used = True
        if worn:
            if worker.tasks:
                self.batches.appendleft(tuple(worker.tasks))
            self._replace(worker)

    def _failed(self, worker: _Worker, loss: Loss) -> Iterator[tuple[int, R | Lost]]:
        """A task that was alone is at fault; of several, each is tried again alone."""
        if len(worker.tasks) == 1 and not (worker.used and loss is Loss.TOO_HUNGRY):
            yield worker.tasks[0], Lost(loss)
        else:
            self.again.extendleft(reversed(worker.tasks))
        self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        self._stop(worker)
        worker.tasks.clear()
        fresh = self._start()
        worker.process, worker.pipe, worker.at, worker.used = fresh.process, fresh.pipe, fresh.at, False

    def _give(self, worker: _Worker) -> None:
        """Keep a worker busy: while it works off one batch, the next one waits in its pipe."""
        if self.again:
            if not worker.tasks:
                self._send(worker, (self.again.popleft(),))
            return
        while self.batches and len(worker.tasks) <= len(self.batches[0]):
            self._send(worker, self.batches.popleft())

    def _send(self, worker: _Worker, batch: Sequence[int]) -> None:
        if not worker.tasks:
            worker.deadline = time.monotonic() + self.seconds
        worker.tasks.extend(batch)
        # A worker that has just died does not take it; the next look at its pipe says so.
        with suppress(BrokenPipeError, ConnectionResetError):
            worker.pipe.send(tuple(batch))

    def _start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        at = mmap(-1, AT.size)
        AT.pack_into(at, 0, NOWHERE, time.monotonic())
        process = self.context.Process(target=self._work, args=(theirs, ours, at), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, at)

    def _work(self, pipe: Connection, parents: Connection, at: mmap) -> None:
        # Ctrl-C reaches every process of the terminal; the parent ends its workers, they do not end themselves.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # A library that gets no memory prints its stack before it aborts: the finding says what an editor must know.
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDERR)
        # What the parent holds stays for good: looking it through for garbage would copy every page of memory.
        gc.freeze()
        gc.enable()
        # A worker holding the parent's end would never see the parent die.
        parents.close()
        for other in self.workers:
            other.pipe.close()
        allowance = Allowance(self.memory)
        worn = False
        while not worn:
            try:
                numbers = pipe.recv()
            except EOFError:
                return
            worn = self._do(numbers, pipe, at, allowance)

    def _do(self, numbers: tuple[int, ...], pipe: Connection, at: mmap, allowance: Allowance) -> bool:
        """Work off one batch; whether this worker must be replaced before its end."""
        results: list[R | Lost] = []
        told, worn = time.monotonic(), False
        for number in numbers:
            AT.pack_into(at, 0, number, time.monotonic())
            results.append(_attempt(self.function, self.tasks[number]))
            worn = _hungry(results[-1])
            if worn or number == numbers[-1] or time.monotonic() - told > TELLING_SECONDS:
                worn = worn or allowance.nearly_spent
                pipe.send((results, worn))
                results, told = [], time.monotonic()
            if worn:
                break
        return worn

    def _stop(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()


def _attempt(function: Callable[[T], R], task: T) -> R | Lost:
    """The one guard around a delivery: whatever a task raises loses that task only."""
    try:
        return function(task)
    except MemoryError:
        return Lost(Loss.TOO_HUNGRY)
    except Exception as error:  # noqa: BLE001  the task's problem is reported, the run goes on
        return Lost(Loss.RAISED, f"{type(error).__name__}: {error}")


def _hungry(result: object) -> bool:
    return isinstance(result, Lost) and result.loss is Loss.TOO_HUNGRY
