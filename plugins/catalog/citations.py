"""Citations: which documents a text names, by title in 《》, by document number or by both. Plain text in, places out.

A number in brackets behind a title is that title's, and so is one right before it; of several titles in front of one number
it is the last one's. What a paper encloses, its own title and its own number are not cited. A name that 以下简称 gives is
the document it was given to, and a title that has its number somewhere has it everywhere. Certificates, forms and newspapers
bear 《》 too and are no documents. Why so and not otherwise: docs/decisions/0014-citations.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.catalog.numbers import (
    CLOSING,
    HAN,
    OLD,
    OPENING,
    SERIAL,
    YEAR,
    is_document_number,
    mend_document_number,
)

BLOCK, LINE = "\n", "\v"
"""What stands in the plain text between two blocks, and where a line breaks within one: titles may run over a line."""
LONGEST_TITLE = 300
"""Characters between 《 and 》; more are no title but a bracket that somebody forgot."""
REACH = 60
"""Characters before a number in which its organ is looked for."""

_FIGURES = rf"(?:{SERIAL}|[一二三四五六七八九十百千零〇]+)"
_IN_BRACKETS = rf"[〔{re.escape(OPENING)}]{YEAR}年?[〕{re.escape(CLOSING)}]"
_OF_YEAR = rf"(?:{_IN_BRACKETS}|{YEAR}年)?"
_CORE = re.compile(
    rf"{_IN_BRACKETS}\s?第?\d{{1,5}}\s?号"
    rf"|(?:令|公告|通告)\s?{_OF_YEAR}[（(]?第\s?{_FIGURES}\s?号[）)]?"
    rf"|(?:{YEAR}年)?第{_FIGURES}号(?:令|公告|通告)"
    rf"|{OLD.pattern}|{YEAR}年第{SERIAL}号"
)
"""What of a number can be told wherever it stands; the organ before it is read backwards from there."""
_BEGINNINGS = frozenset("（〔12")
"""How numbers begin that need no organ before them: those of the eighties, and 2026年第5号."""
_RUN = re.compile(rf"[{HAN}]{{1,30}}")
"""Read from its end to its beginning: what stands before a number and can be its organ."""
_BEFORE_ORGAN = re.compile(
    ".*(?:按照|依照|参照|遵照|对照|根据|依据|执行|贯彻|落实|实施|废止|修改|印发|下发|转发|发布|公布|批转|颁布|制定|关于|有关|符合|适用"
    "|违反|以及|文件|通知|规定|意见|办法|决定|同意|参见|详见|所附|其中|包括|属于|同时|继续|严格|认真|学习|传达|结合|已经|如下"
    "|[年月日的按据以或由见将在]|号[和与及]?)"
)
_BETWEEN_ORGANS = re.compile(".+(?:和(?!国)|[与及经从对])(?=..)")
"""Words after which an organ can begin. What may begin a name itself (和县, 经开区) counts only within a run of words."""
_CLOSED = ("》", "）", "”")
_CENTRAL = re.compile(r"(?:国办|中办|国|中)(?:发明电|发电|发|函)\Z")
"""The 机关代字 that all organs cite, whatever words stand before it."""
_BRACKET = r"\s?[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]"
_BEHIND_TITLE = re.compile(rf"{_BRACKET}(?:{_BRACKET}){{0,2}}")
"""The brackets behind a title, with brackets within them: （试行）, its number, its short name."""
_BEFORE_TITLE = re.compile(r"(?:文件?)?(?:[公发颁]布的?|印发的?)?\s?\Z")
_PARTS = re.compile("[，,；;：:（）()]")
_NAMED = re.compile(rf"以下(?:简称|统称|称)为?\s?(?:《([^《》]{{1,40}})》|[“\"]([^”\"]{{1,40}})[”\"]|([{HAN}]{{1,30}}))")
_SENTENCE_END = re.compile("[。；！？\n]")
_QUOTED = re.compile("“([^”]{1,40})”")
_ENCLOSED = re.compile("现(?:将|予|把|印发|转发|批转|公布|发布|下发)")
_HAVING_SENT = re.compile("[印下]发|[转批]转|转发|[公发颁]布|施行")
_DAY = re.compile(rf"\d日\s?(?:[{HAN}]{{2,30}}、){{0,9}}\Z")
"""Before an organ, or before several."""
_PROMULGATED = re.compile(r"[》）)]?\s?(?:[公发颁]布|通过|修[订正改])(?!的)")
_ENDED = re.compile("(?:[，、]|自[^。；]{1,20})?(?:同时|即行|予以|相应)?废止")
_NO_DOCUMENT = re.compile(
    "(?:证|证书|执照|证明|(?<![公通汇申呈])报|(?<!会议)公报|刊|杂志|表|(?<!清)单|(?<![白蓝绿]皮)书|票|卡|簿|合同|网|牌|标志)(?:（[^（）]*）|[一二三四五六七八九十\\d]*)\\Z"
)
"""How the names of certificates, forms, newspapers and the like end."""
_BRACKETS = re.compile(r"[《》〈〉<>\s\v]")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a text cites: a title as it stands in 《》, a well-formed 文号, or both."""

    title: str = ""
    number: str = ""
    enclosed: bool = False
    """Whether it is what the paper itself brings: named, not cited."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation and where it stands: the characters of its number, of its title with 《》 where it has none."""

    citation: Citation
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Span:
    """Characters of the text, and the title or number they mean."""

    start: int
    end: int
    means: str


