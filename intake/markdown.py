"""Markdown of one paragraph, list or plain table of a web page; official text is escaped, never interpreted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit

from bs4 import Tag
from bs4.element import PageElement
from markdownify import MarkdownConverter

SPECIAL = re.compile(r"[\\`*_|]|\](?=[(\[:])")
"""What Markdown would read as a mark within a paragraph; a bracket alone is none."""
ENTITY = re.compile(r"&(?=#|\w+;)")
FIRST_MARK = re.compile(r"^(\d+)([.)])(?=\s)|^([-+>#]|\[(?=[^\[\]]*\]:))")
UNSET = re.compile(r"(?<!\\)\*{4}")
"""Where one bold part ends and the next begins: neither does."""
SCHEMES = ("http", "https", "mailto", "tel", "intake")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return guarded(escaped(text))


def escaped(text: str) -> str:
    """Text within a paragraph, escaped."""
    return SPECIAL.sub(r"\\\g<0>", ENTITY.sub("&amp;", text)).replace("<", "&lt;")


def bracketed(text: str) -> str:
    """Text between the brackets of a link or a picture, escaped: its own brackets close nothing and define no reference."""
    parts = re.split(r"(\]:|[\[\]])", text)
    return "".join("&#93;:" if part == "]:" else f"\\{part}" if part in ("[", "]") else escaped(part) for part in parts)


def guarded(markdown: str) -> str:
    """A paragraph whose beginning is not taken for the mark of a list, a heading, a quotation or a reference."""
    return FIRST_MARK.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", markdown)


class Converter(MarkdownConverter):
    """markdownify with our escapes; `target` says where a link or picture leads, empty for nowhere."""

    def __init__(self, target: Callable[[str], str]) -> None:
        """One converter serves a whole page."""
        super().__init__(
            heading_style="atx", bullets="-", table_infer_header=True, keep_inline_images_in=["td", "th", "a", "b", "li"]
        )
        self.target = target

    def inline(self, nodes: Iterable[PageElement]) -> str:
        """The Markdown of words that stand side by side."""
        text = "".join(self.process_element(node, set()) for node in nodes)  # type: ignore[attr-defined]  # not in its stubs
        return UNSET.sub("", text)

    def block(self, element: Tag) -> str:
        """The Markdown of a list or a plain table."""
        text: str = self.process_tag(element)  # type: ignore[attr-defined]  # not in its stubs
        return UNSET.sub("", text.strip())

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what Markdown would read as marks."""
        return bracketed(text) if "a" in parent_tags else escaped(text)

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
        lines = guarded(text.strip()).splitlines()
        start = str(el.parent.get("start", "")) if el.parent is not None else ""
        number = (int(start) if start.isdecimal() else 1) + len(el.find_previous_siblings("li"))
        mark = f"{number}." if el.parent is not None and el.parent.name == "ol" else "-"
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

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """As HTML: Markdown has no mark for it."""
        return f"<del>{text.strip()}</del>" if text.strip() else ""

    convert_s = convert_del

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
