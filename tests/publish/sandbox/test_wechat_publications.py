"""Publishing is a task: accepted, then looked at until it is public or failed."""

import pytest

from publish.sandbox import DraftLeaves, PublishStatus

from .platforms import LINK


def submit(platforms, **changes):
    return platforms.wechat("freepublish/submit", {"media_id": platforms.draft(**changes)["media_id"]})


def look(platforms, submitted):
    return platforms.wechat("freepublish/get", {"publish_id": submitted["publish_id"]})


@pytest.mark.parametrize("polls", [0, 1, 3])
def test_a_task_publishes_after_so_many_looks(platforms, polls):
    """Status 1 until then, and no article_id."""
    platforms.sandbox.behaviour.publish_polls = polls
    submitted = submit(platforms)
    for _ in range(polls):
        task = look(platforms, submitted)
        assert (task["publish_status"], "article_id" in task, task["fail_idx"]) == (1, False, [])
    task = look(platforms, submitted)
    assert (task["publish_status"], task["article_detail"]["count"]) == (0, 1)
    assert task["article_detail"]["item"] == [{"idx": 1, "article_url": platforms.sandbox.wechat_articles()[0].url}]


def test_a_task_may_hang_for_ever(platforms):
    """Until the switch is thrown."""
    platforms.sandbox.behaviour.publish_polls = None
    submitted = submit(platforms)
    assert {look(platforms, submitted)["publish_status"] for _ in range(5)} == {1}
    platforms.sandbox.behaviour.publish_polls = 0
    assert look(platforms, submitted)["publish_status"] == 0


@pytest.mark.parametrize("outcome", [PublishStatus.ORIGINALITY_FAILED, PublishStatus.FAILED, PublishStatus.REJECTED])
def test_a_failed_task_publishes_nothing(platforms, outcome):
    """It names the articles that failed, and the draft is still there."""
    platforms.sandbox.behaviour.publish_outcome = outcome
    task = platforms.published()
    assert (task["publish_status"], task["fail_idx"], "article_id" in task) == (outcome, [1], False)
    assert platforms.sandbox.wechat_articles() == ()
    assert platforms.wechat("freepublish/batchget", {})["total_count"] == 0
    assert len(platforms.sandbox.wechat_drafts()) == 1


def test_a_publish_id_is_now_a_number_now_a_string(platforms):
    """And may be asked for as either."""
    submissions = [submit(platforms) for _ in range(2)]
    assert {type(one["publish_id"]) for one in submissions} == {int, str}
    for one in submissions:
        for asked in (int(one["publish_id"]), str(one["publish_id"])):
            task = platforms.wechat("freepublish/get", {"publish_id": asked})
            assert str(task["publish_id"]) == str(one["publish_id"])


@pytest.mark.parametrize(("leaves", "kept"), [(DraftLeaves.ACCEPTED, 0), (DraftLeaves.PUBLISHED, 1)])
def test_a_draft_leaves_when_its_switch_says(platforms, leaves, kept):
    """At the latest when it is public."""
    platforms.sandbox.behaviour.draft_leaves = leaves
    submitted = submit(platforms)
    assert len(platforms.sandbox.wechat_drafts()) == kept
    look(platforms, submitted)
    look(platforms, submitted)
    assert platforms.sandbox.wechat_drafts() == ()


def test_submitting_a_draft_twice_makes_two_copies(platforms):
    """As on the platform: nothing but the client's care prevents it."""
    media_id = platforms.draft()["media_id"]
    for _ in range(2):
        assert platforms.wechat("freepublish/submit", {"media_id": media_id})["errcode"] == 0
    assert len(platforms.sandbox.wechat_articles()) == 2


def test_a_list_of_articles_is_a_look_as_well(platforms):
    """A client that lost the publish_id finds its article in the end."""
    submit(platforms)
    pages = [platforms.wechat("freepublish/batchget", {"no_content": 1}) for _ in range(2)]
    assert [page["total_count"] for page in pages] == [0, 1]
    (item,) = pages[1]["item"][0]["content"]["news_item"]
    assert (item["content_source_url"], item["is_deleted"], "content" in item) == (LINK, False, False)


def test_articles_are_listed_in_no_order_that_helps(platforms):
    """Yet the pages together hold each of them once."""
    platforms.sandbox.behaviour.publish_polls = 0
    published = [platforms.published(title=f"第{number}篇")["article_id"] for number in range(8)]
    pages = [platforms.wechat("freepublish/batchget", {"offset": offset, "count": 3}) for offset in (0, 3, 6)]
    listed = [item["article_id"] for page in pages for item in page["item"]]
    assert sorted(listed) == sorted(published)
    assert listed not in (published, published[::-1])
    assert [page["item_count"] for page in pages] == [3, 3, 2]


def test_an_article_can_be_asked_for(platforms):
    """By its article_id; a task's number is none."""
    task = platforms.published(title="要点")
    (item,) = platforms.wechat("freepublish/getarticle", {"article_id": task["article_id"]})["news_item"]
    assert (item["title"], item["is_deleted"]) == ("要点", False)
    assert platforms.wechat("freepublish/getarticle", {"article_id": str(task["publish_id"])})["errcode"] == 53600


@pytest.mark.parametrize("publish_id", [1, "1", "text", None])
def test_an_unknown_task_is_refused(platforms, publish_id):
    """53502."""
    assert platforms.wechat("freepublish/get", {"publish_id": publish_id})["errcode"] == 53502


def test_deleting_all_articles_ends_in_status_5(platforms):
    """Reads still know them, as deleted."""
    task = platforms.published()
    assert platforms.wechat("freepublish/delete", {"article_id": task["article_id"], "index": 0})["errcode"] == 0
    (item,) = platforms.wechat("freepublish/getarticle", {"article_id": task["article_id"]})["news_item"]
    assert item["is_deleted"]
    assert look(platforms, task)["publish_status"] == 5
    page = platforms.session.get(task["article_detail"]["item"][0]["article_url"], timeout=20)
    assert "该内容已被发布者删除" in page.text


def test_one_of_several_articles_can_be_deleted(platforms):
    """By its place; the others stay, and a place that is not there is refused."""
    article = platforms.article()
    draft = platforms.wechat("draft/add", {"articles": [article | {"title": f"第{place}篇"} for place in (1, 2)]})
    submitted = platforms.wechat("freepublish/submit", {"media_id": draft["media_id"]})
    look(platforms, submitted)
    task = look(platforms, submitted)
    assert platforms.wechat("freepublish/delete", {"article_id": task["article_id"], "index": 3})["errcode"] == 40035
    assert platforms.wechat("freepublish/delete", {"article_id": task["article_id"], "index": 1})["errcode"] == 0
    assert [(one.position, one.title) for one in platforms.sandbox.wechat_articles()] == [(2, "第2篇")]
    assert look(platforms, task)["publish_status"] == 0
    pages = [platforms.session.get(item["article_url"], timeout=20).text for item in task["article_detail"]["item"]]
    assert ["第2篇" in page for page in pages] == [False, True]
