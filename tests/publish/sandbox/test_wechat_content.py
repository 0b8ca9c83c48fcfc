"""The content filter leaves what followers would see on the real platform, well nested."""

import pytest

from publish.sandbox.wechat_content import filter_content

PICTURE = "http://mmbiz.qpic.cn/mmbiz_png/abc/0?wx_fmt=png"


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ('<p id="a" class="b" onclick="c()" style="color:red">字</p>', '<p style="color:red">字</p>'),
        ("<p>前<script>alert(1)</script>后</p>", "<p>前后</p>"),
        ("<style>p{color:red}</style><p>字</p>", "<p>字</p>"),
        ("<svg><script>x</script><text>y</text></svg><p>字</p>", "<p>字</p>"),
        ("<iframe src='https://a.example/'><p>内</p></iframe>", ""),
        ("<form action='/'><p>字</p><input name='a'></form>", ""),
        ("<main><p>字</p></main>", "<p>字</p>"),
        ("<script>没有结尾", ""),
        ("<!-- 注释 --><p>字</p>", "<p>字</p>"),
        ("<p>a &lt;b&gt; &amp;amp; &nbsp;c</p>", "<p>a &lt;b&gt; &amp;amp; &nbsp;c</p>"),
        (f'<p><img src="{PICTURE}" alt="&quot;图&quot;"></p>', f'<p><img src="{PICTURE}" alt="&quot;图&quot;"></p>'),
        ('<p><img src="https://www.shili.example/a.png">字</p>', "<p>字</p>"),
        ('<img src="https://mmbiz.qpic.cn.evil.example/a.png">', ""),
        ('<img src="data:image/png;base64,AAAA"><img>', ""),
        ('<a href="https://mp.weixin.qq.com/s/x">文</a>', '<a href="https://mp.weixin.qq.com/s/x">文</a>'),
        ('<p href="https://a.example/" src="x">字</p>', "<p>字</p>"),
        ("</div></section><p>字", "<p>字</p>"),
        ("<p><strong>字</p></strong>", "<p><strong>字</strong></p>"),
        ("<br/><section/><p>字</p>", "<br><section></section><p>字</p>"),
    ],
)
def test_the_filter_leaves(sent, left):
    """Inline style, text, tables and pictures of WeChat's own host; the rest goes."""
    assert filter_content(sent).html == left


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ("color: rgb(0, 0, 0); position: fixed; margin: 0 auto", "color:rgb(0, 0, 0);margin:0 auto"),
        ("background: url(https://a.example/x.png)", ""),
        ("--main: red; color: var(--main)", ""),
        ("display: grid; grid-gap: 1px; gap: 2px", ""),
        ("display: flex; transition: all 1s; animation-name: x", "display:flex"),
        ("background: u\\72l(x)", ""),
    ],
)
def test_styles_that_do_not_survive_are_dropped(sent, left):
    """One by one; their neighbours stay."""
    assert filter_content(f'<p style="{sent}">字</p>').html == f'<p style="{left}">字</p>'


@pytest.mark.parametrize(
    "address",
    [
        "https://www.shili.example/",
        "#fn1",
        "/relative/",
        "javascript:alert(1)",
        "https://mp.weixin.qq.com.evil.example/",
        "https://mp.weixin.qq.com@evil.example/",
        "//mp.weixin.qq.com/s/x",
        "http://[broken/",
    ],
)
def test_a_link_to_anywhere_else_is_foreign_and_becomes_text(address):
    """A footnote's own anchor too."""
    filtered = filter_content(f'<p><a href="{address}">字</a></p>')
    assert filtered.has_foreign_links
    assert filtered.html == "<p>字</p>"


@pytest.mark.parametrize("sent", ["<!doctype html><p>字</p>", "<html><p>字</p></html>", "<body>字", "<head></head>"])
def test_a_whole_document_is_noticed(sent):
    """Only a fragment may be sent."""
    assert filter_content(sent).is_document


def test_the_words_are_what_is_read():
    """Without markup, blanks run together."""
    assert filter_content("<p>各市、州：</p>\n\n<p> 正文\u3000<b>重</b>点 </p>").text == "各市、州： 正文 重点"


def test_filtering_twice_changes_nothing():
    """What was taken in is what is kept."""
    once = filter_content('<p style="color:red;gap:1px">字<img src="' + PICTURE + '"><a href="https://a.b/">x</a>').html
    assert filter_content(once).html == once
