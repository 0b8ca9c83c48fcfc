"""A text as a reader far from the site needs it: every link whole, nothing that only our own pages understand.

It works on the stored HTML, where `<` and `>` stand only for tags and a quotation mark only ends an attribute value.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

TAG = re.compile(r"<[a-z][^> ]* [^>]*>")
"""A tag with attributes."""
OURS = re.compile(r' (?:class|id|role|tabindex|aria-label)="[^"]*"')
"""Attributes for our stylesheet, our anchors and our scrolling frames."""
NUMBER = re.compile(r"</?data\b[^>]*>")
"""The number of a document that is not here, for machines that read our pages; readers of feeds do not know the element."""
LINK = re.compile(r' (href|src)="([^"]*)"')
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def standalone(html: str, url: str) -> str:
    """The text with its links resolved against the URL of its page."""

    def whole(match: re.Match[str]) -> str:
        written = unescape(match[2])
        target = written if SCHEME.match(written) else urljoin(url, written)
        return f' {match[1]}="{escape(target)}"'

    return TAG.sub(lambda tag: LINK.sub(whole, OURS.sub("", tag[0])), NUMBER.sub("", html))
