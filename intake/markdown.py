"""Markdown of one paragraph, list or plain table of a web page; official text is escaped, never interpreted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit

from bs4 import Tag
from bs4.element import PageElement, PreformattedString
from markdownify import (  # type: ignore[attr-defined]  # the last two are not in its stubs
    MarkdownConverter,
    should_remove_whitespace_inside,
    should_remove_whitespace_outside,
)

from intake.web.elements import UNREAD, number_of, numbered

SPECIAL = re.compile(r"[\\`*_|]")
"""What Markdown would read as a mark wherever it stands."""
BRACKET, CALL, AND, LINKED = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"""Signs of a text that are marks only before certain others, until these are known: ], !, & and ] within a link. No text holds
them: they are no characters (Unicode, 23.7)."""
NEAR = r"[*\s]*"
"""What may still fall out between two signs: bold that sets nothing off."""
SETTLED = (
    (re.compile(rf"{AND}(?={NEAR}(?:#|\w+;))"), "&amp;"),
    (re.compile(rf"{BRACKET}(?={NEAR}[(\[:])"), r"\\]"),
    (re.compile(rf"{CALL}(?={NEAR}\[)"), r"\\!"),
    (re.compile(rf"{LINKED}(?={NEAR}:)"), "&#93;"),
    (re.compile(LINKED), r"\\]"),
)
PLAIN = str.maketrans({BRACKET: "]", CALL: "!", AND: "&"})
UNTOLD = str.maketrans("", "", BRACKET + CALL + AND + LINKED)
FIRST_MARK = re.compile(r"^(\d+)([.)])(?=\s)|^([-+>#]|\[(?=[^\[\]]*\]:))")
UNSET = re.compile(r"(?<!\\)((?:\\\\)*)\*{4}")
"""Where one bold part ends and the next begins: neither does."""
WHITE = re.compile(r"[\t \r\n]+")
SCHEMES = ("http", "https", "mailto", "tel")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return guarded(_settled(_marked(text)))


def bracketed(text: str) -> str:
    """Text between the brackets of a link or a picture, escaped: its own brackets close nothing and define no reference."""
    return _settled(_marked(text, linked=True))


def guarded(markdown: str) -> str:
    """A paragraph whose beginning is not taken for the mark of a list, a heading, a quotation or a reference."""
    return FIRST_MARK.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", markdown)


def joined(markdown: str) -> str:
    """Markdown in which bold goes on where it ended and began again at once."""
    return UNSET.sub(r"\1", markdown)


def _marked(text: str, linked: bool = False) -> str:
    """Text escaped, but for the signs whose neighbours decide."""
    text = SPECIAL.sub(r"\\\g<0>", text.translate(UNTOLD))
    text = text.replace("[", r"\[").replace("]", LINKED) if linked else text.replace("]", BRACKET)
    return text.replace("&", AND).replace("!", CALL).replace("<", "&lt;")


def _settled(markdown: str) -> str:
    """The signs of a text that stand before what makes a mark of them, escaped: the neighbour may come from another element."""
    for sign, written in SETTLED:
        markdown = sign.sub(written, markdown)
    return markdown.translate(PLAIN)


class Converter(MarkdownConverter):
    """markdownify with our escapes; `target` says where a link or picture leads, empty for nowhere."""

    def __init__(self, target: Callable[[str], str]) -> None:
        """One converter serves a whole page."""
        super().__init__(heading_style="atx", bullets="-", keep_inline_images_in=["td", "th", "a", "b", "li"])
        self.target = target

    def inline(self, nodes: Iterable[PageElement], within: frozenset[str] = frozenset()) -> str:
        """The Markdown of words that stand side by side, within elements of these names."""
        text = "".join(self.process_element(node, set(within)) for node in nodes)
        return joined(_settled(text))

    def block(self, element: Tag) -> str:
        """The Markdown of a list."""
        numbered(element)
        text: str = self.process_tag(element)  # type: ignore[attr-defined]  # not in its stubs
        return joined(_settled(text.strip()))

    def table(self, rows: Iterable[Iterable[Tag]]) -> str:
        """The Markdown of a table: its first row is the head, as Markdown asks."""
        within = frozenset({"td", "_inline"})
        lines = [[self.inline(cell.children, within).strip().replace("\n", " ") for cell in row] for row in rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], ["---"] * len(lines[0]), *lines[1:]))

    def process_element(self, node: PageElement, parent_tags: set[str]) -> str:
        """An element or a string; nothing of what nobody reads."""
        unread = isinstance(node, PreformattedString) or (isinstance(node, Tag) and node.name in UNREAD)
        text: str = "" if unread else super().process_element(node, parent_tags)  # type: ignore[misc]  # not in its stubs
        return text

    def process_text(self, el: PageElement, parent_tags: set[str]) -> str:
        """Words with single spaces, escaped wherever they stand; none at the bounds of paragraphs."""
        text = WHITE.sub(lambda match: "\n" if "\n" in match[0] or "\r" in match[0] else " ", str(el))
        text = _marked(text, "a" in parent_tags)
        inside = should_remove_whitespace_inside(el.parent)
        if should_remove_whitespace_outside(el.previous_sibling) or (inside and not el.previous_sibling):
            text = text.lstrip(" \t\r\n")
        if should_remove_whitespace_outside(el.next_sibling) or (inside and not el.next_sibling):
            text = text.rstrip()
        return text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link, or its words alone where it leads nowhere."""
        href = self.target(str(el.get("href", "")))
        words = text.strip()
        return f"[{words}]({href})" if href and words else text

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture, with its description."""
        src = self.target(str(el.get("src", "")))
        return f"![{bracketed(' '.join(str(el.get('alt', '')).split()))}]({src})" if src else ""

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An item, its beginning no mark; what stands within it is set in by four spaces, as Python-Markdown asks."""
        lines = guarded(_settled(text.strip())).splitlines()
        mark = f"{number_of(el)}." if number_of(el) else "-"
        return "\n".join((f"{mark} {lines[0]}", *(f"    {line}" for line in lines[1:] if line.strip()))) + "\n" if lines else ""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The words of a heading; its level travels beside them."""
        return text

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Bold; within bold it is so already."""
        nested = not parent_tags.isdisjoint(("b", "strong"))
        bold: str = text if nested else super().convert_b(el, text, parent_tags)  # type: ignore[misc]  # not in its stubs
        return bold

    convert_strong = convert_b

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Its words alone: a text keeps its characters, not their font."""
        return text

    convert_kbd = convert_samp = convert_pre = convert_q = convert_code

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """As HTML: Markdown has no mark for it."""
        return f"<del>{text.strip()}</del>" if text.strip() else ""

    convert_s = convert_strike = convert_del

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """As HTML: beside bold, one star more or less could be read either way."""
        return f"<em>{text.strip()}</em>" if text.strip() else ""

    convert_i = convert_em

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """As HTML: Markdown has no mark for it."""
        return f"<sub>{text.strip()}</sub>" if text.strip() else ""

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """As HTML: Markdown has no mark for it."""
        return f"<sup>{text.strip()}</sup>" if text.strip() else ""


def safe_url(url: str) -> str:
    """An address as Markdown can hold it, or nothing where a portal must not link it."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES:
        return ""
    return quote(url.strip(), safe="%/:?=&#+,;@!$'*~-._[]").replace("[", "%5B").replace("]", "%5D")
