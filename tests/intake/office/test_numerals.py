"""Numerals as official documents count."""

from __future__ import annotations

import pytest

from intake.office.numerals import CIRCLED, WRITERS, chinese, enclosed, japanese, letters, roman


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
        (10_000, "一万"),
        (10_012, "一万零一十二"),
        (21_300, "二万一千三百"),
    ],
)
def test_chinese_numbers(number: int, words: str) -> None:
    """The Civil Code ends with 第一千二百六十条."""
    assert chinese(number) == words


def test_every_way_of_counting() -> None:
    """The twelfth of each, as Word writes it."""
    assert {name: write(12) for name, write in WRITERS.items()} == {
        "decimal": "12",
        "decimalHalfWidth": "12",
        "decimalZero": "12",
        "decimalFullWidth": "１２",
        "decimalFullWidth2": "１２",
        "decimalEnclosedCircle": "⑫",
        "decimalEnclosedCircleChinese": "⑫",
        "decimalEnclosedParen": "⑿",
        "decimalEnclosedFullstop": "⒓",
        "numberInDash": "- 12 -",
        "upperRoman": "XII",
        "lowerRoman": "xii",
        "upperLetter": "L",
        "lowerLetter": "l",
        "chineseCounting": "十二",
        "chineseCountingThousand": "十二",
        "taiwaneseCounting": "十二",
        "taiwaneseCountingThousand": "十二",
        "ideographLegalTraditional": "壹拾贰",
        "chineseLegalSimplified": "壹拾贰",
        "japaneseCounting": "十二",
        "japaneseDigitalTenThousand": "一二",
        "taiwaneseDigital": "一二",
        "ideographDigital": "一二",
        "ideographTraditional": "乙",
        "ideographZodiac": "亥",
        "ideographEnclosedCircle": "12",
        "ideographParenthesizedCircle": "12",
        "none": "",
    }


def test_the_edges() -> None:
    """Past a range of signs plain figures; letters double; a year in letters is bounded."""
    assert [enclosed(CIRCLED, number) for number in (1, 20, 21, 36, 50, 51)] == ["①", "⑳", "㉑", "㊱", "㊿", "51"]
    assert [letters(number) for number in (1, 26, 27, 53, 781)] == ["A", "Z", "AA", "AAA", "781"]
    assert [roman(number) for number in (4, 9, 40, 1949)] == ["IV", "IX", "XL", "MCMXLIX"]
    assert [japanese(number) for number in (10, 100, 101, 120)] == ["十", "百", "百一", "百二十"]
