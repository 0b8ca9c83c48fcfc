"""A saved web page, read: what it claims, the blocks of its text, the files it brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.reading import Origin, Reading, Refused
from intake.web.page import read_page
from intake.web.parsing import DEPTH_LIMIT
from tests.growth import grows_linearly
from tests.intake.making import PROSE, codes, make_source, page_of

PNG = b"\x89PNG\r\n\x1a\n"


def told(reading: Reading, origin: Origin) -> dict[str, str]:
    """What one place claims, field to value."""
    return {claim.label: claim.value for claim in reading.claims if claim.origin is origin}


def test_meta_tags_claim_fields(tmp_path: Path) -> None:
    """Whatever the case of their names."""
    head = (
        '<meta name="ArticleTitle" content="关于一件事的通知"><meta name="PUBDATE" content="2016-03-06 09:00">'
        '<meta name="Keywords" content="公开;服务"><meta name="Description" content="说明了一件事。">'
    )
    assert told(page_of(tmp_path, PROSE, head), Origin.META) == {
        "名称": "关于一件事的通知",
        "发布日期": "2016-03-06 09:00",
        "主题词": "公开;服务",
        "内容概述": "说明了一件事。",
    }


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="Keywords" content="示例省人民政府"><meta name="SiteName" content="示例省人民政府">',
        '<meta name="Keywords" content="关于一件事的通知"><meta name="ArticleTitle" content="关于一件事的通知">',
        '<meta name="Description" content="说明了一件事，还没有说完">',
        '<meta name="PubDate" content="null"><meta name="Keywords" content=" ">',
    ],
)
def test_what_a_template_fills_in_claims_nothing(tmp_path: Path, head: str) -> None:
    """The site's name, the title again, a text cut short, null."""
    claims = told(page_of(tmp_path, PROSE, head), Origin.META)
    assert not {"主题词", "内容概述", "发布日期"} & claims.keys()


@pytest.mark.parametrize(
    ("title", "claimed"),
    [
        ("关于一件事的通知_政府文件_示例省人民政府", "关于一件事的通知"),
        ("示例省人民政府 - 关于一件事的通知", "关于一件事的通知"),
        ("示例省人民政府--关于一件事的通知（示政发〔2016〕42号）", "关于一件事的通知"),
        ("示例省人民政府门户网站", None),
        ("", None),
    ],
)
def test_the_part_of_the_title_that_is_one_is_claimed(tmp_path: Path, title: str, claimed: str | None) -> None:
    """Not the names of the site and its columns."""
    assert told(page_of(tmp_path, PROSE, f"<title>{title}</title>"), Origin.TEXT).get("名称") == claimed


def test_the_title_shown_above_the_text_is_claimed_with_its_number(tmp_path: Path) -> None:
    """A headline within a list of news is not."""
    around = "<div class='title'>头条新闻</div><h1>关于一件事的通知（示政发〔2016〕42号）</h1>"
    reading = page_of(tmp_path, PROSE, "<title>首页</title>", around)
    assert told(reading, Origin.HEADING) == {"名称": "关于一件事的通知", "文号": "示政发〔2016〕42号"}


def test_labels_around_the_text_are_claimed(tmp_path: Path) -> None:
    """Those nobody has a field for are told apart."""
    table = "<table><tr><td>索引号</td><td>1-2</td><td>文号</td><td>示政发〔2016〕42号</td></tr></table>"
    reading = page_of(tmp_path, PROSE, around=f"{table}<p>来源：本站 时间：2016-03-06</p>")
    assert told(reading, Origin.BLOCK) == {"索引号": "1-2", "文号": "示政发〔2016〕42号", "发布日期": "2016-03-06"}
    assert [one.name for one in reading.foreign] == ["来源"]