def find_citations(text: str, own: Collection[str] = ()) -> tuple[Cited, ...]:
    """The citations of a plain text in the order in which they stand, each time they stand.

    `own` holds the titles and numbers of the document itself. Time grows with the length of the text.
    """
    if "《" not in text and "号" not in text:
        return ()
    return tuple(sorted(_Text(text, own).citations(), key=lambda one: one.start))


def own_names(title: str, number: str) -> frozenset[str]:
    """What a document calls itself: its title, the title of what it encloses, its number."""
    enclosed = (match[1] for match in re.finditer(r"(?:印发|公布|发布|转发|批转)《((?:[^《》]|《[^《》]*》)*)》", title))
    return frozenset(filter(None, (plain_title(title), *map(plain_title, enclosed), plain_number(number))))


def plain_title(title: str) -> str:
    """A title by which two can be compared: 《》 within 《》 are written 〈〉, lines and spaces fall as they may."""
    return _BRACKETS.sub("", title)


def plain_number(number: str) -> str:
    """A number by which two can be compared: the State Council's orders are cited in three ways."""
    plain = number.removeprefix("中华人民共和国")
    return f"国务院{plain[1:]}" if plain.startswith("国令第") else plain


class _Text:
    """One text while its citations are sought."""

    def __init__(self, text: str, own: Collection[str]) -> None:
        self._text = text
        self._titles = tuple(_titles(text))
        self._numbers = tuple(_numbers(text))
        self._taken: set[int] = set()
        """Starts of what is told already: a number that is a title's, the name in a definition."""
        self._numbered = {title: self._numbers_of(title) for title in self._titles}
        unnumbered = (title for title, numbers in self._numbered.items() if not numbers)
        self._enclosed = list(filter(self._is_enclosed, unnumbered)) if "现" in text else []
        self._own = {*own, *(plain_title(title.means) for title in self._enclosed)}

    def citations(self) -> Iterator[Cited]:
        """First the titles with what belongs to them, then the numbers that stand alone."""
        known = dict[str, Citation]()
        for title, numbers in self._numbered.items():
            citation = Citation(title.means, numbers[0].means if numbers else "")
            names = (*self._names(title), *([title.means] if numbers else ()))
            for name in names if plain_number(citation.number) not in self._own else ():
                known.setdefault(name, citation)
        for title, numbers in self._numbered.items():
            if title.start not in self._taken:
                yield from self._of_title(title, numbers, known)
        for title in {title.means: title for title in reversed(self._enclosed)}.values():
            yield Cited(Citation(title.means, enclosed=True), title.start, title.end)
        for match in _QUOTED.finditer(self._text) if known else ():
            if match[1] in known and match.start() not in self._taken:
                yield Cited(known[match[1]], match.start(), match.end())
        for number in self._numbers:
            if number.start not in self._taken and self._stands_alone(number):
                yield Cited(Citation(number=number.means), number.start, number.end)

    def _of_title(self, title: _Span, numbers: Sequence[_Span], known: Mapping[str, Citation]) -> Iterator[Cited]:
        """What a title cites: once for each of its numbers, else the document that was given this name, else itself."""
        if numbers:
            others = (one for one in numbers if plain_number(one.means) not in self._own)
            yield from (Cited(Citation(title.means, one.means), one.start, one.end) for one in others)
        elif title.means in known:
            yield Cited(known[title.means], title.start, title.end)
        elif self._is_cited(title):
            yield Cited(Citation(title.means), title.start, title.end)

    def _numbers_of(self, title: _Span) -> tuple[_Span, ...]:
        """The numbers that belong to a title: those in the brackets behind it, or one beside it."""
        behind = self._behind(title)
        if behind:
            found = tuple(_wholes(self._text, *behind)) or self._between(*behind)
        else:
            found = self._between(title.end, title.end + 1)
        if not found:
            found = self._before(title)
        self._taken.update(within.start for one in found for within in self._between(one.start, one.end))
        return found

    def _behind(self, title: _Span) -> tuple[int, int] | None:
        """Where the brackets behind a title begin and end."""
        found = _BEHIND_TITLE.match(self._text, title.end, title.end + LONGEST_TITLE)
        return found.span() if found else None

    def _before(self, title: _Span) -> tuple[_Span, ...]:
        """国务院令第279号公布的《…》"""
        found = self._between(title.start - REACH, title.start)[-1:]
        if not found or found[0].start in self._taken:
            return ()
        return found if _BEFORE_TITLE.fullmatch(self._text, found[0].end, title.start) else ()

    def _between(self, start: int, end: int) -> tuple[_Span, ...]:
        """The numbers that begin between two characters."""
        first, last = (bisect_left(self._numbers, at, key=lambda one: one.start) for at in (start, end))
        return self._numbers[first:last]

    def _names(self, title: _Span) -> Iterator[str]:
        """What the brackets behind a title say it is called from there on."""
        behind = self._behind(title)
        for match in _NAMED.finditer(self._text, *behind) if behind else ():
            group = next(group for group in (1, 2, 3) if match[group])
            self._taken.add(match.start(group) - 1)
            yield match[group]

    def _is_enclosed(self, title: _Span) -> bool:
        """现将《…》印发给你们, or 《…》已经国务院同意，现转发给你们: what the paper itself brings."""
        text, low, high = self._text, max(title.start - LONGEST_TITLE, 0), title.end + LONGEST_TITLE
        stop = _SENTENCE_END.search(text, title.end, high)
        end = stop.start() if stop else high
        start = max(text.rfind(mark, low, title.start) for mark in "。；\n") + 1
        if _ENCLOSED.search(text, max(start, low), title.start):
            return bool(_HAVING_SENT.search(text, title.end, end))
        return text.startswith(("已", "，已"), title.end) and bool(_ENCLOSED.search(text, title.end, end))

    def _is_cited(self, title: _Span) -> bool:
        """Whether a title without a number is that of another document."""
        if plain_title(title.means) in self._own:
            return bool(_ENDED.match(self._text, title.end))
        return not _NO_DOCUMENT.search(title.means)

    def _stands_alone(self, number: _Span) -> bool:
        """Whether a number that no title has is that of another document, and no note of the text's own history."""
        if plain_number(number.means) in self._own or number.means[0].isdigit():
            return False
        dated = _DAY.search(self._text, max(number.start - REACH, 0), number.start)
        return not (dated and _PROMULGATED.match(self._text, number.end))


