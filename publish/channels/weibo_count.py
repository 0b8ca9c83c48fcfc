"""Weibo's own count of the 140: the algorithm of the composer's `STK.kit.extra.count` (docs/channels.md)."""

from __future__ import annotations

import re

TEXT_LIMIT = 140
"""Chinese characters of a post, statuses/share."""
TEXT_CAP = 138
"""What we fill: the interface's counter may differ from the composer's by one."""

_URL = re.compile(r"https?://[a-zA-Z0-9]+(?:\.[a-zA-Z0-9]+)+[-A-Za-z0-9_$.+!*(),/:;@&=?~#%]*")
_OWN_HOST = re.compile(r"https?://(?:[a-zA-Z0-9]+\.)*(?:weibo\.com|weibo\.cn|sina\.com\.cn|sina\.cn)(?![a-zA-Z0-9.])")
_SHORT = re.compile(r"https?://t\.cn(?![a-zA-Z0-9.])")
_OWN_KEPT = 41
_FLAT = 20
_LONG = 140


def count(text: str) -> int:
    """The length of a post in Chinese characters, as the platform counts it."""
    rest = text.replace("\r\n", "\n")
    halves = 0
    for url in _URL.findall(rest):
        if _SHORT.match(url):
            continue
        halves += _url_halves(url)
        rest = rest.replace(url, "", 1)
    return -(-(halves + _halves(rest)) // 2)


def _url_halves(url: str) -> int:
    weight = _halves(url)
    if _OWN_HOST.match(url) and weight <= _OWN_KEPT:
        return weight
    return _FLAT if weight <= _LONG else weight - _LONG + _FLAT


def _halves(text: str) -> int:
    units = memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")
    return sum(1 if unit <= 0xFF else 2 for unit in units)