@pytest.mark.parametrize(
    ("head", "name", "address"),
    [
        ('<link rel="canonical" href="http://www.gov.example/a.html">', "page.html", "http://www.gov.example/a.html"),
        ('<meta name="Url" content="http://www.gov.example/a.html">', "page.html", "http://www.gov.example/a.html"),
        ("<!-- saved from url=(0031)http://www.gov.example/a.html -->", "page.html", "http://www.gov.example/a.html"),
        ('<link rel="canonical" href="javascript:x"><meta name="Url" content="/a.html">', "page.html", ""),
        ("", "www.shili.gov.cn/t1.html", "http://www.shili.gov.cn/t1.html"),
        ("", "page.html", ""),
    ],
)
def test_a_page_may_tell_its_own_address(tmp_path: Path, head: str, name: str, address: str) -> None:
    """Else where it lies does."""
    assert page_of(tmp_path, PROSE, head, name=name).address == address


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("zwgk/201603/t20160306_1.html", "2016-03-06"),
        ("art/2016/3/6/art_1.html", None),
        ("2016-03/06/content_1.htm", "2016-03-06"),
        ("20160231/1.html", None),
        ("a/12345678.html", None),
    ],
)
def test_an_address_may_tell_the_day(tmp_path: Path, path: str, day: str | None) -> None:
    """Of publication."""
    reading = page_of(tmp_path, PROSE, name=path, site="http://www.gov.example/")
    assert told(reading, Origin.ADDRESS).get("发布日期") == day


def test_what_lies_beside_the_page_comes_along(tmp_path: Path) -> None:
    """Once, under its own name, whatever signs it holds."""
    make_source(tmp_path, "files/附 件#1%.zip", "甲")
    make_source(tmp_path, "图.png", PNG)
    reading = page_of(
        tmp_path, f"<p>{PROSE}</p><p><a href='files/附%20件%231%25.zip'>附件</a><img src='图.png'><img src='./图.png'></p>"
    )
    assert [(one.name, one.path) for one in reading.files] == [("附 件#1%.zip", "files/附 件#1%.zip"), ("图.png", "图.png")]
    assert reading.blocks[-1].markdown == "[附件](intake:0)![](intake:1)![](intake:1)"
    assert codes(reading) == []


def test_what_does_not_lie_there_is_said_and_linked_where_it_was(tmp_path: Path) -> None:
    """Without an address it is words alone; a picture of another server is none of ours."""
    text = f"<p>{PROSE}<a href='files/a.doc'>附件</a><img src='b.png'></p>"
    alone, placed = page_of(tmp_path, text), page_of(tmp_path, text, name="zw/t.html", site="http://www.gov.example/")
    assert alone.blocks[0].markdown == f"{PROSE}附件"
    assert placed.blocks[0].markdown == f"{PROSE}[附件](http://www.gov.example/zw/files/a.doc)"
    assert codes(alone) == codes(placed) == ["ITK080"]


def test_a_name_no_disk_can_hold_loses_nothing_else(tmp_path: Path) -> None:
    """Chinese names of attachments grow long, three bytes a character."""
    reading = page_of(tmp_path, f"<p>{PROSE}<a href='{'长' * 120}.doc'>附件</a></p>")
    assert reading.blocks[0].text == f"{PROSE}附件"
    assert codes(reading) == ["ITK080"]


def test_a_link_beside_the_page_is_not_followed(tmp_path: Path) -> None:
    """It may lead anywhere."""
    make_source(tmp_path, "secret.png", PNG)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.png").symlink_to(tmp_path / "secret.png")
    reading = page_of(tmp_path / "in", f"<p>{PROSE}<img src='a.png'><img src='../secret.png'></p>")
    assert reading.files == []
    assert codes(reading) == ["ITK080"]


@pytest.mark.parametrize("href", ["#top", "javascript:void(0)", "", "data:text/html,x", "vbscript:x", "http://[::1"])
def test_a_link_that_leads_nowhere_is_its_words(tmp_path: Path, href: str) -> None:
    """Nothing runs, nothing stumbles."""
    assert page_of(tmp_path, f"<p>{PROSE}<a href='{href}'>甲</a></p>").blocks[0].markdown == f"{PROSE}甲"


def test_hidden_and_embedded_things_are_said(tmp_path: Path) -> None:
    """Neither is taken in."""
    reading = page_of(tmp_path, f"<p>{PROSE}</p><p style='display:none'>暗</p><iframe src='a.html'></iframe><video></video>")
    assert [block.text for block in reading.blocks] == [PROSE]
    assert sorted(codes(reading)) == ["ITK050", "ITK054"]


