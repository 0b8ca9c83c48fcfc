"""A publisher killed at each of its moments, at random, or run eight times at once, leaves one copy of everything."""

import random

import pytest

from publish.sandbox.server import Sandbox
from publish.step import open_step
from tests.processes import PROCESSES
from tests.publish import tracer
from tests.publish.kill_loop import Kill, killed_run, random_kills
from tests.publish.portal import SINCE, Document, build
from tests.publish.publisher import publish_once


def moments(tmp_path):
    """The names of the moments of an undisturbed run of one document."""
    seen = []
    build(tmp_path / "output", [Document(number=1)])
    with Sandbox(tmp_path / "sandbox") as sandbox:
        open_step(tmp_path / "output", tmp_path / "var", sandbox.environment(), SINCE, moment=seen.append).send()
    return seen


def test_killed_at_every_moment_it_ends_with_one_copy_of_everything(tmp_path):
    names = moments(tmp_path / "whole")
    assert {"intent committed", "sent, not committed", "receipt committed", "staged, not committed"} <= set(names)
    for number in range(1, len(names) + 1):
        verdict = killed_run(tmp_path / str(number), [Kill(moment=number)], documents=1)
        assert verdict.good and verdict.kills == 1, (names[number - 1], verdict)


@pytest.mark.parametrize("seed", range(8))
def test_killed_at_random_it_ends_with_one_copy_of_everything(tmp_path, seed):
    verdict = killed_run(tmp_path, random_kills(random.Random(seed), 2), documents=2)
    assert verdict.good, verdict


@pytest.mark.skipif(not tracer.available(), reason="no strace to strike system calls with")
@pytest.mark.parametrize(("name", "nth"), [("fdatasync", 31), ("sendto", 5), ("recvfrom", 6), ("unlink", 9)])
def test_killed_at_a_system_call_it_ends_with_one_copy_of_everything(tmp_path, name, nth):
    verdict = killed_run(tmp_path, [Kill(call=tracer.SystemCall(name=name, nth=nth))], documents=1)
    assert verdict.good and verdict.kills == 1, verdict


def test_eight_at_once_send_one_copy_of_everything(tmp_path):
    output, var = tmp_path / "output", tmp_path / "var"
    build(output, [Document(number=number) for number in (1, 2, 3)])
    with Sandbox(tmp_path / "sandbox") as sandbox:
        environment = sandbox.environment()
        crowd = [PROCESSES.Process(target=publish_once, args=(output, var, environment, None)) for _ in range(8)]
        for process in crowd:
            process.start()
        for process in crowd:
            process.join(60)
        assert [process.exitcode for process in crowd] == [0] * 8
        assert len(sandbox.weibo_posts()) == len({post.text for post in sandbox.weibo_posts()}) == 3
        assert len(sandbox.wechat_articles()) == 3
        assert sandbox.calls().count("/2/statuses/share.json") == 3
        assert sandbox.calls().count("/cgi-bin/freepublish/submit") == 3
