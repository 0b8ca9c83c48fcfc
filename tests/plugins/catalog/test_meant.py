"""What a slip of the pen surely meant, and that nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.meant import meant_day, meant_flag, meant_key, meant_moment, meant_name, meant_path, meant_theme
from plugins.catalog.record import names_by_label
from plugins.catalog.values import day, moment

LABELS = tuple(names_by_label())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("发 布 日 期", "发布日期"),
        ("发佈日期", "发布日期"),
        ("發布日期", "发布日期"),
        ("发布日起", "发布日期"),
        ("发文曰期", "发文日期"),
        ("发布日期期", "发布日期"),
        ("发布期日", "发布日期"),
        ("Document Number", "document_number"),
        ("ＴＩＴＬＥ", "title"),
        ("索引好", "索引号"),
    ],
)
def test_a_key_is_known_by_what_does_not_tell_keys_apart(written: str, meant: str) -> None:
    """Spaces, case, widths, traditional characters, look-alikes, neighbours that changed places, one typed twice."""
    assert meant_key(written, LABELS) == meant


@pytest.mark.parametrize("written", ["生效日期", "成文日期", "原发文日期", "简称", "日期", "发稿日期", "题名", "x", ""])
def test_another_word_is_not_taken_for_a_slip(written: str) -> None:
    """生效日期 is one character from 失效日期 and its opposite; a person decides."""
    assert meant_key(written, LABELS) == ""


def test_a_name_that_two_could_be_is_neither() -> None:
    """Same but for widths, yet two."""
    assert meant_name("甲 乙", ["甲乙", "甲　乙"]) == ""
    assert meant_name("示例省　人民政府", ["示例省人民政府", "示例省财政厅"]) == "示例省人民政府"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("二〇二六年二月二十七日", "2026-02-27"),
        ("20260227", "2026-02-27"),
        ("2026年2月27号", "2026-02-27"),
        ("2026－02－27", "2026-02-27"),
        ("2026、2、27", "2026-02-27"),
        ("2026年2月27日（星期五）", "2026-02-27"),
        ("2026-02-27 00:00", "2026-02-27"),
        ("2026-02-27 09:00", ""),
        ("2026-02-30", ""),
        ("27-2-2026", ""),
        ("2026年2月", ""),
        ("约2026年2月27日", ""),
        ("2026-02-27至2026-03-01", ""),
        ("明天", ""),
    ],
)
def test_a_date_is_read_in_every_form_and_nothing_else_is(written: str, meant: str) -> None:
    """What a date says beside its day is not thrown away."""
    assert meant_day(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026年3月1日上午9点", "2026-03-01 09:00"),
        ("2026-03-01 下午3点半", "2026-03-01 15:30"),
        ("2026-03-01 9时", "2026-03-01 09:00"),
        ("二〇二六年三月一日", "2026-03-01"),
        ("2026-03-01 25:00", ""),
        ("2026-03-01 01:00Z", ""),
        ("2026-03-01 上午", ""),
    ],
)
def test_a_minute_is_read_as_people_write_it(written: str, meant: str) -> None:
    """In Beijing time; a time of another zone is left alone."""
    assert meant_moment(written) == meant


@given(st.text(max_size=30))
def test_what_is_meant_can_be_read(written: str) -> None:
    """Whatever comes out of a mend is a value of its field."""
    if meant := meant_day(written):
        assert f"{day(meant)}" == meant
    if meant := meant_moment(written):
        assert moment(meant)
    if meant := meant_flag(written):
        assert meant in ("是", "否")
    assert ".." not in meant_path(written).split("/")


def test_paths_and_themes_get_their_own_marks() -> None:
    """A step upwards or another drive stays an error."""
    assert meant_path("media\\2026\\form.docx") == "media/2026/form.docx"
    assert meant_path("/content/media/2026/form.docx") == "media/2026/form.docx"
    assert (meant_path("../form.docx"), meant_path("C:\\form.docx"), meant_path("/")) == ("", "", "")
    tree = [("综合政务", "政务公开"), ("综合政务", "其他"), ("民政", "其他")]
    assert meant_theme("综合政务 / 政务公开", tree) == "综合政务\\政务公开"
    assert (meant_theme("其他", tree), meant_theme("综合/其他", tree)) == ("", "")
