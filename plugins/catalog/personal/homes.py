"""Homes: addresses where somebody lives, told by a label, by the head of a column, or by the flat they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plugins.catalog.numbers import HAN
from plugins.catalog.personal.figures import CELLS, FIGURES, SPACES
from plugins.catalog.personal.hits import Hit, Personal, Place, phrase
from plugins.catalog.personal.words import HEADS, row_of

LONGEST_ADDRESS = 60
"""Characters of an address behind its label."""
FLAT_REACH = 40
"""Characters before a flat in which its street stands."""

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
        begin = row_of(text, head.start())
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
    return phrase(Personal.ADDRESS, span, text, front=area.end() if area else 0, certain=certain)
