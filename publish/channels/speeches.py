"""How the three robots are spoken to: addresses, forms of a message, signatures, what their codes mean.

Sources: developer.work.weixin.qq.com/document/path/99110; open.dingtalk.com "custom robot"; open.feishu.cn "custom bot guide".
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from plugins.catalog.terms import ChannelName
from publish.channels.protocol import Post
from publish.channels.robots import Speech
from publish.http import Call, Secret

WECOM_HOST, DINGTALK_HOST, FEISHU_HOST = "qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn"
_MINUTE = timedelta(minutes=1)


def wecom(key: Secret) -> Speech:
    """WeCom: a message of Markdown, 4096 bytes; the whole body is counted here, which is a little less."""
    return Speech(
        channel=ChannelName.WECOM,
        code="errcode",
        text="errmsg",
        limit=4096,
        call=partial(_wecom, key),
        quota={45009: _MINUTE},
        blocked=frozenset({93000, 93004, 93008}),
        rejected=frozenset({40008, 40058, 44004, 45002, 45003}),
    )


def dingtalk(token: Secret, secret: Secret) -> Speech:
    """DingTalk: Markdown, 20,000 bytes; signed, the time in the signature within an hour of theirs."""
    return Speech(
        channel=ChannelName.DINGTALK,
        code="errcode",
        text="errmsg",
        limit=20_000,
        call=partial(_dingtalk, token, secret),
        quota={130101: 10 * _MINUTE, 410100: 10 * _MINUTE, 460101: 10 * _MINUTE},
        blocked=frozenset({300001, 300005, 310000, 400013, 400101, 400102}),
        rejected=frozenset({40035, 43004, 400105, 400402, 430101, 430102, 430103, 430104}),
    )


def feishu(hook: Secret, secret: Secret | None) -> Speech:
    """Feishu: a rich text, 20 KB; signed where the robot asks for it."""
    return Speech(
        channel=ChannelName.FEISHU,
        code="code",
        text="msg",
        limit=20 * 1024,
        call=partial(_feishu, hook, secret),
        quota={9499001: _MINUTE, 11232: _MINUTE, 11233: _MINUTE},
        blocked=frozenset({19001, 19021, 19022, 19024}),
        rejected=frozenset({9499, 19002, 19036}),
    )


def _wecom(key: Secret, post: Post, _now: datetime) -> Call:
    message = {"msgtype": "markdown", "markdown": {"content": _markdown(post)}}
    return Call(method="POST", path="/cgi-bin/webhook/send", query={"key": key.reveal()}, json=message)


def _dingtalk(token: Secret, secret: Secret, post: Post, now: datetime) -> Call:
    moment = str(int(now.timestamp() * 1000))
    signature = _hmac(secret.reveal(), f"{moment}\n{secret.reveal()}")
    query = {"access_token": token.reveal(), "timestamp": moment, "sign": signature}
    message = {"msgtype": "markdown", "markdown": {"title": post.title, "text": _markdown(post)}}
    return Call(method="POST", path="/robot/send", query=query, json=message)


def _feishu(hook: Secret, secret: Secret | None, post: Post, now: datetime) -> Call:
    rows = [[{"tag": "text", "text": post.text}]] if post.text else []
    rows += [[{"tag": "a", "text": "查看原文", "href": post.link}, {"tag": "text", "text": f"　{post.author}"}]]
    message: dict[str, object] = {"msg_type": "post", "content": {"post": {"zh_cn": {"title": post.title, "content": rows}}}}
    if secret is not None:
        moment = str(int(now.timestamp()))
        message |= {"timestamp": moment, "sign": _hmac(f"{moment}\n{secret.reveal()}", "")}
    return Call(method="POST", path=f"/open-apis/bot/v2/hook/{hook.reveal()}", json=message)


def _markdown(post: Post) -> str:
    lines = (f"**{_plain(post.title)}**", _plain(post.text), f"[查看原文]({post.link})　{_plain(post.author)}")
    return "\n\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    """Words that no platform takes for Markdown."""
    return text.translate({ord(sign): f"\\{sign}" for sign in "\\`*_[]<>#"})


def _hmac(key: str, message: str) -> str:
    return b64encode(hmac.digest(key.encode(), message.encode(), sha256)).decode()
