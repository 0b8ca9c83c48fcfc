"""Formulas of a Word document, written on one line: better than a hole, and a person is told to look."""

from __future__ import annotations

import re

from intake.office.numerals import CIRCLED, enclosed
from intake.office.wordml import Element, M

FIELD_CIRCLE = re.compile(r"\\o\s*(?:\\a[lcr]\s*)?\(\s*[○〇◯]\s*[,，]\s*([^()]+?)\s*\)", re.IGNORECASE)
"""EQ \\o\\ac(○,1): how Word writes 带圈字符."""
FIELD_FRACTION = re.compile(r"\\f\s*\(([^(),]+)[,，]([^(),]+)\)", re.IGNORECASE)


def linear(element: Element) -> str:
    """An m:oMath as characters: a fraction as (a)/(b), powers with ^, indices with _."""
    tag = element.tag
    if tag == M + "t":
        return element.text or ""
    if tag == M + "f":
        return f"{_closed(element, 'num')}/{_closed(element, 'den')}"
    if tag == M + "rad":
        degree = _part(element, "deg")
        return f"{degree}√{_closed(element, 'e')}"
    if tag in (M + "sSup", M + "sSub", M + "sSubSup", M + "nary"):
        base = _part(element, "e") if tag != M + "nary" else _sign(element)
        low, high = _part(element, "sub"), _part(element, "sup")
        scripts = (f"_{_closed(element, 'sub')}" if low else "") + (f"^{_closed(element, 'sup')}" if high else "")
        return base + scripts + (_part(element, "e") if tag == M + "nary" else "")
    if tag == M + "d":
        return f"({'，'.join(linear(one) for one in element.findall(M + 'e'))})"
    return "".join(linear(one) for one in element)


def of_field(code: str) -> str:
    """What an EQ field without a stored result shows, as characters; empty where that cannot be told."""
    circle, fraction = FIELD_CIRCLE.search(code), FIELD_FRACTION.search(code)
    if circle:
        return enclosed(CIRCLED, int(circle[1])) if circle[1].isdecimal() else circle[1]
    return f"{fraction[1].strip()}/{fraction[2].strip()}" if fraction else ""


def _part(element: Element, name: str) -> str:
    part = element.find(M + name)
    return "" if part is None else linear(part)


def _closed(element: Element, name: str) -> str:
    """A part in brackets where it is more than one sign."""
    text = _part(element, name)
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _sign(element: Element) -> str:
    sign = element.find(f"{M}naryPr/{M}chr")
    return "∫" if sign is None else str(sign.get(M + "val", "∫"))
