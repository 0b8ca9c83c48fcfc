"""Numbers of persons among runs of figures.

An identity number proves itself (`identities`). Any other must stand alone, in the groups in which people write it, or behind a
label: statistics are full of eleven figures in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from plugins.catalog.personal.figures import JUNK, SPACES, Gap, Part, digit_runs, parts_of
from plugins.catalog.personal.hits import Hit, Personal, Place, number
from plugins.catalog.personal.identifiers import (
    BEGINNINGS,
    COUNTRY,
    OLD_LENGTH,
    UNIONPAY,
    is_bank_card,
    is_birth,
    is_landline,
    is_mobile,
    is_old_identity_number,
)
from plugins.catalog.personal.identities import Identities
from plugins.catalog.personal.windows import Window, rows, without
from plugins.catalog.personal.words import Label, Surroundings

SHORT = 11
"""Figures of a mobile telephone: what is shorter is a passport or a telephone at home."""
PHONE_GROUPS = ((3, 4, 4), (1,) * 11)
CARD_GROUPS = ((4, 4, 4, 4), (4, 4, 4, 4, 3), (1,) * 16, (1,) * 19)
PASSPORT_GROUPS = ((8,), (4, 4), (2, 3, 3), (1,) * 8, (7,), (1,) * 7)
"""How people write them; any other groups need a label. The number of a standard (EN 124-2015) is no passport."""
COUNTRIES = (COUNTRY, f"00{COUNTRY}")
LOCAL = range(7, 9)
"""Figures of a number of a fixed telephone without its area code, and of a passport without its letters."""
BEHIND_LETTERS: Mapping[int, tuple[str, ...]] = {**BEGINNINGS, **dict.fromkeys(LOCAL, ("",))}
"""Only the first figures of a run have letters before them."""
AT_HOME: Mapping[int, tuple[str, ...]] = {**BEHIND_LETTERS, **dict.fromkeys(range(10, 13), ("",))}
THINGS = (Label.CODE, Label.ORGAN)
"""Labels of numbers that are nobody's."""
ADDRESS_REACH, LETTER_REACH = 200, 16
"""Characters before figures in which the address of a page begins, and in which the letters of a passport stand."""
OFTEN = "EG"
"""Letters of the passports that are met without a label; only E has another letter behind it."""

_GLUE = re.compile(r"[A-Za-z0-9/=%_#&?]")
"""A character right beside figures that makes them part of something else: a code, an address of a page."""
_ADDRESS = re.compile(r"://[^\s<>()\"']*\Z")
_UNIT = re.compile(rf"[{SPACES}]?[元万亿千百吨公平立方亩人户个件份页字册升度米克%％‰]")
_LETTER = re.compile(
    rf"(?<![A-Za-z0-9/_<-])([A-Za-zＡ-Ｚａ-ｚ]){JUNK}{{0,6}}(?:([A-HJ-NP-Za-hj-np-zＡ-Ｚａ-ｚ]){JUNK}{{0,6}})?\Z"
)
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z")


