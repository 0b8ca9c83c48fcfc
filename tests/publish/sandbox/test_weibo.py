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
        ("https://www.shili.example/policies/2026/00123/a".ljust(47, "a"), 10),
        ("https://www.x.gov.cn/".ljust(161, "a"), 21),
        ("http://weibo.com/u/1", 10),
        ("http://weibo.com/".ljust(41, "a"), 21),
        ("http://weibo.com/".ljust(42, "a"), 10),
        ("a\r\nb", 2),
        ("见https://www.x.gov.cn/a（附图）", 15),
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


@pytest.mark.parametrize(("filling", "taken"), [("政" * 129 + "a", True), ("政" * 129 + "ab", False), ("政" * 130, False)])
def test_140_is_taken_and_141_is_not(platforms, filling, taken):
    """A link counts 10, the blank before it half."""
    assert ("idstr" in platforms.share(f"{filling} {LINK}").json()) == taken


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://shili.example/", True),
        ("http://data.www.shili.example:8443/a?b=c", True),
        ("https://notshili.example/", False),
        ("https://shili.example.evil.example/", False),
        ("https://www.shili.example@evil.example/", False),
        (f"https://evil.example/?{LINK}", False),
        (f"{LINK} https://evil.example/", False),
        ("www.shili.example/policies/", False),
    ],
)
def test_every_link_must_be_on_the_safe_domain(platforms, address, safe):
    """And there must be one."""
    reply = platforms.share(f"通知 {address} 止").json()
    assert reply.get("error_code", 0) == (0 if safe else 10017)
    if not safe:
        assert reply == {"request": "/2/statuses/share.json", "error_code": 10017, "error": "text not find domain!"}


@pytest.mark.parametrize(("text", "code"), [("#政务公开#", 10008), ("第1# 楼", 0), (f"{LINK}#a 与 {LINK}#b", 0)])
def test_a_topic_stands_between_two_marks(platforms, text, code):
    """One mark alone, and those within links, are none."""
    assert platforms.share(f"{text} {LINK}").json().get("error_code", 0) == code


@pytest.mark.parametrize(
    ("changes", "code"), [({"access_token": None}, 10006), ({"rip": "false"}, 10008), ({"pic": "text"}, 20007)]
)
def test_a_missing_or_malformed_parameter_has_its_code(platforms, changes, code):
    """The file field sent as text is no file."""
    fields = {name: value for name, value in changes.items() if name != "pic"}
    account = platforms.sandbox.account
    form = {"access_token": account.weibo_token, "status": f"通知 {LINK}", "rip": account.weibo_rip} | changes | fields
    form = {name: value for name, value in form.items() if value is not None}
    reply = platforms.fetch("POST", "/2/statuses/share.json", data=form)
    assert (reply.status_code, reply.json()["error_code"]) == (400, code)


def test_the_token_may_come_in_a_header(platforms):
    """OAuth2 and a blank before it."""
    header = {"Authorization": f"OAuth2 {platforms.sandbox.account.weibo_token}"}
    assert platforms.fetch("GET", "/2/statuses/user_timeline.json", headers=header).json()["total_number"] == 0


def test_an_expired_token_is_refused(platforms):
    """Until then get_token_info counts down."""
    platforms.sandbox.behaviour.weibo_token_seconds_left = 0
    reply = platforms.share()
    assert (reply.status_code, reply.json()["error_code"]) == (403, 21327)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/2/statuses/share.json", 405, 10021),
        ("POST", "/2/statuses/update.json", 403, 10014),
        ("POST", "/2/statuses/nothing.json", 404, 10020),
        ("GET", "/2/statuses/user_timeline.json?uid=1", 400, 10013),
    ],
)
def test_a_call_that_is_not_open_is_refused(platforms, method, path, status, code):
    """Old write calls are closed; other people's timelines too."""
    token = {"Authorization": f"OAuth2 {platforms.sandbox.account.weibo_token}"}
    reply = platforms.fetch(method, path, headers=token)
    assert (reply.status_code, reply.json()["error_code"]) == (status, code)


def test_a_picture_must_be_smaller_than_five_megabytes(platforms):
    """At the boundary."""
    size = 5 * 1024 * 1024
    assert platforms.share(pic=png().ljust(size, b"0")).json()["error_code"] == 20006
    assert "idstr" in platforms.share(pic=png().ljust(size - 1, b"0")).json()


def test_a_text_may_return_after_five_others(platforms):
    """Only the newest are compared."""
    platforms.share()
    for number in range(5):
        assert platforms.share().json()["error_code"] == 20019
        platforms.share(f"第{number}条 {LINK}")
    assert "idstr" in platforms.share().json()


def test_the_hourly_limit_is_thirty_posts_in_any_hour(platforms):
    """The thirty-first waits until the first is an hour old."""
    for number in range(30):
        assert "idstr" in platforms.share(f"第{number}条 {LINK}").json()
    platforms.time.pass_(minutes=59, seconds=59)
    reply = platforms.share(f"最后 {LINK}")
    assert (reply.status_code, reply.json()["error_code"]) == (403, 20016)
    platforms.time.pass_(seconds=1)
    assert "idstr" in platforms.share(f"最后 {LINK}").json()
