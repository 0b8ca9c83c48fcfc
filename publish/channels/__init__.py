"""The channels a release can be announced on: a name and how to make one from the environment.

A new channel is one module with the five verbs and one line here (docs/channels.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from plugins.catalog.terms import ChannelName
from publish.channels.protocol import Channel
from publish.channels.wechat import Wechat
from publish.channels.wechat_api import WechatApi
from publish.channels.weibo import Weibo
from publish.failures import MissingCredentials
from publish.http import Client, Secret


def _utc_now() -> datetime:
    return datetime.now(UTC)


def open_weibo(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The Weibo account of GONGKAI_WEIBO_*; raises MissingCredentials, or ValueError for a bad address."""
    token, uid, rip = _needed(environment, ChannelName.WEIBO, "GONGKAI_WEIBO_TOKEN", "GONGKAI_WEIBO_UID", "GONGKAI_WEIBO_RIP")
    client = Client(environment.get("GONGKAI_WEIBO_BASE") or "https://api.weibo.com", [Secret(token)], now=now)
    return Weibo(client, token=Secret(token), uid=uid, rip=rip, now=now)


def open_wechat(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The official account of GONGKAI_WECHAT_*; raises MissingCredentials, or ValueError for a bad address."""
    appid, secret = _needed(environment, ChannelName.WECHAT, "GONGKAI_WECHAT_APPID", "GONGKAI_WECHAT_SECRET")
    client = Client(environment.get("GONGKAI_WECHAT_BASE") or "https://api.weixin.qq.com", [Secret(secret)], now=now)
    return Wechat(WechatApi(client, appid=appid, secret=Secret(secret), now=now), appid=appid)


CHANNELS: dict[str, Callable[[Mapping[str, str], Callable[[], datetime]], Channel]] = {
    ChannelName.WEIBO.value: open_weibo,
    ChannelName.WECHAT.value: open_wechat,
}


def _needed(environment: Mapping[str, str], channel: ChannelName, *variables: str) -> tuple[str, ...]:
    missing = tuple(name for name in variables if not environment.get(name, "").strip())
    if missing:
        raise MissingCredentials(channel.label, missing)
    return tuple(environment[name].strip() for name in variables)
