"""Stable tokens: the same while valid, overlapping at the change, refreshed by force only so often."""

import pytest


def works(platforms, token):
    return platforms.wechat("draft/count", token=token, method="GET").get("errcode", 0)


def test_the_new_token_overlaps_the_old_by_five_minutes(platforms):
    """Nobody who got a token has less than 300 seconds."""
    old = platforms.token()
    platforms.time.pass_(seconds=old["expires_in"] - 301)
    assert platforms.token() == old | {"expires_in": 301}
    platforms.time.pass_(seconds=1)
    new = platforms.token()
    assert (new["access_token"] != old["access_token"], new["expires_in"]) == (True, 7200)
    assert [works(platforms, one["access_token"]) for one in (old, new)] == [0, 0]
    platforms.time.pass_(seconds=300)
    assert [works(platforms, one["access_token"]) for one in (old, new)] == [42001, 0]


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("rubbish", 40014), ("95_never-issued", 40001)])
def test_a_token_that_was_never_issued_is_refused(platforms, token, errcode):
    """Missing, malformed, unknown."""
    assert works(platforms, token) == errcode


def test_force_refresh_kills_the_old_token_at_once(platforms):
    """The other holders get 40001."""
    old, new = platforms.token(), platforms.token(force_refresh=True)
    assert [works(platforms, one["access_token"]) for one in (old, new)] == [40001, 0]
    assert platforms.token() == new


def test_force_refresh_within_thirty_seconds_does_not_refresh(platforms):
    """It answers the present token."""
    first = platforms.token(force_refresh=True)["access_token"]
    platforms.time.pass_(seconds=29)
    assert platforms.token(force_refresh=True)["access_token"] == first
    platforms.time.pass_(seconds=1)
    assert platforms.token(force_refresh=True)["access_token"] != first


def test_force_refresh_works_twenty_times_a_day(platforms):
    """And again after midnight in China."""
    tokens = []
    for _ in range(21):
        platforms.time.pass_(seconds=31)
        tokens.append(platforms.token(force_refresh=True)["access_token"])
    assert len(set(tokens)) == 20
    platforms.time.pass_(hours=15)
    assert platforms.token(force_refresh=True)["access_token"] not in tokens


@pytest.mark.parametrize(("changes", "errcode"), [({"appid": ""}, 41002), ({"secret": ""}, 41004), ({"appid": 5}, 40035)])
def test_a_request_without_credentials_is_refused(platforms, changes, errcode):
    """Each with its own code."""
    assert platforms.token(**changes)["errcode"] == errcode
