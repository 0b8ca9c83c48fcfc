"""Hits: something personal in a text, where it stands and how much of it may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.catalog.terms import Term

Place = tuple[int, int]
"""Where a character begins and ends in the text."""


class Personal(Term):
    """What is found."""

    IDENTITY = "identity", "公民身份号码"
    OLD_IDENTITY = "old_identity", "15位身份证号码"
    MOBILE = "mobile", "手机号码"
    LANDLINE = "landline", "家庭电话"
    CARD = "card", "银行卡号"
    PASSPORT = "passport", "护照或通行证号码"
    PLATE = "plate", "车牌号码"
    ADDRESS = "address", "家庭住址"
    EMAIL = "email", "个人电子邮箱"


SHOWN = {
    Personal.IDENTITY: (6, 4),
    Personal.OLD_IDENTITY: (6, 3),
    Personal.MOBILE: (3, 4),
    Personal.CARD: (6, 4),
    Personal.PASSPORT: (2, 3),
    Personal.PLATE: (2, 2),
}
"""Characters that a masked number shows at its beginning and at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something personal. Nothing of ours repeats its `value`."""

    what: Personal
    value: str
    """Its characters, without what stands between them."""
    places: tuple[Place, ...]
    """Where each of them stands in the text."""
    front: int
    back: int
    """How many of them may be shown at its beginning and at its end."""
    certain: bool = True
    """Whether it surely is one."""

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.places[0][0]

    @property
    def masked(self) -> str:
        """What may be shown of it: 420106********102X."""
        end = len(self.value) - self.back
        return self.value[: self.front] + "*" * (end - self.front) + self.value[end:]

    @property
    def hidden(self) -> tuple[Place, ...]:
        """Where the characters stand that may not be shown."""
        return self.places[self.front : len(self.places) - self.back]


def number(what: Personal, value: str, places: Sequence[Place], *, certain: bool = True) -> Hit:
    """A hit of which as much is shown as of all of its kind."""
    front, back = SHOWN[what]
    return Hit(what=what, value=value, places=tuple(places), front=front, back=back, certain=certain)


def phrase(what: Personal, span: Place, text: str, *, front: int, back: int = 0, certain: bool = True) -> Hit:
    """A hit that is some words of a text, not a number."""
    places = tuple((at, at + 1) for at in range(*span))
    return Hit(what=what, value=text[slice(*span)], places=places, front=front, back=back, certain=certain)
