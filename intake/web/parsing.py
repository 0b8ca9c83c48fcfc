"""From the text of a page to its tree: bounded, without what nobody sees, with what only a browser draws."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import AttributeValueList, NavigableString

from intake import rules
from intake.reading import Reading, Refused
from intake.web.elements import STRUCK

PROLOG = re.compile(r"\A\s*<\?xml[^>]*>")
NOUGHT = re.compile(r"&#(?:0+|x0+)(?:;|(?![\da-f;]))", re.I)
"""The control that parsers make a visible “\ufffd” of, the sign of a byte that could not be read."""
TAG_LIMIT = 200_000
DEPTH_LIMIT = 300
"""Elements within elements; browsers stop near 500, real pages near 60."""
RANGES = (
    *((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x061C, 0x061C), (0x180E, 0x180E)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF)),
    *((0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF), (0xE0000, 0xE007F)),
)
"""Controls, signs of writing direction, characters without width, no characters: nobody sees them, however they are written."""
UNSEEN: dict[int, str] = {
    **{code: "" for first, last in RANGES for code in range(first, last + 1)},
    **{code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    0x2028: "\n",
    0x2029: "\n",
}
"""The same with what stands for them: &#150; means what Windows-1252 has there, as browsers read it."""
LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
SHOWN = 40
"""Characters of struck words in a finding."""


def parsed(text: str) -> BeautifulSoup:
    """The tree of a page. Raises Refused where it is a bomb."""
    if text.count("<") > TAG_LIMIT:
        raise Refused(rules.HOSTILE, problem=f"标签超过 {TAG_LIMIT} 个")
    page = BeautifulSoup(NOUGHT.sub("", PROLOG.sub("", text)), "lxml")
    depth, level = 0, list[Tag]([page])
    while level:
        depth += 1
        if depth > DEPTH_LIMIT:
            raise Refused(rules.HOSTILE, problem=f"标签套了 {DEPTH_LIMIT} 层以上")
        level = [child for element in level for child in element.children if isinstance(child, Tag)]
    _clean(page)
    for quoted in page.find_all("q"):
        quoted.insert(0, "“")
        quoted.append("”")
    return page


def struck(place: Tag, reading: Reading) -> None:
    """Words that are struck through stay so, and are named: what was deleted must not read as if it stood."""
    for element in place.find_all(style=LINE_THROUGH):
        if not element.find_parent(list(STRUCK)):
            for child in list(element.contents):
                child.wrap(Tag(name="del"))
    words = (" ".join(element.get_text().split()) for element in place.find_all(list(STRUCK)))
    told = list(dict.fromkeys(filter(None, words)))
    if told:
        shown = "”“".join(one[:SHOWN] for one in told[:3])
        reading.doubt(rules.STRUCK_KEPT, text=shown, more=f"等 {len(told)} 处" if len(told) > 3 else "")


def _clean(page: BeautifulSoup) -> None:
    """Take unseen characters out of every string and attribute."""
    for node in list(page.descendants):
        if isinstance(node, Tag):
            for name, value in node.attrs.items():
                several = isinstance(value, list)
                node[name] = AttributeValueList(map(_seen, value)) if several else _seen(str(value))
        elif isinstance(node, NavigableString) and node != (seen := _seen(node)):
            node.replace_with(type(node)(seen))


def _seen(text: str) -> str:
    return text.translate(UNSEEN)
