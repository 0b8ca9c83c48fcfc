"""How a document opens and closes: the label block, the title, the number, the note under the title, the signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from intake.labels import NAMES, WEAK, in_block, in_table, label_of
from intake.reading import Align, Block, Claim, Labelled, Origin, Shape
from intake.shapes import SENTENCE, as_number, leading_number, organs_in, squeezed
from intake.trim import is_furniture
from plugins.catalog.date_forms import dates_in, read_date, read_moment
from plugins.catalog.numbers import HAN
from plugins.catalog.vocabularies import genre_of_title

WHOLE = 0.85
"""Share of the cells of a block of labels that are labels and their values; a heading may stand over them."""
HEAD_LIMIT = 14
"""Blocks among which a title and a number are looked for."""
TITLE_PIECES = 5
LEVEL = re.compile(
    r"[一二三四五六七八九十百]{1,4}、|（[一二三四五六七八九十百]{1,4}）|第[一二三四五六七八九十百]+[编章节条]|\d{1,2}[.．、]"
)
ADDRESSEE = re.compile(r"[^：]{2,150}：")
PROSE_LIMIT = 60
RED_HEAD = re.compile(rf"[{HAN}、 \u3000]{{2,60}}文[ \u3000]*件")
HEAD_WORD = re.compile(r"[ \u3000]*文[ \u3000]*件$")
ORDER_HEAD = re.compile(rf"(?P<organ>[{HAN}、 \u3000]{{2,40}}?)[ \u3000]*令")
ORDER_NUMBER = re.compile(
    r"[（(]?\s*(?:[（(]\d{4}[）)])?第\s*(?P<number>\d{1,5}|[一二三四五六七八九十百零〇]{1,7})\s*号\s*[）)]?"
)
NOTE = re.compile(r"[（(].*(?:通过|公布|发布|修正|修订|批准|施行|公告|印发).*[）)]?")


@dataclass(slots=True)
class Opening:
    """What the first blocks are: their claims, and which of them are no part of the body."""

    claims: list[Claim] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    """Places of blocks that the front matter says already."""
    foreign: list[Labelled] = field(default_factory=list)
    """Labels the portal has no field for."""
    body: int = 0
    """Where the body begins at the latest."""


def labelled(blocks: Sequence[Block], leading: bool = False) -> Opening:
    """The labels of a run of blocks; with `leading`, only of one unbroken block of labels at the beginning."""
    found = Opening()
    if leading:
        blocks = blocks[: next((at for at, block in enumerate(blocks) if _is_body(block)), len(blocks))]
    for start, run in _runs(blocks, leading):
        strong = [one for one in run if one.label and one.name not in WEAK]
        known = [one for one in run if one.label]
        if not all(_is_whole(blocks[at]) for at in start if blocks[at].shape is Shape.TABLE):
            continue
        whole = bool(known) and all(_is_whole(blocks[at]) for at in start)
        if not (len(known) >= 3 or whole or (strong and (len(known) >= 2 or not leading)) or (not leading and _is_byline(run))):
            continue
        found.used |= set(start)
        found.claims += [
            Claim(label=one.label, value=one.value, origin=Origin.BLOCK, line=one.line) for one in known if one.value
        ]
        found.foreign += [one for one in run if not one.label and one.value]
        if leading:
            break
    found.body = max(found.used, default=-1) + 1
    return found


def opening(blocks: Sequence[Block], title: str, ended: bool = False) -> Opening:
    """The title, the number and the note under the title, among the first blocks.

    `title` is what was told elsewhere, or empty; `ended` says that the text begins only after these blocks.
    """
    found = Opening(body=next((at for at, block in enumerate(blocks) if _is_body(block) and not ended), len(blocks)))
    head = list(blocks[: min(found.body, HEAD_LIMIT)])
    _numbers(head, found)
    _title(head, title, found)
    for at, block in enumerate(head):
        if at in found.used:
            continue
        told = list(_byline(block))
        if told:
            found.claims += told
            found.used.add(at)
        elif RED_HEAD.fullmatch(block.text) and (organs := organs_in(HEAD_WORD.sub("", block.text))):
            found.claims.append(Claim(label="发布机构", value="、".join(organs), origin=Origin.HEADING, line=block.line))
            found.used.add(at)
        elif read_date(block.text):
            found.claims.append(Claim(label="发文日期", value=block.text.strip("（）()"), origin=Origin.HISTORY, line=block.line))
    return found


def _is_whole(block: Block) -> bool:
    """Whether every cell of a table is a label or its value."""
    return block.shape is Shape.TABLE and 2 * len(in_table(block)) >= WHOLE * sum(
        bool(cell) for row in block.rows for cell in row
    )


def _is_byline(run: Sequence[Labelled]) -> bool:
    """A line under a title: when, and from where or how often read."""
    day = next((one for one in run if one.label == "发布日期" and read_moment(one.value)), None)
    if day is None:
        return False
    alone = day.name not in WEAK and read_date(day.value) is not None
    return alone or any(one is not day and one.name in NAMES for one in run)


def _runs(blocks: Sequence[Block], leading: bool) -> Iterator[tuple[list[int], list[Labelled]]]:
    """Neighbouring blocks that hold labels, with the labels; a label alone takes the block after it for its value."""
    places, run, quiet = list[int](), list[Labelled](), 0
    at = 0
    while at < len(blocks):
        block = blocks[at]
        alone = label_of(block.text) if block.shape is not Shape.TABLE else None
        after = blocks[at + 1 : at + 1 + TITLE_PIECES]
        if alone and alone in NAMES and _is_value(alone, after, run):
            places, run, quiet = [*places, at, at + 1], [*run, Labelled(alone, NAMES[alone], after[0].text, block.line)], 0
            at += 2
            continue
        labels = in_block(block)
        if alone or labels:
            places, run, quiet = [*places, at], [*run, *labels], 0
        elif run:
            quiet += 1
            unknown = re.match(rf"[{HAN} \u3000]{{2,12}}[：:]", block.text)
            if unknown and at + 1 < len(blocks) and in_block(blocks[at + 1]):
                name, _, value = block.text.partition(unknown[0][-1])
                places, run, quiet = [*places, at], [*run, Labelled("".join(name.split()), "", value.strip(), block.line)], 0
            elif leading or quiet > 2:
                yield places, run
                places, run, quiet = [], [], 0
        at += 1
    if run:
        yield places, run


def _is_value(label: str, after: Sequence[Block], told: Iterable[Labelled]) -> bool:
    """Whether the first block below a label that stands alone is its value. The title of the text is a value of 名称 only."""
    if not after or after[0].shape is Shape.TABLE or label_of(after[0].text) is not None or in_block(after[0]):
        return False
    titles = {squeezed(one.value) for one in told if one.label == "名称"}
    begun = accumulate(squeezed(block.text) for block in after[:TITLE_PIECES])
    is_title = any(text in titles for text in begun) or ("关于" in after[0].text and genre_of_title(after[0].text))
    return NAMES[label] == "名称" or not is_title


def _is_body(block: Block) -> bool:
    text = block.text
    if any(one.name in NAMES for one in in_block(block)) or is_furniture(block):
        return False
    if block.shape is Shape.TABLE or LEVEL.match(text):
        return True
    if block.shape is Shape.LIST:
        return any(len(item) > 20 for item in text.split("\n"))
    return (
        bool(ADDRESSEE.fullmatch(text))
        or (len(text) >= PROSE_LIMIT and "。" in text and not NOTE.match(text))
        or text.endswith("。")
    )


def _numbers(head: Sequence[Block], found: Opening) -> None:
    """The number that stands on a line of its own, or on two as orders have it; repeated, it is marked again."""
    told = ""
    for at, block in enumerate(head):
        number, lines = as_number(block.text), 1
        below = ORDER_NUMBER.fullmatch(head[at + 1].text) if at + 1 < len(head) else None
        order = ORDER_HEAD.fullmatch(block.text)
        if not number and order and below:
            organ, lines = "".join(order["organ"].split()), 2
            number = f"{organ}令第{below['number']}号"
            found.claims.append(Claim(label="发布机构", value=organ, origin=Origin.HEADING, line=block.line))
        if number and told in ("", number):
            told = number
            found.claims.append(Claim(label="文号", value=number, origin=Origin.HEADING, line=block.line))
            found.used |= set(range(at, at + lines))


def _title(head: Sequence[Block], title: str, found: Opening) -> None:
    """Mark the blocks that are the title, as often as it stands there; where nobody told it, they tell it."""
    free = [at for at in range(len(head)) if at not in found.used]
    if not title:
        pieces = _title_pieces(head, free)
        title = "".join(head[at].text for at in pieces)
        if pieces:
            found.claims.append(Claim(label="名称", value=title, origin=Origin.HEADING, line=head[pieces[0]].line))
    for at in free if title else ():
        joined = ""
        for end in range(at, min(len(head), at + TITLE_PIECES)):
            if end in found.used:
                break
            joined += squeezed(head[end].text)
            if joined == squeezed(title):
                found.used |= set(range(at, end + 1))
                break


def _title_pieces(head: Sequence[Block], free: list[int]) -> list[int]:
    """Blocks that read as one title: the last that end in a genre, with the lines above that belong to them."""
    usable = [at for at in free if _may_be_title(head[at])]
    for last in reversed(usable):
        pieces = [last]
        while pieces[0] - 1 in usable and len(pieces) < TITLE_PIECES and _continues(head[pieces[0] - 1], head[pieces[0]]):
            pieces.insert(0, pieces[0] - 1)
        joined = "".join(head[at].text for at in pieces)
        if (
            genre_of_title(joined)
            and ("关于" in joined or _is_placed(head[last]) or last == usable[0])
            and 4 <= len(joined) <= 200
        ):
            return pieces
    placed = [at for at in usable if _is_placed(head[at]) and len(head[at].text) > 4 and not organs_in(head[at].text)]
    first = [at for at in usable[:1] if at == free[0] and "关于" in head[at].text]
    return placed[:1] or first


def _continues(upper: Block, lower: Block) -> bool:
    """Whether a line of a title goes on in the next: organs above 关于, or two lines set alike and unfinished."""
    if organs_in(upper.text):
        return True
    return _is_placed(upper) and _is_placed(lower) and upper.align is lower.align and not genre_of_title(upper.text)


def _may_be_title(block: Block) -> bool:
    text = block.text
    odd = (
        RED_HEAD.fullmatch(text)
        or read_date(text)
        or NOTE.match(text)
        or label_of(text)
        or is_furniture(block)
        or in_block(block)
    )
    return not odd and not text.endswith("。") and block.shape in (Shape.PARAGRAPH, Shape.HEADING)


def _is_placed(block: Block) -> bool:
    return block.align is Align.CENTRE or block.shape is Shape.HEADING


def _byline(block: Block) -> Iterator[Claim]:
    """A line of facts under a title without labels: a number, the day of publication, how often it was read."""
    number, rest = leading_number(block.text)
    if not number or not rest or SENTENCE.search(rest):
        return
    yield Claim(label="文号", value=number, origin=Origin.HEADING, line=block.line)
    day = next((match[0] for _, match in dates_in(rest)), "")
    if day and not in_block(block):
        yield Claim(
            label="发布日期", value=read_moment(rest[rest.find(day[:4]) :]) or day, origin=Origin.HEADING, line=block.line
        )
