"""Deadline words of work plans, and the last day that is in time where they surely mean one.

以前 and 以内 include the number they stand with (民法典 article 1259), so 9月30日前 is in time on that day. 6月前 and 四季度前
may mean the span or what is before it, 每年3月底前 comes again every year: their words are kept and no day is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from plugins.catalog.tasks import Deadline

NAMED = r"(?P<year>20\d{2}年|[今本明]年)"
YEAR = f"{NAMED}?"
BY = "(?:之前|以前|前)"
REACH = 6
"""Characters before words that may take their meaning away."""
WITHIN = rf"(?:[底末]?(?:内|完成)|[底末]{BY}|(?P<open>{BY}))"
"""Of a span. By its end is a day; before it may not be."""
QUARTERS = "一二三四1234"
FORMS = (
    # 9月30日前
    rf"(?P<by>到)?{YEAR}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日(?(by){BY}?|{BY})",
    # 6月底前, 6月前
    rf"(?P<by>到)?{YEAR}(?P<month>\d{{1,2}})月[底末](?(by){BY}?|{BY})",
    rf"{YEAR}(?P<month>\d{{1,2}})月(?P<open>{BY})",
    # 上半年完成, 第三季度内, 四季度末前, 四季度前
    rf"{YEAR}(?P<half>上半年){WITHIN}",
    rf"{YEAR}第?(?P<quarter>[{QUARTERS}])季度{WITHIN}",
    # 2026年底前, 到2028年底, 年底前, 年内
    rf"(?P<by>到)?(?:{NAMED}年?|年)[底末](?(by){BY}?|{BY})",
    r"(?<![\d一二两三四五六七八九十百数几])(?P<year>20\d{2}|[今本明])?年内",
    r"(?P<always>长期(?:坚持|推进|实施|执行))",
)
ALWAYS = r"(?P<always>长期|持续|常态化).{0,6}"
WHOLE = (
    rf"{YEAR}(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|[底末]?)",
    rf"{YEAR}(?P<half>上半年)",
    rf"{YEAR}第?(?P<quarter>[{QUARTERS}])季度",
    rf"(?:{NAMED}年?|年)[底末]?",
    ALWAYS,
)
"""What may stand behind 完成时限： beside the forms that are found in any text."""
_FOUND = tuple(re.compile(form) for form in FORMS)
_ALWAYS = re.compile(ALWAYS)
_WHOLE = tuple(re.compile(form) for form in (*FORMS, *WHOLE))
BEFORE = re.compile(r"(?P<doubt>每[^，。；]{0,3}|[当次]年?)$|(?:截至|截止)到?$")
"""What stands before words that name no day: what comes again, or counts from another day; and before what is past."""


def deadlines_in(text: str, year: int | None) -> tuple[Deadline, ...]:
    """The deadlines that a task names, in their order, each once; `year` is that of its plan."""
    found = sorted(_spans(text, year), key=lambda one: (one[0], -one[1]))
    kept, end = list[Deadline](), 0
    for start, stop, deadline in found:
        if start >= end:
            kept.append(deadline)
            end = stop
    return tuple(dict.fromkeys(kept))


def deadline_of(words: str, year: int | None) -> Deadline:
    """What stands behind 完成时限：, as one deadline; words without a form are kept, and mean no day."""
    words = words.strip(" 　。，；")
    for form in _WHOLE:
        if match := form.fullmatch(words):
            return Deadline(words, _day(match, year))
    return Deadline(words, max((one.day for one in deadlines_in(words, year) if one.day), default=None))


def is_deadline(words: str) -> bool:
    """Whether a clause of a note is a deadline and nothing else: 2026年6月底前完成."""
    plain = re.sub(r"^[于在]|(?:完成|落实到位|见效)$", "", words.strip())
    return any(form.fullmatch(plain) for form in (*_FOUND, _ALWAYS))


def _spans(text: str, year: int | None) -> Iterator[tuple[int, int, Deadline]]:
    for form in _FOUND:
        for match in form.finditer(text):
            before = BEFORE.search(text[max(0, match.start() - REACH) : match.start()])
            doubt = before["doubt"] if before else ""
            day = None if before else _day(match, year)
            if (before and not doubt) or (day and year and day.year < year):
                continue
            yield match.start() - len(doubt), match.end(), Deadline(doubt + match[0], day)


def _day(match: re.Match[str], year: int | None) -> date | None:
    """The last day in time; None where the words leave a doubt, or the year of the plan is not known."""
    named = match.groupdict()
    year = _year(named.get("year") or "", year)
    if year is None or named.get("always") or named.get("open"):
        return None
    if named.get("half"):
        return date(year, 6, 30)
    if named.get("quarter"):
        month = (QUARTERS.index(named["quarter"] or "") % 4 + 1) * 3
        return date(year, month, monthrange(year, month)[1])
    month = int(named.get("month") or 12)
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = int(named.get("day") or last)
    return date(year, month, day) if 1 <= day <= last else None


def _year(written: str, year: int | None) -> int | None:
    if written[:4].isdigit():
        return int(written[:4])
    return year + 1 if year and written.startswith("明") else year
