"""The leave addresses of mail: a page with one button, and the button; mail programmes press it by themselves (RFC 8058).

Looking deletes nothing: scanners of mail open every address. Whoever has a token leaves, and whoever has none is told the same.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from publish.callbacks.reader import Answer
from publish.subscribers import Subscribers

_PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>退订邮件汇总</title>
<main>
<h1>退订邮件汇总</h1>
{inside}
</main>
</html>
"""
_ASK = """<p>退订以后，您的邮箱地址会从名单中删除，不再收到本网站的邮件。</p>
<form method="post"><button name="List-Unsubscribe" value="One-Click">退订</button></form>"""
_DONE = "<p>已退订：这个退订地址不再对应任何订阅，您的邮箱地址不在名单中了。</p>"


_PLACE = re.compile(r"(?:/[A-Za-z0-9._~-]+)+/")


def leave_address(written: str) -> str:
    """GONGKAI_MAIL_LEAVE: a place of its own on a site, before each reader's token. ValueError, in 中文, for another."""
    parts = urlsplit(written)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))
    if not (secure and parts.hostname and written.isascii() and _PLACE.fullmatch(parts.path)) or parts.query or parts.fragment:
        raise ValueError(
            "GONGKAI_MAIL_LEAVE 应形如 https://www.shili.example/mail/leave/，以 / 结尾，只用英文字母、数字和 - _ . ~"
        )
    return written


class Leaving:
    """The door at one path; what comes after it is a token."""

    def __init__(self, path: str, subscribers: Subscribers) -> None:
        """`path` ends in a slash."""
        self.path = path
        self._subscribers = subscribers

    def ask(self) -> Answer:
        """The page, the same for every token."""
        return Answer(200, _PAGE.format(inside=_ASK), html=True)

    def leave(self, token: str) -> Answer:
        """Whoever has the token is deleted, at once. Raises LedgerError where the list cannot be written."""
        self._subscribers.leave(token)
        return Answer(200, _PAGE.format(inside=_DONE), html=True)
