"""What happens to the messages of one run in a row: what befalls everybody is the sender's trouble, or the server's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.deliveries import Deliveries, Delivery, Recipient
from publish.failures import Blocked, NotSent
from publish.smtp import CUT, Fate

IN_A_ROW = 3
"""Refusals, or words of patience for who had not heard them, without a message taken in between: then it is not they."""
_OF_THE_READER = re.compile(r"\d{3} 5\.(1\.([12346]|10)|2\.[0-4])")
"""No such box, no such domain, a box that is closed (RFC 3463, 3.2 and 3.3): whoever sends, and however often."""


class Run:
    """The messages of one run; told of each, it says when to stop."""

    def __init__(self, deliveries: Deliveries) -> None:
        """None yet."""
        self._deliveries = deliveries
        self._refused: list[Recipient] = []
        self._news = self._cuts = 0

    def note(self, who: Recipient, fate: Fate, code: str) -> None:
        """Raises Blocked or NotSent where it is no longer about this person."""
        if fate is Fate.TAKEN:
            self._refused, self._news, self._cuts = [], 0, 0
        elif fate is Fate.REFUSED and not _OF_THE_READER.match(code):
            self._refused.append(who)
        elif fate is Fate.POSTPONED:
            # Who was put off before says nothing new.
            self._news += who.put_off is None
            self._cuts += code == CUT
        if len(self._refused) == IN_A_ROW:
            raise _not_theirs(self._refused, self._deliveries, code)
        if max(self._news, self._cuts) == IN_A_ROW:
            raise NotSent(f"邮件服务器一连 {IN_A_ROW} 次请稍后再试，或断了连接：下次接着发")

    def end(self) -> None:
        """Raises Blocked where nobody has got anything."""
        if self._refused and not self._deliveries.counts().get(Delivery.DONE):
            raise _not_theirs(self._refused, self._deliveries, "")


def _not_theirs(refused: Sequence[Recipient], deliveries: Deliveries, code: str) -> Blocked:
    """Where nobody is taken it is the sender whom the server refuses: they are tried again once that is mended."""
    for who in refused:
        deliveries.note(who, Delivery.PENDING)
    said = f"（{code}）" if code else ""
    sentence = f"邮件服务器一连拒收 {len(refused)} 位，没有一封收下{said}：请核对发件人和登录"
    return Blocked(f"{sentence}；若确是地址失效，用 inv subscribers.remove 除名")
