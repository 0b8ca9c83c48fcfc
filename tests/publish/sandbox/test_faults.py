"""Faults strike the call they were ordered for, on the side of the commit they were ordered for."""

import pytest
import requests

from publish.sandbox import Action, Fault, Manner
from publish.sandbox.faults import Faults

from .platforms import LINK

SHARE = "/2/statuses/share.json"


def test_the_nth_call_and_the_following_are_struck():
    """Counted from when the fault was added, per path."""
    faults = Faults()
    faults.due(SHARE)
    faults.add(Fault(path=SHARE, action=Action.DELAY, nth=2, times=2))
    faults.due("/2/statuses/show.json")
    assert [len(faults.due(SHARE)) for _ in range(5)] == [0, 1, 1, 0, 0]
    assert faults.armed() == ()


def test_a_fault_may_last_and_cover_many_paths():
    """Until it is cleared."""
    faults = Faults()
    faults.add(Fault(path="/cgi-bin/*", action=Action.DELAY, times=None))
    assert [len(faults.due(f"/cgi-bin/{name}")) for name in ("draft/add", "stable_token")] == [1, 1]
    assert len(faults.armed()) == 1
    faults.clear()
    assert faults.due("/cgi-bin/draft/add") == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nth": 0},
        {"times": 0},
        {"action": "explode"},
        {"manner": "half_body", "action": "drop_before_commit"},
        {"path": 3},
        {"colour": "red"},
        {"errcode": "45009"},
    ],
)
def test_an_impossible_fault_is_refused(wrong):
    """When it is ordered, not when it should strike."""
    with pytest.raises(ValueError, match=r"."):
        Fault.from_json({"path": SHARE, "action": "delay"} | wrong)


def test_a_fault_is_the_same_after_its_journey_as_json():
    """What the control door receives is what was meant."""
    fault = Fault(path=SHARE, action=Action.ERRCODE, nth=3, times=None, after_commit=True, errcode=10001, errmsg="busy")
    assert Fault.from_json(fault.as_json()) == fault


@pytest.mark.parametrize("manner", list(Manner))
def test_a_connection_dropped_after_the_commit_leaves_the_post(platforms, manner):
    """The client cannot know; the platform has it."""
    platforms.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_AFTER_COMMIT, manner=manner))
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        platforms.share()
    assert len(platforms.sandbox.weibo_posts()) == 1


@pytest.mark.parametrize("manner", [Manner.CLOSE, Manner.RESET])
def test_a_connection_dropped_before_the_commit_leaves_nothing(platforms, manner):
    """To the client it looks the same."""
    platforms.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_BEFORE_COMMIT, manner=manner))
    with pytest.raises(requests.ConnectionError):
        platforms.share()
    assert platforms.sandbox.weibo_posts() == ()
    assert "idstr" in platforms.share().json()


def test_a_reset_is_a_reset_and_a_close_a_close(platforms):
    """The two differ on the wire."""
    seen = []
    for manner in (Manner.CLOSE, Manner.RESET):
        platforms.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_BEFORE_COMMIT, manner=manner))
        with pytest.raises(requests.ConnectionError) as caught:
            platforms.share()
        seen.append("reset" in str(caught.value).lower())
    assert seen == [False, True]


@pytest.mark.parametrize("after_commit", [False, True])
def test_an_answer_may_be_replaced_on_either_side_of_the_commit(platforms, after_commit):
    """A gateway's 502, a portal's login page with 200, an error code."""
    orders = ({"action": Action.HTTP_STATUS}, {"action": Action.HTML200}, {"action": Action.ERRCODE, "errcode": 10001})
    seen = []
    for number, order in enumerate(orders):
        platforms.sandbox.faults.add(Fault(path=SHARE, after_commit=after_commit, **order))
        reply = platforms.share(f"第{number}条 {LINK}")
        seen.append((reply.status_code, reply.headers["Content-Type"].split(";")[0]))
    assert seen == [(502, "text/html"), (200, "text/html"), (400, "application/json")]
    assert len(platforms.sandbox.weibo_posts()) == (3 if after_commit else 0)


def test_an_error_code_on_a_wechat_path_comes_in_wechats_form(platforms):
    """HTTP 200 and a rid."""
    platforms.sandbox.faults.add(Fault(path="/cgi-bin/stable_token", action=Action.ERRCODE, errcode=40164, errmsg="invalid ip"))
    reply = platforms.token()
    assert reply["errcode"] == 40164
    assert reply["errmsg"].startswith("invalid ip rid: ")


def test_a_delay_outlasts_an_impatient_client_and_still_commits(platforms):
    """The client's own deadline ends it; stopping the sandbox ends the wait."""
    platforms.sandbox.faults.add(Fault(path=SHARE, action=Action.DELAY, seconds=300, after_commit=True))
    account = platforms.sandbox.account
    fields = {"access_token": account.weibo_token, "status": f"通知 {LINK}", "rip": account.weibo_rip}
    with pytest.raises(requests.exceptions.ReadTimeout):
        platforms.session.post(platforms.sandbox.url + SHARE, data=fields, timeout=(5, 0.5))
    assert len(platforms.sandbox.weibo_posts()) == 1
