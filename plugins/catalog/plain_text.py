"""The words of a text, whatever it is set in: page, PDF, EPUB and feed of a document have the same, and one digest of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape

TAG = re.compile(r"<[^>]*>")
LIST_TAG = re.compile(r"<(/?)(ol|ul|li)\b([^>]*)>|<[^>]*>")
START = re.compile(r'start="(-?\d+)"')


def words(text: str) -> str:
    """A text without anything that is not seen: blanks, and where lines end."""
    return "".join(text.split())


def plain_text(html: str) -> str:
    """The words of safe HTML in the order of reading, with the numbers of ordered lists, as a reader sees them."""
    return words(unescape("".join(_numbered(html)) if "<ol" in html else TAG.sub("", html)))


def text_digest(title: str, html: str) -> str:
    """SHA-256 of the words of a document: its title, a line end, its text."""
    return sha256(f"{words(title)}\n{plain_text(html)}".encode()).hexdigest()


def _numbered(html: str) -> Iterator[str]:
    """The text between tags, and a number for each item of an ordered list."""
    end, lists = 0, list[int | None]()
    for tag in LIST_TAG.finditer(html):
        yield html[end : tag.start()]
        end = tag.end()
        closing, name, attributes = tag.groups()
        if name == "li" and not closing and lists and lists[-1] is not None:
            yield f"{lists[-1]}."
            lists[-1] += 1
        elif name in ("ol", "ul") and closing:
            lists = lists[:-1]
        elif name in ("ol", "ul"):
            start = START.search(attributes)
            lists.append((int(start[1]) if start else 1) if name == "ol" else None)
    yield html[end:]
