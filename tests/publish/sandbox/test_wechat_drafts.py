"""The draft box: limits in characters, permanent covers, reads that show what was kept."""

import pytest

from publish.sandbox import AccountProfile, LinkPolicy

from .platforms import LINK, png


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"title": "🙂" * 32}, 0),
        ({"title": "题" * 33}, 45003),
        ({"title": " "}, 40035),
        ({"title": 7}, 40035),
        ({"author": "作" * 16}, 0),
        ({"author": "作" * 17}, 45110),
        ({"digest": "摘" * 128}, 0),
        ({"digest": "摘" * 129}, 45004),
        ({"content": "字" * 19_999}, 0),
        ({"content": "字" * 20_000}, 45002),
        ({"content": " "}, 44004),
        ({"content": "<html><head></head><body>整页</body></html>"}, 47001),
        ({"content_source_url": "https://www.shili.example/".ljust(1024, "a")}, 0),
        ({"content_source_url": "https://www.shili.example/".ljust(1025, "a")}, 45005),
        ({"content_source_url": "javascript:alert(1)"}, 40035),
        ({"thumb_media_id": ""}, 40007),
        ({"article_type": "newspic"}, 40035),
        ({"need_open_comment": 2}, 40035),
    ],
)
def test_a_field_is_taken_up_to_its_limit(platforms, changes, errcode):
    """Characters, not bytes; and a refused draft is not kept."""
    assert platforms.draft(**changes).get("errcode", 0) == errcode
    assert len(platforms.sandbox.wechat_drafts()) == (errcode == 0)


def test_the_stricter_limit_of_a_digest_can_be_chosen(platforms):
    """Some of the vendor's pages say 120."""
    platforms.sandbox.behaviour.digest_limit = 120
    assert "media_id" in platforms.draft(digest="摘" * 120)
    assert platforms.draft(digest="摘" * 121)["errcode"] == 45004


def test_a_picture_of_an_article_is_no_cover(platforms):
    """Only permanent material is."""
    inline = platforms.upload("media/uploadimg", png())["url"].split("/")[4]
    assert platforms.draft(thumb_media_id=inline)["errcode"] == 40007


@pytest.mark.parametrize("body", [{}, {"articles": {}}, {"articles": []}, {"articles": ["x"]}, {"article": [{}]}])
def test_articles_wrapped_wrongly_are_no_news(platforms, body):
    """44003."""
    assert platforms.wechat("draft/add", body)["errcode"] == 44003


def test_eight_articles_fit_and_nine_do_not(platforms):
    """And with several, digests are not kept."""
    article = platforms.article(digest="摘要")
    kept = platforms.wechat("draft/add", {"articles": [article] * 8})
    assert platforms.wechat("draft/add", {"articles": [article] * 9})["errcode"] == 45008
    items = platforms.wechat("draft/get", {"media_id": kept["media_id"]})["news_item"]
    assert [item["digest"] for item in items] == [""] * 8


def test_a_link_outside_is_refused_or_stripped_by_switch(platforms):
    """45166 unless the account is one of those that strip."""
    content = f'<p>见<a href="{LINK}">原文</a></p>'
    assert platforms.draft(content=content)["errcode"] == 45166
    platforms.sandbox.behaviour.link_policy = LinkPolicy.STRIP
    draft = platforms.draft(content=content)
    (item,) = platforms.wechat("draft/get", {"media_id": draft["media_id"]})["news_item"]
    assert item["content"] == "<p>见原文</p>"


def test_a_draft_is_read_back_as_it_was_kept(platforms):
    """With the filtered content, the source address and a preview that works."""
    article = platforms.article(author="省政府办公厅", digest="摘要", content='<p id="x">政<script>1</script>务</p>')
    draft = platforms.wechat("draft/add", {"articles": [article]})
    assert "errcode" not in draft
    reply = platforms.wechat("draft/get", {"media_id": draft["media_id"]})
    (item,) = reply["news_item"]
    assert {name: item[name] for name in article} == article | {"content": "<p>政务</p>"}
    assert reply["create_time"] == int(platforms.time().timestamp())
    assert "草稿预览" in platforms.session.get(item["url"], timeout=20).text


def test_without_a_digest_the_first_54_characters_stand_in(platforms):
    """Of the text, not of the markup."""
    draft = platforms.draft(content=f"<p><b>{'政' * 60}</b></p>")
    (item,) = platforms.wechat("draft/get", {"media_id": draft["media_id"]})["news_item"]
    assert item["digest"] == "政" * 54


def test_drafts_are_listed_newest_first_in_pages(platforms):
    """no_content leaves out the content alone: the source address, our marker, stays."""
    cover = platforms.cover()
    ids = []
    for number in range(3):
        ids.append(platforms.draft(title=f"第{number}篇", thumb_media_id=cover)["media_id"])
    page = platforms.wechat("draft/batchget", {"offset": 1, "count": 20, "no_content": 1})
    assert (page["total_count"], page["item_count"]) == (3, 2)
    assert [item["media_id"] for item in page["item"]] == [ids[1], ids[0]]
    (item,) = page["item"][0]["content"]["news_item"]
    assert item["content_source_url"] == LINK
    assert "content" not in item
    full = platforms.wechat("draft/batchget", {"offset": 0, "count": 1})
    assert full["item"][0]["content"]["news_item"][0]["content"] == "<p>正文。</p>"
    assert platforms.wechat("draft/count", method="GET") == {"total_count": 3}


@pytest.mark.parametrize("body", [{"count": 21}, {"count": 0}, {"offset": -1}, {"offset": "0"}, {"no_content": 2}])
def test_a_page_beyond_twenty_is_refused(platforms, body):
    """So is anything that is no number."""
    assert platforms.wechat("draft/batchget", body)["errcode"] == 40035


def test_a_deleted_draft_is_gone(platforms):
    """40007 from then on."""
    media_id = platforms.draft()["media_id"]
    assert platforms.wechat("draft/delete", {"media_id": media_id})["errcode"] == 0
    for call in ("draft/delete", "draft/get", "freepublish/submit"):
        assert platforms.wechat(call, {"media_id": media_id})["errcode"] == 40007


@pytest.mark.parametrize(
    ("profile", "drafting", "publishing"),
    [(AccountProfile.VERIFIED, 0, 40007), (AccountProfile.INDIVIDUAL, 0, 48001), (AccountProfile.EXPIRED, 48001, 48001)],
)
def test_the_account_decides_which_calls_are_open(platforms, profile, drafting, publishing):
    """Individuals may keep drafts; an expired verification closes those too."""
    platforms.sandbox.behaviour.wechat_profile = profile
    assert platforms.draft().get("errcode", 0) == drafting
    assert platforms.wechat("freepublish/submit", {"media_id": "none"})["errcode"] == publishing
    assert platforms.wechat("freepublish/batchget", {}).get("errcode", 0) == (48001 if publishing == 48001 else 0)
