"""Dates in every form official texts write them: 2016年2月27日, 二〇一六年二月二十七日, 2016-02-27, 2016.2.27, 20160227."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

NOUGHTS = "〇○零ΟОО0O"
UNITS = "一二三四五六七八九"
YEAR = rf"[{NOUGHTS}o{UNITS}]{{4}}"
SMALL = "[一二三四五六七八九十廿卅]{1,3}"
DATE = re.compile(
    rf"(?P<han>(?P<hy>{YEAR})\s?年\s?(?P<hm>{SMALL})\s?月\s?(?P<hd>{SMALL})\s?日)"
    r"|(?<!\d)(?P<y>(?:19|20)\d{2})\s?(?:年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"
    r"|(?P<mark>[-/.．])(?P<m2>\d{1,2})(?P=mark)(?P<d2>\d{1,2})(?!\d)"
    r"|(?P<m3>0[1-9]|1[0-2])(?P<d3>[0-2]\d|3[01])(?!\d))"
)
WIDE = re.compile("[０-９－／．Ｏ]")
HYPHENS = str.maketrans("‐‑", "--")
LONGEST = 40
"""Characters of a line that may be a date and nothing else."""
CLOCK = re.compile(r"^[\sT]*(\d{1,2})\s?[:：时]\s?(\d{2})(?:\s?[:：分]\s?\d{2}秒?|分)?")


def plain(text: str) -> str:
    """Full-width digits and letters as narrow ones; the marks between them too. Chinese characters stay."""
    return WIDE.sub(lambda char: unicodedata.normalize("NFKC", char[0]), text).translate(HYPHENS)


def dates_in(text: str) -> Iterator[tuple[date, re.Match[str]]]:
    """Every date in a text, with where it stands in `plain(text)`."""
    for match in DATE.finditer(plain(text)):
        found = _date(match)
        if found:
            yield found, match


def read_date(text: str) -> date | None:
    """The date a text is; None where it is not one, or says more than a date."""
    if len(text) > LONGEST:
        return None
    written = plain(text).strip(" \u3000\xa0（）()[]〔〕")
    for found, match in dates_in(written):
        if match.start() == 0 and not CLOCK.sub("", written[match.end() :]).strip():
            return found
    return None


def read_moment(text: str) -> str:
    """A date, with its minute where there is one, as `2016-03-01 09:00`; empty where there is none."""
    written = plain(text).strip()
    for found, match in dates_in(written):
        clock = CLOCK.match(written[match.end() :])
        if clock and int(clock[1]) < 24 and int(clock[2]) < 60 and (int(clock[1]) or int(clock[2])):
            return f"{found} {int(clock[1]):02}:{clock[2]}"
        return f"{found}"
    return ""


def _date(match: re.Match[str]) -> date | None:
    if match["han"]:
        parts = ("".join(_digit(char) for char in match["hy"]), _small(match["hm"]), _small(match["hd"]))
    else:
        parts = (match["y"], match["m"] or match["m2"] or match["m3"], match["d"] or match["d2"] or match["d3"])
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        return None


def _digit(char: str) -> str:
    return str(UNITS.index(char) + 1) if char in UNITS else "0"


def number_of(han: str) -> int:
    """A number below a thousand in Chinese numerals: 二十三 is 23, 一百零五 is 105."""
    hundreds, hundred, rest = han.rpartition("百")
    return int(_digit(hundreds)) * 100 * bool(hundred) + int(_small(rest.lstrip(NOUGHTS)) if rest.strip(NOUGHTS) else 0)


def _small(han: str) -> str:
    """十 is 10, 十一 is 11, 二十一 and 廿一 are 21."""
    tens, ten, units = han.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not ten:
        return _digit(tens)
    return f"{_digit(tens) if tens else '1'}{_digit(units) if units else '0'}"
