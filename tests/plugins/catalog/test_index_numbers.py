"""Index numbers: the forms a portal may say, numbers made and read by them, doubts."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.index_numbers import DEFAULT, IndexNumber, form_of, index_number_doubt
from plugins.catalog.site import Site

SHANGHAI = "SY{organ:9}{source:0|1}{year}{serial:5}"
ANHUI = "{organ:18}/{year}{month}-{serial:5 per organ year}"
NINGBO = "{area:6}-{dept:3}-{class:A01|B02}-{year}{month}{day}-{serial:4 per portal}"
FORMS = [DEFAULT, SHANGHAI, ANHUI, NINGBO, "{year}第{serial}号", "{serial:3}{year}"]
VALUES = {
    "organ": "[0-9]{8}[0-9X]|[0-9]{8}-[0-9X]|[0-9A-Z]{18}",
    "source": "[01]",
    "area": "[0-9]{6}",
    "dept": "[0-9A-Z]{3}",
    "class": "A01|B02",
}


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, dict[str, str], int]:
    """A form with values and a serial for it."""
    written = draw(st.sampled_from(FORMS))
    form, day = form_of(written), draw(st.dates(date(1949, 10, 1), date(2099, 12, 31)))
    dated = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
    values = {name: dated.get(name) or draw(st.from_regex(VALUES[name], fullmatch=True)) for name in form.names}
    if ":9}" in written or ":18}" in written:
        values["organ"] = draw(st.from_regex("[0-9A-Z]{9}" if ":9}" in written else "[0-9A-Z]{18}", fullmatch=True))
    return written, values, draw(st.integers(1, 999 if written.startswith("{serial:3}") else 2_000_000))


@given(numbers())
def test_what_is_made_of_parts_is_read_as_these_parts(number: tuple[str, dict[str, str], int]) -> None:
    """In every form, with serials that outgrow their width too."""
    written, values, serial = number
    made = form_of(written).make(values, serial)
    assert form_of(written).read(made) == IndexNumber(values, serial)


@given(form=st.sampled_from(FORMS), text=st.text("0123456789ABSYX/-第号", max_size=40))
def test_what_is_read_is_made_again_as_it_was(form: str, text: str) -> None:
    """No two ways to write one number."""
    read = form_of(form).read(text)
    if read is not None and read.serial:
        assert form_of(form).make(read.values, read.serial) == text


def test_the_serial_begins_anew_with_every_other_part_or_with_those_named() -> None:
    """Organ and year, organ and year but not the month, nothing at all."""
    assert (form_of(DEFAULT).per, form_of(ANHUI).per, form_of(NINGBO).per) == (("organ", "year"), ("organ", "year"), ())
    run = (("11341702486344515H", "2021"), 13)
    assert [form_of(ANHUI).run_of(f"11341702486344515H/2021{month}-00013") for month in ("10", "11", "13")] == [run, run, None]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{organ}/{year}", "要有 {serial}"),
        ("", "要有 {serial}"),
        ("{organ}{year}-{serial}", "读不懂 {organ}"),
        ("{serial}{year}", "读不懂 {serial}"),
        ("{year}-{year}-{serial}", "{year} 写了两次"),
        ("{organ}/{year}-{serial:5", "花括号要成对"),
        ("{year}-{serial:5 per organ}", "按 organ 重新开始，而它不在里面"),
        ("{a:A|BC}-{serial}", "读不懂 {a:A|BC}"),
        ("{year:2}-{serial}", "读不懂 {year:2}"),
        ("{机构:3}-{serial}", "读不懂 {机构:3}"),
    ],
)
def test_a_form_that_cannot_be_read_says_why(written: str, said: str) -> None:
    """Already where the settings are read; every number of a form must end where it says."""
    with pytest.raises(ValueError, match=re.escape(said)):
        Site(name="门户", url="https://www.shili.example", index_numbers=written)


def test_a_value_that_does_not_fit_says_which() -> None:
    """And a serial that has no room."""
    with pytest.raises(ValueError, match="organ 不能是“99”"):
        form_of(DEFAULT).make({"organ": "99", "year": "2026"}, 1)
    with pytest.raises(ValueError, match="dept 没有给出"):
        form_of(NINGBO).make({"area": "330200", "class": "A01", "year": "2026", "month": "01", "day": "01"}, 1)
    with pytest.raises(ValueError, match="只有 3 位"):
        form_of("{serial:3}{year}").make({"year": "2026"}, 1000)


def test_an_index_number_is_only_ever_doubted() -> None:
    """Real codes fail the check digit, so the catalog doubts and never refuses."""
    form = form_of(DEFAULT)
    assert index_number_doubt("011043225/2026-00012", form) is None
    assert index_number_doubt("11341702486344515H/202110-00013", form) is None
    assert index_number_doubt("000014348/2016-38396", form) == "机构代码的校验位不符"
    assert index_number_doubt("11341702486344516H/2021-00013", form) == "机构代码的校验位不符"
    assert index_number_doubt("12345", form) == "不是“机构代码/年份-流水号”的形式"


def test_a_portal_with_a_form_of_its_own_doubts_others_but_those_of_history() -> None:
    """What it published before it had that form stays as it is."""
    form = form_of(SHANGHAI)
    assert index_number_doubt("SY990000025020260001", form) == f"不是“{SHANGHAI}”的形式"
    assert index_number_doubt("SY9900000250202600012", form) is None
    assert index_number_doubt("SY9900000240202600012", form) == "机构代码的校验位不符"
    assert index_number_doubt("990000025/2026-00012", form) == f"不是“{SHANGHAI}”的形式"
    assert index_number_doubt("990000025/2026-00012", form, history=True) is None
    assert index_number_doubt("2026-7", form_of("{year}-{serial}")) is None
