"""What an article looks like after WeChat's rules."""

import pytest

from publish.channels.wechat_html import transform

PAGE = "https://www.shili.example/policies/2026/001/"
HOME = "https://www.shili.example"


def made(inner, pictures=None, heading=""):
    return transform(f'<article class="gk-body">{inner}</article>', PAGE, HOME, pictures or {}, heading)


def test_outside_links_become_numbered_words_and_inside_links_stay():
    html = made(
        '<p><a href="https://a.example/x">甲</a>、<a href="/b/">乙</a>、<a href="https://a.example/x">丙</a>、'
        '<a href="https://mp.weixin.qq.com/s/1">丁</a>、<a href="#n">戊</a>、<a href="mailto:a@b.example">己</a></p>'
    ).html
    assert html.count("<a ") == 1 and 'href="https://mp.weixin.qq.com/s/1"' in html
    assert "甲<sup>[1]</sup>、乙<sup>[2]</sup>、丙<sup>[1]</sup>" in html
    assert "引用链接" in html and "[1] 甲：https://a.example/x" in html and "[2] 乙：https://www.shili.example/b/" in html
    assert "戊、己" in html


@pytest.mark.parametrize("href", ["https://mp.weixin.qq.com.evil.example/", "http://mp.weixin.qq.com/s", "https://[bad"])
def test_a_link_that_only_looks_inside_does_not_stay(href):
    assert "<a" not in made(f'<p><a href="{href}">甲</a></p>').html


def test_what_wechat_strips_is_gone_beforehand():
    html = made(
        '<h1 id="t" class="c" onclick="x()">题</h1><script>bad()</script><style>p{}</style><iframe src="x"></iframe>'
        '<p style="position:fixed" data-x="1">文\x0b\u202e字</p><!-- 注 --><form><input></form><svg><p>s</p></svg>'
    ).html
    for word in (
        "id=",
        "class=",
        "onclick",
        "bad()",
        "iframe",
        "position",
        "data-x",
        "\x0b",
        "\u202e",
        "注",
        "form",
        "svg",
        "<h1",
    ):
        assert word not in html
    assert "文字" in html and "color:rgb" in html and html.startswith("<section") and "<html" not in html


def test_own_pictures_stand_for_their_bytes_and_others_become_words():
    shown = made(
        '<p><img src="../../../media/a.png" alt="甲" onerror="x"><img src="https://x.example/media/a.png" alt="乙">'
        '<img src="/media/b.png"></p>',
        {"media/a.png": "d1"},
    )
    assert shown.html.count("<img") == 1 and 'src="asset:d1"' in shown.html and shown.pictures == ("media/a.png",)
    assert "［图片：乙，请见原文］" in shown.html and "［图片请见原文］" in shown.html


def test_lists_are_flat_and_their_items_wrapped():
    html = made("<ul><li>一<ol><li>甲<ul><li>子</li></ul></li><li>乙</li></ol></li><li>二</li></ul>").html
    assert html.count("<ul") == 1 and html.count("<ol") == 0 and html.count("<li><section>") == 2
    assert "1) 甲" in html and "2) 乙" in html and "– 子" in html


def test_tables_scroll_and_keep_their_alignment():
    html = made('<table><tr><td class="gk-align-right" colspan="2">1</td></tr></table>').html
    assert 'overflow-x:auto"><table' in html and "text-align:right" in html and 'colspan="2"' in html


def test_lines_and_blanks_of_code_survive():
    assert "a&nbsp;b<br>c" in made("<pre><code>a b\nc</code></pre>").html


def test_no_style_uses_a_variable_and_the_heading_comes_first():
    html = made("<p>文</p>", heading="示政办发〔2026〕1号").html
    assert "var(" not in html and html.index("示政办发") < html.index("文</p>")


def test_the_same_article_gives_the_same_bytes():
    assert made("<p>一<b>二</b></p>") == made("<p>一<b>二</b></p>")
