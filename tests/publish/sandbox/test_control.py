"""The control door: faults, switches and holdings for tests in other processes."""

import pytest

from .platforms import LINK


def test_a_fault_ordered_over_http_strikes(platforms):
    """And is gone afterwards."""
    order = {"path": "/2/statuses/share.json", "action": "http_status", "status": 504}
    assert len(platforms.fetch("POST", "/__sandbox/faults", json=[order]).json()["faults"]) == 1
    assert platforms.share().status_code == 504
    assert platforms.fetch("GET", "/__sandbox/faults").json() == {"faults": []}


def test_faults_are_called_off(platforms):
    """DELETE clears them."""
    platforms.fetch("POST", "/__sandbox/faults", json={"path": "*", "action": "html200", "times": None})
    platforms.fetch("DELETE", "/__sandbox/faults")
    assert "idstr" in platforms.share().json()


def test_switches_are_thrown_over_http(platforms):
    """And read back."""
    reply = platforms.fetch("POST", "/__sandbox/behaviour", json={"weibo_hourly_limit": 0})
    assert reply.json()["weibo_hourly_limit"] == 0
    assert platforms.share().json()["error_code"] == 20016


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "faults", b'{"action": "delay"}', 400),
        ("POST", "faults", b"not json", 400),
        ("POST", "behaviour", b"[]", 400),
        ("DELETE", "state", b"", 404),
        ("GET", "finish", b"", 404),
        ("GET", "secrets", b"", 404),
    ],
)
def test_a_wrong_order_is_refused(platforms, method, path, body, status):
    """With the reason."""
    reply = platforms.fetch(method, f"/__sandbox/{path}", data=body)
    assert reply.status_code == status
    assert reply.json()["error"]


def test_every_task_can_be_made_to_end(platforms):
    """As they do by themselves on the platform; nobody listens, and it does not matter."""
    platforms.fetch("POST", "/__sandbox/behaviour", json={"publish_polls": None, "callback_url": "http://127.0.0.1:9/"})
    platforms.wechat("freepublish/submit", {"media_id": platforms.draft()["media_id"]})
    assert platforms.fetch("POST", "/__sandbox/finish").json()["callback_answers"] == [0]
    assert len(platforms.fetch("GET", "/__sandbox/state").json()["wechat_articles"]) == 1


def test_what_the_sandbox_holds_can_be_asked(platforms):
    """Public copies, drafts and calls."""
    platforms.share()
    platforms.published()
    platforms.draft(title="还是草稿")
    state = platforms.fetch("GET", "/__sandbox/state").json()
    assert [post["text"] for post in state["weibo_posts"]] == [f"转发通知 {LINK}"]
    assert [(one["title"], one["published"]) for one in state["wechat_articles"]] == [("政务公开工作要点", True)]
    assert len(state["wechat_drafts"]) == 1
    assert state["calls"][0] == "/2/statuses/share.json"
