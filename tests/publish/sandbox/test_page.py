"""The follower's page shows what is public, and nothing in it runs."""

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import html5lib
import pytest
import requests

from publish.sandbox import Sandbox

from .platforms import LINK, Platforms, png

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


def test_an_empty_sandbox_says_so(platforms):
    """In words."""
    page = platforms.page()
    assert page.status_code == 200
    assert "还没有" in page.text


def test_a_post_is_shown_as_text(platforms):
    """Escaped, its link clickable."""
    platforms.share(f"<script>alert(1)</script> {LINK}")
    text = platforms.page().text
    assert "<script>" not in text
    assert f'href="{LINK}"' in text


def test_a_mail_is_shown_with_its_text_and_its_leave_address(tmp_path):
    """As text, both addresses clickable; what is HTML in it stays text."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "政务公开 <digest@shili.example>", "zhang@reader.example", "每日<汇总>"
    message["List-Unsubscribe"] = "<https://www.shili.example/mail/leave/abc>"
    message.set_content(f"【新公开】{LINK} <script>alert(1)</script>")
    message.add_alternative("<p>也有网页版</p>", subtype="html")
    with Sandbox(tmp_path) as sandbox:
        assert "还没有邮件" in requests.get(sandbox.url, timeout=20).text
        server = urlsplit(sandbox.environment()["GONGKAI_MAIL_SERVER"])
        with smtplib.SMTP(server.hostname, server.port, timeout=20) as client:
            client.login("digest", sandbox.account.mail_password)
            client.send_message(message)
        reply = requests.get(sandbox.url, timeout=20)
    links = [link.get("href") for link in shown(reply).iter("a")]
    assert LINK in links and "https://www.shili.example/mail/leave/abc" in links
    assert "每日&lt;汇总&gt;" in reply.text and "zhang@reader.example" in reply.text and "<script>" not in reply.text


def test_an_article_is_shown_with_its_source(platforms):
    """阅读原文 leads to the portal."""
    platforms.published()
    (article,) = platforms.sandbox.wechat_articles()
    page = platforms.session.get(article.url, timeout=20)
    assert "政务公开工作要点" in page.text
    assert LINK in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"] or "'none'" in page.headers["Content-Security-Policy"]


def test_the_sandbox_listens_on_this_machine_only(tmp_path):
    """Never on another address."""
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Sandbox(tmp_path, bind="0.0.0.0")


def shown(reply):
    """The page as a browser reads it; a parse error is an error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(reply.text)


def test_every_page_is_sound_html_under_a_strict_policy(platforms):
    """Posts, article, draft, deleted, missing: no script, no outside request, styles in attributes only."""
    platforms.share(pic=png())
    task = platforms.published()
    preview = platforms.wechat("draft/get", {"media_id": platforms.draft()["media_id"]})["news_item"][0]["url"]
    paths = [
        "/",
        "/wechat/s/none",
        "/no/such/page",
        "/pictures/none",
        f"/wechat/s/{task['article_id']}",
        f"/wechat/s/{task['article_id']}?idx=2",
    ]
    replies = [platforms.page(path) for path in paths] + [platforms.session.get(preview, timeout=20)]
    assert [reply.status_code for reply in replies] == [200, 404, 404, 404, 200, 404, 200]
    for reply in replies:
        policy = dict(rule.strip().split(" ", 1) for rule in reply.headers["Content-Security-Policy"].split(";"))
        assert policy.pop("style-src-attr") == "'unsafe-inline'"
        assert policy.pop("default-src") == "'none'"
        assert set(policy.values()) == {"'none'", "'self'"}
        page = shown(reply)
        assert page.find(".//h1") is not None
        assert page.find(".//script") is None
        assert page.get("lang") == "zh-CN"


def test_nothing_a_post_or_an_article_says_becomes_markup(tmp_path, session, platforms):
    """Texts, titles, digests, authors and names are shown as they are."""
    with Sandbox(tmp_path / "other", clock=platforms.time, account_name=HOSTILE) as sandbox:
        other = Platforms(sandbox, session, platforms.time, tmp_path)
        other.share(f"{HOSTILE} {LINK}?a=1&b='2'")
        sandbox.post_by_hand(HOSTILE)
        task = other.published(title=HOSTILE[:32], digest=HOSTILE, author=HOSTILE[:16], content_source_url=f'{LINK}?"><b>')
        pages = [shown(other.page()), shown(other.page(f"/wechat/s/{task['article_id']}"))]
    words = ["".join(page.itertext()) for page in pages]
    assert all(HOSTILE in text for text in words)
    for page in pages:
        assert {image.get("src").split("/")[1] for image in page.iter("img")} <= {"pictures"}
        assert not any(name.startswith("on") for element in page.iter() for name in dict(element.items()))
    assert pages[1].find(".//p[@class='article__source']/a").get("href") == f'{LINK}?"><b>'


def test_drafts_and_tasks_still_publishing_are_not_shown(platforms):
    """Followers see what is public."""
    platforms.draft(title="还是草稿")
    platforms.sandbox.behaviour.publish_polls = None
    platforms.wechat("freepublish/submit", {"media_id": platforms.draft(title="正在发表")["media_id"]})
    text = platforms.page().text
    assert "还是草稿" not in text
    assert "正在发表" not in text


def test_the_newest_stands_first_and_what_was_deleted_is_gone(platforms):
    """In both columns."""
    posts = [platforms.share(f"第{number}条 {LINK}").json()["idstr"] for number in range(3)]
    platforms.sandbox.delete_by_hand(posts[1])
    articles = []
    for number in range(3):
        platforms.time.pass_(minutes=1)
        articles.append(platforms.published(title=f"第{number}篇")["article_id"])
    platforms.wechat("freepublish/delete", {"article_id": articles[1]})
    page = shown(platforms.page())
    assert [post.get("id") for post in page.iter("article") if post.get("id")] == [f"weibo-{posts[2]}", f"weibo-{posts[0]}"]
    cards = [link.get("href") for link in page.iter("a") if "card__link" in (link.get("class") or "")]
    assert cards == [f"/wechat/s/{articles[2]}", f"/wechat/s/{articles[0]}"]


def test_the_pictures_of_posts_and_articles_are_the_uploaded_ones(platforms):
    """Addresses on WeChat's picture host are read from the sandbox."""
    inline = platforms.upload("media/uploadimg", png(9, 9))["url"].replace("http:", "https:")
    platforms.share(pic=png(5, 5))
    task = platforms.published(content=f'<p style="color:red">图<img src="{inline}" alt="图"></p>')
    pages = [shown(platforms.page()), shown(platforms.page(f"/wechat/s/{task['article_id']}"))]
    sources = [image.get("src") for page in pages for image in page.iter("img")]
    assert [platforms.page(source).content for source in sources] == [png(5, 5), png(), png(9, 9)]


def test_the_stylesheet_and_the_mark_are_there_and_nothing_can_be_written(platforms):
    """Everything the pages ask for is answered."""
    assert platforms.page("/follower.css").headers["Content-Type"].startswith("text/css")
    assert platforms.page("/mark.svg").headers["Content-Type"] == "image/svg+xml"
    assert platforms.fetch("POST", "/", data=b"x").status_code == 405
    assert platforms.fetch("HEAD", "/").content == b""
    assert platforms.page("/../state.py").status_code == 404