def test_a_place_that_was_inferred_is_said(tmp_path: Path) -> None:
    """A person should look at both ends."""
    source = make_source(tmp_path, "a.html", f"<body><div><div><p>{PROSE}</p></div></div></body>")
    reading = read_page(source)
    assert reading.inferred
    assert "ITK052" in codes(reading)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", "没有"),
        ("<html><frameset><frame src='a.html'></frameset></html>", "没有"),
        ("<body><script>x()</script></body>", "没有"),
        ("<" * 200_001, "标签"),
        ("<div>" * 400 + "甲", "标签"),
        (b"\xff" * 99, "认不出来"),
    ],
)
def test_a_page_without_a_text_is_refused_in_a_sentence(tmp_path: Path, html: str | bytes, words: str) -> None:
    """Empty, of frames, a bomb of tags, no text at all."""
    with pytest.raises(Refused, match=words):
        read_page(make_source(tmp_path, "a.html", html))


def test_a_page_as_deep_as_browsers_go_is_read(tmp_path: Path) -> None:
    """The bound is beyond real pages."""
    depth = DEPTH_LIMIT - 20
    reading = read_page(make_source(tmp_path, "a.html", f"{'<div>' * depth}{PROSE}{'</div>' * depth}"))
    assert reading.blocks[0].text == PROSE


def test_a_declaration_of_xml_is_no_hindrance(tmp_path: Path) -> None:
    """XHTML declares an encoding that is gone by then."""
    html = f'<?xml version="1.0" encoding="gb2312"?>\n<html><body><div class="TRS_Editor">{PROSE}</div></body></html>'
    assert read_page(make_source(tmp_path, "a.xhtml", html.encode("gb18030"))).blocks[0].text == PROSE


def test_a_title_padded_with_spaces_takes_no_time(tmp_path: Path) -> None:
    """A template may fill it with them."""

    def work(spaces: int) -> None:
        reading = page_of(tmp_path, PROSE, f"<title>关于一件事的通知{' ' * spaces}- 本站{' ' * spaces}</title>")
        assert told(reading, Origin.TEXT)["名称"] == "关于一件事的通知"

    assert grows_linearly(work, 100_000 // 8)


@pytest.mark.parametrize("frame", ["<iframe src='frames/b.html'></iframe>", "<frameset><frame src='frames/b.html'></frameset>"])
def test_the_text_of_a_frame_that_was_saved_with_the_page_is_read(tmp_path: Path, frame: str) -> None:
    """Where the page itself has none; what is hidden in it stays so."""
    make_source(tmp_path, "frames/b.html", f"<body><p>{PROSE}</p><p hidden>暗，处。</p></body>")
    reading = read_page(make_source(tmp_path, "a.html", f"<html>{frame}</html>"))
    assert [block.text for block in reading.blocks] == [PROSE]


@pytest.mark.parametrize("src", ["b.html", "missing.html", "b.txt", "http://a.example/b.html", "../b.html"])
def test_a_frame_without_a_text_is_no_text(tmp_path: Path, src: str) -> None:
    """Nor is one that is not there, no page, or outside."""
    make_source(tmp_path, "in/b.html", "<body>导航</body>")
    make_source(tmp_path, "in/b.txt", PROSE)
    make_source(tmp_path, "b.html", f"<body>{PROSE}</body>")
    with pytest.raises(Refused):
        read_page(make_source(tmp_path / "in", "a.html", f"<html><iframe src='{src}'></iframe></html>"))


def test_a_frame_beside_a_text_is_not_read(tmp_path: Path) -> None:
    """It is only said to be there."""
    make_source(tmp_path, "b.html", f"<body><p>别的，{PROSE}</p></body>")
    reading = page_of(tmp_path, f"<p>{PROSE}</p><iframe src='b.html'></iframe>")
    assert [block.text for block in reading.blocks] == [PROSE]
    assert "ITK054" in codes(reading)


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("<img src='loading.gif' data-src='a.png'>", "a.png"),
        ("<img src='missing.gif' data-original='a.png'>", "a.png"),
        ("<img src='saved.png' data-src='http://a.example/x.png'>", "saved.png"),
        ("<img src='a.png'>", "a.png"),
    ],
)
def test_a_picture_that_a_script_loads_late_is_the_true_one(tmp_path: Path, image: str, name: str) -> None:
    """But where a browser saved its own copy."""
    for number, one in enumerate(("a.png", "saved.png", "loading.gif")):
        make_source(tmp_path, one, PNG + bytes([number]))
    assert [one.name for one in page_of(tmp_path, f"<p>{PROSE}{image}</p>").files] == [name]


