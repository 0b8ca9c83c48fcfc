"""The body: official levels become headings, clauses stay clauses, every character stays in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intake.markdown import guarded, joined
from intake.reading import Align, Block, Shape
from plugins.catalog.date_forms import read_date
from plugins.catalog.vocabularies import genre_of_title

HEADING_LIMIT = 50
"""字; a longer first sentence is a paragraph, not a heading."""
HAN_NUMBER = "[一二三四五六七八九十百]{1,5}"
CHAPTER = re.compile(rf"第{HAN_NUMBER}(?P<unit>[编章节])(?=[ \u3000]|[^一-龥]|[\u4e00-\u9fff])")
ARTICLE = re.compile(rf"第{HAN_NUMBER}条")
SECTION = re.compile(rf"{HAN_NUMBER}、")
ITEM = re.compile(rf"（{HAN_NUMBER}）")
POINT = re.compile(r"\d{1,2}[.．](?!\d)")
DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[ \u3000]+(?=[^\d\s])(?![月日个年人万亿家项件次元名天%％|])")
"""1　总则, 1.1　编制目的: the levels of plans and standards."""
CONTENTS = re.compile(r"[.．…·]{3,}\s*\d*$")
"""How a line of a table of contents ends."""
DUTY = re.compile(r"(?<=.)(（责任单位：[^（）]*(?:（[^（）]*）[^（）]*)*）)$")
ANNEX = re.compile(r"附[ \u3000]*(?:件|表|录)?[ \u3000]*\d{0,2}[：:]?")
BOLD_MARK = re.compile(r"\\.|(\*\*)")
"""The beginning or end of bold, or an escaped sign."""
WHOLE_LINK = re.compile(r"!?(?<!\\)\[(?:\\.|[^\[\]\\])*\]\([^()]*\)")
BEGUN = re.compile(r"(?<!\\)\[")
ELEMENT = re.compile(r"<(/?)(?:em|del|su[bp])>")
LAST_HASH = re.compile(r"(?<!\\)#$")
UNFINISHED = tuple("，；：、,;:")


@dataclass(slots=True)
class _Marks:
    """What the marks of a whole text tell about each of them."""

    articles: bool
    """Whether it is a regulation: （一） is a clause then."""
    decimals: int
    """How many lines begin as 1　总则 does."""
    top: int
    """The highest level the source itself marks."""
    items: dict[int, _Items]
    """Which row of （一）（二）（三） an item stands in, by its place."""


@dataclass(slots=True)
class _Items:
    """A row of items under one heading."""

    last: int = 0
    clauses: bool = False
    """Whether one of them is a clause by its length or its last mark."""
    sentences: int = 0
    """How many are one sentence and nothing else."""

    def add(self, at: int, text: str) -> None:
        """One more, at its place."""
        self.last = at
        self.clauses |= (len(text) > HEADING_LIMIT and "。" not in text[:-1]) or text.endswith(("；", "，", "、", ";"))
        self.sentences += text.find("。") == len(text) - 1


def body_of(blocks: Sequence[Block]) -> Iterator[str]:
    """Markdown paragraphs of a text. Its words are those of the blocks; only where a heading ends its own line is new."""
    blocks = list(_whole_titles(blocks))
    marks, signed = _marks(blocks), False
    for at, block in enumerate(blocks):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.shape in (Shape.TABLE, Shape.LIST, Shape.PICTURE):
            yield block.markdown
        elif ITEM.match(block.text):
            yield from _item(block, at, after, marks)
        else:
            level = _level(block, after, signed, marks)
            yield from (_heading(level, block.markdown),) if level else _with_duty(block.markdown)
        signed = (signed and _is_annex(block.text)) or _closes(block.text)


def _marks(blocks: Sequence[Block]) -> _Marks:
    """One look at the whole text."""
    items, row = dict[int, _Items](), _Items()
    for at, block in enumerate(blocks):
        if SECTION.match(block.text) or ARTICLE.match(block.text) or block.text.startswith("（一）"):
            row = _Items()
        if ITEM.match(block.text):
            row.add(at, block.text)
            items[at] = row
    return _Marks(
        articles=sum(bool(ARTICLE.match(block.text)) for block in blocks) >= 3,
        decimals=sum(bool(DECIMAL.match(block.text)) for block in blocks),
        top=min((block.level for block in blocks if block.shape is Shape.HEADING), default=1),
        items=items,
    )


def _whole_titles(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with the title of an annex that stands on two lines as one."""
    at = 0
    while at < len(blocks):
        block, below = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
        both = below is not None and _is_line_of_title(block) and _is_line_of_title(below)
        if both and below and genre_of_title(below.text) and not genre_of_title(block.text):
            yield replace(block, text=block.text + below.text, markdown=block.markdown + below.markdown)
            at += 2
        else:
            yield block
            at += 1


