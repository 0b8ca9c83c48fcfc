"""Citations: which documents a text names, by title in 《》, by document number or by both. Plain text in, places out.

A number in brackets behind a title is that title's, and so is one right before it; of several titles in front of one number
it is the last one's. What a paper encloses, its own title and its own number are not cited. A name that 以下简称 gives is
the document it was given to, and cites nothing where that does not; a title that has its number somewhere has it everywhere.
Certificates, forms and newspapers bear 《》 too and are no documents. Why so and not otherwise: docs/decisions/0014-citations.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.catalog.numbers import HAN, SERIAL
from plugins.catalog.numbers_in_text import REACH, Span, numbers_in

BLOCK, LINE = "\n", "\v"
"""What stands in the plain text between two blocks, and where a line breaks within one: titles may run over a line."""
LONGEST_TITLE = 300
"""Characters between 《 and 》; more are no title but a bracket that somebody forgot."""
_BRACKET = r"\s?[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]"
_BEHIND_TITLE = re.compile(rf"{_BRACKET}(?:{_BRACKET}){{0,2}}")
"""The brackets behind a title, with brackets within them: （试行）, its number, its short name."""
_BEFORE_TITLE = re.compile(r"(?:文件?)?(?:[公发颁]布的?|印发的?)?\s?\Z")
_NAMED = re.compile(rf"以下(?:简称|统称|称)为?\s?(?:《([^《》]{{1,40}})》|[“\"]([^”\"]{{1,40}})[”\"]|([{HAN}]{{1,30}}))")
_SENTENCE_END = re.compile("[。；！？\n]")
_QUOTED = re.compile("“([^”]{1,40})”")
_ENCLOSED = re.compile("现(?:将|予|把|印发|转发|批转|公布|发布|下发)")
_HAVING_SENT = re.compile("[印下]发|[转批]转|转发|[公发颁]布|施行")
_ANNEXED = re.compile(r"\s?[（(](?:详?见附|附后)")
_ANNEX_OF_THIS = re.compile("本[^，。；、《》]{1,10}(?:所附|附[件录表])[^，。；《》]{0,15}\\Z")
"""《…》（见附件）, 本办法所附《…》: what is printed behind the text."""
_ORDER = rf"[{HAN}]{{2,30}}令第{SERIAL}号"
_DAY = re.compile(rf"\d日\s?(?:{_ORDER}、){{0,3}}\Z")
"""A day before an order, or before several."""
_PROMULGATED = re.compile(rf"(?:、{_ORDER}){{0,3}}\s?(?:[公发颁]布|(?:第[一二三四五六七八九十]+次)?修[订正改])(?!的)")
_ENDED = re.compile("(?:[，、]|自[^。；]{1,20})?(?:同时|即行|予以|相应)?废止")
_NO_DOCUMENT = re.compile(
    "(?:证|证书|执照|证明|(?<![公通汇申呈])报|(?<!会议)公报|刊|杂志|表|(?<!清)单|登记手?册|票|卡|簿|合同|网|牌|标志"
    "|(?<![白蓝绿]皮|议定|同胞|[人市居村]民)书)"
    r"(?:[（(][^（()）]*[）)]|[一二三四五六七八九十\d]*)\Z"
)
"""How the names of certificates, forms, newspapers and the like end; 白皮书, 议定书 and 告…人民书 are documents."""
_BRACKETS = re.compile(r"[《》〈〉<>\s\v]")
_GAP = f"{_BRACKETS.pattern}*"
"""What may stand between the characters of a title and does not count when two are compared."""


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


def find_citations(text: str, own: Collection[str] = ()) -> tuple[Cited, ...]:
    """The citations of a plain text in the order in which they stand, each time they stand.

    `own` holds the titles and numbers of the document itself. Time grows with the length of the text.
    """
    if "《" not in text and "号" not in text:
        return ()
    return tuple(sorted(_Text(text, own).citations(), key=lambda one: one.start))


def own_names(title: str, number: str) -> frozenset[str]:
    """What a document calls itself: its title, the title of what it encloses, its number."""
    enclosed = (match[1] for match in re.finditer(r"(?:印发|公布|发布|转发|批转|征求)《((?:[^《》]|《[^《》]*》)*)》", title))
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
        self._numbers = tuple(numbers_in(text))
        self._starts = [number.start for number in self._numbers]
        self._title_starts = [title.start for title in self._titles]
        self._taken = set(self._within_own(own))
        """Starts of what is told already: a number that is a title's, the name in a definition, a title within the own one."""
        self._numbered = {title: self._numbers_of(title) for title in self._titles}
        self._given = {title: tuple(self._names(title)) for title in self._titles}
        unnumbered = (title for title, numbers in self._numbered.items() if not numbers and title.start not in self._taken)
        self._enclosed = list(filter(self._is_enclosed, unnumbered)) if "现" in text or "附" in text else []
        self._own = {*own, *(plain_title(title.means) for title in self._enclosed)}

    def citations(self) -> Iterator[Cited]:
        """First the titles with what belongs to them, then the numbers that stand alone."""
        known = self._known()
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

    def _known(self) -> dict[str, Citation]:
        """The document that each name was given to, and each title's number; what cites nothing does so under every name."""
        known = dict[str, Citation]()
        named = (title for title in self._titles if self._given[title] or self._numbered[title])
        for title in named:
            numbers = self._numbered[title]
            number = numbers[0].means if numbers else ""
            if plain_number(number) in self._own or not (numbers or self._is_cited(title)):
                self._own.update(map(plain_title, self._given[title]))
                continue
            with_number = [title.means] if numbers and plain_title(title.means) not in self._own else []
            for name in (*self._given[title], *with_number):
                known.setdefault(name, Citation(title.means, number))
        return known

    def _of_title(self, title: Span, numbers: Sequence[Span], known: Mapping[str, Citation]) -> Iterator[Cited]:
        """What a title cites: once for each of its numbers, else the document that was given this name, else itself."""
        if numbers:
            others = (one for one in numbers if plain_number(one.means) not in self._own)
            yield from (Cited(Citation(title.means, one.means), one.start, one.end) for one in others)
        elif title.means in known:
            yield Cited(known[title.means], title.start, title.end)
        elif self._is_cited(title):
            yield Cited(Citation(title.means), title.start, title.end)

    def _numbers_of(self, title: Span) -> tuple[Span, ...]:
        """The numbers that belong to a title: those in the brackets behind it, or one beside it."""
        behind = self._behind(title)
        found = self._between(*(behind or (title.end, title.end + 1))) or self._before(title)
        self._taken.update(number.start for number in found)
        return found

    def _behind(self, title: Span) -> tuple[int, int] | None:
        """Where the brackets behind a title begin and end."""
        found = _BEHIND_TITLE.match(self._text, title.end, title.end + LONGEST_TITLE)
        return found.span() if found else None

    def _before(self, title: Span) -> tuple[Span, ...]:
        """国务院令第279号公布的《…》"""
        found = self._between(title.start - REACH, title.start)[-1:]
        if not found or found[0].start in self._taken:
            return ()
        return found if _BEFORE_TITLE.fullmatch(self._text, found[0].end, title.start) else ()

    def _between(self, start: int, end: int) -> tuple[Span, ...]:
        """The numbers that begin between two characters."""
        first, last = (bisect_left(self._starts, at) for at in (start, end))
        return self._numbers[first:last]

    def _names(self, title: Span) -> Iterator[str]:
        """What the brackets behind a title say it is called from there on."""
        behind = self._behind(title)
        for match in _NAMED.finditer(self._text, *behind) if behind else ():
            group = next(group for group in (1, 2, 3) if match[group])
            self._taken.add(match.start(group) - 1)
            yield match[group]

    def _within_own(self, own: Collection[str]) -> Iterator[int]:
        """Starts of titles that are words of the own one: 实施《…法》办法, where that is what the document itself is called."""
        plain = {plain_title(title.means) for title in self._titles}
        names = [name for name in own if any(title in name and title != name for title in plain)]
        whole = plain_title(self._text) if names else ""
        for name in names:
            # A pattern takes long to compile, and few texts say their own title.
            if name in whole:
                for match in re.finditer("《?" + _GAP.join(map(re.escape, name)), self._text):
                    first, last = (bisect_left(self._title_starts, at) for at in match.span())
                    yield from (title.start for title in self._titles[first:last] if title.end <= match.end())

    def _is_enclosed(self, title: Span) -> bool:
        """现将《…》印发给你们, 《…》已经国务院同意，现转发给你们, or an annex: what the paper itself brings."""
        text, low, high = self._text, max(title.start - LONGEST_TITLE, 0), title.end + LONGEST_TITLE
        if _ANNEXED.match(text, title.end) or _ANNEX_OF_THIS.search(text, max(title.start - 40, 0), title.start):
            return True
        stop = _SENTENCE_END.search(text, title.end, high)
        end = stop.start() if stop else high
        start = max(text.rfind(mark, low, title.start) for mark in "。；\n") + 1
        if _ENCLOSED.search(text, max(start, low), title.start):
            return bool(_HAVING_SENT.search(text, title.end, end))
        return text.startswith(("已", "，已"), title.end) and bool(_ENCLOSED.search(text, title.end, end))

    def _is_cited(self, title: Span) -> bool:
        """Whether a title without a number is that of another document."""
        if plain_title(title.means) in self._own:
            return bool(_ENDED.match(self._text, title.end))
        return not _NO_DOCUMENT.search(title.means)

    def _stands_alone(self, number: Span) -> bool:
        """Whether a number that no title has is that of another document, and no note of the text's own history.

        Within 《》 it is a word of the title: who cites an amendment does not cite what that amended.
        """
        before = bisect_left(self._title_starts, number.start) - 1
        if before >= 0 and number.start < self._titles[before].end:
            return False
        if plain_number(number.means) in self._own or number.means[0].isdigit():
            return False
        dated = _DAY.search(self._text, max(number.start - REACH, 0), number.start)
        return not (dated and _PROMULGATED.match(self._text, number.end))


def _titles(text: str) -> Iterator[Span]:
    """Every 《…》 that lies in no other, block by block; one that is never closed hides none of those behind it."""
    opened: list[int] = []
    closed: list[Span] = []
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
                closed.append(Span(start, at + 1, text[start + 1 : at].replace(LINE, "").strip()))
    yield from closed
