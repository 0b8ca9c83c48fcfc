"""What a push says of a task: the events PUBLISHJOBFINISH and MASSSENDJOBFINISH. Everything else is no business of ours. Pure.

Source: developers.weixin.qq.com/doc/subscription/guide/product/publish.html; /api/notify/message/api_sendall. Some accounts get
MASSSENDJOBFINISH for a publication too; it names neither its task nor its article, so such a task is polled as without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from lxml import etree

from plugins.catalog.terms import ChannelName
from publish.inbox import End, Tiding

MASS = "mass:"
"""Before the id of a mass job, so that it does not pass for a publication's."""

PUBLISH_STATUS: Mapping[int, tuple[End, str]] = {
    0: (End.PUBLISHED, ""),
    2: (End.REFUSED, "原创校验未通过"),
    3: (End.REFUSED, "发布失败"),
    4: (End.REFUSED, "平台审核不通过"),
    5: (End.TAKEN_DOWN, "发布后已被删除"),
    6: (End.TAKEN_DOWN, "发布后已被平台封禁"),
}
"""`publish_status` of a publication that has ended."""

_MASS_ERRORS = {
    "10001": "涉嫌广告",
    "20001": "涉嫌政治",
    "20002": "涉嫌色情",
    "20004": "涉嫌社会",
    "20006": "涉嫌违法犯罪",
    "20008": "涉嫌欺诈",
    "20013": "涉嫌版权",
    "21000": "涉嫌其他",
    "22000": "涉嫌互推",
}
_NUMBER = re.compile(r"[0-9]{1,20}")
_NAME = re.compile(r"[\w=+/-]{1,128}", re.ASCII)
_ARTICLE = re.compile(r"https?(://mp\.weixin\.qq\.com/[!-~]{1,500})")
_SANDBOX_ARTICLE = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}/[!-~]{1,500}")


def tiding_of(message: etree._Element, account: str, at: datetime) -> Tiding | None:
    """The end of a task of `account`, heard at `at`; None for every other message, and for one that names no end."""
    match _text(message, "Event").upper():
        case "PUBLISHJOBFINISH":
            return _publication(message, account, at)
        case "MASSSENDJOBFINISH":
            return _mass(message, account, at)
    return None


def _publication(message: etree._Element, account: str, at: datetime) -> Tiding | None:
    task, status = (_text(message, f"PublishEventInfo/{name}") for name in ("publish_id", "publish_status"))
    if not _NUMBER.fullmatch(task) or not re.fullmatch("[0-9]", status) or int(status) not in PUBLISH_STATUS:
        return None
    end, says = PUBLISH_STATUS[int(status)]
    article = _text(message, "PublishEventInfo/article_id")
    if end is End.PUBLISHED and not _NAME.fullmatch(article):
        return None  # without it nothing could be taken down again: the platform is asked
    address = _address(_text(message, "PublishEventInfo/article_detail/item/article_url"), account)
    return _tiding(account, at, task, end, says, remote_id=article, url=address)


def _mass(message: etree._Element, account: str, at: datetime) -> Tiding | None:
    job, status = _text(message, "MsgID"), _text(message, "Status").lower()
    error = re.fullmatch(r"err\(([0-9]{1,6})\)", status)
    if not _NUMBER.fullmatch(job) or not (error or status in ("send success", "send fail")):
        return None
    task = f"{MASS}{job}"
    if status == "send success":
        address = _address(_text(message, "ArticleUrlResult/ResultList/item/ArticleUrl"), account)
        return _tiding(account, at, task, End.PUBLISHED, "", remote_id=task, url=address)
    says = f"{status}（{_MASS_ERRORS.get(error[1], '平台没有写明原因')}）" if error else "群发失败"
    return _tiding(account, at, task, End.REFUSED, says)


def _tiding(account: str, at: datetime, task: str, end: End, says: str, *, remote_id: str = "", url: str = "") -> Tiding:
    channel = ChannelName.WECHAT.value
    return Tiding(channel=channel, account=account, task=task, end=end, at=at, remote_id=remote_id, url=url, says=says)


def _text(message: etree._Element, path: str) -> str:
    return (message.findtext(path) or "").strip()


def _address(text: str, account: str) -> str:
    """Where the article stands, if that is a place where an article of the account can stand."""
    if account.endswith("@sandbox"):
        return text if _SANDBOX_ARTICLE.fullmatch(text) else ""
    found = _ARTICLE.fullmatch(text)
    return f"https{found[1]}" if found else ""
