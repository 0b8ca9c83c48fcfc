"""Daily quotas: the numbers of a new account, from midnight to midnight in China."""

import pytest

from publish.sandbox.wechat_quotas import DAILY


@pytest.mark.parametrize(
    ("call", "limit"),
    [
        ("draft/add", 1000),
        ("draft/get", 500),
        ("draft/batchget", 1000),
        ("freepublish/submit", 100),
        ("freepublish/get", 100),
        ("freepublish/batchget", 100),
        ("freepublish/getarticle", 100),
        ("freepublish/delete", 10),
    ],
)
def test_the_limits_are_those_of_a_new_account(call, limit):
    """As the vendor's page lists them."""
    assert DAILY[f"/cgi-bin/{call}"] == limit


def test_the_eleventh_deletion_of_a_day_is_refused(platforms):
    """Calls that fail count; the next day begins at midnight in China."""
    codes = [platforms.wechat("freepublish/delete", {"article_id": "none"})["errcode"] for _ in range(11)]
    assert codes == [53600] * 10 + [45009]
    platforms.time.pass_(hours=14, minutes=59)
    token = platforms.token()["access_token"]
    assert platforms.wechat("freepublish/delete", {"article_id": "none"}, token=token)["errcode"] == 45009
    platforms.time.pass_(minutes=1)
    assert platforms.wechat("freepublish/delete", {"article_id": "none"}, token=token)["errcode"] == 53600


def test_a_test_may_lower_a_limit(platforms):
    """So that it need not call a thousand times."""
    platforms.sandbox.behaviour.wechat_quotas["/cgi-bin/draft/add"] = 1
    assert "media_id" in platforms.draft()
    assert platforms.draft()["errcode"] == 45009
    assert len(platforms.sandbox.wechat_drafts()) == 1


def test_the_token_call_has_a_quota_too(platforms):
    """Of which a careful client never hears."""
    platforms.sandbox.behaviour.wechat_quotas["/cgi-bin/stable_token"] = 0
    assert platforms.token()["errcode"] == 45009
