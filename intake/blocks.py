"""From a tree of HTML to blocks: paragraphs, headings, lists, tables and pictures, in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4 import Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from intake import tables
from intake.labels import WEAK, label_of
from intake.markdown import Converter, guarded
from intake.reading import Align, Block, Shape

HEADING = re.compile(r"h([1-6])")
PARTS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul".split()
)
"""Elements that begin a paragraph of their own."""
ROLES = frozenset({"row", "cell", "rowheader", "columnheader", "gridcell", "listitem", "heading", "paragraph"})
"""Roles by which an element is one all the same."""
ROWS = frozenset("table thead tbody tfoot tr".split())
UNREAD = frozenset(
    "script style template noscript head title select button input textarea iframe object embed svg video audio map".split()
)
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
FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|rtf|zip|rar|7z|txt|csv)(?:$|\?)", re.I)
BOLD = re.compile(r"\*\*((?:(?!\*\*).)+)\*\*")


def blocks_of(root: Tag, target: Callable[[str], str]) -> list[Block]:
    """The blocks within `root`. `target` maps a URL to where it leads now; empty for nowhere."""
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
        self.number = ""
        """What a browser draws before the next paragraph."""

    def into(self, element: Tag, align: Align, level: int = 0) -> Iterator[Block]:
        """The blocks of an element, begun and ended with it."""
        align = _align(element, align)
        heading = HEADING.fullmatch(element.name)
        level = int(heading[1]) if heading else level
        lined = element.name == "pre" or element.find_parent("pre") is not None
        for child in element.children:
            if isinstance(child, Tag):
                yield from self.tag(child, align, level)
            elif isinstance(child, NavigableString) and not isinstance(child, Comment | PreformattedString):
                first, *others = str(child).split("\n") if lined else (child,)
                self.run.append(NavigableString(first) if others else child)
                for line in others:
                    yield from self.flush(align, level)
                    self.run.append(NavigableString(line))
        if element.name in PARTS:
            yield from self.flush(align, level)

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
            for caption in child.find_all("caption", recursive=False):
                yield from self.into(caption.extract(), align, level)
            self.run += [stray.extract() for stray in list(child.descendants) if _is_stray(stray)]
            yield from self.flush(align, level)
            yield self.table(child)
        elif child.name in ("ul", "ol") and _is_list(child):
            yield from self.flush(align, level)
            yield from self.list(child)
        elif child.name in PARTS or child.get("role") in ROLES:
            yield from self.flush(align, level)
            if (
                child.name == "li"
                and child.parent is not None
                and child.parent.name == "ol"
                and not LEVEL.match(_plain(_text(child)))
            ):
                self.number = f"{1 + len(child.find_previous_siblings('li'))}. "
            yield from self.into(child, align, level)
            yield from self.flush(align, level)
            self.number = "" if child.name == "li" else self.number
        elif _holds_parts(child):
            yield from self.into(child, align, level)
        else:
            self.run.append(child)

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
        markdown = self.converter.block(table) if plain else tables.html_of(table, self.target)
        text = "\n".join(cell for row in rows for cell in row)
        return Block(text=text, markdown=markdown, shape=Shape.TABLE, rows=rows, linked=_is_linked(table))

    def list(self, element: Tag) -> Iterator[Block]:
        """A list of short items."""
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


def _is_stray(node: PageElement) -> bool:
    """Whether words stand within a table and in none of its cells: browsers show them before it."""
    inside = isinstance(node, NavigableString) and node.parent is not None and node.parent.name in ROWS
    return inside and bool(_text(node).strip())


def _is_list(element: Tag) -> bool:
    """Whether a list is one: items with words of their own that the official levels do not number, nothing placed with them."""
    items = element.find_all("li")
    beside = [child for child in element.children if getattr(child, "name", None) != "li" and _text(child).strip()]
    placed = beside or element.find(list(PARTS - {"ul", "ol", "li"})) is not None
    if placed or any(_parted(list(item.children)) for item in items):
        return False
    return bool(items) and all(_begins(item) and not LEVEL.match(_plain(_text(item))) for item in items)


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
