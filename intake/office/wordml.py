"""WordprocessingML: the names of its elements, and how to ask one for a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741  (the prefix every specification gives it)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

KNOWN_BRANCHES = frozenset(("wps", "wpg", "wpc", "w14", "w15", "w16", "w16se", "a14"))
"""Prefixes a Choice may require for us to take it: those whose content the walk understands."""
OFF = frozenset(("0", "false", "off", "none"))


def value(element: Element | None, name: str = "val", default: str = "") -> str:
    """An attribute of the main namespace, also of an element that is not there."""
    return default if element is None else str(element.get(W + name, default))


def number(element: Element | None, name: str = "val", default: int = 0) -> int:
    """An attribute that should be a whole number."""
    try:
        return int(value(element, name, str(default)))
    except ValueError:
        return default


def is_on(element: Element | None) -> bool:
    """Whether a switch such as <w:b/> is there and not switched off."""
    return element is not None and value(element, default="1").lower() not in OFF


def find(element: Element | None, *steps: str) -> Element | None:
    """The first element at the end of a path of main-namespace names."""
    for step in steps:
        element = element.find(W + step) if element is not None else None
    return element


def make(tag: str, *children: Element, **attributes: str) -> Element:
    """A new main-namespace element."""
    made = etree.Element(W + tag, {W + name: one for name, one in attributes.items()})
    made.extend(children)
    return made


def text_run(text: str) -> Element:
    """A run that says `text`."""
    inner = make("t")
    inner.text = text
    return make("r", inner)


def choose_branches(root: Element) -> None:
    """Of what is written twice, for new and for old programs, keep the one the walk understands."""
    for both in list(root.iter(MC + "AlternateContent")):
        wanted = [one for one in both.findall(MC + "Choice") if KNOWN_BRANCHES.issuperset(one.get("Requires", "?").split())]
        branch = wanted[0] if wanted else both.find(MC + "Fallback")
        unwrap(both, list(branch) if branch is not None else [])


def unwrap(element: Element, children: list[Element] | None = None) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent[place : place + 1] = list(element) if children is None else children


def remove(element: Element) -> None:
    """Take an element out."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def shown_text(root: Element) -> str:
    """All words below an element, paragraph after paragraph."""
    return " ".join(filter(None, ("".join(_words(paragraph)).strip() for paragraph in root.iter(W + "p"))))


def _words(paragraph: Element) -> Iterator[str]:
    for text in paragraph.iter(W + "t"):
        if next(text.iterancestors(W + "p")) is paragraph:
            yield text.text or ""