class Numbers:
    """The numbers in one text."""

    def __init__(self, text: str, around: Surroundings) -> None:
        """`text` has its entities read; places are places in it."""
        self._text, self._around = text, around
        self._identities = Identities(text, around)
        self._edges: set[int] = set()
        """Where identity numbers begin and end: what is glued to them stands alone."""

    def hits(self) -> Iterator[Hit]:
        """All of them."""
        for match in digit_runs(self._text):
            if len(match[0]) < SHORT and not self._may_be_short(match):
                continue
            run = parts_of(match)
            identities = list(self._identities.of(run))
            self._edges |= {at for hit in identities for at in (hit.places[0][0], hit.places[-1][1])}
            yield from identities
            for rest in without(run, {at for hit in identities for at, _ in hit.places}):
                yield from self._others(rest)

    def _may_be_short(self, run: re.Match[str]) -> bool:
        """Whether figures too few for most numbers, such as those of a date, may be one of the others."""
        return self._around.has_home or self._letter_before(run.start()) is not None

    def _letter_before(self, start: int) -> re.Match[str] | None:
        return _LETTER.search(self._text, max(0, start - LETTER_REACH), start)

    def _others(self, run: Sequence[Part]) -> Iterator[Hit]:
        """Every other number. Of two that share figures the one whose figures stand nearer together, then the longer."""
        found = list[tuple[Gap, int, int, Hit]]()
        for first in range(len(run)):
            beginnings = AT_HOME if self._around.has_home else BEGINNINGS if first else BEHIND_LETTERS
            for last, worst, figures in rows(run, first, beginnings):
                hit = self._number(Window(run, first, last), figures)
                if hit:
                    found.append((worst, -len(figures), first, hit))
        taken = set[Place]()
        for *_, hit in sorted(found, key=lambda one: one[:3]):
            if taken.isdisjoint(hit.places):
                taken.update(hit.places)
                yield hit

    def _number(self, window: Window, figures: str) -> Hit | None:
        """What some figures are, if anything."""
        found = None
        if len(figures) >= 16:
            found = self._card(window, figures)
        elif len(figures) == OLD_LENGTH:
            found = self._old_identity(window, figures)
        elif len(figures) in (11, 13):
            found = self._mobile(window, figures)
        elif len(figures) in LOCAL:
            found = self._passport(window, figures)
        return found or (self._landline(window, figures) if self._around.has_home else None)

    def _card(self, window: Window, figures: str) -> Hit | None:
        if not is_bank_card(figures):
            return None
        label = self._label(window)
        grouped = not window.gaps or (window.within_a_line and window.groups in CARD_GROUPS)
        stands = grouped and figures.startswith(UNIONPAY) and label not in THINGS and not self._is_joined(window)
        return number(Personal.CARD, figures, window.places) if stands or label is Label.CARD else None

    def _old_identity(self, window: Window, figures: str) -> Hit | None:
        if not is_birth(figures):
            return None
        label = self._label(window)
        if label is Label.IDENTITY:
            return number(Personal.OLD_IDENTITY, figures, window.places)
        stands = not window.gaps and label not in THINGS and not self._is_joined(window)
        if stands and is_old_identity_number(figures):
            return number(Personal.OLD_IDENTITY, figures, window.places, certain=False)
        return None

    def _mobile(self, window: Window, figures: str) -> Hit | None:
        own = figures.removeprefix(COUNTRY) if len(figures) == 13 else figures
        if not is_mobile(own):
            return None
        label = self._label(window)
        places = window.places[len(figures) - len(own) :]
        if label is Label.PHONE or label is Label.HOME:
            return number(Personal.MOBILE, own, places)
        if own is not figures and self._text[window.start - 1 : window.start] not in ("+", "＋"):
            return None
        grouped = window.within_a_line and window.groups in PHONE_GROUPS and not self._has_neighbours(window)
        stands = not window.gaps or grouped
        if not stands or label in THINGS or self._is_joined(window) or _UNIT.match(self._text, window.end):
            return None
        return number(Personal.MOBILE, own, places)

    def _passport(self, window: Window, figures: str) -> Hit | None:
        letters = self._letter_before(window.start)
        if letters is None or (letters[2] is None) != (len(figures) == 8) or _GLUE.match(self._text, window.end):
            return None
        groups = [letters.span(at) for at in (1, 2) if letters[at]]
        value = "".join(_ascii(letters[at]) for at in (1, 2) if letters[at]) + figures
        label = self._around.label(groups[0][0], window.end)
        usual = window.gaps <= {Gap.SPACE} and window.groups in PASSPORT_GROUPS and not _DAY.match(figures)
        stands = (
            usual
            and value[0] in (OFTEN if len(groups) == 1 else "E")
            and label not in THINGS
            and not self._is_joined(window, before=False)
        )
        if not stands and label is not Label.PASSPORT:
            return None
        return number(Personal.PASSPORT, value, (*groups, *window.places))

    def _landline(self, window: Window, figures: str) -> Hit | None:
        """The telephone at home; those of offices are public."""
        local = len(figures) in LOCAL and figures[0] not in "01" and not self._is_joined(window)
        if not (local or figures[0] == "0") or self._label(window) is not Label.HOME or not (local or is_landline(figures)):
            return None
        front = max(len(figures) - LOCAL[-1], 0)
        return Hit(what=Personal.LANDLINE, value=figures, places=tuple(window.places), front=front, back=4)

    def _label(self, window: Window) -> Label | None:
        return self._around.label(window.start, window.end)

    def _is_joined(self, window: Window, before: bool = True) -> bool:
        """Whether a dash, a dot, a letter or another sign makes it part of something longer."""
        run, first, last = window.run, window.first, window.last
        if first and run[first - 1].figures in COUNTRIES:
            first -= 1
        start = run[first].at[0]
        if before and (run[first].gap is Gap.MARK if first else start not in self._edges and self._is_glue(start - 1)):
            return True
        if last + 1 < len(run):
            return run[last + 1].gap is Gap.MARK
        return window.end not in self._edges and self._is_glue(window.end)

    def _has_neighbours(self, window: Window) -> bool:
        """Whether more figures of the same line stand beside it."""
        run, near = window.run, (Gap.SPACE, Gap.MARK)
        before = window.first and run[window.first].gap in near and run[window.first - 1].figures not in COUNTRIES
        return bool(before) or (window.last + 1 < len(run) and run[window.last + 1].gap in near)

    def _is_glue(self, at: int) -> bool:
        if at < 0 or not _GLUE.match(self._text, at):
            return False
        # A step of a path may be a number; in the address of a page it is the number of a page.
        return self._text[at] != "/" or _ADDRESS.search(self._text, max(0, at - ADDRESS_REACH), at) is not None


def _ascii(letter: str) -> str:
    """A letter of full width as one of usual width, in capitals."""
    code = ord(letter)
    return (chr(code - 0xFEE0) if code > 0xFF00 else letter).upper()
