"""The Weibo stand-in refuses what Weibo refuses (docs/channels.md names the sources)."""

from datetime import timedelta

import pytest

from publish.sandbox.weibo import counted_length

from .platforms import LINK, png


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("a", 1),
        ("ab", 1),
        ("abc", 2),
        ("政府", 2),
        ("政府a", 3),
        ("①Ⅱ", 2),
        ("🙂", 2),
        ("http://t.cn/A6abcdef", 10),
        ("政策" * 64 + " https://www.x.gov.cn/a.html", 139),
        ("政策" * 65 + " https://www.x.gov.cn/a.html", 141),
    ],
)
def test_the_platform_counts_its_own_way(text, length):
    """Half a 字 for ASCII, one for Chinese, ten for a link."""
    assert counted_length(text) == length


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"access_token": "2.00wrong"}, 21332),
        ({"status": ""}, 20008),
        ({"status": "没有网址的话"}, 10017),
        ({"status": "别处 https://evil.example/x"}, 10017),
        ({"status": "政策" * 65 + " " + LINK}, 20012),
        ({"rip": None}, 10016),
        ({"pic": b"not a picture"}, 20005),
        ({"pic": png() + b"0" * (5 * 1024 * 1024)}, 20006),
    ],
)
def test_a_bad_post_is_refused_with_its_code(platforms, changes, code):
    """And nothing becomes public."""
    reply = platforms.share(**changes)
    assert (reply.status_code >= 400, int(reply.json()["error_code"])) == (True, code)
    assert platforms.sandbox.weibo_posts() == ()


def test_a_topic_is_refused(platforms):
    """The facts sheet: share must not carry #话题#."""
    assert "error_code" in platforms.share(f"#政务公开# 通知 {LINK}").json()


def test_a_post_is_public_and_its_id_is_past_what_a_float_holds(platforms):
    """Clients must use idstr."""
    post = platforms.share(pic=png()).json()
    assert int(post["idstr"]) > 2**53
    assert "t.cn" in post["text"]
    assert [one.picture is not None for one in platforms.sandbox.weibo_posts()] == [True]


def test_the_same_text_twice_is_refused(platforms):
    """20019, the evidence a client in doubt looks for."""
    platforms.share()
    assert int(platforms.share().json()["error_code"]) == 20019


def test_the_timeline_shows_at_most_five(platforms):
    """So doubt must be settled before five more are posted."""
    for number in range(7):
        platforms.share(f"第{number}条 {LINK}")
        platforms.time.pass_(minutes=5)
    assert len(platforms.timeline()["statuses"]) == 5


def test_too_many_in_an_hour_are_refused(platforms):
    """20016, until the hour has passed."""
    codes = [platforms.share(f"第{number}条 {LINK}").json().get("error_code") for number in range(60)]
    assert 20016 in map(int, filter(None, codes))
    platforms.time.pass_(hours=2)
    assert "idstr" in platforms.share(f"又一条 {LINK}").json()


def test_a_post_survives_a_restart(platforms):
    """The state is on disk."""
    from publish.sandbox import Sandbox

    platforms.share()
    with Sandbox(platforms.state, clock=platforms.time) as again:
        assert len(again.weibo_posts()) == 1


def test_the_token_says_how_long_it_lives(platforms):
    """What a client warns its operator from."""
    token = {"access_token": platforms.sandbox.account.weibo_token}
    assert timedelta(seconds=int(platforms.fetch("POST", "/oauth2/get_token_info", data=token).json()["expire_in"])) > timedelta(
        days=1
    )
