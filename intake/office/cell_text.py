"""The text of a cell: its value as the number format of the sheet shows it (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from intake.office.numerals import LEGAL_DIGITS, chinese, digit_by_digit

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<bracket>[^\]]*)\]|_(?P<pad>.)|\*(?P<fill>.)'
    r"|(?P<noon>上午/下午|AM/PM|A/P)|(?P<day>aaaa?|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?)|(?P<number>[#0?][#0?,.]*)|(?P<other>.)",
    re.DOTALL,
)
COLOURS = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+)", re.IGNORECASE)
USUAL_IN_CHINA = {"mm-dd-yy": "yyyy/m/d", "m/d/yy h:mm": "yyyy/m/d h:mm"}
"""Formats 14 and 22 are not what they say: they follow the settings of the system."""
WEEKDAYS = "一二三四五六日"
SIGNIFICANT = 10
"""Figures a cell shows of a number without a format."""
WAYS: dict[str, Callable[[int], str]] = {
    "DBNum1": chinese,
    "DBNum2": partial(chinese, digits=LEGAL_DIGITS, units="拾佰仟"),
}


class UnknownFormat(ValueError):
    """A number format that is not written here: fractions, exponents, conditions."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def cell_text(value: object, number_format: str) -> str:
    """What a person sees in a cell. Raises UnknownFormat; `plain` always has an answer."""
    number_format = USUAL_IN_CHINA.get(number_format, number_format)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date | time | timedelta):
        return _date(value, _tokens(_sections(number_format)[0]))
    if isinstance(value, int | float):
        return plain(value) if number_format in ("General", "@", "") else _number(value, _sections(number_format))
    return plain(value)


def plain(value: object) -> str:
    """A value without a format."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.{SIGNIFICANT}g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return str(value)


def _sections(number_format: str) -> list[str]:
    """The parts for positive and negative numbers, for zero and for text."""
    parts = [""]
    for found in TOKEN.finditer(number_format):
        if found["other"] == ";":
            parts.append("")
        else:
            parts[-1] += found[0]
    return parts


def _tokens(section: str) -> list[_Token]:
    return [_Token(str(found.lastgroup), found[str(found.lastgroup)]) for found in TOKEN.finditer(section)]


def _number(value: float, sections: list[str]) -> str:
    """A number in the section for its sign."""
    sign, place = "", 0
    if value < 0 and len(sections) > 1:
        place = 1
    elif value == 0 and len(sections) > 2:
        place = 2
    elif value < 0:
        sign = "-"
    return sign + _in_section(abs(Decimal(repr(value))), _tokens(sections[place]), value)


def _in_section(number: Decimal, tokens: list[_Token], value: float) -> str:
    brackets = [token.text for token in tokens if token.kind == "bracket" and not COLOURS.fullmatch(token.text)]
    way = next((WAYS[name] for name in brackets if name in WAYS), None)
    texts = "".join(token.text for token in tokens if token.kind == "other")
    patterns = [token.text for token in tokens if token.kind == "number"]
    if any(name not in WAYS for name in brackets) or len(patterns) > 1 or re.search(r"[Ee/]", texts.replace("General", "")):
        raise UnknownFormat
    number *= 100 ** texts.count("%")
    if way:
        return way(int(number))
    shown = _digits(number, patterns[0]) if patterns else ""
    return "".join(_shown(token, shown) for token in tokens).replace("General", plain(value)).strip()


def _shown(token: _Token, digits: str) -> str:
    if token.kind == "number":
        return digits
    return {"pad": " ", "fill": "", "bracket": ""}.get(token.kind, token.text)


def _digits(number: Decimal, pattern: str) -> str:
    """The figures of a number as #,##0.00 says."""
    pattern, scale = pattern.rstrip(","), len(pattern) - len(pattern.rstrip(","))
    whole, _, fraction = pattern.partition(".")
    fraction = fraction.replace(",", "")
    rounded = (number / 1000**scale).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    figures, _, rest = f"{rounded:f}".partition(".")
    figures = figures.lstrip("0").rjust(whole.count("0"), "0")
    while len(rest) > fraction.count("0") and rest.endswith("0"):
        rest = rest[:-1]
    if "," in whole and figures:
        figures = f"{int(figures):,}".rjust(whole.count("0"), "0")
    return f"{figures}.{rest}" if "." in pattern and (rest or fraction) else figures


def _date(value: date | time | timedelta, tokens: list[_Token]) -> str:
    if isinstance(value, timedelta):
        return _elapsed(value)
    moment = datetime.combine(date(1899, 12, 31), value) if isinstance(value, time) else _as_moment(value)
    chinese_way = any(token.kind == "bracket" and token.text in WAYS for token in tokens)
    half = any(token.kind == "noon" for token in tokens)
    return "".join(_date_parts(moment, tokens, half, chinese_way)).strip()


def _date_parts(moment: datetime, tokens: list[_Token], half: bool, in_words: bool) -> Iterator[str]:
    for place, token in enumerate(tokens):
        if token.kind == "noon":
            yield (
                ("上午" if moment.hour < 12 else "下午") if token.text.startswith("上") else ("AM" if moment.hour < 12 else "PM")
            )
        elif token.kind == "day":
            yield _part(moment, token.text.lower(), _is_minute(tokens, place), half, in_words)
        elif _is_strange(token):
            raise UnknownFormat
        elif token.text not in ("@", "General"):
            yield _shown(token, token.text)


def _is_strange(token: _Token) -> bool:
    """A condition, a count of hours, an era."""
    if token.kind == "bracket":
        return token.text not in WAYS and not COLOURS.fullmatch(token.text)
    return token.kind == "other" and token.text in "EeGgBb"


def _is_minute(tokens: list[_Token], place: int) -> bool:
    """Whether an m means minutes: it follows hours or stands before seconds."""
    days = [(other, token.text[0].lower()) for other, token in enumerate(tokens) if token.kind == "day"]
    order = [other for other, _ in days].index(place)
    before = days[order - 1][1] if order else ""
    after = days[order + 1][1] if order + 1 < len(days) else ""
    return before == "h" or after == "s"


def _part(moment: datetime, text: str, minute: bool, half: bool, in_words: bool) -> str:
    if text.startswith("a"):
        return f"{'星期' if len(text) > 3 else '周'}{WEEKDAYS[moment.weekday()]}"
    if text.startswith("y"):
        year = str(moment.year) if len(text) > 2 else f"{moment.year % 100:02d}"
        return digit_by_digit(int(year)) if in_words else year
    hour = (moment.hour % 12 or 12) if half else moment.hour
    numbers = {"m": moment.minute if minute else moment.month, "d": moment.day, "h": hour, "s": moment.second}
    if text[0] in "md" and len(text) > 2 and not minute:
        raise UnknownFormat
    write: Callable[[int], str] = chinese if in_words else ("{:02d}".format if len(text) > 1 else str)
    return write(numbers[text[0]])


def _as_moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _elapsed(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}".removesuffix(":00")
