"""A deploy that is killed, with readers at work: nothing missing, nothing torn, nothing mixed; the next one finishes."""

import random

import pytest

from tests.deploy.kills import killed, reading, system_calls
from tests.deploy.portal import stylesheet
from tests.publish import tracer
from tests.publish.tracer import SystemCall

SAMPLE = 8
"""Of some hundred calls; `inv bench.outbox --part deploy` strikes every one."""


@pytest.mark.skipif(not tracer.available(), reason="no strace to strike system calls with")
def test_killed_at_a_system_call_readers_notice_nothing(portal, tmp_path):
    """At calls that change something, chosen evenly, the switch itself among them."""
    calls = system_calls(tmp_path / "counted")
    assert calls["symlink"] == 1 and calls["rename"] >= 3
    points = [
        SystemCall(name=name, nth=nth) for name in ("link", "mkdir", "write", "fchmod") for nth in range(1, calls[name] + 1)
    ]
    chosen = random.Random(20261120).sample(points, SAMPLE - 4)
    chosen += [SystemCall(name="rename", nth=nth) for nth in range(calls["rename"] - 1, calls["rename"] + 1)]
    chosen += [SystemCall(name="symlink", nth=1), SystemCall(name="syncfs", nth=1)]
    portal.deploy()
    deaths = 0
    with reading(portal.current) as seen:
        for call in chosen:
            died, whole = killed(portal, call)
            assert whole, call
            deaths += died
    # Assets that linger make a call more or less: a few may be passed by.
    assert deaths >= SAMPLE // 2
    assert seen.reads > 100 and seen.wrong == []
    portal.write(1, 2, 3, style="last").deploy()
    assert (portal.current / stylesheet("last")).exists() and list(portal.shelf.folder.glob(".draft-*")) == []
