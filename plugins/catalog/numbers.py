"""Document numbers and index numbers: their grammar, their look-alikes, their check digits."""

from __future__ import annotations

import re
import unicodedata

HAN = "\u4e00-\u9fff"
LETTER = re.compile(rf"(?:（[{HAN}]{{1,4}}）)?[{HAN}]{{1,16}}〔(?P<year>(?:19|20)\d{{2}})〕(?P<serial>[1-9]\d{{0,4}})号")
ORDER = re.compile(rf"[{HAN}]{{1,30}}(?:、[{HAN}]{{1,30}}){{0,5}}令第(?:[1-9]\d*|[一二三四五六七八九十百千零〇]+)号")
ANNOUNCEMENT = re.compile(rf"(?:[{HAN}]{{1,30}})?(?P<year>(?:19|20)\d{{2}})年第[1-9]\d*号")
INDEX_NUMBER = re.compile(r"(?P<organ>[0-9A-Z]{8}-?[0-9A-Z]|[0-9A-Z]{18})/(?P<year>\d{4})(?:\d{2})?-(?P<serial>\d{5,6})")

# Every bracket seen in place of 〔 and 〕 (U+3014, U+3015).
LOOK_ALIKES = str.maketrans(dict.fromkeys("[(（【﹝［﹙〖「<＜", "〔") | dict.fromkeys("])）】﹞］﹚〗」>＞", "〕"))

ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_document_number(text: str) -> bool:
    """Whether this is a well-formed 文号: a letter's, an order's or an announcement's."""
    return any(form.fullmatch(text) for form in (LETTER, ORDER, ANNOUNCEMENT))


def mend_document_number(text: str) -> str | None:
    """The well-formed number that a slip of the pen meant, or None where it cannot be told."""
    plain = "".join(unicodedata.normalize("NFKC", char) if char.isdigit() else char for char in text)
    plain = re.sub(r"\s+", "", plain).translate(LOOK_ALIKES)
    plain = re.sub(rf"^〔([{HAN}]{{1,4}})〕(?=[{HAN}])", r"（\1）", plain)
    plain = re.sub(r"〕第?0*(\d+)号?$", r"〕\1号", plain)
    plain = re.sub(r"第0+(\d+)号$", r"第\1号", plain)
    plain = re.sub(rf"^([{HAN}]+)((?:19|20)\d{{2}})(\d+)号$", r"\1〔\2〕\3号", plain)
    return plain if plain != text and is_document_number(plain) else None


def year_of_document_number(text: str) -> int | None:
    """The year a number carries; orders carry none."""
    match = LETTER.fullmatch(text) or ANNOUNCEMENT.fullmatch(text)
    return int(match["year"]) if match else None


def prefix_of_document_number(text: str) -> str:
    """The 机关代字 before the bracket, such as 示政办发; empty for orders and announcements."""
    return text.partition("〔")[0] if LETTER.fullmatch(text) else ""


def serial_of_index_number(text: str) -> str | None:
    """The serial part of an index number of the usual shape."""
    match = INDEX_NUMBER.fullmatch(text)
    return match["serial"] if match else None


def organ_code_is_sound(code: str) -> bool:
    """The check digit of a nine-character organ code (GB 11714)."""
    code = code.replace("-", "")
    total = sum(weight * int(char, 36) for weight, char in zip(ORGAN_WEIGHTS, code, strict=False))
    return code[8] == "0123456789X0"[11 - total % 11]


def credit_code_is_sound(code: str) -> bool:
    """The check character of an eighteen-character unified social credit code (GB 32100)."""
    if any(char not in CREDIT_ALPHABET for char in code):
        return False
    total = sum(pow(3, place, 31) * CREDIT_ALPHABET.index(char) for place, char in enumerate(code[:17]))
    return code[17] == CREDIT_ALPHABET[(31 - total % 31) % 31]


def index_number_doubt(text: str) -> str | None:
    """What is odd about an index number, as a 中文 clause; real codes fail these, so it is never more than doubt."""
    match = INDEX_NUMBER.fullmatch(text)
    if not match:
        return "不是“机构代码/年份-流水号”的常见形状"
    organ = match["organ"]
    sound = credit_code_is_sound(organ) if len(organ) == 18 else organ_code_is_sound(organ)
    return None if sound else "机构代码的校验位不符"
