"""The stand-in for a hub."""

import pytest

from publish.sandbox.hub import HUB

FEED = "https://www.shili.example/feeds/all.atom"


def test_a_ping_may_name_several_feeds(platforms):
    answer = platforms.fetch("POST", HUB, data=[("hub.mode", "publish"), ("hub.url", FEED), ("hub.url", f"{FEED}2")])
    assert (answer.status_code, answer.content) == (204, b"")
    assert platforms.sandbox.hub_pings() == (FEED, f"{FEED}2")


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("POST", {"hub.mode": "subscribe", "hub.url": FEED}),
        ("POST", {"hub.mode": "publish"}),
        ("POST", {"hub.mode": "publish", "hub.url": "feeds/all.atom"}),
        ("GET", {}),
    ],
)
def test_what_is_no_ping_is_refused(platforms, method, fields):
    assert platforms.fetch(method, HUB, data=fields).status_code == 400
    assert platforms.sandbox.hub_pings() == ()
