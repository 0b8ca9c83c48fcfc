"""Persons who are not: numbers that hold by their arithmetic, of people born from 1900 to 1905, and how they are hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum import luhn
from stdnum.cn import ric

from plugins.catalog.personal import Personal
from plugins.catalog.personal.figures import CHINESE

COUNTIES = (
    "110101 120101 130102 140105 210102 310115 320102 330102 420106 430102 440305 510104 540102 610102 650102 659001".split()
)
PREFIXES = "620060 621226 621700 622202 622260 622588 622848 623052".split()
MOBILES = "133 135 138 139 150 155 158 166 170 176 180 186 188 189 191 192 195 198 199".split()
PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
BORN = date(1900, 1, 1)
LIVED = 5 * 365

Hiding = Callable[[str, Random], str]


@dataclass(frozen=True, slots=True)
class Injection:
    """A number, what it is, and its label."""

    what: Personal
    value: str
    label: str


def identity(random: Random) -> str:
    """公民身份号码."""
    born = BORN + timedelta(random.randrange(LIVED))
    number = f"{random.choice(COUNTIES)}{born:%Y%m%d}{random.randrange(1000):03}"
    return number + str(ric.calc_check_digit(number + "0"))


def old_identity(random: Random) -> str:
    """身份证号码 of before 1999."""
    born = BORN + timedelta(random.randrange(LIVED))
    return f"{random.choice(COUNTIES)}{born:%y%m%d}{random.randrange(1000):03}"


def mobile(random: Random) -> str:
    """手机号码."""
    return f"{random.choice(MOBILES)}{random.randrange(10**8):08}"


def card(random: Random) -> str:
    """银行卡号."""
    number = random.choice(PREFIXES) + "".join(random.choices("0123456789", k=random.choice((9, 12))))
    return number + str(luhn.calc_check_digit(number))


def passport(random: Random) -> str:
    """护照号码, of both series."""
    if random.random() < 0.5:
        return f"E{random.randrange(2 * 10**7, 9 * 10**7):08}"
    return f"E{random.choice(LETTERS)}{random.randrange(10**7):07}"


def plate(random: Random) -> str:
    """车牌号码, also of the green ones."""
    head = random.choice(PLATES) + random.choice(LETTERS)
    if random.random() < 0.2:
        return f"{head}D{random.randrange(10**5):05}"
    return head + "".join((str(random.randrange(10)), *random.choices(LETTERS + "0123456789" * 3, k=4)))


MAKERS: Mapping[Personal, tuple[Callable[[Random], str], str]] = {
    Personal.IDENTITY: (identity, "身份证号码"),
    Personal.OLD_IDENTITY: (old_identity, "身份证号码"),
    Personal.MOBILE: (mobile, "手机号码"),
    Personal.CARD: (card, "银行卡号"),
    Personal.PASSPORT: (passport, "护照号码"),
    Personal.PLATE: (plate, "车牌号码"),
}


def injection(random: Random) -> Injection:
    """Some number of somebody."""
    what = random.choice(list(MAKERS))
    make, label = MAKERS[what]
    return Injection(what, make(random), label)


def _cut(value: str, random: Random, by: str) -> str:
    """A number in two to four pieces; the province of a plate keeps its letter."""
    places = sorted(random.sample(range(2, len(value) - 1), random.randint(1, 3)))
    return by.join(value[start:end] for start, end in zip((0, *places), (*places, len(value)), strict=True))


def _each(value: str, random: Random, by: str) -> str:
    """Every character apart."""
    return by.join(value)


def _spaced(value: str, random: Random) -> str:
    cut = random.choice((_cut, _each))
    return cut(value, random, random.choice((" ", "  ", "\u3000", "\u00a0", "\u2009")))


def _wide(value: str, random: Random) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in value)


def _unseen(value: str, random: Random) -> str:
    cut = random.choice((_cut, _each))
    return cut(value, random, random.choice("\u200c\u200d\u00ad\u034f\ufe0f"))


def _dashed(value: str, random: Random) -> str:
    cut = random.choice((_cut, _each))
    return cut(value, random, random.choice(("-", ".", "·", "—", "－", " - ", "_")))


def _marked(value: str, random: Random) -> str:
    mark, end = random.choice((("**", "**"), ("<b>", "</b>"), ("`", "`"), ("<!-- -->", ""), ("*", "*"), ("<span>", "</span>")))
    start = random.randrange(2, len(value) - 2)
    stop = random.randrange(start + 1, len(value))
    return f"{value[:start]}{mark}{value[start:stop]}{end}{value[stop:]}"


def _entities(value: str, random: Random) -> str:
    write = random.choice((lambda sign: f"&#{ord(sign)};", lambda sign: f"&#x{ord(sign):x};"))
    return "".join(write(sign) if random.random() < 0.5 else sign for sign in value)


def _chinese(value: str, random: Random) -> str:
    ways = {figure: [sign for sign, meant in CHINESE.items() if meant == figure] for figure in "0123456789"}
    return "".join(random.choice(ways[sign]) if sign in ways else sign for sign in value)


def _lines(value: str, random: Random) -> str:
    return _cut(value, random, random.choice(("\n", "  \n", "<br>")))


def _cells(value: str, random: Random) -> str:
    return _cut(value, random, " | ")


HIDINGS: Mapping[str, Hiding] = {
    "空格": _spaced,
    "全角": _wide,
    "零宽": _unseen,
    "横线和点": _dashed,
    "标记": _marked,
    "实体": _entities,
    "中文数字": _chinese,
    "换行": _lines,
    "分格": _cells,
}
