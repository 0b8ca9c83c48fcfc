"""The channels a release can be announced on: a name and how to make one from the environment.

A new channel is one module with the five verbs and one line here (docs/channels.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import formataddr, parseaddr
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar
from urllib.parse import urlsplit

from plugins.catalog.terms import ChannelName
from publish.callbacks.leaving import leave_address
from publish.channels.mail import Doubt, Mail
from publish.channels.protocol import Channel
from publish.channels.robots import Robot
from publish.channels.speeches import DINGTALK_HOST, FEISHU_HOST, WECOM_HOST, dingtalk, feishu, wecom
from publish.channels.webhook import Webhook
from publish.channels.wechat import Wechat, WechatMode
from publish.channels.wechat_api import WechatApi
from publish.channels.weibo import Weibo
from publish.channels.weibo_assisted import AssistedWeibo
from publish.failures import MissingCredentials
from publish.http import Client, Secret
from publish.smtp import server_of
from publish.subscribers import address_of

MAIL_CLOSE = "GONGKAI_MAIL_CLOSE"
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


def open_wecom(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The WeCom robot of GONGKAI_WECOM_*; raises as `open_weibo`."""
    (key,) = _needed(environment, ChannelName.WECOM, "GONGKAI_WECOM_KEY")
    client = _client(environment, "GONGKAI_WECOM_BASE", WECOM_HOST, key, now)
    return Robot(client, wecom(Secret(key)), _alias(key), now)


def open_dingtalk(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The DingTalk robot of GONGKAI_DINGTALK_*; raises as `open_weibo`."""
    token, secret = _needed(environment, ChannelName.DINGTALK, "GONGKAI_DINGTALK_TOKEN", "GONGKAI_DINGTALK_SECRET")
    client = _client(environment, "GONGKAI_DINGTALK_BASE", DINGTALK_HOST, token, now)
    client.hide(Secret(secret))
    return Robot(client, dingtalk(Secret(token), Secret(secret)), _alias(token), now)


def open_feishu(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The Feishu robot of GONGKAI_FEISHU_*; raises as `open_weibo`."""
    hook, secret = _needed(environment, ChannelName.FEISHU, "GONGKAI_FEISHU_HOOK", "GONGKAI_FEISHU_SECRET")
    client = _client(environment, "GONGKAI_FEISHU_BASE", FEISHU_HOST, hook, now)
    client.hide(Secret(secret))
    return Robot(client, feishu(Secret(hook), Secret(secret)), _alias(hook), now)


def open_webhook(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The receiver of GONGKAI_WEBHOOK_*; raises as `open_weibo`."""
    address, secret = _needed(environment, ChannelName.WEBHOOK, "GONGKAI_WEBHOOK_URL", "GONGKAI_WEBHOOK_SECRET")
    parts = urlsplit(address)
    client = Client(f"{parts.scheme}://{parts.netloc}", [Secret(secret)], hosts=[parts.netloc], now=now)
    return Webhook(client, parts.path or "/", Secret(secret), f"{parts.netloc}{parts.path}", now)


def open_mail(environment: Mapping[str, str], now: Callable[[], datetime] = _utc_now) -> Channel:
    """The sender of GONGKAI_MAIL_*; raises as `open_weibo`."""
    needed = _needed(environment, ChannelName.MAIL, "GONGKAI_MAIL_SERVER", "GONGKAI_MAIL_FROM", "GONGKAI_MAIL_LEAVE")
    user, password, per_day = (environment.get(f"GONGKAI_MAIL_{name}", "").strip() for name in ("USER", "PASSWORD", "PER_DAY"))
    if bool(user) != bool(password):
        raise MissingCredentials(ChannelName.MAIL.label, ("GONGKAI_MAIL_USER", "GONGKAI_MAIL_PASSWORD"))
    if per_day and not per_day.isdecimal():
        raise ValueError(f"GONGKAI_MAIL_PER_DAY 应是一天最多发的封数，不是“{per_day}”")
    return Mail(
        server_of(needed[0], user, password),
        sender=_sender(needed[1]),
        leave=leave_address(needed[2]),
        doubt=_mode(environment, "GONGKAI_MAIL_DOUBT", Doubt.PERSON),
        per_day=int(per_day or 0),
        now=now,
    )


def closes_now(environment: Mapping[str, str]) -> bool:
    """Whether an issue of a mailing closes at once, to rehearse. ValueError where the mail would leave this machine."""
    written = environment.get(MAIL_CLOSE, "").strip()
    if written not in ("", "now"):
        raise ValueError(f"{MAIL_CLOSE} 只能是 now，不是“{written}”")
    if written and not server_of(environment.get("GONGKAI_MAIL_SERVER", "").strip(), "", "").sandbox:
        raise ValueError(f"{MAIL_CLOSE} 只用于本机沙箱的演练：请先 unset {MAIL_CLOSE}")
    return bool(written)


CHANNELS: dict[str, Callable[[Mapping[str, str], Callable[[], datetime]], Channel]] = {
    ChannelName.WEIBO.value: open_weibo,
    ChannelName.WECHAT.value: open_wechat,
    ChannelName.WECOM.value: open_wecom,
    ChannelName.DINGTALK.value: open_dingtalk,
    ChannelName.FEISHU.value: open_feishu,
    ChannelName.WEBHOOK.value: open_webhook,
    ChannelName.MAIL.value: open_mail,
}


def _sender(written: str) -> str:
    name, address = parseaddr(written)
    try:
        return formataddr((name, address_of(address)))
    except ValueError:
        raise ValueError("GONGKAI_MAIL_FROM 应形如 政务公开 <digest@shili.example>") from None


def _alias(secret: str) -> str:
    """A name for a robot that has none but its secret."""
    return f"robot-{sha256(secret.encode()).hexdigest()[:8]}"


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
