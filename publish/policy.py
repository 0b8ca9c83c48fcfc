"""The policy: who must say yes, how long a yes waits, when nothing is announced, how much at once. Pure.

`PUBLISH_POLICY` of the settings file, each of its keys optional::

    PUBLISH_POLICY = {
        "persons": 2,                     # 批准要几个人：1 或 2
        "hold_minutes": 30,               # 批准以后再等多少分钟
        "quiet": ("22:00", "07:00"),      # 这段时间不推送（北京时间）
        "blackout": ["2026-12-13"],       # 这些日子不推送
        "per_day": 20,                    # 每个账号一天最多推送几条
        "digest_from": 10,                # 一次要发的达到几份，就合成一条汇总
        "mail_hour": 8,                   # 邮件汇总每天（每周一）几点截稿（北京时间）
        "channels": ["weibo", "mail"],    # 门户在用的渠道，其余的不推送也不算缺少；不写就是全部
    }

Quiet hours, blackout days and the hold keep announcements and corrections back. A retraction waits for none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from plugins.catalog.dates import BEIJING
from plugins.catalog.terms import ChannelName

_YEAR = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the portal demands of its announcements; as it stands, only one person's yes."""

    persons: int = 1
    hold: timedelta = timedelta(0)
    quiet: tuple[time, time] | None = None
    """From, to: clock times in Beijing; from after to goes over midnight."""
    blackout: frozenset[date] = frozenset()
    per_day: int = 0
    """Posts of one account on one day in Beijing; 0 for any number."""
    digest_from: int = 0
    """So many announcements due at once become one digest; 0 for never."""
    mail_hour: int = 8
    """The clock hour in Beijing at which an issue of a mailing closes."""
    channels: frozenset[ChannelName] = frozenset(ChannelName)
    """What the portal announces on: the others need no account, and nothing goes there."""

    def free_at(self, now: datetime) -> datetime:
        """The first moment, `now` or later, at which something may be announced."""
        moment = now.astimezone(BEIJING)
        for _ in range(_YEAR):
            if moment.date() in self.blackout:
                moment = _midnight_after(moment)
            elif (end := self._quiet_until(moment)) is not None:
                moment = end
            else:
                return now if moment <= now else moment
        return moment

    def _quiet_until(self, moment: datetime) -> datetime | None:
        if self.quiet is None:
            return None
        begin, end = self.quiet
        clock = moment.timetz().replace(tzinfo=None)
        over_midnight = begin > end
        within = (clock >= begin or clock < end) if over_midnight else begin <= clock < end
        if not within:
            return None
        day = moment.date() + timedelta(days=over_midnight and clock >= begin)
        return datetime.combine(day, end, BEIJING)


def policy_of(settings: object) -> Policy:
    """The policy that `PUBLISH_POLICY` says. ValueError, in 中文, for a key or a value that cannot be."""
    if not isinstance(settings, Mapping):
        raise ValueError("PUBLISH_POLICY 应是一个字典，写法见 publish/policy.py")
    read: dict[str, object] = {}
    for key, value in settings.items():
        if key not in _READERS:
            raise ValueError(f"PUBLISH_POLICY 里没有“{key}”这一项，可用：{'、'.join(_READERS)}")
        name, reader, shape = _READERS[key]
        try:
            read[name] = reader(value)
        except (ValueError, TypeError):
            raise ValueError(f"PUBLISH_POLICY 的 {key} 读不懂：{value!r}，{shape}") from None
    return Policy(**read)  # type: ignore[arg-type]


def _midnight_after(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), time(), BEIJING)


def _persons(value: object) -> int:
    if value not in (1, 2) or isinstance(value, bool):
        raise ValueError
    return int(str(value))


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


def _hour(value: object) -> int:
    if (hour := _count(value)) > 23:
        raise ValueError
    return hour


def _quiet(value: object) -> tuple[time, time]:
    begin, end = (_clock(str(one)) for one in value)  # type: ignore[attr-defined]
    if begin == end:
        raise ValueError
    return begin, end


def _clock(text: str) -> time:
    if not re.fullmatch(r"\d{2}:\d{2}", text):
        raise ValueError
    return time.fromisoformat(text)


def _channels(value: object) -> frozenset[ChannelName]:
    if not isinstance(value, list | tuple) or not set(value) <= set(ChannelName):
        raise ValueError
    return frozenset(one for one in ChannelName if one in value)


def _days(value: object) -> frozenset[date]:
    if isinstance(value, str):
        raise ValueError
    return frozenset(date.fromisoformat(str(one)) for one in value)  # type: ignore[attr-defined]


_READERS: Mapping[str, tuple[str, Callable[[object], object], str]] = {
    "persons": ("persons", _persons, "应是 1 或 2"),
    "hold_minutes": ("hold", lambda value: timedelta(minutes=_count(value)), "应是 0 或更大的整数"),
    "quiet": ("quiet", _quiet, "应形如 ('22:00', '07:00')"),
    "blackout": ("blackout", _days, "应形如 ['2026-12-13']"),
    "per_day": ("per_day", _count, "应是 0 或更大的整数"),
    "digest_from": ("digest_from", _count, "应是 0 或更大的整数"),
    "mail_hour": ("mail_hour", _hour, "应是 0 到 23 的整数"),
    "channels": ("channels", _channels, f"应是一个列表，只用这些名称：{'、'.join(ChannelName)}"),
}
