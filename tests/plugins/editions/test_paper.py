"""The layout of GB/T 9704—2012, measured in millimetres on the PDFs."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.plugins.editions.measuring import MM, POINT, Line, Sheet

LINE, CHARACTER = 225 / 22, 156 / 28
LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0
PAGE = (0.0, 0.0, 210.0, 297.0)
FOOT = (20.0, 262.5, 195.0, 280.0)
CLOSE = 0.35
"""Less than a third of the thickness of a stroke of the mark, in mm."""


def near(value: float, within: float = CLOSE) -> object:
    """A measure as a ruler reads it."""
    return pytest.approx(value, abs=within)


def line(sheet: Sheet, begins: str) -> Line:
    """The first line that begins so."""
    return next(one for one in sheet.lines if one.text.startswith(begins))


def lines_between(upper: Line, lower: Line) -> float:
    """From the foot of one line to that of another, in lines of text."""
    return (lower.foot - upper.foot) / LINE


def test_the_page_is_a4_and_the_text_fills_156_by_225_mm(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """5.1, 5.2.1: margins of 37 above, 35 below, 28 left, 26 mm right; nothing but page numbers and the origin beyond."""
    for sheet in sheets_of("paper"):
        width, height = sheet.picture.size
        assert (width * MM, height * MM) == (near(210), near(297))
        left, top, right, bottom = sheet.ink((0, 0, 210, BOTTOM + 2))
        assert (left >= LEFT - 0.1, top >= TOP, right <= RIGHT + 0.1, bottom <= BOTTOM) == (True,) * 4


def test_a_page_has_22_lines_of_28_characters(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """5.2.2, 5.2.3: type of size 3 in 仿宋."""
    full = sheets_of("paper")[1]
    body = [one for one in full.lines if one.foot < BOTTOM]
    assert len(body) == 22
    assert {(one.size, *one.faces) for one in body} == {(15.75, "FandolFang")}
    assert max(len(one.text) for one in body) == 28
    assert body[0].left == near(LEFT)
    assert [lower.foot - upper.foot for upper, lower in pairwise(body)] == [near(LINE, 0.05)] * 21


def test_the_head_of_a_document(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """7.2.4–7.2.7: the mark 35 mm below the type area, in the middle; the number two lines below; a red line at 4 mm."""
    first = sheets_of("paper")[0]
    mark, rule = first.bands(PAGE, red=True)
    number = line(first, "示政发")
    assert mark[1] == near(TOP + 35)
    assert (mark[0] + mark[2]) / 2 == near((LEFT + RIGHT) / 2, 1.0)
    assert number.foot - 15.75 * POINT - mark[3] == near(2 * LINE + (LINE - 15.75 * POINT) / 2, 1.0)
    assert (number.left + number.right) / 2 == near((LEFT + RIGHT) / 2)
    assert rule[1] - number.foot == near(4)
    assert (rule[0], rule[2]) == (near(LEFT), near(RIGHT))
    assert line(first, "示例省人民政府文件").faces == {"FandolSong-Bold"}


def test_title_and_addressee(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """7.3.1, 7.3.2: two lines below the red line, size 2 in 小标宋, in the middle; the addressee a line below, at the left."""
    first = sheets_of("paper")[0]
    rule = first.bands(PAGE, red=True)[1]
    titles = [one for one in first.lines if one.size == 22]
    assert {face for one in titles for face in one.faces} == {"FandolSong-Bold"}
    assert titles[0].foot - 22 * POINT - rule[3] == near(2 * LINE + 1.94, 0.5)
    assert all((one.left + one.right) / 2 == near((LEFT + RIGHT) / 2) for one in titles)
    addressee = line(first, "各市、州")
    assert addressee.left == near(LEFT)
    assert addressee.text.endswith("：")
    assert addressee.foot - 15.75 * POINT - titles[-1].foot == near(LINE + 1.94 + 2.33, 0.5)


def test_levels_have_their_faces(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """7.3.3: 一、 in 黑体, （一） in 楷体, 1. in 仿宋; each begins with two blanks."""
    first = sheets_of("paper")[0]
    for begins, face in (("一、", "FandolHei"), ("（一）", "FandolKai"), ("现将", "FandolFang")):
        found = line(first, begins)
        assert (found.faces, found.size) == ({face}, 15.75)
        assert found.left == near(LEFT + 2 * CHARACTER, 0.6)
    third = next(one for sheet in sheets_of("paper") for one in sheet.lines if one.text.startswith("1.第三级"))
    assert third.faces == {"FandolFang"}


def test_attachments_stand_a_line_below_the_text(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """7.3.4: two blanks, numbered; a name that runs on stands below its first character; no punctuation behind."""
    lines = [one for sheet in sheets_of("paper") for one in sheet.lines]
    at = next(number for number, one in enumerate(lines) if one.text.startswith("附件："))
    label, second, runs_on = lines[at : at + 3]
    assert (label.text, second.text[:3]) == ("附件：1.甲表", "2.名")
    assert label.left == near(LEFT + 2 * CHARACTER, 0.6)
    name = next(float(one["x0"]) * POINT for one in second.characters if one["text"] == "名")
    assert runs_on.left == near(name, 0.6)
    assert lines_between(lines[at - 1], label) == near(2, 0.05) or label.foot < TOP + 2 * LINE


def test_signature_and_date(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """7.3.5: two blanks from the right; the date begins two characters right of the name, its month without a nought."""
    last = sheets_of("paper")[-1]
    name, date = line(last, "示例省人民政府"), line(last, "2026年2月7日")
    assert date.left - name.left == near(2 * CHARACTER, 0.3)
    assert max(name.right, date.right) == near(RIGHT - 2 * CHARACTER, 0.6)
    assert lines_between(name, date) == near(1, 0.05)


def test_several_organs_sign_below_each_other(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """7.3.5.2: and their names make one mark, with 文件 at its right."""
    first = sheets_of("joint")[0]
    names = [one for one in first.lines if one.text in ("示例省民政厅", "示例省财政厅")]
    assert len(names) == 2
    assert names[0].left == near(names[1].left)
    marks = [one for one in first.lines if one.size > 25]
    assert sorted("".join(one.text for one in marks)) == sorted("示例省民政厅示例省财政厅文件")


def test_page_numbers_stand_outside_below_the_text(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """7.5: size 4 in 宋体, dashes 7 mm below the type area; odd ones a character from the right, even ones from the left."""
    for at, sheet in enumerate(sheets_of("paper"), 1):
        number = next(one for one in sheet.lines if one.text == f"—{at}—")
        assert (number.size, number.faces) == (14.0, {"FandolSong"})
        edge = (number.right, RIGHT - 14 * POINT) if at % 2 else (number.left, LEFT + 14 * POINT)
        assert edge[0] == near(edge[1])
        dash = sheet.ink((number.left - 0.2, FOOT[1], number.left + 3, FOOT[3]))
        assert dash[1] == near(BOTTOM + 7)


def test_a_letter(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """10.1: the mark 30 mm below the edge, a double line of 170 mm at 4 mm, another 20 mm above the lower edge; no number."""
    first = sheets_of("letter")[0]
    mark, upper_thick, upper_thin, lower_thin, lower_thick = first.bands(PAGE, red=True)
    assert mark[1] == near(30)
    assert upper_thick[1] - mark[3] == near(4)
    assert 297 - lower_thick[3] == near(20)
    for rule in (upper_thick, upper_thin, lower_thin, lower_thick):
        assert rule[2] - rule[0] == near(170)
        assert (rule[0] + rule[2]) / 2 == near(105)
    assert upper_thick[3] - upper_thick[1] > 2 * (upper_thin[3] - upper_thin[1])
    assert lower_thick[3] - lower_thick[1] > 2 * (lower_thin[3] - lower_thin[1])
    number = line(first, "示政办函")
    assert number.right == near(RIGHT)
    assert number.foot - 15.75 * POINT - upper_thin[3] == near(15.75 * POINT * 7 / 8)
    assert not [one for one in first.lines if "—1—" in one.text]
    assert "文件" not in line(first, "示例省人民政府办公厅").text


def test_an_order(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """10.2: the mark 20 mm below the type area, the number two lines below, the text two lines below; four blanks at the end."""
    first, annex = sheets_of("order")[:2]
    (mark,) = first.bands(PAGE, red=True)
    assert mark[1] == near(TOP + 20)
    number, text = line(first, "第412号"), line(first, "《示例省")
    assert lines_between(number, text) == near(3, 0.05)
    person, date = line(first, "省长林远山"), line(first, "2026年3月1日")
    assert (person.right, date.right) == (near(RIGHT - 4 * CHARACTER, 0.6),) * 2
    assert lines_between(person, date) == near(2, 0.05)
    assert (annex.lines[0].text, annex.lines[0].size) == ("示例省政务服务办法", 22.0)


def test_the_imprint_stands_at_the_foot_of_the_last_page(sheets_of) -> None:  # type: ignore[no-untyped-def]
    """7.4: size 4, a line at the top and the bottom of 0.35 mm, one of 0.25 mm between; a blank at both sides."""
    last = sheets_of("paper")[-1]
    copied, printed = line(last, "抄送："), line(last, "示例省人民政府办公厅")
    assert (copied.size, printed.size) == (14.0, 14.0)
    assert copied.text.endswith("。")
    assert copied.left == near(LEFT + 14 * POINT, 0.5)
    assert printed.text.endswith("2026年3月2日印发")
    assert printed.right == near(RIGHT - 14 * POINT, 0.5)
    rules = [band for band in last.bands((LEFT + 1, 200, LEFT + 4, BOTTOM + 1))]
    thick = [round(band[3] - band[1], 2) for band in rules]
    assert len(thick) == 3
    assert rules[-1][3] == near(BOTTOM, 0.6)
    assert [one == near(wide, 0.1) for one, wide in zip(thick, (0.35, 0.25, 0.35), strict=True)] == [True] * 3
