"""Plain text and Markdown, read: a paragraph a line."""

from __future__ import annotations

import re

from intake import rules
from intake.encoding import decoded
from intake.markdown import escape
from intake.reading import Block, Reading, Refused, Shape
from intake.sources import Source

HEADING = re.compile(r"(#{1,6})\s+(\S.*)$")
LISTED = re.compile(r"[-*+]\s|\|")
PADDING = " \t\u3000\xa0"


def read_text(source: Source) -> Reading:
    """The reading of a text file. Raises Refused."""
    reading = Reading()
    lines = decoded(source.read(), reading).splitlines()
    reading.blocks = [
        Block(text=text, markdown=escape(text), line=number)
        for number, line in enumerate(lines, 1)
        if (text := line.strip(PADDING).replace("\xa0", " "))
    ]
    return _with_text(reading)


def read_markdown(source: Source) -> Reading:
    """The reading of Markdown that was not written for this portal: its headings, lists and tables are kept. Raises Refused."""
    reading = Reading()
    text = decoded(source.read(), reading)
    if text.startswith("---\n"):
        raise Refused(rules.NO_TEXT, hint="它已经有信息块，直接放进栏目文件夹就行")
    group = list[str]()
    lines = _without_comments(text).splitlines()
    for number, line in enumerate(lines, 1):
        stripped = line.strip(PADDING)
        if group and not LISTED.match(stripped):
            reading.blocks.append(_group(group, number - len(group)))
            group = []
        heading = HEADING.fullmatch(stripped)
        if heading:
            reading.blocks.append(
                Block(
                    text=heading[2].rstrip("# "),
                    markdown=heading[2].rstrip("# "),
                    shape=Shape.HEADING,
                    level=len(heading[1]),
                    line=number,
                )
            )
        elif LISTED.match(stripped):
            group.append(line.rstrip())
        elif stripped:
            reading.blocks.append(Block(text=stripped, markdown=stripped, line=number))
    if group:
        reading.blocks.append(_group(group, len(lines) + 1 - len(group)))
    return _with_text(reading)


def _without_comments(text: str) -> str:
    """The text with its comments gone and its lines where they were."""
    parts, at = list[str](), 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        parts += [text[at:begin], "\n" * text.count("\n", begin, end)]
        at = end + 3
    return "".join((*parts, text[at:]))


def _group(lines: list[str], number: int) -> Block:
    if not lines[0].lstrip().startswith("|"):
        return Block(text="\n".join(lines), markdown="\n".join(lines), shape=Shape.LIST, line=number)
    rows = tuple(tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines)
    return Block(text="\n".join(lines), markdown="\n".join(lines), shape=Shape.TABLE, rows=rows, line=number)


def _with_text(reading: Reading) -> Reading:
    if not reading.blocks:
        raise Refused(rules.NO_TEXT, hint="文件是空的")
    return reading
