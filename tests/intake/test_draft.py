"""Draft: fields, body and findings of a document before it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.draft import Draft, draft_of
from intake.reading import Align, Labelled, Origin, Reading
from intake.text import read_text
from plugins.catalog.record import rows
from plugins.catalog.terms import Kind
from tests.intake.making import PROSE, codes, make_block, make_claim, make_source, page_of

TEXT = """索\u00a0引\u00a0号：990000017/2016-00042
名\u3000\u3000称：关于一件事的通知
文    号：示政发〔2016〕42号
备    注：内部
成文日期：2016/3/5
有效性：有效
关于一件事的通知
各市人民政府：
\u3000\u3000现通知如下。
2016年3月5日
工作要点
一、总体要求
（一）抓好落实。按要求办。（责任单位：省财政厅（牵头），各市）
"""


def draft_from(folder: Path, text: str, kind: Kind = Kind.POLICY, name: str = "a", old: bool = True) -> Draft:
    """The draft of a text file."""
    return draft_of(read_text(make_source(folder, "a.txt", text)), kind, name, old)


def said(draft: Draft) -> str:
    """Every finding, in one text."""
    return "\n".join(finding.message for finding in draft.findings)


def test_padded_labels_and_other_names_become_fields(tmp_path: Path) -> None:
    """In the order of the official block; 成文日期 is 发文日期, 示政 tells the organ."""
    fields = draft_from(tmp_path, TEXT).fields
    assert fields == {
        "索引号": "990000017/2016-00042",
        "发文日期": "2016-03-05",
        "名称": "关于一件事的通知",
        "文号": "示政发〔2016〕42号",
        "发布机构": "示例省人民政府",
        "发布日期": "2016-03-05",
        "原载": {"日期": "2016-03-05"},
    }
    assert list(fields) == [row.label for row in rows().values() if row.label in fields]


def test_the_body_begins_after_block_and_title(tmp_path: Path) -> None:
    """And none of it is lost."""
    assert draft_from(tmp_path, TEXT).body == [
        "各市人民政府：",
        "现通知如下。",
        "2016年3月5日",
        "# 工作要点",
        "## 一、总体要求",
        "### （一）抓好落实。",
        "按要求办。",
        "（责任单位：省财政厅（牵头），各市）",
    ]


def test_what_could_not_be_told_is_said(tmp_path: Path) -> None:
    """The borrowed date, the unknown review, the lines left out."""
    words = said(draft_from(tmp_path, TEXT))
    for word in ("备注：内部", "有效性：有效", "暂取发文日期 2016-03-05", "保密审查无从得知", "发布机构"):
        assert word in words


def test_a_label_written_twice_keeps_the_first_and_says_so(tmp_path: Path) -> None:
    """Nothing is lost in silence."""
    draft = draft_from(tmp_path, TEXT.replace("备    注：内部", "文号：示政发〔2016〕43号"))
    assert draft.fields["文号"] == "示政发〔2016〕42号"
    assert "43号" in said(draft)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("关于一件事的通知", "关于一件事的通知"),
        ("附件1 关于一件事的通知", "关于一件事的通知"),
        ("关于一件事的通知（示政发〔2016〕42号）", "关于一件事的通知"),
        ("t20160306_1", "t20160306_1"),
    ],
)
def test_a_document_without_a_title_is_called_like_its_file(tmp_path: Path, name: str, title: str) -> None:
    """And that is said."""
    draft = draft_from(tmp_path, "各市人民政府：\n现通知如下。\n", name=name)
    assert draft.title == title
    assert {"ITK068", "ITK073"} & {*codes(draft)}


def test_a_new_document_is_a_draft(tmp_path: Path) -> None:
    """It was never public: nothing of 原载, and a person must review it."""
    draft = draft_from(tmp_path, TEXT, old=False)
    assert draft.fields["状态"] == "草稿"
    assert not {"原载", "旧址", "发布日期"} & draft.fields.keys()
    assert "保密审查" in said(draft)


def test_an_old_document_that_lacks_what_only_a_person_knows_is_a_draft(tmp_path: Path) -> None:
    """As one without its organ and with it."""
    text = TEXT.replace("示政发", "某办发")
    assert draft_from(tmp_path, text).fields["状态"] == "草稿"
    assert "状态" not in draft_from(tmp_path, text.replace("备    注：内部", "发布机构：示例省人民政府")).fields


def test_fields_that_the_kind_does_not_have_are_left_out_and_said(tmp_path: Path) -> None:
    """News has no number."""
    draft = draft_from(tmp_path, TEXT, Kind.NEWS)
    assert "文号" not in draft.fields
    assert "示政发〔2016〕42号" in said(draft)


def test_where_it_was_public_is_kept(tmp_path: Path) -> None:
    """With the day; both addresses are one."""
    head = '<meta name="PubDate" content="2016-03-06 09:00"><link rel="canonical" href="http://www.gov.example/t1.html">'
    draft = draft_of(page_of(tmp_path, f"<p>{PROSE}</p>", head), Kind.POLICY, "t1", True)
    assert draft.fields["发布日期"] == "2016-03-06 09:00"
    assert draft.fields["原载"] == {"日期": "2016-03-06", "网址": "http://www.gov.example/t1.html"}
    assert draft.fields["旧址"] == ["http://www.gov.example/t1.html"]


def test_a_document_public_before_it_was_signed_is_a_draft() -> None:
    """One of the dates is wrong; where it was only guessed, it is dropped."""
    dates = (make_claim("发文日期", "2016-03-05"), make_claim("发布日期", "2016-03-01"))
    told = draft_of(Reading(blocks=[make_block(PROSE)], claims=list(dates)), Kind.POLICY, "a", True)
    assert (told.fields["状态"], "ITK075" in codes(told)) == ("草稿", True)
    guess = make_claim("发布日期", "2016-03-01", Origin.ADDRESS)
    guessed = draft_of(Reading(blocks=[make_block(PROSE)], claims=[dates[0], guess]), Kind.POLICY, "a", True)
    assert guessed.fields["发布日期"] == "2016-03-05"
    assert "ITK075" not in codes(guessed)


@pytest.mark.parametrize(
    ("claim", "foreign", "organ"),
    [
        (make_claim("名称", "示例省财政厅关于一件事的通知"), [], "示例省财政厅"),
        (make_claim("文号", "示例省人民政府令第12号"), [], "示例省人民政府"),
        (make_claim("名称", "一件事"), [Labelled("来源", "", "示例省教育厅", 1)], "示例省教育厅"),
        (make_claim("名称", "一件事"), [Labelled("来源", "", "新华网", 1)], None),
    ],
)
def test_the_organ_may_be_told_elsewhere(claim, foreign: list[Labelled], organ: str | None) -> None:  # type: ignore[no-untyped-def]
    """By the title, the number, the source of a news item; never in silence."""
    draft = draft_of(Reading(blocks=[make_block(PROSE)], claims=[claim], foreign=foreign), Kind.POLICY, "a", True)
    assert draft.fields.get("发布机构") == organ
    assert ("发布机构" in said(draft)) or organ is None


def test_pictures_without_a_description_and_an_empty_body_are_said() -> None:
    """For a person to mend."""
    reading = Reading(blocks=[make_block("", markdown="![](intake:0)![图](intake:0)")])
    assert "1 幅图没有说明" in said(draft_of(reading, Kind.POLICY, "a", True))
    assert "没有正文" in said(draft_of(Reading(claims=[make_claim("名称", "关于一件事的通知")]), Kind.POLICY, "a", True))


def test_a_policy_without_a_number_is_said_to_have_none(tmp_path: Path) -> None:
    """Some never had one; news has none anyway."""
    text = TEXT.replace("文    号：示政发〔2016〕42号\n", "")
    assert "ITK074" in codes(draft_from(tmp_path, text))
    assert "ITK074" not in codes(draft_from(tmp_path, TEXT))
    assert "ITK074" not in codes(draft_from(tmp_path, text, Kind.NEWS))


@pytest.mark.parametrize("inferred", [True, False])
def test_what_stands_above_the_title_is_text_only_where_the_place_is_sure(inferred: bool) -> None:
    """Else it is of the page, and said."""
    lines = ("友情提示", "关于一件事的通知", "各市人民政府：", PROSE)
    blocks = [make_block(line, align=Align.CENTRE if "关于" in line else Align.LEFT) for line in lines]
    draft = draft_of(Reading(blocks=blocks, inferred=inferred), Kind.POLICY, "a", True)
    assert draft.title == "关于一件事的通知"
    assert draft.body == [*(() if inferred else ("友情提示",)), "各市人民政府：", PROSE]
    assert ("没有写入“友情提示”" in said(draft)) is inferred


def test_a_title_above_the_block_of_labels_is_one() -> None:
    """Some portals set it there."""
    lines = ("示例省财政厅关于一件事的通知", "索引号：990000017/2016-00042", "文号：示财发〔2016〕42号", "各市财政局：", PROSE)
    draft = draft_of(Reading(blocks=[make_block(line, align=Align.CENTRE) for line in lines]), Kind.POLICY, "a", True)
    assert draft.title == "示例省财政厅关于一件事的通知"
    assert draft.body == ["各市财政局：", PROSE]


NAMES = "赵钱孙李周吴郑王冯陈"
SHAPES = (
    "一、{} （一）{}。办。 关于{}的通知 {}政发〔2016〕42号 各市、{}： 名称：{} 名称：关于{}的通知 索引号：{} 备注：{} "
    "有效性：{} 打印{} 首页>{} 来源：{}社 发布机构：{}市人民政府 发文日期：{} {} {}。 （{}年通过） {}市人民政府 "
    "{}市人民政府文件 主题词：{}"
).split(" ")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*SHAPES, "2016年3月5日"]), min_size=1, max_size=10))
def test_no_line_of_a_text_goes_in_silence(shapes: list[str]) -> None:
    """What it says stands in the body or in a field, or a finding names it."""
    lines = [shape.format(name) for shape, name in zip(shapes, NAMES, strict=False)]
    reading = Reading(blocks=[make_block(line, line=number) for number, line in enumerate(lines, 1)])
    draft = draft_of(reading, Kind.POLICY, "a", True)
    told = "".join(draft.body) + said(draft) + "".join(map(str, draft.fields.values()))
    assert [line for line, name in zip(lines, NAMES, strict=False) if name in line and name not in told] == []
