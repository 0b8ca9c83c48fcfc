"""What the tests of intake make again and again: sources, pages, blocks, drafts, a shelf."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bs4 import BeautifulSoup

from intake.disguise import BEGINNINGS
from intake.draft import Draft
from intake.reading import Block, Claim, Origin, Reading
from intake.sources import Source
from intake.web.blocks import blocks_of
from intake.web.page import read_page
from intake.write import Shelf
from plugins.engine.body import make_body

FIELDS: Mapping[str, object] = {
    "索引号": "990000017/2016-00042",
    "发布机构": "示例省人民政府",
    "发文日期": "2016-03-05",
    "名称": "关于一件事的通知",
    "文号": "示政发〔2016〕42号",
    "发布日期": "2016-03-06",
}
PROSE = "各地要把这件事办好，明确责任，抓好落实；工作中的情况，请及时报告。"


def make_source(folder: Path, name: str, content: bytes | str, site: str = "") -> Source:
    """A file of this name below the folder; words stand behind the first bytes that its ending promises."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    first = BEGINNINGS.get(path.suffix.lower(), (b"",))[0]
    path.write_bytes(first + content.encode() if isinstance(content, str) else content)
    return Source(folder, name, site)


def page_of(folder: Path, text: str, head: str = "", around: str = "", name: str = "page.html", site: str = "") -> Reading:
    """The reading of a page whose text stands in a place that every portal knows."""
    html = f'<html><head>{head}</head><body>{around}<div class="TRS_Editor">{text}</div></body></html>'
    return read_page(make_source(folder, name, html, site))


def blocks_in(html: str) -> list[Block]:
    """The blocks of a piece of HTML; links and pictures keep the address that was written."""
    return blocks_of(BeautifulSoup(f"<html><body>{html}</body></html>", "lxml"), lambda url: url)


def make_block(text: str, **changes: object) -> Block:
    """A paragraph."""
    return Block(**({"text": text, "markdown": text} | changes))  # type: ignore[arg-type]


def make_claim(label: str, value: str, origin: Origin = Origin.BLOCK) -> Claim:
    """What one place says."""
    return Claim(label=label, value=value, origin=origin)


def make_draft(body: str = "正文。", **changes: object) -> Draft:
    """A draft of a policy, with some of its fields changed; None leaves a field out."""
    fields = {label: value for label, value in (FIELDS | changes).items() if value is not None}
    return Draft(fields, [body])


def make_shelf(folder: Path) -> Shelf:
    """The policies of a portal in this folder, by year."""
    return Shelf(folder / "content", folder / "content" / "policies", by_year=True)


def codes(reading: Reading | Draft) -> list[str]:
    """The codes of what a person should look at."""
    return [finding.code for finding in reading.findings]


def shown(markdown: str) -> str:
    """The words that people see where a page of the portal holds this Markdown."""
    return BeautifulSoup(make_body(markdown, "policies/2026/a.md").html, "html.parser").get_text()


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def no_progress(step: str, done: int, total: int) -> None:
    """Nobody is told."""
