"""The front: the process of the preview that meets browsers and the disk. Everything that runs threads is in it.

The process that started it builds, and forks for that; it tells the front what came of each build and asks it what was saved.
The front ends when the other end of the pipe is closed, however that came about.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType

from plugins.engine.preview.server import PreviewServer
from plugins.engine.preview.state import State
from plugins.engine.preview.watch import Saved, content_saves, settings_saves
from plugins.engine.session import BuildError

PATIENCE = 2.0
"""Seconds the front may take to end by itself."""
LOST = "预览的网页服务意外结束，请重新运行 inv serve。"


class Front:
    """A context manager: the front runs from `with` to its end. It must start before anything in this process runs a thread."""

    def __init__(self, server: PreviewServer | None, settings: Path, folders: tuple[Path, ...]) -> None:
        """`server`, if there is one, is bound and not yet running; saves in the folders or beside the settings file are told."""
        self.server = server
        self.settings, self.folders = settings, folders
        self._sending = Lock()

    def __enter__(self) -> Front:
        context = multiprocessing.get_context("fork")
        self._pipe, self._theirs = context.Pipe()
        self._process = context.Process(target=self._live, daemon=True)
        self._process.start()
        self._theirs.close()
        if self.server:
            self.server.server_close()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pipe.close()
        self._process.join(PATIENCE)
        self._process.kill()
        self._process.join()

    def tell(self, state: State) -> None:
        """Tell every open page. Raises BuildError where the front is no more."""
        try:
            self._pipe.send_bytes(state.event())
        except OSError:
            raise BuildError(LOST) from None

    def wait(self, seconds: float | None = None) -> Saved:
        """Wait for a save, and take all that have come until now as one. Raises BuildError where the front is no more.

        Where none comes in so many seconds, the time that has passed may have changed the content.
        """
        saved = set[bytes]()
        try:
            while self._pipe.poll(0 if saved else seconds):
                saved.add(self._pipe.recv_bytes())
        except (EOFError, OSError):
            raise BuildError(LOST) from None
        return Saved.SETTINGS if Saved.SETTINGS.value in saved else Saved.CONTENT

    def _live(self) -> None:
        """What the front does: serve, listen to the builds, watch."""
        # Ctrl-C reaches every process of the terminal; the builder answers it and closes the pipe.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._pipe.close()
        stop = Event()
        saves = settings_saves(self.settings, stop)
        works: list[Callable[[], None]] = [partial(self._hear, stop), partial(self._send, saves)]
        if self.server:
            works.append(self.server.serve_forever)
        for work in works:
            Thread(target=work, daemon=True).start()
        self._send(content_saves(self.folders, stop))

    def _hear(self, stop: Event) -> None:
        try:
            while True:
                state = self._theirs.recv_bytes()
                if self.server:
                    self.server.tell(state)
        except (EOFError, OSError):
            stop.set()

    def _send(self, saves: Iterator[Saved]) -> None:
        for saved in saves:
            # Where the builder is gone, the other thread has seen it too and ends the front.
            with self._sending, suppress(BrokenPipeError):
                self._theirs.send_bytes(saved.value)
