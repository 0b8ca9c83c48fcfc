"""The text of a cell is what the sheet shows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from intake.office.cell_text import UnknownFormat, cell_text, plain

DAY = datetime(2025, 3, 5, 9, 7, 8)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        ("  文字", "@", "  文字"),
        (True, "General", "TRUE"),
        (12, "General", "12"),
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.3333333333"),
        (123456789012345, "General", "123456789012345"),
        (5, "0", "5"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (1.005, "0.00", "1.01"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0, "#,##0", "0"),
        (0, "#", ""),
        (7, "000", "007"),
        (0.5, "0%", "50%"),
        (0.1234, "0.00%", "12.34%"),
        (1.5, "0.0#", "1.5"),
        (1.25, "0.0#", "1.25"),
        (1234567, "0.00,,", "1.23"),
        (-3, "0;[Red](0)", "(3)"),
        (-3.5, "0.00_);[Red]\\(0.00\\)", "(3.50)"),
        (0, '0;-0;"无"', "无"),
        (12, '0"万元"', "12万元"),
        (1234.5, '"￥"#,##0.00', "￥1,234.50"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (1234.5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (123, "[DBNum1]General", "一百二十三"),
        (123, "[DBNum2][$-804]General", "壹佰贰拾叁"),
        (DAY, "yyyy-mm-dd", "2025-03-05"),
        (DAY, "mm-dd-yy", "2025/3/5"),
        (DAY, 'yyyy"年"m"月"d"日"', "2025年3月5日"),
        (DAY, 'yyyy"年"m"月"d"日";@', "2025年3月5日"),
        (DAY, "[$-F800]yyyy", "2025"),
        (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二五年三月五日"),
        (DAY, "yyyy/m/d h:mm:ss", "2025/3/5 9:07:08"),
        (DAY, "yyyy/m/d h:mm AM/PM", "2025/3/5 9:07 AM"),
        (DAY, '上午/下午h"时"mm"分"', "上午9时07分"),
        (DAY, "m/d aaaa", "3/5 星期三"),
        (DAY, "yy.mm.dd", "25.03.05"),
        (date(2025, 3, 5), "yyyy/m/d", "2025/3/5"),
        (time(14, 30), "h:mm", "14:30"),
        (time(14, 30), "AM/PM h:mm", "PM 2:30"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
        (timedelta(hours=30, minutes=5, seconds=6), "[h]:mm:ss", "30:05:06"),
    ],
)
def test_a_value_in_its_format(value: object, number_format: str, text: str) -> None:
    """As Excel shows it in China."""
    assert cell_text(value, number_format) == text


@pytest.mark.parametrize("number_format", ["0.00E+00", "# ?/?", "[>100]0;0", "00-00", "yyyy mmm"])
def test_a_format_we_do_not_know_is_said(number_format: str) -> None:
    """Rather than guessed."""
    with pytest.raises(UnknownFormat):
        cell_text(DAY if "y" in number_format else 12.5, number_format)


def test_a_value_without_its_format() -> None:
    """Enough to compare with the original."""
    assert [plain(one) for one in (None, 1.50, 3.0, DAY, date(2025, 3, 5), "文")] == [
        "",
        "1.5",
        "3",
        "2025-03-05 09:07",
        "2025-03-05",
        "文",
    ]
