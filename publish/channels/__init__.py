"""The channels a release can be announced on: a name and how to make one from the environment.

A new channel is one module with the five verbs and one line here (docs/channels.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from plugins.catalog.terms import ChannelName
from publish.channels.protocol import Channel
from publish.channels.wechat import Wechat, WechatMode
from publish.channels.wechat_api import WechatApi
from publish.channels.weibo import Weibo
from publish.channels.weibo_assisted import AssistedWeibo
from publish.failures import MissingCredentials
from publish.http import Client, Secret

M = TypeVar("M", bound=StrEnum)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class WeiboMode(StrEnum):
    """GONGKAI_WEIBO_MODE."""

    API = "api"
    ASSISTED = "assisted"


def open_weibo(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The Weibo account of GONGKAI_WEIBO_*; raises MissingCredentials, or ValueError for a bad address or mode."""
    if _mode(environment, "GONGKAI_WEIBO_MODE", WeiboMode.API) is WeiboMode.ASSISTED:
        return AssistedWeibo(uid=_needed(environment, ChannelName.WEIBO, "GONGKAI_WEIBO_UID")[0])
    token, uid, rip = _needed(environment, ChannelName.WEIBO, "GONGKAI_WEIBO_TOKEN", "GONGKAI_WEIBO_UID", "GONGKAI_WEIBO_RIP")
    client = _client(environment, "GONGKAI_WEIBO_BASE", "api.weibo.com", token, now)
    return Weibo(client, token=Secret(token), uid=uid, rip=rip, now=now)


def open_wechat(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The official account of GONGKAI_WECHAT_*; raises MissingCredentials, or ValueError for a bad address or mode."""
    mode = _mode(environment, "GONGKAI_WECHAT_MODE", WechatMode.PUBLISH)
    appid, secret = _needed(environment, ChannelName.WECHAT, "GONGKAI_WECHAT_APPID", "GONGKAI_WECHAT_SECRET")
    client = _client(environment, "GONGKAI_WECHAT_BASE", "api.weixin.qq.com", secret, now)
    return Wechat(WechatApi(client, appid=appid, secret=Secret(secret), now=now), appid=appid, mode=mode, now=now)


CHANNELS: dict[str, Callable[[Mapping[str, str], Callable[[], datetime]], Channel]] = {
    ChannelName.WEIBO.value: open_weibo,
    ChannelName.WECHAT.value: open_wechat,
}


def _needed(environment: Mapping[str, str], channel: ChannelName, *variables: str) -> tuple[str, ...]:
    missing = tuple(name for name in variables if not environment.get(name, "").strip())
    if missing:
        raise MissingCredentials(channel.label, missing)
    return tuple(environment[name].strip() for name in variables)


def _client(environment: Mapping[str, str], variable: str, host: str, secret: str, now: Callable[[], datetime]) -> Client:
    hosts = [host, *environment.get("GONGKAI_HOSTS", "").replace(",", " ").split()]
    return Client(environment.get(variable) or f"https://{host}", [Secret(secret)], hosts=hosts, now=now)


def _mode(environment: Mapping[str, str], variable: str, default: M) -> M:
    written = environment.get(variable, "").strip()
    kind = type(default)
    if written and written not in tuple(kind):
        raise ValueError(f"{variable} 应是 {'、'.join(kind)} 之一，不是“{written}”")
    return kind(written) if written else default
