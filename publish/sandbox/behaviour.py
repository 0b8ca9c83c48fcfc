"""The switches of the sandbox: what the platforms decide for themselves and tests want to choose."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import IntEnum, StrEnum
from urllib.parse import urlsplit

from publish.sandbox.exchange import JsonObject


class AccountProfile(StrEnum):
    """What kind of WeChat account calls; it decides who gets 48001."""

    VERIFIED = "verified"
    INDIVIDUAL = "individual"
    """May keep drafts, may not publish (since July 2025)."""
    EXPIRED = "expired"
    """Its verification ran out: neither drafts nor publishing."""


class LinkPolicy(StrEnum):
    """What WeChat does with a link that does not lead to mp.weixin.qq.com."""

    REFUSE = "45166"
    STRIP = "strip"


class DraftLeaves(StrEnum):
    """When a submitted draft disappears from the draft box; the documents say only "once published"."""

    ACCEPTED = "accepted"
    PUBLISHED = "published"


class CallbackMode(StrEnum):
    """How pushes are sealed, as the console's 消息加解密方式 says."""

    PLAIN = "plain"
    BOTH = "both"
    """兼容: in the clear, and sealed beside it."""
    SAFE = "safe"


class CallbackManner(StrEnum):
    """How the end of a task is told."""

    NEVER = "never"
    ONCE = "once"
    TWICE = "twice"
    EARLY = "early"
    """The task ends at once, and that is told before the reply to its submission leaves."""
    LATE = "late"
    """Signed an hour ago."""
    FORGED = "forged"
    """Signed with another Token."""
    AS_MASS = "as_mass"
    """As MASSSENDJOBFINISH, which names neither the task nor the article."""


class PublishStatus(IntEnum):
    """``publish_status`` of freepublish/get."""

    SUCCESS = 0
    PUBLISHING = 1
    ORIGINALITY_FAILED = 2
    FAILED = 3
    REJECTED = 4
    DELETED_BY_USER = 5
    BANNED_BY_PLATFORM = 6


@dataclass(slots=True, kw_only=True)
class Behaviour:
    """The present setting of every switch; may be changed while the sandbox runs."""

    wechat_profile: AccountProfile = AccountProfile.VERIFIED
    link_policy: LinkPolicy = LinkPolicy.REFUSE
    digest_limit: int = 128
    """Characters; some of WeChat's pages say 128, some 120."""
    publish_polls: int | None = 1
    """How many looks (freepublish/get or batchget) find a task still publishing; None: it never ends."""
    publish_outcome: PublishStatus = PublishStatus.SUCCESS
    draft_leaves: DraftLeaves = DraftLeaves.PUBLISHED
    wechat_ip_allowed: bool = True
    """Whether the caller's address is on the account's allow-list; else no token (40164)."""
    callback_url: str = ""
    """Where the ends of tasks are pushed, on this machine; empty: the account has no server."""
    callback_mode: CallbackMode = CallbackMode.SAFE
    callback_manner: CallbackManner = CallbackManner.ONCE
    mass_quota: int = 1
    """Mass sendings a day."""
    wechat_quotas: dict[str, int] = field(default_factory=dict)
    """Daily limits that replace the default ones, by API path."""
    weibo_hourly_limit: int = 30
    weibo_token_seconds_left: int = 30 * 86400
    timeline_lag_seconds: int = 0
    """How long a new post is missing from user_timeline."""
    weibo_says_20032: bool = False
    """Each share posts, but answers "posted; may lag 1-2 minutes" instead of the post."""

    def change(self, wishes: Mapping[str, object]) -> None:
        """Set the named switches; ValueError for an unknown name or value, and then nothing is set."""
        unknown = sorted(set(wishes) - set(_READERS))
        if unknown:
            raise ValueError(f"unknown switch: {', '.join(unknown)}")
        settled = {name: _READERS[name](value) for name, value in wishes.items()}
        for name, value in settled.items():
            setattr(self, name, value)

    def as_json(self) -> JsonObject:
        """Every switch with its present value."""
        return asdict(self)


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError(f"a whole number is needed, not {value!r}")


def _count_or_never(value: object) -> int | None:
    return None if value is None else _count(value)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"true or false is needed, not {value!r}")


def _loopback(value: object) -> str:
    text = str(value)
    parts = urlsplit(text)
    if text and (parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost")):
        raise ValueError(f"an address on this machine is needed, not {value!r}")
    return text


def _limits(value: object) -> dict[str, int]:
    if isinstance(value, dict):
        return {str(path): _count(limit) for path, limit in value.items()}
    raise ValueError(f"an object of path and limit is needed, not {value!r}")


_READERS: Mapping[str, Callable[[object], object]] = {
    "wechat_profile": lambda value: AccountProfile(str(value)),
    "link_policy": lambda value: LinkPolicy(str(value)),
    "digest_limit": _count,
    "publish_polls": _count_or_never,
    "publish_outcome": lambda value: PublishStatus(_count(value)),
    "draft_leaves": lambda value: DraftLeaves(str(value)),
    "wechat_ip_allowed": _flag,
    "callback_url": _loopback,
    "callback_mode": lambda value: CallbackMode(str(value)),
    "callback_manner": lambda value: CallbackManner(str(value)),
    "mass_quota": _count,
    "wechat_quotas": _limits,
    "weibo_hourly_limit": _count,
    "weibo_token_seconds_left": _count,
    "timeline_lag_seconds": _count,
    "weibo_says_20032": _flag,
}
