"""Labels: the names old pages give the fields, padded and coloned in every way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.labels import DERIVED, FOREIGN, NAMES, in_block, in_line, in_row, in_table, label_of
from intake.reading import Shape
from tests.intake.making import make_block

PADS = st.sampled_from(["", " ", "\u3000", "\xa0\xa0", " \u3000"])


def told(labels) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    """Field and value of each."""
    return [(one.label, one.value) for one in labels]


@settings(deadline=None)
@given(st.sampled_from(sorted(NAMES)), PADS, PADS, st.sampled_from(["", "：", ":"]))
def test_every_name_is_known_whatever_its_padding(name: str, inner: str, outer: str, colon: str) -> None:
    """Spaces, no-break and full-width spaces between the characters and around them."""
    padded = inner.join(name) if len(name) <= 4 else name
    assert label_of(f"{outer}{padded}{outer}{colon}{outer}") == name


@settings(deadline=None)
@given(st.sampled_from(sorted(NAMES)), PADS, st.sampled_from(["{}：", "{}:", "【{}】", "[{}]：", "【{}：】"]))
def test_every_name_tells_its_value_in_a_line(name: str, pad: str, shape: str) -> None:
    """Whatever brackets or colon part them."""
    (found,) = in_line(f"{shape.format(pad.join(name))}{pad}一个值")
    assert (found.name, found.label, found.value) == (name, NAMES[name], "一个值")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("索\xa0引\xa0号：990000017/2016-00042", [("索引号", "990000017/2016-00042")]),
        ("成文日期：2016/3/5", [("发文日期", "2016/3/5")]),
        ("文号：示政发〔2016〕42号 成文日期：2016-03-05", [("文号", "示政发〔2016〕42号"), ("发文日期", "2016-03-05")]),
        ("来源：本站 | 发布时间：2016-03-05", [("", "本站"), ("发布日期", "2016-03-05")]),
        ("示政发〔2016〕42号 发布时间：2016-03-05", [("文号", "示政发〔2016〕42号"), ("发布日期", "2016-03-05")]),
        ("2016-03-05 来源：本站", [("发布日期", "2016-03-05"), ("", "本站")]),
        ("索引号：1 某个项：值 文号：2", [("索引号", "1"), ("", "值"), ("文号", "2")]),
        ("發佈日期：2016-03-05", [("发布日期", "2016-03-05")]),
        ("文号：", [("文号", "")]),
        ("各市人民政府：", []),
        ("请注意发布日期：2016-03-05", []),
        ("这一句话里说到，文号：不是信息块", []),
        ("", []),
    ],
)
def test_a_line_tells_its_labels(line: str, expected: list[tuple[str, str]]) -> None:
    """One or several; a sentence tells none."""
    assert told(in_line(line)) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["索引号", "1", "文号：", "2"], [("索引号", "1"), ("文号", "2")]),
        (["索引号：1", "文号：2"], [("索引号", "1"), ("文号", "2")]),
        (["索引号", "", "文号", "2"], [("索引号", ""), ("文号", "2")]),
        (["文号"], [("文号", "")]),
        (["名称", "文号"], []),
        (["甲", "乙"], []),
        ([], []),
    ],
)
def test_a_row_tells_its_labels(cells: list[str], expected: list[tuple[str, str]]) -> None:
    """In cells of their own or in one with the value; a row of heads tells none."""
    assert told(in_row(cells)) == expected


def test_a_table_of_heads_above_values_tells_them() -> None:
    """But one with more rows holds facts."""
    heads, values = ("名称", "文号", "发布日期"), ("甲", "乙", "丙")
    table = make_block("", shape=Shape.TABLE, rows=(heads, values))
    facts = make_block("", shape=Shape.TABLE, rows=(heads, values, values))
    assert told(in_table(table)) == [("名称", "甲"), ("文号", "乙"), ("发布日期", "丙")]
    assert in_table(facts) == []


def test_every_row_of_a_table_tells_its_labels() -> None:
    """Empty rows between them tell nothing."""
    rows = (("索引号", "1"), ("", ""), ("文号", "2", "名称：", "3"), ("一行正文", ""), ("发布日期：4",))
    found = in_table(make_block("", shape=Shape.TABLE, rows=rows, line=7))
    assert told(found) == [("索引号", "1"), ("文号", "2"), ("名称", "3"), ("发布日期", "4")]
    assert {one.line for one in found} == {7}


@pytest.mark.parametrize(
    ("line", "number"), [(f"文号：{'长' * 397}", 1), (f"文号：{'长' * 398}", 0), (f"{'长' * 41}：文号：1", 0)]
)
def test_a_line_as_long_as_a_text_tells_none(line: str, number: int) -> None:
    """Nor one that begins with a sentence."""
    assert len(list(in_line(line))) == number


def test_a_block_of_several_lines_tells_each() -> None:
    """As a list does."""
    assert told(in_block(make_block("索引号：1\n正文。\n文号：2", shape=Shape.LIST))) == [("索引号", "1"), ("文号", "2")]


def test_what_the_portal_derives_or_has_no_field_for_has_no_label() -> None:
    """It is known, so that it can be said."""
    assert {NAMES[name] for name in (*DERIVED, *FOREIGN)} == {""}


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_line_tells_only_what_it_says(line: str) -> None:
    """Every value stands in the line."""
    assert all(one.value in line for one in in_line(line))
