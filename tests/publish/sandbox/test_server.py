"""The sandbox as a whole: what it gives to clients and tests, and what it keeps."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from publish.sandbox import Sandbox

from .platforms import LINK, Platforms, png


def test_the_environment_leads_clients_here(platforms):
    """The variables of the publish step, every one of them."""
    environment = platforms.sandbox.environment()
    assert environment["GONGKAI_WEIBO_BASE"] == environment["GONGKAI_WECHAT_BASE"] == platforms.sandbox.url
    assert set(environment) == {
        "GONGKAI_WEIBO_BASE",
        "GONGKAI_WEIBO_TOKEN",
        "GONGKAI_WEIBO_UID",
        "GONGKAI_WEIBO_RIP",
        "GONGKAI_WECHAT_BASE",
        "GONGKAI_WECHAT_APPID",
        "GONGKAI_WECHAT_SECRET",
        "GONGKAI_WECHAT_CALLBACK_TOKEN",
        "GONGKAI_WECHAT_CALLBACK_KEY",
        "GONGKAI_WECOM_BASE",
        "GONGKAI_WECOM_KEY",
        "GONGKAI_DINGTALK_BASE",
        "GONGKAI_DINGTALK_TOKEN",
        "GONGKAI_DINGTALK_SECRET",
        "GONGKAI_FEISHU_BASE",
        "GONGKAI_FEISHU_HOOK",
        "GONGKAI_FEISHU_SECRET",
        "GONGKAI_WEBHOOK_URL",
        "GONGKAI_WEBHOOK_SECRET",
        "GONGKAI_MAIL_SERVER",
        "GONGKAI_MAIL_FROM",
        "GONGKAI_MAIL_LEAVE",
        "GONGKAI_MAIL_USER",
        "GONGKAI_MAIL_PASSWORD",
    }
    assert all(environment.values())


def test_a_restart_keeps_everything(platforms, session):
    """Posts, articles, drafts, pictures, the token and what is left of a quota."""
    platforms.share(pic=png())
    platforms.published(title="第一篇")
    draft = platforms.draft(title="草稿")["media_id"]
    token = platforms.token()
    platforms.sandbox.behaviour.wechat_quotas["/cgi-bin/freepublish/delete"] = 1
    platforms.wechat("freepublish/delete", {"article_id": "none"})
    before = (platforms.sandbox.weibo_posts(), [one.article_id for one in platforms.sandbox.wechat_articles()])
    with Sandbox(platforms.state, clock=platforms.time) as again:
        again.behaviour.wechat_quotas["/cgi-bin/freepublish/delete"] = 1
        after = Platforms(again, session, platforms.time, platforms.state)
        assert (again.weibo_posts(), [one.article_id for one in again.wechat_articles()]) == before
        assert again.weibo_posts()[0].picture == png()
        assert again.wechat_drafts() == (draft,)
        assert after.token() == token
        assert after.wechat("freepublish/delete", {"article_id": "none"})["errcode"] == 45009


def test_concurrent_calls_do_not_spoil_one_another(platforms):
    """Twenty posts at once are twenty posts."""
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda number: platforms.share(f"第{number}条 {LINK}").json(), range(20)))
    assert len({reply["idstr"] for reply in replies}) == 20
    assert len(platforms.sandbox.weibo_posts()) == 20


def test_the_same_post_at_once_is_posted_once(platforms):
    """The comparison with the newest posts and the posting are one step."""
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: platforms.share().json(), range(8)))
    assert sum("idstr" in reply for reply in replies) == len(platforms.sandbox.weibo_posts()) == 1


def test_a_task_that_is_still_publishing_counts_as_a_copy_to_come(platforms):
    """Without a time of publication."""
    platforms.wechat("freepublish/submit", {"media_id": platforms.draft()["media_id"]})
    (article,) = platforms.sandbox.wechat_articles()
    assert article.published_at is None
    assert article.cover == png()


def test_an_article_banned_later_is_no_longer_public(platforms):
    """Its task says 6."""
    task = platforms.published()
    platforms.sandbox.ban_article(task["article_id"])
    assert platforms.sandbox.wechat_articles() == ()
    assert platforms.wechat("freepublish/get", {"publish_id": task["publish_id"]})["publish_status"] == 6
    with pytest.raises(KeyError):
        platforms.sandbox.ban_article("unknown")


def test_a_sandbox_that_is_not_running_says_so(tmp_path):
    """It has an address only within its with statement."""
    with pytest.raises(RuntimeError, match="with statement"):
        _ = Sandbox(tmp_path).url
