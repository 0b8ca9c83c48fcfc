"""How a document closes: who signed it, on which day, and where its text has ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.reading import Align, Block, Claim, Origin, Shape
from intake.shapes import SENTENCE, organs_in
from plugins.catalog.date_forms import DATE, dates_in, plain, read_date
from plugins.catalog.numbers import HAN

LINE_LIMIT = 200
"""Characters of a line that says who printed a document."""
PRINTED = re.compile(rf"(?P<organs>[{HAN}（） \u3000]{{2,40}}?)[ \u3000]*(?P<date>{DATE.pattern})\s*印发")


LAST = 4
"""Blocks from the end within which a date alone is that of the signature, whoever signed."""


def signature(blocks: Sequence[Block]) -> list[Claim]:
    """The organs and the date at the end of a text, or of the notice before its annexes; the first such place."""
    for at, block in enumerate(blocks):
        organs, day = _signed(block.text)
        if not day:
            continue
        above = organs or _organs_above(blocks, at)
        closes = (
            at > 0 and at >= len(blocks) - LAST and not SENTENCE.search(blocks[at - 1].text) and len(blocks[at - 1].text) <= 30
        )
        if above or ((block.align is Align.RIGHT or closes) and read_date(block.text)):
            return [
                *(Claim(label="发布机构", value="、".join(above), origin=Origin.SIGNATURE, line=block.line) for _ in above[:1]),
                Claim(label="发文日期", value=day, origin=Origin.SIGNATURE, line=block.line),
            ]
    last = organs_in(blocks[-1].text) if blocks and blocks[-1].shape is Shape.PARAGRAPH else []
    return list(_printed(blocks)) or [
        Claim(label="发布机构", value="、".join(last), origin=Origin.SIGNATURE, line=blocks[-1].line) for _ in last[:1]
    ]


def closing(blocks: Sequence[Block]) -> int:
    """Where the text has ended: after its last signature; the end where it is not signed."""
    signed = [at for at, block in enumerate(blocks) if read_date(block.text)]
    return signed[-1] + 1 if signed else len(blocks)


def _signed(text: str) -> tuple[list[str], str]:
    """The organs and the date of a line that is a date, with or without organs before it."""
    if len(text) > 120:
        return [], ""
    for _, match in dates_in(text):
        written = plain(text)
        before, after = written[: match.start()], written[match.end() :]
        if after.strip(" \u3000()（）") or (match.start() and not before.strip(" \u3000()（）")):
            return ([], match[0]) if not after.strip(" \u3000()（）") else ([], "")
        organs = organs_in(before) if before.strip() else []
        return (organs, match[0]) if organs or not before.strip() else ([], "")
    return [], ""


def _organs_above(blocks: Sequence[Block], at: int) -> list[str]:
    """The organs on the lines above a date."""
    names = list[str]()
    for block in reversed(blocks[max(0, at - 20) : at]):
        organs = organs_in(block.text) if len(block.text) <= 120 and block.shape is Shape.PARAGRAPH else []
        if not organs:
            break
        names = organs + names
    return names


def _printed(blocks: Sequence[Block]) -> Iterator[Claim]:
    """版记: who printed the document and when, where it is not signed."""
    for block in reversed(blocks[-6:]):
        match = PRINTED.search(plain(block.text)) if len(block.text) <= LINE_LIMIT else None
        if match:
            yield Claim(label="发布机构", value="".join(match["organs"].split()), origin=Origin.SIGNATURE, line=block.line)
            yield Claim(label="发文日期", value=match["date"], origin=Origin.SIGNATURE, line=block.line)
            return
