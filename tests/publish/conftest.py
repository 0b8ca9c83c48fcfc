"""A portal and a sandbox for the publish step, with a clock that tests move."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.catalog.site import Site
from publish.callbacks.listener import Listener
from publish.desk import Clock
from publish.sandbox.account import Account
from publish.sandbox.server import Sandbox
from publish.sandbox.state import FILE_NAME
from publish.step import PublishStep, open_step
from tests.publish.canary import leaks, leaks_in
from tests.publish.hearing import hearing
from tests.publish.portal import AS_OF, SINCE, SITE, Document, build


class Time:
    """A clock that stands still until somebody waits."""

    def __init__(self) -> None:
        self.moment = AS_OF
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(now=self.now, sleep=self.sleep)


class House:
    """One portal, one ledger, one sandbox; all on the same clock."""

    def __init__(self, folder: Path, sandbox: Sandbox, time: Time) -> None:
        self.output, self.var = folder / "output", folder / "var"
        self.sandbox, self.time = sandbox, time
        self.environment = sandbox.environment()

    def build(self, *documents: Document, site: Site = SITE, as_of: datetime = AS_OF) -> House:
        build(self.output, documents, as_of=as_of, site=site)
        return self

    def step(self, **changes: object) -> PublishStep:
        wanted = {"environment": self.environment, "since": SINCE, "clock": self.time.clock} | changes
        return open_step(self.output, self.var, **wanted)

    def send(self, **changes: object):
        return self.step(**changes).send()

    def hearing(self, **changes: str) -> AbstractContextManager[Listener]:
        """Within, the sandbox pushes the ends of its tasks to a listener with this environment."""
        return hearing(self.sandbox, self.environment | changes, self.var, self.time.now)

    def states(self, channel: str = "", action: str = "") -> list[str]:
        rows = self.step().status().rows
        return [row.state for row in rows if channel in ("", row.channel) and action in ("", row.action)]

    def row(self, channel: str, action: str = "publish"):
        (row,) = (row for row in self.step().status().rows if (row.channel, row.action) == (channel, action))
        return row

    def calls(self, path: str) -> int:
        return self.sandbox.calls().count(path)

    def posts(self) -> tuple[int, int]:
        return len(self.sandbox.weibo_posts()), len(self.sandbox.wechat_articles())


@pytest.fixture
def house(tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[House]:
    """A house, in which no test leaves a secret behind: in no file but the sandbox's own, no log, no line on a terminal."""
    time = Time()
    caplog.set_level(logging.DEBUG)
    with Sandbox(tmp_path / "sandbox", clock=time.now) as sandbox:
        yield House(tmp_path, sandbox, time)
    secrets = (*own_secrets(sandbox.account), *issued_tokens(tmp_path / "sandbox"))
    assert leaks_in(tmp_path, secrets, besides=["sandbox"]) == []
    said = capfd.readouterr()
    assert leaks("\n".join((caplog.text, said.out, said.err)).encode(), secrets) == []


def own_secrets(account: Account) -> tuple[str, ...]:
    """What nobody but the account's owner and the platform may know."""
    robots = (account.wecom_key, account.dingtalk_token, account.dingtalk_secret, account.feishu_hook, account.feishu_secret)
    wechat = (account.wechat_secret, account.wechat_callback_token, account.wechat_callback_key)
    return (account.weibo_token, *wechat, *robots, account.webhook_secret, account.mail_password)


def issued_tokens(state: Path) -> list[str]:
    """The access tokens that the sandbox has given out."""
    with closing(sqlite3.connect(state / FILE_NAME)) as rows:
        return [value for (value,) in rows.execute("SELECT value FROM token")]


def texts(results: Sequence[str]) -> str:
    """Sentences as one text to search in."""
    return "\n".join(results)
