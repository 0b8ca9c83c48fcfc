"""Numbers of persons among runs of figures.

A number that proves itself, an identity number by its check character, is taken wherever its figures stand. One that does not
must stand alone, in the groups in which people write it, or behind a label: statistics are full of eleven figures in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from plugins.catalog.personal.figures import JUNK, SPACES, Gap, Part, digit_runs, parts_of
from plugins.catalog.personal.hits import Hit, Personal, Place, number
from plugins.catalog.personal.identifiers import (
    LENGTH,
    OLD_LENGTH,
    UNIONPAY,
    is_bank_card,
    is_birth,
    is_identity_number,
    is_landline,
    is_mobile,
    is_old_identity_number,
)
from plugins.catalog.personal.words import Label, Surroundings

LONGEST = 19
"""Figures of the longest number."""
SHORT = 11
"""Figures of a mobile telephone: what is shorter is a passport or a telephone at home."""
GLUED = 60
"""Figures that may stand together and hold an identity number: text of a PDF runs columns together."""
PHONE_GROUPS = ((3, 4, 4), (1,) * 11)
CARD_GROUPS = ((4, 4, 4, 4), (4, 4, 4, 4, 3), (1,) * 16, (1,) * 19)
PASSPORT_GROUPS = ((8,), (4, 4), (2, 3, 3), (1,) * 8, (7,), (3, 4), (1,) * 7)
"""How people write them; any other groups need a label."""
ADDRESS_REACH = 200
COUNTRY = ("86", "0086")
LOCAL = range(7, 9)
"""Figures of a number of a fixed telephone without its area code."""
OFTEN = "EG"
"""Letters of the passports that are met without a label."""

_GLUE = re.compile(r"[A-Za-z0-9/=%_#&?]")
"""A character right beside figures that makes them part of something else: a code, an address of a page."""
_ADDRESS = re.compile(r"://[^\s<>()\"']*\Z")
_CHECK = re.compile(rf"{JUNK}{{0,12}}([XxＸｘ])(?![A-Za-z])")
_UNIT = re.compile(rf"[{SPACES}]?[元万亿千百吨公平立方亩人户个件份页字册升度米克%％‰]")
_LETTER = re.compile(
    rf"(?<![A-Za-z0-9/_<-])([A-Za-zＡ-Ｚａ-ｚ]){JUNK}{{0,6}}(?:([A-HJ-NP-Za-hj-np-zＡ-Ｚａ-ｚ]){JUNK}{{0,6}})?\Z"
)
_LETTER_REACH = 16
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z")


@dataclass(frozen=True, slots=True)
class Window:
    """Some neighbouring parts of a run."""

    run: Sequence[Part]
    first: int
    last: int

    @property
    def parts(self) -> Sequence[Part]:
        """The parts."""
        return self.run[self.first : self.last + 1]

    @property
    def places(self) -> list[Place]:
        """Where each figure stands."""
        return [(at, at + 1) for part in self.parts for at in part.at]

    @property
    def gaps(self) -> frozenset[Gap]:
        """What parts them, for all that a reader sees."""
        return frozenset(part.gap for part in self.parts[1:]) - {Gap.NONE}

    @property
    def groups(self) -> tuple[int, ...]:
        """How many figures stand together."""
        groups = [0]
        for at, part in enumerate(self.parts):
            if at and part.gap is not Gap.NONE:
                groups.append(0)
            groups[-1] += len(part.figures)
        return tuple(groups)

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.run[self.first].at[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.run[self.last].at[-1] + 1

    @property
    def within_a_line(self) -> bool:
        """Whether nothing parts it but spaces, or but dashes and dots."""
        return self.gaps <= {Gap.SPACE} or self.gaps <= {Gap.MARK}


class Numbers:
    """The numbers in one text."""

    def __init__(self, text: str, around: Surroundings) -> None:
        """`text` has its entities read; places are places in it."""
        self._text, self._around = text, around
        self._edges: set[int] = set()
        """Where identity numbers begin and end: what is glued to them stands alone."""

    def hits(self) -> Iterator[Hit]:
        """All of them."""
        for match in digit_runs(self._text):
            if len(match[0]) < SHORT and not self._may_be_short(match):
                continue
            run = parts_of(match)
            identities = list(self._identities(run))
            self._edges |= {at for hit in identities for at in (hit.places[0][0], hit.places[-1][1])}
            yield from identities
            for rest in _rests(run, {at for hit in identities for at, _ in hit.places}):
                yield from self._others(rest)

    def _may_be_short(self, run: re.Match[str]) -> bool:
        """Whether figures too few for most numbers, such as those of a date, may be one of the others."""
        return self._around.has_home or self._letter_before(run.start()) is not None

    def _letter_before(self, start: int) -> re.Match[str] | None:
        return _LETTER.search(self._text, max(0, start - _LETTER_REACH), start)

    def _identities(self, run: Sequence[Part]) -> Iterator[Hit]:
        """Identity numbers of 18 characters."""
        at = 0
        while at < len(run):
            found = next(self._identity_from(run, at), None)
            if found:
                window, hit = found
                yield hit
                at = window.last
            else:
                yield from self._glued(run[at])
            at += 1

    def _identity_from(self, run: Sequence[Part], first: int) -> Iterator[tuple[Window, Hit]]:
        """The one that begins with this part."""
        length = 0
        for last in range(first, len(run)):
            length += len(run[last].figures)
            if length > LENGTH:
                return
            if length < LENGTH - 1:
                continue
            window = Window(run, first, last)
            value, places = self._checked("".join(part.figures for part in window.parts), window.places)
            if len(value) == LENGTH and is_birth(value):
                hit = self._identity(value, places)
                if hit:
                    yield window, hit

    def _checked(self, figures: str, places: list[Place]) -> tuple[str, list[Place]]:
        """Seventeen figures with the X behind them."""
        check = _CHECK.match(self._text, places[-1][1]) if len(figures) == LENGTH - 1 else None
        return (f"{figures}X", [*places, check.span(1)]) if check else (figures, places)

    def _identity(self, value: str, places: list[Place]) -> Hit | None:
        """Of what has a province and a day: whether it is one, or was mistyped."""
        label = self._around.label(places[0][0], places[-1][1])
        if is_identity_number(value):
            return None if label is Label.ORGAN else number(Personal.IDENTITY, value, places)
        return number(Personal.IDENTITY, value, places, certain=False) if label is Label.IDENTITY else None

    def _glued(self, part: Part) -> Iterator[Hit]:
        """Those within figures that stand together and are too many."""
        if not LENGTH <= len(part.figures) <= GLUED:
            return
        places = [(at, at + 1) for at in part.at]
        tail, checked = self._checked(part.figures[1 - LENGTH :], places[1 - LENGTH :])
        figures, places = part.figures + tail[LENGTH - 1 :], [*places[: 1 - LENGTH], *checked]
        at = 0
        while at + LENGTH <= len(figures):
            value = figures[at : at + LENGTH]
            hit = self._identity(value, places[at : at + LENGTH]) if is_identity_number(value) else None
            if hit:
                yield hit
                at += LENGTH - 1
            at += 1

    def _others(self, run: Sequence[Part]) -> Iterator[Hit]:
        """Every other number. Of two that share figures the one whose figures stand nearer together, then the longer."""
        found = list[tuple[Gap, int, int, Hit]]()
        for first in range(len(run)):
            for last, worst, figures in _rows(run, first):
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
        stands = grouped and figures.startswith(UNIONPAY) and label is not Label.CODE and not self._is_joined(window)
        return number(Personal.CARD, figures, window.places) if stands or label is Label.CARD else None

    def _old_identity(self, window: Window, figures: str) -> Hit | None:
        if not is_birth(figures):
            return None
        label = self._label(window)
        if label is Label.IDENTITY:
            return number(Personal.OLD_IDENTITY, figures, window.places)
        stands = not window.gaps and label not in (Label.CODE, Label.ORGAN) and not self._is_joined(window)
        if stands and is_old_identity_number(figures):
            return number(Personal.OLD_IDENTITY, figures, window.places, certain=False)
        return None

    def _mobile(self, window: Window, figures: str) -> Hit | None:
        own = figures.removeprefix(COUNTRY[0]) if len(figures) == 13 else figures
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
        if not stands or label is Label.CODE or self._is_joined(window) or _UNIT.match(self._text, window.end):
            return None
        return number(Personal.MOBILE, own, places)

    def _passport(self, window: Window, figures: str) -> Hit | None:
        letters = self._letter_before(window.start)
        if letters is None or (letters[2] is None) != (len(figures) == 8) or _GLUE.match(self._text, window.end):
            return None
        groups = [letters.span(at) for at in (1, 2) if letters[at]]
        value = "".join(_ascii(letters[at]) for at in (1, 2) if letters[at]) + figures
        label = self._around.label(groups[0][0], window.end)
        usual = window.within_a_line and window.groups in PASSPORT_GROUPS and not _DAY.match(figures)
        stands = usual and value[0] in OFTEN and label is not Label.CODE and not self._is_joined(window, before=False)
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
        if first and run[first - 1].figures in COUNTRY:
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
        before = window.first and run[window.first].gap in near and run[window.first - 1].figures not in COUNTRY
        return bool(before) or (window.last + 1 < len(run) and run[window.last + 1].gap in near)

    def _is_glue(self, at: int) -> bool:
        if at < 0 or not _GLUE.match(self._text, at):
            return False
        # A step of a path may be a number; in the address of a page it is the number of a page.
        return self._text[at] != "/" or _ADDRESS.search(self._text, max(0, at - ADDRESS_REACH), at) is not None


def _rows(run: Sequence[Part], first: int) -> Iterator[tuple[int, Gap, str]]:
    """Every row of parts that begins with this one and may be a number: its last part, what parts it most, its figures."""
    figures, worst = "", Gap.NONE
    for last in range(first, len(run)):
        figures += run[last].figures
        if len(figures) > LONGEST:
            return
        worst = max(worst, run[last].gap) if last > first else worst
        if len(figures) >= LOCAL[0]:
            yield last, worst, figures


def _rests(run: Sequence[Part], taken: set[int]) -> Iterator[list[Part]]:
    """What of a run is not taken, in pieces."""
    rest = list[Part]()
    for part in run:
        if taken.isdisjoint(part.at):
            rest.append(part)
            continue
        yield rest
        rest = []
        is_open = [place not in taken for place in part.at]
        for free, together in groupby(range(len(part.at)), is_open.__getitem__):
            first, *others = together
            if free:
                kept = slice(first, (others or [first])[-1] + 1)
                yield [Part(part.figures[kept], part.at[kept], Gap.LINE)]
    yield rest


def _ascii(letter: str) -> str:
    """A letter of full width as one of usual width, in capitals."""
    code = ord(letter)
    return (chr(code - 0xFEE0) if code > 0xFF00 else letter).upper()
