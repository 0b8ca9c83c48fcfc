"""Shapes that do not depend on their place: a 文号, the names of organs, a title whatever its spaces."""

from __future__ import annotations

import re

from plugins.catalog.date_forms import number_of, plain
from plugins.catalog.numbers import HAN, is_document_number, mend_document_number

ORGAN = re.compile(
    r"(?:政府|委员会|办公厅|办公室|委|办|厅|局|部|署|院|会|行|中心|总队|支队|大队|检察院|集团|公司|指挥部|领导小组|军区|处|所|社|站|大学|学校)$"
)
"""How the name of an organ ends."""
SENTENCE = re.compile("[。；]")
"""What a line of facts does not hold."""
SEAL = re.compile(r"[（(](?:章|盖章|公章|印章|代章|印)[）)]")
BRACKETED = re.compile(r"[（(【]\s*(.*?)\s*[）)】]")
NUMBER_LIMIT = 80
"""Characters of a line that may be a 文号 and nothing else."""
LEADING = re.compile(
    rf"\s*[{HAN}]{{1,16}}\s?[〔\[（(【［]\s?\d{{4}}\s?[〕\]）)】］]\s?第?\s?\d{{1,5}}\s?号|[{HAN}、]{{2,40}}令\s?第\s?\d{{1,5}}\s?号"
)
HAN_SERIAL = re.compile(r"^([^\d]+[〔\[（(【［]\d{4}[〕\]）)】］])第?([一二三四五六七八九十百零〇]{1,6})号$")
NUMBER_LABEL = re.compile(r"(?:发文字号|文号|文件编号)[：:]")
ONE_SIGN = str.maketrans("()<>〈〉", "（）《》《》")


def as_number(text: str) -> str:
    """The 文号 that a text is, mended; empty where it is something else."""
    if len(text) > NUMBER_LIMIT:
        return ""
    written = plain(text).strip()
    whole = BRACKETED.fullmatch(written)
    written = NUMBER_LABEL.sub("", "".join((whole[1] if whole else written).split()))
    written = HAN_SERIAL.sub(lambda match: f"{match[1]}{number_of(match[2])}号", written)
    return written if is_document_number(written) else mend_document_number(written) or ""


def leading_number(text: str) -> tuple[str, str]:
    """The 文号 a line begins with, and the rest of the line."""
    match = LEADING.match(plain(text))
    number = as_number(match[0]) if match else ""
    return (number, text[match.end() :].strip(" \u3000|｜，,")) if match and number else ("", text)


def organs_in(text: str) -> list[str]:
    """The names of organs that a line is, side by side or parted by 、; empty where it is something else."""
    line = SEAL.sub("", text).strip()
    for parts in (re.split(r"[、，,]|[ \u3000]+", line), ["".join(line.split())]):
        names = [part for part in parts if part]
        if names and all(2 < len(name) <= 40 and ORGAN.search(name) for name in names):
            return names
    return []


def squeezed(text: str) -> str:
    """A title without what layouts put into it: spaces, and the different marks of one sign."""
    return re.sub(r"[\s\u3000]+", "", text).translate(ONE_SIGN)
