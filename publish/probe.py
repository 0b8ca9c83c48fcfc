"""What one look of the doctor says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

SKEW_NOTICE = timedelta(minutes=2)


class Health(StrEnum):
    """How serious it is."""

    GOOD = "good"
    NOTICE = "notice"
    BAD = "bad"

    @property
    def label(self) -> str:
        """The word an operator reads."""
        return {Health.GOOD: "好", Health.NOTICE: "注意", Health.BAD: "不行"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One thing that was looked at."""

    what: str
    health: Health
    says: str


def probe_of_skew(skew: timedelta | None, limit: timedelta) -> Iterator[Probe]:
    """How far our clock is from the platform's, where it said."""
    if skew is not None:
        seconds = int(skew.total_seconds())
        health = Health.BAD if abs(skew) > limit else Health.NOTICE if abs(skew) > SKEW_NOTICE else Health.GOOD
        yield Probe(what="时钟", health=health, says=f"本机比平台{'快' if seconds >= 0 else '慢'} {abs(seconds)} 秒")
