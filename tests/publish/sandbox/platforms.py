"""The two platforms as the tests call them: plain HTTP, no proxy, no retry."""

import json
import struct
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

import requests

from publish.sandbox import Sandbox

BEIJING = timezone(timedelta(hours=8))
LINK = "https://www.shili.example/policies/2026/012/"


def png(width=4, height=4, colour=(23, 64, 109)):
    """A real PNG of one colour."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = (b"\x00" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Time:
    """A clock that moves only when it is told to."""

    def __init__(self, *moment):
        self.now = datetime(*(moment or (2026, 11, 20, 9, 0)), tzinfo=BEIJING)

    def __call__(self):
        return self.now

    def pass_(self, **by):
        self.now += timedelta(**by)


class Platforms:
    """A running sandbox with an HTTP session that speaks to it."""

    def __init__(self, sandbox: Sandbox, session: requests.Session, time: Time, state: Path):
        self.sandbox, self.session, self.time, self.state = sandbox, session, time, state
        self._token = None

    def fetch(self, method, path, **arguments):
        return self.session.request(method, self.sandbox.url + path, timeout=20, **arguments)

    def page(self, path="/"):
        return self.fetch("GET", path)

    def share(self, status=f"转发通知 {LINK}", *, pic=None, **changes):
        account = self.sandbox.account
        fields = {"access_token": account.weibo_token, "status": status, "rip": account.weibo_rip} | changes
        fields = {name: value for name, value in fields.items() if value is not None}
        files = None if pic is None else {"pic": ("p.png", pic)}
        return self.fetch("POST", "/2/statuses/share.json", data=fields, files=files)

    def timeline(self, **query):
        query = {"access_token": self.sandbox.account.weibo_token} | query
        return self.fetch("GET", "/2/statuses/user_timeline.json", params=query).json()

    def token(self, **changes):
        account = self.sandbox.account
        body = {"grant_type": "client_credential", "appid": account.wechat_appid, "secret": account.wechat_secret}
        return self.fetch("POST", "/cgi-bin/stable_token", json=body | changes).json()

    def wechat(self, path, body=None, *, token=None, method="POST", raw=None, **arguments):
        """One WeChat call; the body goes out as raw UTF-8."""
        if token is None:
            self._token = token = self._token or self.token()["access_token"]
        content = raw if raw is not None or body is None else json.dumps(body, ensure_ascii=False).encode()
        query = {"access_token": token} | arguments.pop("query", {})
        reply = self.fetch(method, f"/cgi-bin/{path}", params=query, data=content, **arguments)
        assert reply.status_code == 200
        return json.loads(reply.content)

    def upload(self, path, content, *, name="封面.png", query=None):
        return self.wechat(path, files={"media": (name, content)}, query=query or {})

    def cover(self):
        return self.upload("material/add_material", png(), query={"type": "image"})["media_id"]

    def article(self, **changes):
        article = {"title": "政务公开工作要点", "content": "<p>正文。</p>", "content_source_url": LINK}
        if "thumb_media_id" not in changes:
            article["thumb_media_id"] = self.cover()
        return article | changes

    def draft(self, **changes):
        return self.wechat("draft/add", {"articles": [self.article(**changes)]})

    def published(self, **changes):
        """Publish one article to the end; gives the last reply of freepublish/get."""
        submitted = self.wechat("freepublish/submit", {"media_id": self.draft(**changes)["media_id"]})
        for _ in range(5):
            task = self.wechat("freepublish/get", {"publish_id": submitted["publish_id"]})
            if task["publish_status"] != 1:
                return task
        raise AssertionError("the task never ended")
