"""From a tree of HTML to blocks: paragraphs, headings, lists, tables and pictures, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy

from bs4 import Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from intake.labels import WEAK, label_of
from intake.markdown import Converter, guarded
from intake.reading import Align, Block, Shape
from intake.web import tables
from intake.web.elements import MARKS, PARTS, UNREAD, is_in_sequence, number_of, numbered

HEADING = re.compile(r"h([1-6])")
ROLES = frozenset({"row", "cell", "rowheader", "columnheader", "gridcell", "listitem", "heading", "paragraph"})
"""Roles by which an element is one all the same."""
SIDES = {
    "center": Align.CENTRE,
    "middle": Align.CENTRE,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "left": Align.LEFT,
    "justify": Align.LEFT,
}
ALIGNED = re.compile(r"text-align\s*:\s*([a-z]+)", re.I)
CLASSES = {"gk-centre": Align.CENTRE, "gk-right": Align.RIGHT}
HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—…"
WRAPPED = re.compile(rf"(?<=[{HAN}])[ \t]*[\r\n]+[ \t]*(?=[{HAN}\d])|(?<=[\d%])[ \t]*[\r\n]+[ \t]*(?=[{HAN}])")
"""Where a source wraps a line within Chinese text: no space is meant."""
SPACES = re.compile(r"[ \t\r\n\xa0\u2000-\u200a\u205f]+")
LEVEL = re.compile(r"[一二三四五六七八九十百]{1,4}、|（[一二三四五六七八九十百]{1,4}）")
FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|rtf|zip|rar|7z|txt|csv)(?:$|[?&])", re.I)
BOLD = re.compile(r"\*\*((?:(?!\*\*).)+)\*\*")


def blocks_of(root: Tag, target: Callable[[str], str]) -> list[Block]:
    """The blocks within `root`. `target` maps a URL to where it leads now; empty for nowhere."""
    numbered(root)
    return list(_Walk(target).into(root, Align.LEFT))


def blocks_around(root: Tag, place: Tag) -> tuple[list[Block], list[Block]]:
    """The blocks of `root` before and after the element `place`."""
    if place is root:
        return [], []
    walk, before = _Walk(lambda url: "", place), list[Block]()
    after = before
    for block in walk.into(root, Align.LEFT):
        if walk.skipped and after is before:
            after = []
        after.append(block)
    return before, after if after is not before else []


class _Walk:
    """One walk through a tree: the paragraph under way, and the converter."""

    def __init__(self, target: Callable[[str], str], skip: Tag | None = None) -> None:
        self.target, self.skip, self.skipped = target, skip, False
        self.converter = Converter(target)
        self.run: list[PageElement] = []
        self.marks: tuple[Tag, ...] = ()
        """The links, bold and the like around the place the walk has come to, where they hold paragraphs."""
        self.marked: tuple[Tag, tuple[Tag, ...], Tag] | None = None
        """The copy of them at the end of the run, what it is a copy of, the innermost."""
        self.number = ""
        """What a browser draws before the next paragraph."""

    def into(self, element: Tag, align: Align, level: int = 0) -> Iterator[Block]:
        """The blocks of an element, begun and ended with it."""
        align = _align(element, align)
        heading = HEADING.fullmatch(element.name)
        level = int(heading[1]) if heading else level
        lined = element.name == "pre" or element.find_parent("pre") is not None
        for child in element.children:
            if lined and isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                first, *others = str(child).split("\n")
                self.add(NavigableString(first))
                for line in others:
                    yield from self.flush(align, level)
                    self.add(NavigableString(line))
            else:
                yield from self.node(child, align, level)
        if element.name in PARTS:
            yield from self.flush(align, level)

    def node(self, node: PageElement, align: Align, level: int) -> Iterator[Block]:
        """An element or a string among its siblings."""
        if isinstance(node, Tag):
            yield from self.tag(node, align, level)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            self.add(node)

    def add(self, node: PageElement) -> None:
        """Add to the paragraph under way, with the marks around it."""
        if not self.marks:
            self.run.append(node)
            return
        if self.marked is None or not self.run or self.run[-1] is not self.marked[0] or self.marked[1] != self.marks:
            whole, *inner = (Tag(name=mark.name, attrs=dict(mark.attrs)) for mark in self.marks)
            last = whole
            for mark in inner:
                last.append(mark)
                last = mark
            self.marked = whole, self.marks, last
            self.run.append(whole)
        self.marked[2].append(copy(node))

    def tag(self, child: Tag, align: Align, level: int) -> Iterator[Block]:
        """One element among its siblings."""
        if child is self.skip:
            yield from self.flush(align, level)
            self.skipped = True
            return
        if child.name in UNREAD:
            return
        if child.name == "br":
            yield from self.flush(align, level)
        elif child.name == "table" and not tables.is_layout(child):
            yield from self.flush(align, level)
            for loose in tables.loose_in(child):
                yield from self.node(loose, _align(child, align), level)
            yield from self.flush(align, level)
            yield self.table(child)
        elif child.name in ("ul", "ol") and _is_list(child):
            yield from self.flush(align, level)
            yield from self.list(child, align, level)
        elif child.name in PARTS or child.get("role") in ROLES:
            yield from self.flush(align, level)
            if child.name == "li" and number_of(child) and not LEVEL.match(_plain(_text(child))):
                self.number = f"{number_of(child)}. "
            yield from self.into(child, align, level)
            yield from self.flush(align, level)
            self.number = "" if child.name == "li" else self.number
        elif _holds_parts(child):
            around = self.marks
            self.marks = (*around, child) if child.name in MARKS else around
            yield from self.into(child, align, level)
            self.marks = around
        else:
            self.add(child)

    def flush(self, align: Align, level: int) -> Iterator[Block]:
        """End the paragraph under way."""
        run, self.run = self.run, []
        text = _plain("".join(map(_text, run)))
        if not text and not any(isinstance(node, Tag) and (node.name == "img" or node.find("img")) for node in run):
            return
        parted = _parted(run)
        if parted:
            yield from (Block(text=part, markdown=guarded(part)) for part in parted)
            return
        markdown = _tidy(self.converter.inline(run))
        if not markdown:
            return
        if text:
            text, markdown, self.number = f"{self.number}{text}", f"{self.number}{markdown}", ""
        shape = Shape.HEADING if level else Shape.PARAGRAPH if text else Shape.PICTURE
        align = next((_align(node, align) for node in run if isinstance(node, Tag) and _text(node).strip()), align)
        yield Block(text=text, markdown=guarded(markdown), shape=shape, align=align, level=level)

    def table(self, table: Tag) -> Block:
        """A table of facts."""
        rows = tuple(tuple(map(tables.words, row)) for row in tables.rows_of(table))
        plain = tables.is_plain(table)
        markdown = self.converter.table(tables.rows_of(table)) if plain else tables.html_of(table, self.target)
        text = "\n".join(cell for row in rows for cell in row)
        return Block(text=text, markdown=markdown, shape=Shape.TABLE, rows=rows, linked=_is_linked(table))

    def list(self, element: Tag, align: Align, level: int) -> Iterator[Block]:
        """A list of short items; loose words within it are paragraphs and part it."""
        loose = [child for child in element.children if getattr(child, "name", None) != "li" and _text(child).strip()]
        if not loose:
            yield from self.items(element)
            return
        part = Tag(name=element.name)
        for child in element.children:
            if isinstance(child, Tag) and child.name == "li":
                yield from self.flush(align, level)
                part.append(copy(child))
            elif _text(child).strip():
                yield from self.items(part)
                part = Tag(name=element.name)
                yield from self.node(child, align, level)
        yield from self.flush(align, level)
        yield from self.items(part)

    def items(self, element: Tag) -> Iterator[Block]:
        """The block of a list that holds nothing but items."""
        items = [text for item in element.find_all("li", recursive=False) if (text := _plain(_text(item)))]
        if items:
            yield Block(
                text="\n".join(items), markdown=self.converter.block(element), shape=Shape.LIST, linked=_is_linked(element)
            )


def _parted(run: list[PageElement]) -> tuple[str, str] | None:
    """A label and its value where each is an element of its own and no colon parts them."""
    said = [node for node in run if _text(node).strip()]
    if len(said) != 2 or not all(isinstance(node, Tag) for node in said):
        return None
    label, value = (_plain(_text(node)) for node in said)
    return (label, value) if label_of(label) and label not in WEAK and not label.endswith(("：", ":")) else None


def _is_list(element: Tag) -> bool:
    """Whether a list is one: items of words, or of one paragraph each, that the official levels do not number."""
    items = element.find_all("li")
    inner = element.find_all(["ul", "ol"])
    loose = any(_text(child).strip() for one in inner for child in one.children if getattr(child, "name", None) != "li")
    parts = len(element.find_all(list(PARTS - {"ul", "ol", "li"})))
    held = not parts or (parts == len(items) and all(map(_is_one_paragraph, items)))
    if loose or not held or not all(map(is_in_sequence, (element, *inner))):
        return False
    if any(_parted(list(item.children)) for item in items):
        return False
    return bool(items) and all(_begins(item) and not LEVEL.match(_plain(_text(item))) for item in items)


def _is_one_paragraph(item: Tag) -> bool:
    """Whether all the words of an item, but for lists within it, stand in one element."""
    said = [child for child in item.children if getattr(child, "name", None) not in ("ul", "ol") and _text(child).strip()]
    return len(said) == 1 and getattr(said[0], "name", None) in ("p", "div")


def _begins(item: Tag) -> bool:
    """Whether an item begins with its own words and not with those of a list within it."""
    first = item.find(string=lambda string: bool(_text(string).strip()))
    return first is None or first.find_parent("li") is item


def _is_linked(element: Tag) -> bool:
    """Whether everything an element says is a link, and none to a file."""
    links = element.find_all("a", href=True)
    inside = "".join(_plain(_text(link)) for link in links)
    return (
        bool(inside)
        and inside == "".join(_plain(_text(element)).split())
        and not any(FILE.search(str(link["href"])) for link in links)
    )


def _holds_parts(element: Tag) -> bool:
    """Whether an inline element holds paragraphs or line breaks, as soups of <font> do."""
    lined = element.find_parent("pre") is not None and "\n" in element.get_text()
    return lined or element.find(lambda tag: tag.name in PARTS or tag.name == "br") is not None


def _align(element: Tag, align: Align) -> Align:
    if element.name == "center":
        return Align.CENTRE
    for name in element.get("class") or ():
        align = CLASSES.get(str(name), align)
    if element.name == "table":
        # Its attribute says where the table stands; its words begin at the left again.
        return Align.LEFT
    told = ALIGNED.search(str(element.get("style", "")))
    return SIDES.get((told[1] if told else str(element.get("align", ""))).lower(), align)


def _text(node: PageElement) -> str:
    if isinstance(node, Tag):
        return "" if node.name in UNREAD else "".join(map(_text, node.children))
    return "" if isinstance(node, Comment | PreformattedString) else str(node)


def _plain(text: str) -> str:
    return SPACES.sub(" ", WRAPPED.sub("", text)).strip(" \u3000")


def _tidy(markdown: str) -> str:
    """One line, without the padding of portals; bold only where it sets a part off."""
    line = BOLD.sub(_bold, _plain(markdown))
    whole = BOLD.fullmatch(line)
    return (whole[1] if whole else line).strip(" \u3000")


def _bold(found: re.Match[str]) -> str:
    inner = found[1].strip(" \u3000")
    return f"**{inner}**" if inner else ""
