"""How fast a person is obeyed: a document taken back from six channels, a run that is halted."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.catalog.terms import ChannelName, Status
from publish.sandbox.server import Sandbox
from publish.step import open_step
from tests.publish.portal import SINCE, Document, build


def retraction() -> tuple[int, float]:
    """A document on all channels, withdrawn: on how many it was done or handed to a person, and the seconds."""
    with TemporaryDirectory() as name, Sandbox(Path(name) / "sandbox") as sandbox:
        output = Path(name) / "output"
        step = open_step(output, Path(name) / "var", sandbox.environment(), SINCE)
        document = Document(number=1, channels=tuple(ChannelName))
        build(output, [document])
        step.send()
        build(output, [Document(number=1, channels=tuple(ChannelName), status=Status.WITHDRAWN)])
        begun = time.perf_counter()
        result = step.retract(document.record.index_number, "张三")
        seconds = time.perf_counter() - begun
    ended = {row.channel for row in result.rows if row.action == "retract" and row.state in ("retracted", "needs_human")}
    return len(ended), seconds


def halt() -> tuple[int, float]:
    """A run of 200 posts that is halted on its way: how many had left in all, and how long after the word the last one left."""
    with TemporaryDirectory() as name, Sandbox(Path(name) / "sandbox") as sandbox:
        output, var = Path(name) / "output", Path(name) / "var"
        build(output, [Document(number=number, channels=(ChannelName.WEIBO,)) for number in range(1, 201)])
        sandbox.behaviour.weibo_hourly_limit = 1000
        running = open_step(output, var, sandbox.environment(), SINCE, wait=timedelta(seconds=5))
        run = threading.Thread(target=running.send)
        run.start()
        while len(sandbox.weibo_posts()) < 5:
            time.sleep(0.01)
        said = datetime.now(UTC)
        open_step(output, var, sandbox.environment(), SINCE).halt("张三")
        run.join()
        posts = sandbox.weibo_posts()
    return len(posts), max(0.0, (max(post.created_at for post in posts) - said).total_seconds())