@pytest.mark.parametrize(
    ("around", "day"),
    [
        ("<time class='published' datetime='2016-03-06T09:00'>昨天</time>", "2016-03-06T09:00"),
        ("<span id='publish_time'>2016-03-06</span>", "2016-03-06"),
        ("<p class='pubtime updated'>2016-03-07</p><p class='pubtime'>2016-03-06</p>", "2016-03-06"),
        ("<p class='pubtime'>昨天</p><p class='pubtime'>共2016-03-06</p>", None),
        ("<time>2016-03-06</time>", None),
    ],
)
def test_an_element_made_for_the_time_tells_it(tmp_path: Path, around: str, day: str | None) -> None:
    """Not that of a change."""
    assert told(page_of(tmp_path, PROSE, around=around), Origin.HEADING).get("发布日期") == day


def test_drawings_of_icon_fonts_are_no_words(tmp_path: Path) -> None:
    """A word in their clothes is one."""
    text = f"<p><i class='icon'>\ue001</i>{PROSE}<i class='icon'>重要提示</i></p>"
    assert page_of(tmp_path, text).blocks[0].text == f"{PROSE}重要提示"


def test_a_page_of_placed_lines_is_refused(tmp_path: Path) -> None:
    """Converters of PDF make them; nothing tells their paragraphs."""
    lines = "".join(f"<div style='position:absolute;top:{top}px'>一行，{top}</div>" for top in range(12))
    with pytest.raises(Refused) as refused:
        page_of(tmp_path, lines)
    assert "PDF" in refused.value.finding.hint


@pytest.mark.parametrize(("name", "expected"), [("a.doc", ["ITK084"]), ("a.pdf", [])])
def test_what_office_programs_wrote_into_an_old_file_is_said_to_stay(tmp_path: Path, name: str, expected: list[str]) -> None:
    """Its properties cannot be taken out."""
    make_source(tmp_path, name, "甲")
    reading = page_of(tmp_path, f"<p>{PROSE}<a href='{name}'>附件</a></p>")
    assert [one.name for one in reading.files] == [name]
    assert codes(reading) == expected


def test_a_file_that_may_not_come_along_is_said(tmp_path: Path) -> None:
    """A package that is none; the page is taken without it."""
    make_source(tmp_path, "a.docx", "甲")
    reading = page_of(tmp_path, f"<p>{PROSE}<a href='a.docx'>附件</a></p>")
    assert reading.files == []
    assert codes(reading) == ["ITK081"]
    assert reading.blocks[0].text == f"{PROSE}附件"


def test_what_stands_beside_the_place_of_a_text_and_belongs_to_it_is_taken_in(tmp_path: Path) -> None:
    """The signature below the editor's field, the files in a box of their own."""
    make_source(tmp_path, "fj.zip", "甲")
    text = (
        f"<div><div class=box><h1>关于一件事的通知</h1><div class=TRS_Editor><p>各市人民政府：</p><p>{PROSE}</p></div>"
        "<p>示例市人民政府</p><p>2016年2月27日</p></div><div class=fj>附件：<a href='fj.zip'>方案</a></div></div>"
    )
    reading = page_of(tmp_path, text)
    assert [block.text for block in reading.blocks][-3:] == ["示例市人民政府", "2016年2月27日", "附件：方案"]
    assert [one.name for one in reading.files] == ["fj.zip"]


@pytest.mark.parametrize(
    "head",
    [
        "<link rel=canonical href='http://www.shili.gov.cn/'>",
        "<meta property='og:url' content='http://www.shili.gov.cn/index.html'>",
        "<meta name=Url content='http://www.shili.gov.cn'>",
    ],
)
def test_the_address_of_the_home_page_is_no_address_of_the_document(tmp_path: Path, head: str) -> None:
    """The next place that tells one does; else there is none."""
    assert page_of(tmp_path, f"<p>{PROSE}</p>", head).address == ""
    name = "www.shili.gov.cn/zwgk/t1.html"
    assert page_of(tmp_path, f"<p>{PROSE}</p>", head, name=name).address == f"http://{name}"
