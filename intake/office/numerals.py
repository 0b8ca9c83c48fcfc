"""Numerals: a whole number in the many ways an official document counts (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

DIGITS = "〇一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
# Where Unicode keeps enclosed numbers: first code point, first and last number.
CIRCLED = ((0x2460, 1, 20), (0x3251, 21, 35), (0x32B1, 36, 50))
IN_PARENTHESES = ((0x2474, 1, 20),)
WITH_FULL_STOP = ((0x2488, 1, 20),)
CIRCLED_HAN = ((0x3280, 1, 10),)
HAN_IN_PARENTHESES = ((0x3220, 1, 10),)


def chinese(number: int, digits: str = "零" + DIGITS[1:], units: str = "十百千") -> str:
    """一百零一; 十二 without the leading 一. Whole numbers from 0 to 99,999,999."""
    high, low = divmod(number, 10_000)
    words = f"{_under_ten_thousand(high, digits, units)}万" if high else ""
    words += digits[0] if high and 0 < low < 1_000 else ""
    words += _under_ten_thousand(low, digits, units)
    return words.removeprefix("一") if words.startswith("一十") else words or digits[0]


def _under_ten_thousand(number: int, digits: str, units: str) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = not digit and bool(words)
    return words


def digit_by_digit(number: int) -> str:
    """二〇二五."""
    return "".join(DIGITS[int(one)] for one in str(number))


def japanese(number: int) -> str:
    """一百 is 百, 一百零一 is 百一."""
    return chinese(number).replace("零", "").replace("一百", "百").replace("一千", "千") or DIGITS[0]


def roman(number: int) -> str:
    """MCMXLIX; nothing for zero."""
    words = ""
    for size, letters in ROMAN:
        words += letters * (number // size)
        number %= size
    return words


def letters(number: int) -> str:
    """A to Z, then AA, BB: as Word does, not as a sheet's columns. Past 780 plain figures."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _lower(write: Callable[[int], str], number: int) -> str:
    return write(number).lower()


def enclosed(ranges: tuple[tuple[int, int, int], ...], number: int) -> str:
    """① and the like; plain figures where Unicode has none."""
    found = (chr(code + number - first) for code, first, last in ranges if first <= number <= last)
    return next(found, str(number))


def _cycle(signs: str, number: int) -> str:
    return signs[(number - 1) % len(signs)]


def _full_width(number: int) -> str:
    return str(number).translate(FULL_WIDTH)


WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": partial(enclosed, CIRCLED),
    "decimalEnclosedCircleChinese": partial(enclosed, CIRCLED),
    "decimalEnclosedParen": partial(enclosed, IN_PARENTHESES),
    "decimalEnclosedFullstop": partial(enclosed, WITH_FULL_STOP),
    "numberInDash": "- {} -".format,
    "upperRoman": roman,
    "lowerRoman": partial(_lower, roman),
    "upperLetter": letters,
    "lowerLetter": partial(_lower, letters),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographLegalTraditional": partial(chinese, digits=LEGAL_DIGITS, units="拾佰仟"),
    "chineseLegalSimplified": partial(chinese, digits=LEGAL_DIGITS, units="拾佰仟"),
    "japaneseCounting": japanese,
    "japaneseDigitalTenThousand": digit_by_digit,
    "taiwaneseDigital": digit_by_digit,
    "ideographDigital": digit_by_digit,
    "ideographTraditional": partial(_cycle, STEMS),
    "ideographZodiac": partial(_cycle, BRANCHES),
    "ideographEnclosedCircle": partial(enclosed, CIRCLED_HAN),
    "ideographParenthesizedCircle": partial(enclosed, HAN_IN_PARENTHESES),
    "none": lambda number: "",
}
"""How to write a number, by the name WordprocessingML has for the way."""
