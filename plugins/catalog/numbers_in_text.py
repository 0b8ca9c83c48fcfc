"""Numbers in text: where document numbers stand among words, and where the organ of each begins.

Nothing parts Chinese words, so the organ is read from the number backwards: to what is no Chinese character, or to a word
after which an organ can begin. `numbers` knows what is well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.catalog.numbers import (
    CLOSING,
    HAN,
    OPENING,
    SERIAL,
    YEAR,
    is_document_number,
    mend_document_number,
)

REACH = 60
"""Characters before a number in which its organ is looked for."""

_FIGURES = rf"(?:{SERIAL}|[一二三四五六七八九十百千零〇]+)"
_IN_BRACKETS = rf"[〔{re.escape(OPENING)}]{YEAR}年?[〕{re.escape(CLOSING)}]"
_OF_YEAR = rf"(?:{_IN_BRACKETS}|{YEAR}年)?"
_OLD = re.compile(rf"[〔{re.escape(OPENING)}](?:19)?\d{{2}}[〕{re.escape(CLOSING)}][{HAN}]{{1,16}}字第?\d{{1,5}}号")
"""The numbers of the eighties, which need no organ before them: the year comes first."""
_CORE = re.compile(
    rf"{_IN_BRACKETS}\s?第?\d{{1,5}}\s?号"
    rf"|(?:令|公告|通告)\s?{_OF_YEAR}(?:第\s?{_FIGURES}\s?号|[（(]第\s?{_FIGURES}\s?号[）)])"
    rf"|(?:{YEAR}年)?第{_FIGURES}号(?:令|公告|通告)"
    rf"|{_OLD.pattern}|{YEAR}年第{SERIAL}号"
)
"""What of a number can be told wherever it stands; the organ before it is read backwards from there."""
_OTHER_ORGAN = re.compile(rf"[{HAN}]{{2,30}}(?<=[院部会局厅府署行])、\Z")
_RUN = re.compile(rf"[{HAN}]{{1,30}}")
"""Read from its end to its beginning: what stands before a number and can be its organ."""
_BEFORE_ORGAN = re.compile(
    ".*(?:按照|依照|参照|遵照|对照|根据|依据|执行|贯彻|落实|实施|废止|修改|印发|下发|转发|发布|公布|批转|颁布|制定|关于|有关|符合|适用"
    "|违反|以及|文件|通知|规定|意见|办法|决定|同意|参见|详见|所附|其中|包括|属于|同时|继续|严格|认真|学习|传达|结合|已经|如下"
    "|年|月|日(?!照)|[的按据以或由见将在]|号[和与及]?)"
)
_BETWEEN_ORGANS = re.compile(".+[院部会局厅府署行办][和与及](?=..)")
"""Words after which an organ can begin. 和 parts two organs only where one ends before it: 国家发展和改革委员会 is one."""
_FORMER = re.compile("原(?![州平阳]).{5}")
"""原对外贸易经济合作部: the organ is called so today, not by its number."""
_CLOSED = ("》", "）", "”")
_CENTRAL = re.compile(r"(?:国办|中办|国|中)(?:发明电|发电|发|函)\Z")
"""The 机关代字 that all organs cite, whatever words stand before it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a text, and the title or number they mean."""

    start: int
    end: int
    means: str


def numbers_in(text: str) -> Iterator[Span]:
    """Every number with the organ before it, well-formed whatever slip of the pen it was written with."""
    end = 0
    for match in _CORE.finditer(text):
        start = match.start()
        is_old = _OLD.fullmatch(match[0])
        run = None if is_old else _RUN.match(text[max(start - REACH, end - 1, 0) : start][::-1])
        if not (run or is_old or match[0][0].isdigit()):
            continue
        if run:
            words, before = run[0][::-1], text[start - run.end() - 1 : start - run.end()]
            start -= len(_organ(words[1:] if before in _CLOSED and words[0] in "和与及" else words))
            start = _joint(text, start, end) if match[0][0] in "令公通" else start
        means = _well_formed(text[start : match.end()])
        if means:
            end = match.end()
            yield Span(start, end, means)


def _joint(text: str, start: int, low: int) -> int:
    """Where the first of several organs begins that issue one order: 国务院、中央军事委员会令第689号."""
    for _ in range(9):
        other = _OTHER_ORGAN.search(text, max(start - 32, low), start)
        if not other:
            break
        start -= len(_organ(other[0][:-1])) + 1
    return start


def _organ(run: str) -> str:
    """The organ's word or name at the end of a run of Chinese characters."""
    central = _CENTRAL.search(run)
    if central:
        return central[0]
    for words in (_BEFORE_ORGAN, _BETWEEN_ORGANS):
        found = words.match(run)
        run = run[found.end() :] if found else run
    return run[1:] if _FORMER.match(run) else run


def _well_formed(written: str) -> str:
    """The number as the grammar has it; empty where it is none."""
    return written if is_document_number(written) else mend_document_number(written) or ""
