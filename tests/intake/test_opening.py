"""How a document opens and closes: labels, title, number, note, signature."""

from __future__ import annotations

import pytest

from intake.closing import closing, signature
from intake.opening import labelled, opening
from intake.reading import Align, Block, Claim, Origin, Shape
from tests.intake.making import make_block


def paragraphs(*texts: str) -> list[Block]:
    """One block a text; what begins with ^ stands in the middle, what begins with > at the right."""
    sides = {"^": Align.CENTRE, ">": Align.RIGHT}
    return [make_block(text.lstrip("^>"), align=sides.get(text[:1], Align.LEFT)) for text in texts]


def told(claims: list[Claim]) -> dict[str, str]:
    """Field to value."""
    return {claim.label: claim.value for claim in claims}


BLOCK = paragraphs("索引号：990000017/2016-00042", "名称：关于一件事的通知", "文号：示政发〔2016〕42号", "备注：内部")


def test_a_block_of_labels_is_read_and_used() -> None:
    """Known fields become claims, others are told apart."""
    found = labelled([*BLOCK, *paragraphs("各市人民政府：", "现通知如下。")], leading=True)
    assert told(found.claims) == {"索引号": "990000017/2016-00042", "名称": "关于一件事的通知", "文号": "示政发〔2016〕42号"}
    assert {claim.origin for claim in found.claims} == {Origin.BLOCK}
    assert [(one.name, one.value) for one in found.foreign] == [("备注", "内部")]
    assert (found.used, found.body) == ({0, 1, 2, 3}, 4)


def test_a_label_alone_takes_the_next_block_for_its_value() -> None:
    """As cells do that became paragraphs."""
    found = labelled(paragraphs("索引号", "990000017/2016-00042", "文号：", "示政发〔2016〕42号", "发布机构", "示例省人民政府"))
    assert told(found.claims) == {"索引号": "990000017/2016-00042", "文号": "示政发〔2016〕42号", "发布机构": "示例省人民政府"}
    assert found.used == set(range(6))


@pytest.mark.parametrize(
    ("block", "below"),
    [
        (["索引号：1", "名称：一件事"], ["一件事"]),
        (["索引号：1", "名称：示例省人民政府办公厅关于印发一个方案的通知"], ["示例省人民政府办公厅", "关于印发一个方案的通知"]),
        (["索引号：1", "文号：示政发〔2016〕42号"], ["示例省人民政府关于另一件事的意见"]),
    ],
)
@pytest.mark.parametrize("label", ["主 题 词：", "内容概述：", "效力状况："])
def test_the_title_is_no_value_of_an_empty_label_above_it(label: str, block: list[str], below: list[str]) -> None:
    """Whether the labels name it, on one line or on two, or it reads as one."""
    found = labelled(paragraphs(*block, label, *below, "各市人民政府："), leading=True)
    assert [f"{claim.label}：{claim.value}" for claim in found.claims] == block
    assert not found.foreign
    assert found.used == {0, 1, 2}


def test_the_title_is_the_value_of_its_own_label() -> None:
    """And what is no title is the value of any."""
    assert told(labelled(paragraphs("索引号：1", "名称：", "关于一件事的通知")).claims)["名称"] == "关于一件事的通知"
    assert told(labelled(paragraphs("索引号：1", "名称：一件事", "主题词：", "公开")).claims)["主题词"] == "公开"


@pytest.mark.parametrize("line", ["主题词：公开", "时间：2016年3月5日", "名称：一件事"])
def test_one_weak_word_is_no_block(line: str) -> None:
    """It may be an ordinary line."""
    found = labelled(paragraphs(line, "各市人民政府："), leading=True)
    assert (found.claims, found.used) == ([], set())


def test_a_line_under_the_title_is_read_where_it_tells_a_day() -> None:
    """With where it is from or how often it was read."""
    found = labelled(paragraphs("来源：本站 发布时间：2016-03-06 阅读：3"))
    assert told(found.claims) == {"发布日期": "2016-03-06"}
    assert [one.name for one in found.foreign] == ["来源", "阅读"]


def test_labels_deep_in_the_text_are_no_block_at_its_beginning() -> None:
    """A form within the text stays text."""
    found = labelled([*paragraphs("各市人民政府：", "现通知如下。"), *BLOCK], leading=True)
    assert found.claims == []


def test_title_number_and_red_head_are_used() -> None:
    """And where the text begins is known."""
    found = opening(paragraphs("示例省人民政府文件", "示政发〔2016〕42号", "^关于一件事的通知", "各市人民政府：", "正文。"), "")
    assert told(found.claims) == {"文号": "示政发〔2016〕42号", "名称": "关于一件事的通知", "发布机构": "示例省人民政府"}
    assert (found.used, found.body) == ({0, 1, 2}, 3)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["^示例省人民政府", "^关于一件事的通知"], "示例省人民政府关于一件事的通知"),
        (["^示例省财政厅、示例省教育厅", "^关于印发一个办法的", "^通知"], "示例省财政厅、示例省教育厅关于印发一个办法的通知"),
        (["^示例省一个办法"], "示例省一个办法"),
    ],
)
def test_a_title_on_several_lines_is_one(lines: list[str], title: str) -> None:
    """Organs above 关于, lines in the middle that go on."""
    found = opening(paragraphs(*lines, "各市人民政府："), "")
    assert told(found.claims)["名称"] == title
    assert found.used == set(range(len(lines)))


