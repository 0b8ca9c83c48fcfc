"""A client that others wrote and published finds in the sandbox what it expects: the sandbox is not merely the mirror of ours."""

import io

import pytest
import wechatpy

from tests.publish.sandbox.platforms import LINK, png


@pytest.fixture
def foreign(platforms):
    class Client(wechatpy.WeChatClient):
        API_BASE_URL = f"{platforms.sandbox.url}/cgi-bin/"

    account = platforms.sandbox.account
    # It knows /token alone, which the sandbox leaves out: the stable one is what every caller shares.
    return Client(account.wechat_appid, account.wechat_secret, access_token=platforms.token()["access_token"])


def draft(foreign, title="政务公开工作要点"):
    cover = foreign.material.add("image", ("cover.png", io.BytesIO(png())))["media_id"]
    article = {"title": title, "content": "<p>正文。</p>", "content_source_url": LINK, "thumb_media_id": cover}
    return foreign.draft.add([article])["media_id"]


def test_it_keeps_drafts(foreign, platforms):
    media_id = draft(foreign)
    assert foreign.draft.get(media_id)["news_item"][0]["title"] == "政务公开工作要点"
    assert foreign.draft.count()["total_count"] == 1
    assert foreign.draft.batchget(0, 20, 1)["item"][0]["media_id"] == media_id
    foreign.draft.delete(media_id)
    assert platforms.sandbox.wechat_drafts() == ()


def test_it_publishes_asks_and_deletes(foreign, platforms):
    task = foreign.freepublish.submit(draft(foreign))["publish_id"]
    while (found := foreign.freepublish.get(task))["publish_status"] == 1:
        continue
    assert found["publish_status"] == 0
    assert foreign.freepublish.batchget(0, 20, 1)["item"][0]["article_id"] == found["article_id"]
    assert foreign.freepublish.getarticle(found["article_id"])["news_item"][0]["content_source_url"] == LINK
    foreign.freepublish.delete(found["article_id"], 0)
    assert platforms.sandbox.wechat_articles() == ()


def test_it_sends_to_all(foreign, platforms):
    job = foreign.message.send_mass_article(draft(foreign), is_to_all=True, client_msg_id="one")
    assert foreign.message.get_mass(job["msg_id"])["msg_status"] in ("SENDING", "SEND_SUCCESS")
    platforms.time.pass_(minutes=2)
    with pytest.raises(wechatpy.WeChatClientException, match="45065"):
        foreign.message.send_mass_article(draft(foreign), is_to_all=True, client_msg_id="one")
    assert len(platforms.sandbox.wechat_articles()) == 1


def test_its_errors_are_the_platforms(foreign):
    with pytest.raises(wechatpy.WeChatClientException, match="40007"):
        foreign.freepublish.submit("no such draft")
