"""A mailing: what readers can have by mail, one rhythm and one theme; and when its next issue closes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from plugins.catalog.dates import BEIJING
from plugins.catalog.record import Record
from plugins.catalog.vocabularies import theme_path

FIRST = "digest"
"""What the name of a mailing in the ledger begins with."""
_BELOW = "\\"


class Rhythm(StrEnum):
    """How often an issue is sent."""

    DAILY = "daily"
    WEEKLY = "weekly"

    @property
    def label(self) -> str:
        """The word a reader reads."""
        return {Rhythm.DAILY: "每日", Rhythm.WEEKLY: "每周"}[self]


@dataclass(frozen=True, slots=True, order=True)
class Mailing:
    """One rhythm and one theme, `综合政务\\政务公开`; empty for everything."""

    rhythm: Rhythm
    theme: str = ""

    @classmethod
    def of(cls, document: str) -> Mailing:
        """The mailing of that name in the ledger. ValueError for another name."""
        first, rhythm, theme = document.split("/", 2)
        if first != FIRST:
            raise ValueError(document)
        return cls(Rhythm(rhythm), theme)

    @property
    def document(self) -> str:
        """Its name in the ledger, in place of an index number."""
        return f"{FIRST}/{self.rhythm.value}/{self.theme}"

    @property
    def label(self) -> str:
        """What readers call it."""
        return f"{self.rhythm.label}汇总{f'（{self.theme}）' if self.theme else ''}"

    def takes(self, record: Record) -> bool:
        """Whether the document is of the theme, or of one below it."""
        wanted = tuple(self.theme.split(_BELOW)) if self.theme else ()
        paths = (theme_path(written) or tuple(written.split(_BELOW)) for written in record.themes)
        return not wanted or any(path[: len(wanted)] == wanted for path in paths)

    def closed(self, now: datetime, hour: int) -> datetime:
        """When the last issue closed, at `now` or before: every day at that hour in Beijing, or every Monday."""
        local = now.astimezone(BEIJING)
        moment = local.replace(hour=hour, minute=0, second=0, microsecond=0)
        if self.rhythm is Rhythm.WEEKLY:
            moment -= timedelta(days=moment.weekday())
        return moment if moment <= local else moment - self._step

    def closes(self, now: datetime, hour: int) -> datetime:
        """When the next issue closes, after `now`."""
        return self.closed(now, hour) + self._step

    @property
    def _step(self) -> timedelta:
        return timedelta(days=1 if self.rhythm is Rhythm.DAILY else 7)


def widest(themes: Iterable[str]) -> tuple[str, ...]:
    """The themes without those below another of them: nobody wants a document from both."""
    found = tuple(dict.fromkeys(themes))
    return tuple(one for one in found if not any(one.startswith(f"{other}{_BELOW}") for other in found))


def mark_of(key: str) -> str:
    """What names an issue beside the list and in its Message-IDs: of its key in the ledger."""
    return key[:16]


def theme_of(written: str) -> str:
    """A theme as mailings write it. ValueError, in 中文, where the vocabulary has none of that name."""
    if (path := theme_path(written)) is None:
        raise ValueError(f"没有“{written}”这个主题：应是主题分类里的名称，如 综合政务\\政务公开")
    return _BELOW.join(path)
