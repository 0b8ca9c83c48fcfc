"""The posts of the Weibo account: kept, and shown in the shape of a Weibo status object.

Source: open.weibo.com/wiki/2/statuses/share, /2/statuses/user_timeline
"""

import hashlib
import re
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from publish.sandbox.account import Account
from publish.sandbox.clock import Clock, from_epoch, weibo_time
from publish.sandbox.exchange import JsonObject
from publish.sandbox.picture import Picture, PictureType
from publish.sandbox.state import State

URL = re.compile(r"https?://[a-zA-Z0-9]+(?:\.[a-zA-Z0-9]+)+[-A-Za-z0-9_$.+!*(),/:;@&=?~#%]*")
"""What Weibo takes for a link (STK.kit.extra.count of Sina's own pages)."""

_FIRST_ID = 9_007_199_254_740_993
"""2**53 + 1: every id is odd and beyond 2**53, so that none survives being read as a float."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One post."""

    id: int
    text: str
    """As it was sent."""
    picture: str | None
    by_app: bool
    """False for a post that a person wrote in the browser."""
    created_at: datetime

    @property
    def shown_text(self) -> str:
        """The text as replies give it: every link is a t.cn address."""
        return URL.sub(lambda link: short_link(link.group()), self.text)


class Statuses:
    """All posts of the account, deleted ones left out."""

    def __init__(self, state: State, clock: Clock, account: Account) -> None:
        self._state, self._clock, self._account = state, clock, account

    def add(self, rows: sqlite3.Connection, text: str, picture: Picture | None, *, by_app: bool) -> Status:
        """Post, within the caller's transaction."""
        now = self._clock()
        if picture is not None:
            rows.execute(
                "INSERT INTO picture VALUES (?, 0, '', ?, ?, ?)",
                (picture.key, picture.type.value, picture.content, now.timestamp()),
            )
        key = None if picture is None else picture.key
        cursor = rows.execute(
            "INSERT INTO status (text, picture, by_app, created_at) VALUES (?, ?, ?, ?)",
            (text, key, by_app, now.timestamp()),
        )
        return _status(rows.execute("SELECT * FROM status WHERE seq = ?", (cursor.lastrowid,)).fetchone())

    def newest_first(self, rows: sqlite3.Connection) -> tuple[Status, ...]:
        """Every post that is not deleted, within the caller's transaction."""
        found = rows.execute("SELECT * FROM status WHERE deleted = 0 ORDER BY seq DESC")
        return tuple(_status(row) for row in found)

    def all(self) -> tuple[Status, ...]:
        """Every post that is not deleted, the newest first."""
        with self._state.transaction() as rows:
            return self.newest_first(rows)

    def delete(self, status_id: int) -> bool:
        """Delete a post as a person would in the browser; False when there is none of that id."""
        with self._state.transaction() as rows:
            changed = rows.execute("UPDATE status SET deleted = 1 WHERE seq = ? AND deleted = 0", (_sequence(status_id),))
            return changed.rowcount == 1

    def shape(self, status: Status, *, trim_user: bool = False) -> JsonObject:
        """The status object of a reply."""
        user: JsonObject = {"id": int(self._account.weibo_uid), "idstr": self._account.weibo_uid}
        if not trim_user:
            user |= {"screen_name": self._account.name, "name": self._account.name, "verified": True}
        source = "公开门户" if status.by_app else "微博网页版"
        pictures = [status.picture] if status.picture else []
        return {
            "created_at": weibo_time(status.created_at),
            "id": status.id,
            "idstr": str(status.id),
            "mid": str(status.id),
            "text": status.shown_text,
            "textLength": sum(1 if ord(sign) < 256 else 2 for sign in status.shown_text),
            "source": f'<a href="https://app.weibo.com/t/feed/sandbox" rel="nofollow">{source}</a>',
            "favorited": False,
            "truncated": False,
            "pic_urls": [{"thumbnail_pic": f"http://wx1.sinaimg.cn/thumbnail/{key}"} for key in pictures],
            "geo": None,
            "user": user,
            "reposts_count": 0,
            "comments_count": 0,
            "attitudes_count": 0,
            "isLongText": False,
            "visible": {"type": 0, "list_id": 0},
        }


def new_picture(content: bytes, kind: PictureType) -> Picture:
    """A picture that is about to be posted."""
    return Picture(key=f"weibo{secrets.token_hex(16)}", type=kind, content=content)


def short_link(address: str) -> str:
    """The t.cn address of a link, always the same for the same link."""
    number = int.from_bytes(hashlib.sha256(address.encode()).digest()[:8])
    code = ""
    for _ in range(6):
        number, digit = divmod(number, len(_DIGITS))
        code += _DIGITS[digit]
    return f"http://t.cn/A6{code}"


def _status(row: sqlite3.Row) -> Status:
    return Status(
        id=_FIRST_ID + 2 * int(row["seq"]),
        text=str(row["text"]),
        picture=None if row["picture"] is None else str(row["picture"]),
        by_app=bool(row["by_app"]),
        created_at=from_epoch(float(row["created_at"])),
    )


def _sequence(status_id: int) -> int:
    sequence, rest = divmod(status_id - _FIRST_ID, 2)
    return -1 if rest else sequence
