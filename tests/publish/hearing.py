"""A real listener beside a sandbox, which pushes the ends of its tasks to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from publish.callbacks.listener import Listener
from publish.callbacks.reader import open_reader
from publish.inbox import Inbox
from publish.sandbox.server import Sandbox


@contextmanager
def hearing(
    sandbox: Sandbox,
    environment: Mapping[str, str],
    var: Path,
    now: Callable[[], datetime],
    tell: Callable[[str], None] = print,
) -> Iterator[Listener]:
    """Within, what the sandbox tells of its tasks comes into the inbox of `var`."""
    with Listener(open_reader(environment, Inbox(var), now), 0, tell) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        sandbox.behaviour.callback_url = listener.address
        try:
            yield listener
        finally:
            sandbox.behaviour.callback_url = ""
            listener.shutdown()
            thread.join()
