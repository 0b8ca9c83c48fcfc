"""How real documents come through intake: the captured pages and the laws of the corpus, field by field and word by word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

from intake.run import Taken, take_in
from intake.shapes import as_number
from intake.write import Shelf
from plugins.catalog.date_forms import read_date
from plugins.catalog.terms import Kind
from plugins.engine.body import make_body
from tests.intake.layouts import squeezed

LEVEL_ONE = re.compile("[一二三四五六七八九十百]+、")
ELEMENTS = {
    "index_number": "索引号",
    "topic_category": "分类",
    "agency": "发布机构",
    "written_date": "发文日期",
    "title": "名称",
    "doc_number": "文号",
    "publish_date": "发布日期",
}


@dataclass(frozen=True, slots=True)
class Score:
    """How many of how many came out right, and what did not."""

    what: str
    right: int
    of: int
    wrong: tuple[str, ...] = ()


def take(folder: Path, content: Path) -> dict[str, Taken]:
    """Every source of a folder, by its path."""
    shelf = Shelf(content, content / "policies", by_year=True)
    return {one.source: one for one in take_in(folder, shelf, Kind.POLICY, lambda step, done, total: None).taken}


def pages(corpus: Path, content: Path) -> list[Score]:
    """The captured pages against expected.jsonl and text/: seven elements, first-level headings, tables, every paragraph."""
    folder = corpus / "govcn-html"
    taken = take(folder / "pages", content)
    elements, headings, tables, paragraphs = list[str](), list[str](), list[str](), list[str]()
    expected = [json.loads(line) for line in (folder / "expected.jsonl").read_text("utf-8").splitlines()]
    for page in expected:
        one = taken[Path(page["file"]).name]
        elements += [f"{one.source} {label}" for label in _wrong_elements(page, one)]
        body = _body(one)
        lines = list(_lines(body))
        text = (folder / "text" / f"{Path(page['file']).stem}.txt").read_text("utf-8")
        if [line for line in lines if LEVEL_ONE.match(line)] != list(map(squeezed, page["level1_headings"])):
            headings.append(one.source)
        if len(body.find_all("table")) != page["n_tables_in_body"]:
            tables.append(one.source)
        if not _same_text("".join(lines), squeezed(text), page):
            paragraphs.append(one.source)
    count = len(expected)
    return [
        Score("七个要素", count * len(ELEMENTS) - len(elements), count * len(ELEMENTS), tuple(elements)),
        Score("一级标题", count - len(headings), count, tuple(headings)),
        Score("表格", count - len(tables), count, tuple(tables)),
        Score("正文逐字", count - len(paragraphs), count, tuple(paragraphs)),
    ]


def laws(corpus: Path, content: Path) -> list[Score]:
    """The laws against index.jsonl: titles, order numbers, dates."""
    folder = corpus / "laws-md"
    taken = take(folder, content)
    wrong: dict[str, list[str]] = {"标题": [], "令号": [], "日期": []}
    expected = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    for law in expected:
        draft = taken[law["file"]].draft
        assert draft, law["file"]
        events = draft.events
        numbers = [number.rpartition("令")[2] for event in events for number in event.orders]
        written = [_number(number) for number in law["numbers"]]
        told = str(draft.fields.get("文号", "")).rpartition("令")[2]
        if draft.title != law["title"]:
            wrong["标题"].append(law["file"])
        if (numbers or [told][: bool(told)]) != written:
            wrong["令号"].append(law["file"])
        if sorted(event.day for event in events) != sorted(f"{read_date(day)}" for day in law["dates"]):
            wrong["日期"].append(law["file"])
    return [Score(what, len(expected) - len(files), len(expected), tuple(files)) for what, files in wrong.items()]


def _number(written: str) -> str:
    """The number of an order as the portal writes it: 第61号令 is 第61号, [2008] is 〔2008〕."""
    return as_number(written) or written.removesuffix("令")


def _wrong_elements(page: Mapping[str, str], one: Taken) -> Iterator[str]:
    fields = one.draft.fields if one.draft else {}
    for name, label in ELEMENTS.items():
        value = fields.get(label, "")
        got = "\\".join(value) if isinstance(value, list) else str(value)
        joint = fields.get("联合发文", ()) if label == "发布机构" else ()
        if "、".join((got, *map(str, joint if isinstance(joint, list) else ()))) != page[name]:
            yield label


def _body(one: Taken) -> BeautifulSoup:
    assert one.path
    text = one.path.read_text("utf-8").split("\n---\n", 1)[1]
    return BeautifulSoup(make_body(text, "policies/2019/a.md").html, "html.parser")


def _lines(body: BeautifulSoup) -> Iterator[str]:
    """The words of each paragraph and of each line of a cell, without white space."""
    for line_break in body.find_all("br"):
        line_break.replace_with("\n")
    for element in body.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "li"]):
        yield from filter(None, map(squeezed, element.get_text().split("\n")))


def _same_text(got: str, page_text: str, page: Mapping[str, str]) -> bool:
    """Whether the body is the page's text, in its order; the title and the number at its head may stand in the front matter."""
    if not page_text.endswith(got):
        return False
    head = page_text[: len(page_text) - len(got)]
    number = page["doc_number"].replace("国令", "中华人民共和国国务院令")
    return head in {"", *(squeezed(f"{title}{one}") for title in (page["title"], "") for one in (page["doc_number"], number, ""))}
