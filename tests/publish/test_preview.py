"""Previews: post and page side by side, in a file in which nothing can run."""

from plugins.catalog.terms import Status
from publish.policy import Policy
from tests.publish.portal import Document, png


def test_each_post_stands_beside_its_page(house, tmp_path):
    body = '<p>正文在此。<img src="/media/a.png" alt="图"></p>'
    house.build(Document(number=1, body=body, pictures={"media/a.png": png()}))
    path = house.step().write_previews(tmp_path / "previews")
    html = path.read_text("utf-8")
    assert "推送预览：2 条" in html and html.count("<section>") == 2
    assert html.count("正文在此") == 3, "the article, and the page twice"
    assert html.count("data:image/png;base64,") == 4 and "asset:" not in html, "in each post and on each page"
    assert "/ 140 字" in html and "字符" in html
    assert not house.var.exists() and house.sandbox.calls() == ()


def test_a_retraction_shows_what_will_be_taken_down_and_what_the_site_says(house, tmp_path):
    house.build(Document(number=1)).send()
    house.build(Document(number=1, status=Status.WITHDRAWN, changes={"withdrawal_note": "<内容有误>"}))
    html = house.step().write_previews(tmp_path).read_text("utf-8")
    for row in house.step().status().rows:
        assert f"撤下 {row.url}（{row.remote_id}）" in html
    assert html.count("撤回说明：&lt;内容有误&gt;") == 2 and "/ 140 字" not in html and "<iframe" not in html


def test_what_a_document_says_cannot_run_or_reach_out(house, tmp_path):
    house.build(Document(number=1, title='<script>alert(1)</script>"', summary="<img src=x onerror=alert(1)>"))
    html = house.step().write_previews(tmp_path).read_text("utf-8")
    assert "<script" not in html and "<img src=x" not in html
    assert "default-src 'none'" in html and html.count("<iframe sandbox srcdoc=") == 3


def test_a_digest_shows_every_page_it_stands_for(house, tmp_path):
    house.build(*(Document(number=number) for number in range(1, 5)))
    html = house.step(policy=Policy(digest_from=3)).write_previews(tmp_path).read_text("utf-8")
    assert html.count("<section>") == 2 and html.count("网站：https://") == 8


def test_with_nothing_to_do_it_says_so(house, tmp_path):
    house.build()
    assert "没有要推送的" in house.step().write_previews(tmp_path).read_text("utf-8")


def test_what_cannot_be_made_is_said_in_its_place(house, tmp_path):
    house.build(Document(number=1))
    (house.output / "policies/2026/001/index.html").write_bytes(b"x")
    assert "不能推送" in house.step().write_previews(tmp_path).read_text("utf-8")
