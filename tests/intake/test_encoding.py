"""Bytes to text: the encoding a page really has, whatever it declares."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.encoding import decoded
from intake.reading import Reading, Refused
from tests.intake.making import codes

SIMPLIFIED = (
    "各市、州、县人民政府，省政府各部门：\n为进一步推进政务公开和政务服务工作，现将有关事项通知如下。\n"
    "一、总体要求。认真贯彻落实党中央、国务院决策部署，坚持以公开为常态、不公开为例外，及时回应社会关切。\n"
    "示政办发〔2016〕12号，二〇一六年二月二十七日。"
)
TRADITIONAL = (
    "各市、州、縣人民政府，省政府各部門：\n為進一步推進政務公開和政務服務工作，現將有關事項通知如下。\n"
    "一、總體要求。認真貫徹落實決策部署，堅持以公開為常態，及時回應社會關切。"
)
WIDE = ("utf-16", "utf-16-le", "utf-16-be")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", *WIDE)
DECLARATIONS = ("", "gb2312", "GBK", "utf-8", "big5", "iso-8859-1", "nonsense")


def declared(charset: str) -> str:
    """A META tag, or none."""
    return f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n' if charset else ""


@pytest.mark.parametrize("charset", DECLARATIONS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_simplified_text_is_read_whatever_is_declared(encoding: str, charset: str) -> None:
    """The declaration is only a hint."""
    text = declared(charset) + SIMPLIFIED
    assert decoded(text.encode(encoding), Reading()) == text


@pytest.mark.parametrize("charset", DECLARATIONS)
@pytest.mark.parametrize("encoding", ["big5hkscs", "utf-8", "gb18030"])
def test_traditional_text_is_read_whatever_is_declared(encoding: str, charset: str) -> None:
    """Pages of Hong Kong, and their copies."""
    text = declared(charset) + TRADITIONAL
    assert decoded(text.encode(encoding), Reading()) == text


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ENCODINGS),
    st.sampled_from(DECLARATIONS),
    st.lists(st.sampled_from(SIMPLIFIED.replace("\n", "，").split("，")), min_size=3, max_size=12).map("，".join),
)
def test_any_sentences_come_back(encoding: str, charset: str, text: str) -> None:
    """Written in each encoding, under each declaration."""
    whole = f"{declared(charset)}{text}\n"
    assert decoded(whole.encode(encoding), Reading()) == whole


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_character_cut_in_two_is_said_and_the_rest_is_kept(encoding: str) -> None:
    """A page that was saved in part: the last byte is missing."""
    reading = Reading()
    text = decoded(SIMPLIFIED.replace("日。", "日").encode(encoding)[:-1], reading)
    assert text.rstrip("\ufffd") == SIMPLIFIED.removesuffix("日。")
    assert "ITK010" in codes(reading)


def test_where_a_byte_cannot_be_read_is_told() -> None:
    """By the line and the words beside it."""
    reading = Reading()
    text = decoded(SIMPLIFIED.encode().replace("通知".encode(), b"\xff", 1), reading)
    finding = reading.findings[-1]
    assert "\ufffd" in text
    assert (finding.code, finding.line) == ("ITK010", 2)
    assert "有关事项" in finding.message


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "不是文本"),
        (b"\xff\xff\xff\xff\xff", "认不出来"),
        (b"\xfe\xff" + b"\xd8\x00" * 40, "认不出来"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(raw: bytes, words: str) -> None:
    """Never a traceback."""
    with pytest.raises(Refused, match=words):
        decoded(raw, Reading())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    """And no control character comes through."""
    try:
        text = decoded(raw, Reading())
    except Refused:
        return
    assert not any(char < " " and char not in "\t\n" for char in text)


@pytest.mark.parametrize(
    ("encoding", "charset", "expected"),
    [
        ("utf-8", "utf-8", []),
        ("utf-8", "", []),
        ("gb18030", "gb2312", []),
        ("gb18030", "", ["ITK013"]),
        ("gb18030", "utf-8", ["ITK012"]),
        ("utf-8", "gb2312", ["ITK012"]),
    ],
)
def test_only_what_is_odd_is_said(encoding: str, charset: str, expected: list[str]) -> None:
    """A declaration that is wrong, or an old encoding that nobody declared."""
    reading = Reading()
    decoded((declared(charset) + SIMPLIFIED).encode(encoding), reading)
    assert codes(reading) == expected


def test_text_that_reads_like_no_text_is_doubted() -> None:
    """Rare characters only."""
    reading = Reading()
    decoded("鵺鶇龢靐齾龗爩".encode(), reading)
    assert codes(reading) == ["ITK011"]


def test_line_ends_are_one_and_unseen_characters_are_gone() -> None:
    """A byte-order mark in the middle, a zero-width space, a mark that turns the text round."""
    assert decoded("甲\r\n乙\r丙\ufeff\u200b\u202e丁\x07\n".encode(), Reading()) == "甲\n乙\n丙丁\n"


def test_ascii_is_ascii() -> None:
    """Whatever is declared."""
    reading = Reading()
    assert decoded(b'<meta charset="gb2312">abc', reading) == '<meta charset="gb2312">abc'
    assert codes(reading) == []
