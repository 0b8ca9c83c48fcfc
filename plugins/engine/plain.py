"""Plain: the short way from Markdown to HTML for texts that use nothing but what official texts mostly use.

Paragraphs, headings, lists of one level, tables with bars at both ends, `**strong**` and `[words](address)`, each in the
form that leaves no doubt. `convert` takes a text only where it gives what Python-Markdown, our reference, gives, byte for
byte; for any other text it gives None. A test holds the two beside each other on thousands of texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef“”‘’—…"
CJK_BREAK = re.compile(rf"(?<=[{CJK}])\n(?=[{CJK}])")
DOUBTFUL = re.compile(
    r"[`\\<>&_\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]"  # code, escapes, HTML, entities, the other emphasis
    r"|!\[|\*\*\*"
    r"|[^\S\n\u3000](?:\n|\Z)|(?:\A|\n)(?:[^\S\n\u3000]|[^\S\n]+(?:\n|\Z))"  # spaces that break lines, or shift them
)
HEADING = re.compile(r"(#{1,6})\s*([^#|\s][^#|]*)")
ITEM = re.compile(r"(?:[-*+]|(\d+)\.) (?=\S)(.+)")
BORDER = re.compile(r" *(:?)-+(:?) *")
INLINE = re.compile(r"\*\*([^*\[\]\s](?:[^*\[\]\n]*[^*\[\]\s])?)\*\*|\[([^*\[\]\n]+)\]\(([A-Za-z0-9./:#%?=-]+)\)")
SPECIAL = re.compile(r"[*\[]")
BEGINS = re.compile(r"[#=+|:-]|\*(?!\*\S)|\d+\. ")
"""How a line begins that is not, or may not be, the text of a paragraph."""
SIDES = {(True, True): "center", (True, False): "left", (False, True): "right"}


class Doubt(Exception):
    """The text must be left to Python-Markdown."""


def convert(text: str) -> str | None:
    """The HTML of a text, or None where Python-Markdown must say what it means."""
    if DOUBTFUL.search(text):
        return None
    try:
        return "\n".join(_blocks(text))
    except Doubt:
        return None


def _blocks(text: str) -> Iterator[str]:
    # A heading of the first level moves all headings down: the page has one already, its title.
    down = 1 if (text.startswith("#") and not text.startswith("##")) or re.search(r"\n#(?!#)", text) else 0
    lines: list[str] = []
    makers: list[Callable[[list[str]], str]] = []
    for line in (*text.split("\n"), ""):
        if line and line[0] != "#":
            lines.append(line)
            continue
        if lines:
            maker = _maker(lines[0])
            if (maker is _list and makers[-1:] == [_list]) or (maker is _table and line):
                raise Doubt  # one loose list; a table that goes on
            makers.append(maker)
            yield maker(lines)
            lines = []
        if line:
            makers.append(_paragraph)
            yield _heading(line, down)


def _maker(first: str) -> Callable[[list[str]], str]:
    if first[0] == "|":
        return _table
    return _list if ITEM.match(first) else _paragraph


def _heading(line: str, down: int) -> str:
    match = HEADING.fullmatch(line)
    if not match:
        raise Doubt
    level = min(len(match[1]) + down, 6)
    return f"<h{level}>{_inline(match[2].strip())}</h{level}>"


def _paragraph(lines: list[str]) -> str:
    for number, line in enumerate(lines):
        # Behind an ideographic space the first line is never a list or the like.
        if BEGINS.match(line) and (number or line[0] != "\u3000"):
            raise Doubt
    text = "\n".join(lines).lstrip()
    if "|" in text:
        raise Doubt
    return f"<p>{_inline(text)}</p>"


def _list(lines: list[str]) -> str:
    items = [ITEM.fullmatch(line) for line in lines]
    first = items[0]
    if first is None or first[1] not in (None, "1"):
        raise Doubt
    texts = []
    for item in items:
        if item is None or (item[1] is None) != (first[1] is None) or BEGINS.match(item[2]) or "|" in item[2]:
            raise Doubt
        texts.append(f"<li>{_inline(item[2].lstrip())}</li>\n")
    tag = "ul" if first[1] is None else "ol"
    return f"<{tag}>\n{''.join(texts)}</{tag}>"


def _table(lines: list[str]) -> str:
    rows = [_cells(line) for line in lines]
    borders = [BORDER.fullmatch(cell) for cell in rows[1]] if len(rows) > 2 else []
    if not borders or any(len(row) != len(borders) for row in rows):
        raise Doubt
    classes = []
    for border in borders:
        if border is None:
            raise Doubt
        side = SIDES.get((bool(border[1]), bool(border[2])))
        classes.append(f' class="gk-align-{side}"' if side else "")
    head, body = _row("th", rows[0], classes), "".join(_row("td", row, classes) for row in rows[2:])
    return f"<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _cells(line: str) -> list[str]:
    if len(line) < 2 or line[0] != "|" or line[-1] != "|":
        raise Doubt
    return line[1:-1].split("|")


def _row(tag: str, cells: list[str], classes: list[str]) -> str:
    parts = (f"<{tag}{kind}>{_inline(cell.strip(' '))}</{tag}>\n" for cell, kind in zip(cells, classes, strict=True))
    return f"<tr>\n{''.join(parts)}</tr>\n"


def _inline(text: str) -> str:
    if not SPECIAL.search(text):
        return CJK_BREAK.sub("", text) if "\n" in text else text
    parts, end = list[str](), 0
    for match in INLINE.finditer(text):
        parts.append(_between(text[end : match.start()]))
        strong, words, address = match.groups()
        parts.append(f"<strong>{strong}</strong>" if strong else f'<a href="{address}">{words}</a>')
        end = match.end()
    return "".join((*parts, _between(text[end:])))


def _between(text: str) -> str:
    if SPECIAL.search(text):
        raise Doubt
    return CJK_BREAK.sub("", text)
