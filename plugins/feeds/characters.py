"""The characters a feed can carry."""

from __future__ import annotations

import re

ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets), and the C1 controls that it only discourages."""


def legal(text: str) -> str:
    """The text without characters that no feed reader takes."""
    return ILLEGAL.sub("", text)
