"""The WeChat stand-in: HTTP 200 with an errcode, field limits, the content filter, publishing as a task."""

import pytest

from publish.sandbox.faults import Action, Fault

from .platforms import png


def test_a_token_repeats_while_it_lives(platforms):
    """stable_token in its normal mode."""
    first = platforms.token()
    platforms.time.pass_(minutes=30)
    second = platforms.token()
    assert first["access_token"] == second["access_token"]
    assert second["expires_in"] < first["expires_in"]


@pytest.mark.parametrize(("changes", "code"), [({"appid": "wx0"}, 40013), ({"secret": "x"}, 40125), ({"grant_type": "x"}, 40002)])
def test_a_bad_token_request_has_its_code(platforms, changes, code):
    """With the rid that support asks for."""
    reply = platforms.token(**changes)
    assert reply["errcode"] == code
    assert "rid: " in reply["errmsg"]


def test_an_old_token_is_refused(platforms):
    """After its two hours."""
    token = platforms.token()["access_token"]
    platforms.time.pass_(hours=3)
    assert platforms.wechat("draft/count", token=token, method="GET")["errcode"] in (40001, 40014, 42001)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "题" * 33}, 45003),
        ({"digest": "摘" * 129}, 45004),
        ({"author": "者" * 17}, 45110),
        ({"content": "<p>" + "文" * 20000 + "</p>"}, 45002),
        ({"content_source_url": "https://www.shili.example/" + "a" * 1024}, 45005),
        ({"thumb_media_id": "nothing"}, 40007),
        ({"content": '<p><a href="https://www.shili.example/">外链</a></p>'}, 45166),
    ],
)
def test_a_draft_beyond_a_limit_is_refused(platforms, changes, code):
    """In characters, not bytes; at the boundary it is taken."""
    assert platforms.draft(**changes)["errcode"] == code


def test_a_draft_at_the_limits_is_taken(platforms):
    """32, 120 and 16 characters."""
    assert "media_id" in platforms.draft(title="题" * 32, digest="摘" * 120, author="者" * 16)


def test_escaped_chinese_is_refused(platforms):
    """The body must be raw UTF-8."""
    raw = b'{"articles": [{"title": "\\u653f", "content": "x", "thumb_media_id": "x"}]}'
    assert platforms.wechat("draft/add", raw=raw)["errcode"] == 40033


@pytest.mark.parametrize(("raw", "code"), [(b"{", 47001), (b'{"articles": []}', 44003)])
def test_a_malformed_draft_is_refused(platforms, raw, code):
    """Bad JSON, no article."""
    assert platforms.wechat("draft/add", raw=raw)["errcode"] == code


def test_an_upload_must_be_a_picture_of_the_right_size(platforms):
    """uploadimg: jpg and png below 1 MB."""
    assert platforms.upload("media/uploadimg", png())["url"].startswith("http://mmbiz")
    assert platforms.upload("media/uploadimg", b"GIF89a")["errcode"] == 40005
    assert platforms.upload("media/uploadimg", png() + b"0" * 1024 * 1024)["errcode"] == 40009


def test_publishing_is_a_task_and_the_draft_is_gone(platforms):
    """The filter has removed what WeChat removes."""
    task = platforms.published(content='<p id="a" onclick="x()">正文<script>x()</script></p>')
    assert task["publish_status"] == 0
    (article,) = platforms.sandbox.wechat_articles()
    assert article.content == "<p>正文</p>"
    assert platforms.sandbox.wechat_drafts() == ()


def test_submitting_has_a_daily_quota(platforms):
    """100 a day in Chinese time."""
    media_id = platforms.draft()["media_id"]
    codes = {platforms.wechat("freepublish/submit", {"media_id": "no"}).get("errcode") for _ in range(101)}
    assert 45009 in codes
    platforms.time.pass_(days=1)
    platforms._token = None
    assert platforms.wechat("freepublish/submit", {"media_id": media_id})["errcode"] == 0


def test_a_retracted_article_is_gone(platforms):
    """freepublish/delete."""
    task = platforms.published()
    assert platforms.wechat("freepublish/delete", {"article_id": task["article_id"]})["errcode"] == 0
    assert platforms.sandbox.wechat_articles() == ()


def test_a_fault_after_the_commit_leaves_the_draft(platforms):
    """The dropped connection of a server that had already done it."""
    import requests

    article = platforms.article()
    platforms.sandbox.faults.add(Fault(path="/cgi-bin/draft/add", action=Action.DROP_AFTER_COMMIT))
    with pytest.raises(requests.ConnectionError):
        platforms.wechat("draft/add", {"articles": [article]})
    assert len(platforms.sandbox.wechat_drafts()) == 1
