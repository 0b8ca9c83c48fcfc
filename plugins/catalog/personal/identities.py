"""Identity numbers among figures: they prove themselves, so they are taken wherever their figures stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.catalog.personal.figures import JUNK, Part
from plugins.catalog.personal.hits import Hit, Personal, Place, number
from plugins.catalog.personal.identifiers import LENGTH, PROVINCES, is_birth, is_identity_number
from plugins.catalog.personal.windows import Window, rows
from plugins.catalog.personal.words import Label, Surroundings

GLUED = 60
"""Figures that may stand together and hold an identity number: text of a PDF runs columns together."""
BEGINNINGS = dict.fromkeys((LENGTH - 1, LENGTH), tuple(PROVINCES))
_CHECK = re.compile(rf"{JUNK}{{0,12}}([XxＸｘ])(?![A-Za-z])")


class Identities:
    """The identity numbers of 18 characters in one text."""

    def __init__(self, text: str, around: Surroundings) -> None:
        """`text` has its entities read; places are places in it."""
        self._text, self._around = text, around

    def of(self, run: Sequence[Part]) -> Iterator[Hit]:
        """Those of one run."""
        at = 0
        while at < len(run):
            found = next(self._from(run, at), None)
            if found:
                window, hit = found
                yield hit
                at = window.last
            else:
                yield from self._glued(run[at])
            at += 1

    def _from(self, run: Sequence[Part], first: int) -> Iterator[tuple[Window, Hit]]:
        """The one that begins with this part."""
        for last, _, figures in rows(run, first, BEGINNINGS):
            window = Window(run, first, last)
            value, places = self._checked(figures, window.places)
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
