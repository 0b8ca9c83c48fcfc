"""The WeChat article within every limit, and its way through draft and publication."""

import pytest

from publish.channels import open_wechat
from publish.channels.protocol import Action
from publish.channels.wechat_api import next_midnight
from publish.channels.wechat_stage import cover
from tests.publish.portal import AS_OF, SITE, Document, build, png


@pytest.fixture
def compose(house, tmp_path):
    def run(document, action=Action.PUBLISH):
        (release,) = build(tmp_path / "one", [document]).releases
        article = f'<article class="gk-body">{document.body}</article>'
        return open_wechat(house.environment, house.time.now).compose(release, article, SITE, action)

    return run


def test_every_field_keeps_its_limit(compose):
    post = compose(Document(number=1, title="长" * 33, summary="要" * 200, changes={"issuing_agency": "名" * 17}))
    assert len(post.title) == 32 and len(post.text) == 120 and post.author == "示例省人民政府办公厅"
    assert "推送标题" in post.notes[0]
    exact = compose(Document(number=1, title="长" * 32, summary=""))
    assert exact.title == "长" * 32 and exact.text.startswith("各市、县人民政府")


def test_the_short_title_is_preferred_and_a_correction_is_marked(compose):
    document = Document(number=1, changes={"post_title": "短题"})
    assert compose(document).title == "短题"
    correction = compose(document, Action.CORRECT)
    assert correction.title == "【更正】短题" and correction.link != compose(document).link


def test_the_source_address_carries_the_mark_of_the_entry(compose):
    base, mark = compose(Document(number=1)).link.split("?c=")
    assert base == "https://www.shili.example/policies/2026/001/" and len(mark) == 10


@pytest.mark.parametrize("length", [19_000, 20_000, 60_000])
def test_a_text_too_long_after_inlining_becomes_its_summary(compose, length):
    post = compose(Document(number=1, body=f"<p>{'文' * length}</p>"))
    assert len(post.html) < 20_000
    assert ("阅读原文" in post.html) == (length >= 20_000)
    assert bool(post.notes) == (length >= 20_000)


def test_an_article_is_published_with_cover_pictures_and_source(house):
    body = '<p>文<img src="/media/a.png" alt="甲"><img src="/media/b.webp" alt="乙"></p>'
    house.build(
        Document(number=1, body=body, pictures={"media/a.png": png(), "media/b.webp": b"RIFF"}), Document(number=2)
    ).send()
    first = house.sandbox.wechat_articles()[0]
    assert first.cover == cover() and "mmbiz.qpic.cn" in first.content and "asset:" not in first.content
    assert "［图片：乙，请见原文］" in first.content
    assert first.content_source_url.startswith("https://www.shili.example/policies/2026/001/?c=")
    assert house.calls("/cgi-bin/material/add_material") == 1, "one cover serves every article"
    assert house.calls("/cgi-bin/media/uploadimg") == 1
    assert house.calls("/cgi-bin/stable_token") == 1


def test_uploads_are_remembered_across_runs(house):
    house.build(Document(number=1)).send()
    house.build(Document(number=1), Document(number=2)).send()
    assert house.calls("/cgi-bin/material/add_material") == 1


def test_hostile_words_reach_the_platform_as_words(house):
    house.build(Document(number=1, title='<b>"题"</b>&', body="<p>&lt;script&gt;1&lt;/script&gt;</p>")).send()
    (article,) = house.sandbox.wechat_articles()
    assert article.title == '<b>"题"</b>&' and "&lt;script&gt;" in article.content


def test_the_cover_is_a_picture_of_the_right_shape_and_weight():
    content = cover()
    assert content.startswith(b"\x89PNG") and len(content) < 64 * 1024
    assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (900, 383)


def test_the_day_of_quotas_ends_at_midnight_in_china():
    assert next_midnight(AS_OF).isoformat() == "2026-11-21T00:00:00+08:00"
