"""Word: what paragraphs and tables say, and what of it is deleted, moved away or hidden, and still there."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from plugins.privacy.inside.passages import Passage, Spell

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = {W + "del": "修订删去的文字", W + "moveFrom": "修订移走的文字"}
"""Tracked changes that take words away for the eye only."""
HIDDEN_TEXT, CODES = "隐藏的文字", "域代码"
OFF = frozenset(("0", "false", "off"))


def paragraphs(root: etree._Element, passage: Passage, where: str, *, hidden: bool) -> None:
    """Write every paragraph and every row below `root`; `where` names the part."""
    number = row = 0
    for element in root.iter(W + "p", W + "tr"):
        if next(element.iterancestors(W + "tr"), None) is not None:
            continue
        if element.tag == W + "tr":
            row += 1
            place = f"{where}表格第{row}行"
            passage.row(Spell(_seen(cell), place, hidden) for cell in element.iter(W + "tc"))
        else:
            number += 1
            place = f"{where}第{number}段"
            passage.line(Spell(_seen(element), place, hidden))
        for name, text in _unseen(element):
            passage.line(Spell(text, f"{place}，{name}", True))


def _seen(element: etree._Element) -> str:
    return "".join(text for text, name in _texts(element) if not name)


def _unseen(element: etree._Element) -> Iterator[tuple[str, str]]:
    """What is not seen, by what hides it."""
    texts = dict[str, str]()
    for text, name in _texts(element):
        if name:
            texts[name] = texts.get(name, "") + text
    return iter(texts.items())


def _texts(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Words in their order, each with what hides it."""
    for one in element.iter(W + "t", W + "delText", W + "instrText", W + "br", W + "tab"):
        text = one.text or "" if one.tag not in (W + "br", W + "tab") else " "
        if one.tag == W + "instrText":
            yield text, CODES
            continue
        gone = next((GONE[above.tag] for above in one.iterancestors() if above.tag in GONE), "")
        yield text, gone or (HIDDEN_TEXT if _is_hidden(one) else "")


def _is_hidden(text: etree._Element) -> bool:
    run = next(text.iterancestors(W + "r"), None)
    mark = run.find(f"{W}rPr/{W}vanish") if run is not None else None
    return mark is not None and mark.get(W + "val", "1").lower() not in OFF
