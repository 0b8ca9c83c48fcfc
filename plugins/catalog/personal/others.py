"""Personal information that is no run of figures: plates of vehicles, homes, electronic mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plugins.catalog.numbers import HAN
from plugins.catalog.personal.figures import CELLS, CHINESE, FIGURES, JUNK, LINES, SPACES, TAG
from plugins.catalog.personal.hits import Hit, Personal, Place, number
from plugins.catalog.personal.words import HEADS, Label, Surroundings

PUBLIC_REACH = 40
"""Characters before an address of electronic mail in which stands what it is for."""
LONGEST_ADDRESS = 60
FLAT_REACH = 40
"""Characters before a flat in which its street stands."""

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

_HOME = re.compile("住址|家庭地址|家庭详细地址|户籍所在地|户籍地址|户籍地|户口所在地|居住地址|居住地")
_SAYS = re.compile(
    rf"(?:[（(][^（）()\n]{{0,12}}[）)])?[：:为是在系{SPACES}{CELLS}]{{1,4}}([^\n。；;，,|]{{3,{LONGEST_ADDRESS}}}[^\s。；;，,|])"
)
"""What stands between the word for a home and the address, and the address."""
_COUNT = rf"[{FIGURES}十百]{{1,6}}"
_DETAIL = re.compile(rf"{_COUNT}[{SPACES}]?(?:号|栋|幢|座|单元|室|户|组|弄|楼)|{_COUNT}[-－—]{_COUNT}")
_HOUSE = re.compile("栋|幢|号楼|单元")
_FLAT = re.compile(
    rf"{_COUNT}(?:栋|幢|号楼)[^\n。；;，,|]{{0,12}}?{_COUNT}(?:室|户|房)|{_COUNT}单元[^\n。；;，,|]{{0,8}}?{_COUNT}(?:室|户|号|房)?"
)
_BEFORE_FLAT = re.compile(rf"[{HAN}{FIGURES}（）()#-]{{4,40}}\Z")
_STREET = re.compile("路|街|道|巷|弄|里|村|区|苑|园|庄|城|湾|屯")
_INSTITUTION = re.compile(rf"[（(]?[{HAN}]{{0,12}}(?:局|委|办|厅|处|科|所|中心|公司|院|站|馆|会|社|部|厂|店|大厅|窗口|政府|银行)")
_AREA = re.compile(rf".*?(?:区|县|旗|市(?![{HAN}]{{1,6}}[区县]))")


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
        yield _words(Personal.EMAIL, match.span(), text, front=min(1, at - 1), back=len(match[0]) - at, certain=True)


def homes(text: str) -> Iterator[Hit]:
    """Addresses of homes: those that a label or the head of a column says are, and those that read like one."""
    labels = list(_HOME.finditer(text))
    known = [*_labelled_homes(labels), *_listed_homes(labels)]
    yield from known
    for start, end in _flats(text) if _HOUSE.search(text) else ():
        if not any(hit.start < end and start < hit.places[-1][1] for hit in known):
            yield _home(text, (start, end), certain=False)


def _flats(text: str) -> Iterator[Place]:
    """Flats of a house in a street, where no institution is named behind."""
    for flat in _FLAT.finditer(text):
        before = _BEFORE_FLAT.search(text, max(0, flat.start() - FLAT_REACH), flat.start())
        if before and _STREET.search(before[0]) and not _INSTITUTION.match(text, flat.end()):
            yield before.start(), flat.end()


def _labelled_homes(labels: Iterable[re.Match[str]]) -> Iterator[Hit]:
    """What a label says is a home: 住址：……."""
    for label in labels:
        said = _SAYS.match(label.string, label.end())
        if said and _DETAIL.search(said[1]):
            yield _home(label.string, said.span(1), certain=True)


def _listed_homes(labels: Iterable[re.Match[str]]) -> Iterator[Hit]:
    """The cells below a head that says so."""
    for head in labels:
        text = head.string
        begin = text.rfind("\n", 0, head.start()) + 1
        if text.startswith("|", begin) and _is_head(text, begin):
            column = text.count("|", begin, head.start())
            for cell in _cells_below(text, head.end(), column):
                if _DETAIL.search(text[slice(*cell)]):
                    yield _home(text, cell, certain=True)


def _is_head(text: str, begin: int) -> bool:
    """Whether the row that begins here is one of the first of its table."""
    for _ in range(HEADS):
        begin = text.rfind("\n", 0, max(begin - 1, 0)) + 1
        if not text.startswith("|", begin) or begin == 0:
            return True
    return False


def _cells_below(text: str, at: int, column: int) -> Iterator[Place]:
    """Where the words of one column stand in the rows that follow a row of a table."""
    end = text.find("\n", at)
    while end >= 0 and text.startswith("|", end + 1):
        begin, end = end + 1, text.find("\n", end + 1)
        row = text[begin : end if end >= 0 else len(text)]
        cells = row.split("|", column + 1)
        if len(cells) > column + 1:
            start = begin + sum(len(cell) + 1 for cell in cells[:column])
            cell = cells[column]
            start += len(cell) - len(cell.lstrip())
            yield start, start + len(cell.strip())


def _home(text: str, span: Place, *, certain: bool) -> Hit:
    area = _AREA.match(text[slice(*span)])
    return _words(Personal.ADDRESS, span, text, front=area.end() if area else 0, back=0, certain=certain)


def _words(what: Personal, span: Place, text: str, *, front: int, back: int, certain: bool) -> Hit:
    places = tuple((at, at + 1) for at in range(*span))
    return Hit(what=what, value=text[slice(*span)], places=places, front=front, back=back, certain=certain)


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
