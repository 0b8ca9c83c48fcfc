"""Personal information that is no run of figures: plates of vehicles, electronic mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.catalog.personal.figures import CELLS, CHINESE, FIGURES, JUNK, LINES, TAG
from plugins.catalog.personal.hits import Hit, Personal, Place, number, phrase
from plugins.catalog.personal.words import Label, Surroundings

PUBLIC_REACH = 40
"""Characters before an address of electronic mail in which stands what it is for."""
_LETTERS = "A-HJ-NP-Za-hj-np-zＡ-ＨＪ-ＮＰ-Ｚａ-ｈｊ-ｎｐ-ｚ"
_PLATE = re.compile(
    rf"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]){JUNK}{{0,6}}([{_LETTERS}])"
    rf"((?:{JUNK}{{0,6}}[{_LETTERS}{FIGURES}]){{5,6}})(?![A-Za-z{FIGURES}]|\s?[警使领])"
)
_SIGN = re.compile(rf"{JUNK}{{0,6}}([{_LETTERS}{FIGURES}])")
_TAG = re.compile(TAG)
_PARTED = re.compile(rf"[{CELLS}{LINES}]")
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}[@＠](?:[A-Za-z0-9-]{1,63}[.．]){1,4}[A-Za-z]{2,10}")
_OFFICE = re.compile(r"\.(?:(?:gov|org|edu|mil|ac)(?:\.cn)?|example)\Z", re.IGNORECASE)
"""Domains of offices; .example is nobody's (RFC 2606)."""
_PUBLIC = re.compile("征求|意见|建议|反馈|报送|报名|投诉|举报|监督|咨询|来信|投稿|公开|网站|地址|传真|办公")


def plates(text: str, around: Surroundings) -> Iterator[Hit]:
    """Plates of vehicles, but for those of the police and of consulates."""
    for match in _PLATE.finditer(text):
        signs = [*(match.span(at) for at in (1, 2)), *_signs(match)]
        value = "".join(_plain(text[start:end]) for start, end in signs)
        if not any(sign.isdigit() for sign in value[2:]):
            continue
        parted = _PARTED.search(_TAG.sub("", match[0]))
        if not parted or around.label(*match.span()) is Label.PLATE:
            yield number(Personal.PLATE, value, signs)


def emails(text: str) -> Iterator[Hit]:
    """Addresses of electronic mail that are not those of an office, nor given for the public to write to."""
    for match in _EMAIL.finditer(text):
        if _OFFICE.search(match[0]) or _PUBLIC.search(text, max(0, match.start() - PUBLIC_REACH), match.start()):
            continue
        at = match[0].replace("＠", "@").index("@")
        yield phrase(Personal.EMAIL, match.span(), text, front=min(1, at - 1), back=len(match[0]) - at)


def _signs(plate: re.Match[str]) -> Iterator[Place]:
    """Where the letters and figures stand behind the first letter."""
    at, end = plate.span(3)
    while at < end and (sign := _SIGN.match(plate.string, at)):
        yield sign.span(1)
        at = sign.end()


def _plain(sign: str) -> str:
    """A letter or figure in ASCII; the province as it is."""
    code = ord(sign)
    if sign in CHINESE:
        return CHINESE[sign]
    return (chr(code - 0xFEE0) if 0xFF00 < code < 0xFF5F else sign).upper()
