"""Shapes that do not depend on their place: numbers, names of organs, titles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.shapes import as_number, leading_number, organs_in, squeezed

BRACKETS = st.sampled_from(["〔〕", "[]", "()", "（）", "【】", "［］", "﹝﹞"])
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@settings(deadline=None)
@given(BRACKETS, st.integers(1949, 2050), st.integers(1, 9999), st.booleans(), st.sampled_from(["", " ", "\u3000"]))
def test_a_number_is_mended_whatever_its_brackets_digits_and_spaces(
    brackets: str, year: int, serial: int, wide: bool, space: str
) -> None:
    """示政办发[2016]12号 is 示政办发〔2016〕12号."""
    written = f"示政办发{space}{brackets[0]}{year}{brackets[1]}{space}{serial}{space}号"
    expected = f"示政办发〔{year}〕{serial}号"
    assert as_number(written.translate(WIDE) if wide else written) == expected
    assert as_number(f"（{expected}）") == as_number(f"文号：{expected}") == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("示例省人民政府令第12号", "示例省人民政府令第12号"),
        ("2026年第5号", "2026年第5号"),
        ("示政发〔2016〕第012号", "示政发〔2016〕12号"),
        ("示政发〔2016〕四十二号", "示政发〔2016〕42号"),
        ("示政发（2016）第十二号", "示政发〔2016〕12号"),
        ("示政发〔2016〕42号文件", ""),
        ("根据《示政发〔2016〕42号》", ""),
        ("关于一件事的通知", ""),
        ("（一）加强领导", ""),
        ("", ""),
        ("示" * 61, ""),
    ],
)
def test_what_is_no_number_is_empty(text: str, number: str) -> None:
    """Nor is a line that only names one."""
    assert as_number(text) == number


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        ("示政发〔2016〕42号 2016-03-06 阅读：3", "示政发〔2016〕42号", "2016-03-06 阅读：3"),
        ("示政发[2016]42号", "示政发〔2016〕42号", ""),
        ("各市人民政府", "", "各市人民政府"),
        ("各市第3号人民政府令第0号", "", "各市第3号人民政府令第0号"),
    ],
)
def test_a_number_at_the_beginning_of_a_line_is_parted_from_the_rest(line: str, number: str, rest: str) -> None:
    """As under titles."""
    assert leading_number(line) == (number, rest)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("示例省人民政府", ["示例省人民政府"]),
        ("示例省财政厅\u3000\u3000示例省教育厅", ["示例省财政厅", "示例省教育厅"]),
        ("示例省财政厅、示例省教育厅", ["示例省财政厅", "示例省教育厅"]),
        ("示 例 省 人 民 政 府", ["示例省人民政府"]),
        ("示例省财政厅（盖章）", ["示例省财政厅"]),
        ("示例省人民政府要求各地", []),
        ("办", []),
        ("某局", []),
        ("教育局", ["教育局"]),
        (f"{'长' * 39}局", [f"{'长' * 39}局"]),
        (f"{'长' * 40}局", []),
        ("", []),
        ("会议", []),
    ],
)
def test_organs_are_known_by_how_their_names_end(line: str, names: list[str]) -> None:
    """Side by side, parted, spaced out or sealed."""
    assert organs_in(line) == names


@settings(deadline=None)
@given(st.text(st.sampled_from(list("关于一件事的通知()（）<>〈〉《》 \u3000\n\xa0")), max_size=40))
def test_a_title_is_the_same_whatever_its_spaces_and_signs(title: str) -> None:
    """Squeezing twice changes nothing more."""
    assert squeezed(squeezed(title)) == squeezed(title)
    assert squeezed(title) == squeezed(title.replace("（", "(").replace("〉", ">").replace(" ", "\u3000"))
    assert not any(char.isspace() for char in squeezed(title))
