"""Reading: what a source says, before anyone decides what it means: its blocks, its claims about fields, the files it brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from plugins.catalog.findings import Finding, Rule
from plugins.catalog.opening.refused import Refused as Refused


class Shape(StrEnum):
    """What a block is on paper."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    """A heading by the source's own mark: h1 to h6, a heading style of Word."""
    LIST = "list"
    TABLE = "table"
    PICTURE = "picture"


class Align(StrEnum):
    """How a block stands between the margins."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, list, table or picture, in reading order."""

    text: str
    """Its words without padding; inner spaces as they were. Cells of a table stand one a line."""
    markdown: str
    """The same as Markdown, escaped; files it brings are `intake:0`, `intake:1`, … where a target stands."""
    shape: Shape = Shape.PARAGRAPH
    align: Align = Align.LEFT
    level: int = 0
    """Of a heading, from 1."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table: the words of its cells."""
    linked: bool = False
    """Whether all its words are links to other pages."""
    line: int = 1
    """Where it begins in the source, from 1, as far as the reader knows."""


class Origin(StrEnum):
    """Where in a source a claim stands, the most trusted first."""

    BLOCK = "信息块"
    META = "META 标记"
    HEADING = "标题"
    SIGNATURE = "落款"
    HISTORY = "题注"
    TEXT = "正文"
    ADDRESS = "网址"
    FILE_NAME = "文件名"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one place of a source says about one field of the official block."""

    label: str
    """The 中文 label of the field's row, such as 文号."""
    value: str
    """As it was written, trimmed."""
    origin: Origin
    line: int = 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of a source with its value; `label` is the field's, empty where the portal has none for it."""

    name: str
    label: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture or attachment that comes along with a source."""

    name: str
    """Its file name with the ending, without a folder; it may be Chinese."""
    content: bytes
    path: str = ""
    """Where it lay below the folder that is taken in; empty for what lay within the source."""


@dataclass(slots=True)
class Reading:
    """A source, read. Block Markdown names the files it brings by their place in `files`."""

    blocks: list[Block] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    files: list[Brought] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """What a person should know; the path stays empty, whoever called the reader fills it in."""
    before: list[Block] = field(default_factory=list)
    """The last blocks before the place of the text, where a page shows title and number."""
    foreign: list[Labelled] = field(default_factory=list)
    """Labels of the source that the portal has no field for."""
    address: str = ""
    """The address the source had on the old portal."""
    inferred: bool = False
    """Whether it was only inferred where the text begins: what stands before it is no text then."""

    def doubt(self, rule: Rule, line: int = 1, **values: object) -> None:
        """Note something a person should look at."""
        self.findings.append(rule.at("", line, 1, **values))

    def bring(self, name: str, content: bytes, path: str = "") -> str:
        """Take a file along; its target for a block's Markdown. The same bytes are taken once."""
        for number, one in enumerate(self.files):
            if one.content == content:
                return f"intake:{number}"
        self.files.append(Brought(name, content, path))
        return f"intake:{len(self.files) - 1}"

    def tables(self) -> Iterator[Block]:
        """The tables, in order."""
        return (block for block in self.blocks if block.shape is Shape.TABLE)