def _titles(text: str) -> Iterator[_Span]:
    """Every 《…》 that lies in no other, block by block; one that is never closed hides none of those behind it."""
    opened: list[int] = []
    closed: list[_Span] = []
    for match in re.finditer(r"[《》\n]", text):
        mark, at = match[0], match.start()
        if mark == "《":
            opened.append(at)
        elif mark == BLOCK:
            yield from closed
            opened, closed = [], []
        elif opened:
            start = opened.pop()
            if 1 < at - start <= LONGEST_TITLE:
                while closed and closed[-1].start > start:
                    closed.pop()
                closed.append(_Span(start, at + 1, text[start + 1 : at].replace(LINE, "").strip()))
    yield from closed


def _numbers(text: str) -> Iterator[_Span]:
    """Every number with the organ before it, well-formed whatever slip of the pen it was written with."""
    end = 0
    for match in _CORE.finditer(text):
        start = match.start()
        run = _RUN.match(text[max(start - REACH, end - 1, 0) : start][::-1])
        if not run and match[0][0] not in _BEGINNINGS:
            continue
        if run and not OLD.fullmatch(match[0]):
            words, before = run[0][::-1], text[start - run.end() - 1 : start - run.end()]
            start -= len(_organ(words[1:] if before in _CLOSED and words[0] in "和与及" else words))
        means = _well_formed(text[start : match.end()])
        if means:
            end = match.end()
            yield _Span(start, end, means)


def _organ(run: str) -> str:
    """The organ's word or name at the end of a run of Chinese characters."""
    central = _CENTRAL.search(run)
    if central:
        return central[0]
    for words in (_BEFORE_ORGAN, _BETWEEN_ORGANS):
        found = words.match(run)
        run = run[found.end() :] if found else run
    return run


def _wholes(text: str, start: int, end: int) -> Iterator[_Span]:
    """The parts of a bracket that are numbers from end to end: organs joined by 、 can be told only here."""
    at = start
    for part in _PARTS.split(text[start:end]):
        written = part.strip()
        means = _well_formed(written) if written.endswith("号") else ""
        several = [one for one in part.split("、") if _well_formed(one.strip())] if "、" in part else []
        if len(several) > 1:
            inner = at
            for one in part.split("、"):
                first = inner + len(one) - len(one.lstrip())
                if means := _well_formed(one.strip()):
                    yield _Span(first, first + len(one.strip()), means)
                inner += len(one) + 1
        elif means:
            first = at + len(part) - len(part.lstrip())
            yield _Span(first, first + len(written), means)
        at += len(part) + 1


def _well_formed(written: str) -> str:
    """The number as the grammar has it; empty where it is none."""
    return written if is_document_number(written) else mend_document_number(written) or ""
