"""Identifiers of persons: what their figures must be, for a run of figures to be taken for one.

All are asked with ASCII figures and nothing between them. Libraries do the arithmetic and are loaded when a text has such figures
at all: few have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
"""GB/T 2260; 81 to 83 are residents from Hong Kong, Macao and Taiwan (港澳台居民居住证申领发放办法)."""
OLD_LENGTH, LENGTH = 15, 18
"""Figures of an identity number before 1999-10-01, and since (GB 11643-1999)."""
CENTURY = "19"
"""Of the dates of birth in the old ones."""
YEARS = re.compile(r"19\d\d|20[0-3]\d")
"""In which people that live were born, or will be while this program is used."""
CARD_PREFIXES: Mapping[int, tuple[str, ...]] = {
    16: ("60", "62", "4", "51", "52", "53", "54", "55", "22", "23", "24", "25", "26", "27", "35"),
    17: ("62",),
    18: ("62",),
    19: ("60", "62", "9558"),
}
"""How numbers of bank cards begin, by their length (ISO/IEC 7812; 62 is UnionPay, 9558 an old one of ICBC)."""
UNIONPAY = "62"
COUNTRY = "86"
MOBILE = tuple(f"1{figure}" for figure in "3456789")
BEGINNINGS: Mapping[int, tuple[str, ...]] = {
    11: MOBILE,
    13: tuple(f"{COUNTRY}{beginning}" for beginning in MOBILE),
    OLD_LENGTH: tuple(PROVINCES),
    **CARD_PREFIXES,
}
"""How numbers begin, by their length: most rows of figures begin otherwise, and are not looked at any further."""


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a 公民身份号码: a province, a day of birth and the check character, which may be X.

    The county is not asked for: people keep the number of a county that is no more.
    """
    if len(number) != LENGTH or not is_birth(number):
        return False
    from stdnum.cn import ric

    return bool(ric.calc_check_digit(number) == number[-1])


def is_birth(number: str) -> bool:
    """Whether an identity number begins as one must, by its province and its day of birth: its check character may be wrong."""
    day = number[6:14] if len(number) == LENGTH else CENTURY + number[6:12]
    return number[:2] in PROVINCES and bool(YEARS.match(day)) and _is_day(day)


def is_old_identity_number(number: str) -> bool:
    """Whether 15 figures may be an identity number of before 1999: a county there is or was, and a day of birth."""
    if len(number) != OLD_LENGTH or not is_birth(number):
        return False
    from stdnum import numdb

    found = numdb.get("cn/loc").info(number[:6])
    return any("county" in properties for _, properties in found)


def is_mobile(number: str) -> bool:
    """Whether 11 figures are a number of a mobile telephone of the mainland."""
    return len(number) == 11 and number.startswith(MOBILE) and _telephone(number) == "MOBILE"


def is_landline(number: str) -> bool:
    """Whether figures are a number of a fixed telephone, with its area code."""
    return 10 <= len(number) <= 12 and number[0] == "0" and _telephone(number) == "FIXED_LINE"


def is_bank_card(number: str) -> bool:
    """Whether figures are a number of a bank card: known by their beginning, and by the check digit (ISO/IEC 7812)."""
    if not number.startswith(CARD_PREFIXES.get(len(number), ())):
        return False
    from stdnum import luhn

    return bool(luhn.is_valid(number))


def _telephone(number: str) -> str:
    """The type of a number of a telephone, by the numbering plan of the mainland; empty where it is none."""
    import phonenumbers

    try:
        found = phonenumbers.number_type(phonenumbers.parse(number, "CN"))
    except phonenumbers.NumberParseException:
        return ""
    return str(phonenumbers.PhoneNumberType.to_string(found))


def _is_day(figures: str) -> bool:
    try:
        date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
    except ValueError:
        return False
    return True
