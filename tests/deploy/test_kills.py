"""A deploy that is killed, with readers at work: nothing missing, nothing torn, nothing mixed; the next one finishes."""

import random

import pytest

from tests.deploy.kills import about_to_deploy, reading, strike, system_calls
from tests.publish import tracer
from tests.publish.tracer import SystemCall

SAMPLE = 12
"""Of some hundred calls; `inv bench.outbox --part deploy` strikes every one."""


@pytest.mark.skipif(not tracer.available(), reason="no strace to strike system calls with")
def test_killed_at_a_system_call_readers_notice_nothing(tmp_path):
    """At any calls, and at those that switch: each deploy dies where it was struck, as all of them make the same calls."""
    counts = system_calls(tmp_path / "counted")
    assert counts["symlink"] == 1 and counts["rename"] == 5 and counts["unlinkat"] > 10
    chosen = random.Random(20261120).sample(tracer.points(counts), SAMPLE)
    chosen += [SystemCall(name="rename", nth=nth) for nth in range(1, counts["rename"] + 1)]
    chosen += [SystemCall(name="symlink", nth=1), SystemCall(name="syncfs", nth=1)]
    model = about_to_deploy(tmp_path / "model")
    with reading(tmp_path) as crowd:
        struck = [strike(model, tmp_path / str(number), call, crowd) for number, call in enumerate(chosen)]
    assert [one for one in struck if one.broken or not one.died or not one.reads] == []
    assert crowd.wrong == []
