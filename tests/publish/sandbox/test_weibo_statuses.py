"""Posts as Weibo shows them: ids, times, short links, the timeline and what a person does by hand."""

import re

import pytest

from publish.sandbox.weibo_statuses import short_link

from .platforms import LINK, png


def show(platforms, idstr):
    query = {"access_token": platforms.sandbox.account.weibo_token, "id": idstr}
    return platforms.fetch("GET", "/2/statuses/show.json", params=query)


def test_a_post_has_the_shape_of_a_status(platforms):
    """Ids beyond 2**53, a C-locale time, t.cn links."""
    post = platforms.share(pic=png()).json()
    assert float(post["id"]) != post["id"]
    assert post["idstr"] == post["mid"] == str(post["id"])
    assert post["created_at"] == "Fri Nov 20 09:00:00 +0800 2026"
    assert re.fullmatch(r"转发通知 http://t\.cn/A6[0-9a-zA-Z]{6}", post["text"])
    assert (post["user"]["idstr"], len(post["pic_urls"])) == (platforms.sandbox.account.weibo_uid, 1)


def test_a_link_always_has_the_same_short_form():
    """And another link another."""
    assert short_link(LINK) == short_link(LINK) != short_link(LINK + "?")


def test_the_timeline_is_newest_first_and_counts_all(platforms):
    """Whatever count asks for, five."""
    for number in range(6):
        platforms.share(f"第{number}条 {LINK}")
    timeline = platforms.timeline(count=100)
    assert [status["text"][1] for status in timeline["statuses"]] == list("54321")
    assert timeline["total_number"] == 6
    assert len(platforms.timeline(count=2)["statuses"]) == 2


def test_base_app_leaves_out_what_people_posted(platforms):
    """Five newer posts by hand hide ours without it."""
    ours = platforms.share().json()["idstr"]
    for number in range(5):
        platforms.sandbox.post_by_hand(f"手工第{number}条")
    assert ours not in [status["idstr"] for status in platforms.timeline()["statuses"]]
    assert [status["idstr"] for status in platforms.timeline(base_app=1)["statuses"]] == [ours]


def test_trim_user_leaves_the_id_alone(platforms):
    """Less to read."""
    platforms.share()
    (status,) = platforms.timeline(trim_user=1)["statuses"]
    assert set(status["user"]) == {"id", "idstr"}


def test_a_lagging_timeline_hides_a_new_post_for_a_while(platforms):
    """show has it at once."""
    platforms.sandbox.behaviour.timeline_lag_seconds = 120
    post = platforms.share().json()
    assert platforms.timeline()["statuses"] == []
    assert show(platforms, post["idstr"]).json()["text"] == post["text"]
    platforms.time.pass_(seconds=120)
    assert len(platforms.timeline()["statuses"]) == 1


def test_20032_means_that_it_was_posted(platforms):
    """An error by its form, a success by its effect."""
    platforms.sandbox.behaviour.weibo_says_20032 = True
    reply = platforms.share()
    assert (reply.status_code, reply.json()["error_code"]) == (403, 20032)
    assert len(platforms.sandbox.weibo_posts()) == 1


def test_a_post_deleted_by_hand_is_gone(platforms):
    """20101, and no longer among the newest."""
    idstr = platforms.share().json()["idstr"]
    assert platforms.sandbox.delete_by_hand(idstr)
    assert show(platforms, idstr).json()["error_code"] == 20101
    assert platforms.timeline()["statuses"] == []
    assert not platforms.sandbox.delete_by_hand(idstr)
    assert not platforms.sandbox.delete_by_hand("12")


@pytest.mark.parametrize(("query", "code"), [({}, 10016), ({"id": "text"}, 10008), ({"id": "1"}, 20101)])
def test_a_post_that_is_not_there_cannot_be_shown(platforms, query, code):
    """Missing, malformed, unknown."""
    query = {"access_token": platforms.sandbox.account.weibo_token} | query
    assert platforms.fetch("GET", "/2/statuses/show.json", params=query).json()["error_code"] == code