def test_a_title_that_was_told_is_found_whatever_its_spaces_and_as_often_as_it_stands() -> None:
    """It tells nothing anew."""
    found = opening(paragraphs("关于一件\u3000事的通知", "关于一", "件事的通知", "各市人民政府："), "关于一件事的通知")
    assert (found.claims, found.used) == ([], {0, 1, 2})


def test_an_order_is_numbered_on_two_lines() -> None:
    """Its head names the organ."""
    found = opening(paragraphs("^示例省人民政府令", "^第12号", "^示例省一个办法", "第一条 为了一件事，制定本办法。"), "")
    assert told(found.claims) == {"文号": "示例省人民政府令第12号", "发布机构": "示例省人民政府", "名称": "示例省一个办法"}


def test_a_number_named_in_a_sentence_is_not_its_own() -> None:
    """Nor is one far below."""
    found = opening(paragraphs("^关于一件事的通知", "按示政发〔2016〕42号办。", "示政发〔2016〕43号"), "")
    assert "文号" not in told(found.claims)


def test_a_line_of_number_and_day_tells_both() -> None:
    """Without labels, as some portals set it."""
    found = opening(paragraphs("^关于一件事的通知", "示政发〔2016〕42号 2016-03-06", "各市人民政府："), "关于一件事的通知")
    assert told(found.claims) == {"文号": "示政发〔2016〕42号", "发布日期": "2016-03-06"}


@pytest.mark.parametrize(
    ("lines", "organs", "day"),
    [
        (["正文。", ">示例省人民政府", ">2016年3月5日"], "示例省人民政府", "2016年3月5日"),
        (["正文。", "示例省财政厅", "示例省教育厅", "2016年3月5日"], "示例省财政厅、示例省教育厅", "2016年3月5日"),
        (["正文。", "示例省财政厅\u3000示例省教育厅", "2016年3月5日"], "示例省财政厅、示例省教育厅", "2016年3月5日"),
        (["正文。", "示例省人民政府 2016年3月5日"], "示例省人民政府", "2016年3月5日"),
        (["正文。", ">二〇一六年三月五日"], None, "二〇一六年三月五日"),
        (["正文。", "示例省人民政府办公厅 2016年3月5日印发"], "示例省人民政府办公厅", "2016年3月5日"),
        (["正文。", "示例省人民政府"], "示例省人民政府", None),
        (["正文到2016年3月5日止。", "正文。"], None, None),
        ([], None, None),
    ],
)
def test_the_signature_tells_organs_and_day(lines: list[str], organs: str | None, day: str | None) -> None:
    """On lines of their own, or on one."""
    claims = signature(paragraphs(*lines))
    assert (told(claims).get("发布机构"), told(claims).get("发文日期")) == (organs, day)
    assert {claim.origin for claim in claims} <= {Origin.SIGNATURE}


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["正文。", "厅长 张三", "2016年3月5日"], "2016年3月5日"),
        (["正文。", "2016年3月5日"], None),
        (["正文。", "张三", "2016年3月5日", "甲", "乙", "丙", "丁"], None),
        (["2016年3月5日"], None),
        (["正文。", ">2016年3月5日", "甲", "乙", "丙", "丁"], "2016年3月5日"),
        (["正文。", ">2016年3月5日召开会议"], None),
    ],
)
def test_a_day_alone_signs_only_at_the_end_or_at_the_right(lines: list[str], day: str | None) -> None:
    """Under a line that is no sentence: whoever signed."""
    assert told(signature(paragraphs(*lines))).get("发文日期") == day


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        ("发布时间：2016-03-06", {"发布日期": "2016-03-06"}),
        ("时间：2016-03-06", {}),
        ("时间：2016年3月5日上午九时在第一会议室", {}),
        ("来源：本站 阅读：3", {}),
        ("时间：下周", {}),
    ],
)
def test_a_line_with_a_day_and_nothing_else_is_one_of_the_page(line: str, claims: dict[str, str]) -> None:
    """When a meeting is held is not when a page was published."""
    assert told(labelled(paragraphs(line)).claims) == claims


def test_the_first_of_two_signatures_counts() -> None:
    """That of the notice, not that of the document it sends."""
    lines = ("正文。", "示例省人民政府", "2016年3月5日", "^一个办法", "正文。", "示例省财政厅", "2015年1月1日")
    assert told(signature(paragraphs(*lines))) == {"发布机构": "示例省人民政府", "发文日期": "2016年3月5日"}


def test_a_text_closes_after_its_last_date() -> None:
    """Or at its end."""
    assert closing(paragraphs("正文。", "2016年3月5日", "附件", "2016年3月6日", "打印")) == 4
    assert closing(paragraphs("正文。", "正文。")) == 2


def test_a_table_of_labels_is_one_and_a_table_of_facts_is_none() -> None:
    """Every cell is a label or its value."""
    labels = make_block("", shape=Shape.TABLE, rows=(("索引号", "1", "文号", "示政发〔2016〕42号"),))
    facts = make_block("", shape=Shape.TABLE, rows=(("序号", "单位", "日期"), ("1", "甲", "2016-03-05")))
    assert told(labelled([labels], leading=True).claims) == {"索引号": "1", "文号": "示政发〔2016〕42号"}
    assert labelled([facts], leading=True).claims == []