def _is_line_of_title(block: Block) -> bool:
    """A short line in the middle, unfinished, that no level begins."""
    marked = SECTION.match(block.text) or ITEM.match(block.text) or CHAPTER.match(block.text) or _is_annex(block.text)
    plain = block.shape is Shape.PARAGRAPH and len(block.text) <= HEADING_LIMIT and not block.text.endswith((*UNFINISHED, "。"))
    return block.align is Align.CENTRE and plain and not marked and not block.text.startswith(("（", "(", "[", ":"))


def _level(block: Block, after: Block | None, signed: bool, marks: _Marks) -> int:
    """The Markdown level of a heading; 0 for a paragraph."""
    text = block.text
    short = len(text) <= HEADING_LIMIT and not text.endswith(UNFINISHED) and not CONTENTS.search(text)
    chapter = CHAPTER.match(text)
    if chapter and short and "。" not in text:
        return 3 if chapter["unit"] == "节" else 2
    if SECTION.match(text):
        return 2 if short and "。" not in text else 0
    decimal = DECIMAL.match(text)
    if decimal and short and marks.decimals > 1 and not re.search("[。；，]", text):
        return min(4, decimal[1].count(".") + 2)
    if POINT.match(text):
        return 4 if short and not text.endswith(("。", "；")) and block.shape is Shape.HEADING else 0
    if _is_annex(text) or not short or after is None:
        return 0
    if (
        signed
        and (block.align is Align.CENTRE or genre_of_title(text) or not re.search("[。，；：]", text))
        and not text.startswith("（")
    ):
        return 1
    return min(4, block.level - marks.top + 2) if block.shape is Shape.HEADING and not text.endswith("。") else 0


def _item(block: Block, at: int, after: Block | None, marks: _Marks) -> Iterator[str]:
    """（一）and its first sentence are a heading, the rest a paragraph; in a list of clauses it is a clause."""
    head, stop, rest = block.text.partition("。")
    row = marks.items[at]
    followed = after is not None and at + 1 not in marks.items and not SECTION.match(after.text)
    parallel = at == row.last and row.sentences > 1
    alone = not rest and bool(stop) and (not followed or parallel)
    first, stop, rest = block.markdown.partition("。")
    if marks.articles or row.clauses or alone or len(head) > HEADING_LIMIT or _crosses(first, rest):
        yield from _with_duty(block.markdown)
        return
    first, rest = _parted(first + stop, rest)
    yield _heading(3, BOLD_MARK.sub(lambda mark: "" if mark[1] else mark[0], first))
    if rest:
        yield from _with_duty(guarded(rest.strip(" \u3000")))


def _heading(level: int, markdown: str) -> str:
    """A heading; a mark at its end is one of its characters."""
    return f"{'#' * level} " + LAST_HASH.sub(r"\\#", markdown)


def _crosses(first: str, rest: str) -> bool:
    """Whether a link or an element begins in one part and ends in the other."""
    sides = [mark[1] for mark in ELEMENT.finditer(first)]
    count = 1
    while count:
        first, count = WHOLE_LINK.subn("", first)
    return sides.count("") != sides.count("/") or (bool(BEGUN.search(first)) and "](" in rest)


def _parted(first: str, rest: str) -> tuple[str, str]:
    """Two parts of a paragraph; bold that goes on ends in the first and begins anew in the second."""
    if sum(map(bool, BOLD_MARK.findall(first))) % 2:
        first, rest = joined(f"{first}**"), joined(f"**{rest}")
    return first, rest


def _is_annex(text: str) -> bool:
    """Whether a line is 附件, 附件1：or the like and nothing else."""
    return len(text) <= 12 and bool(ANNEX.fullmatch(text))


def _closes(text: str) -> bool:
    """Whether a block closes a text: its date, or the note （此件公开发布）after it."""
    return read_date(text) is not None or bool(re.fullmatch(r"[（(]此件[^（）]*[）)]", text))


def _with_duty(text: str) -> Iterator[str]:
    """A closing 责任单位 note is a paragraph of its own."""
    note = DUTY.search(text)
    parted = note is not None and not _crosses(text[: note.start()], note[0])
    yield from _parted(text[: note.start()], note[0]) if note and parted else (text,)
