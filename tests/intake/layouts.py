"""How a taken-in page compares with the answer of a careful clerk: right, said, or wrong in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from bs4 import BeautifulSoup

from intake.run import Fate, Taken, take_in
from intake.write import Shelf
from plugins.catalog.terms import Kind
from plugins.engine.body import make_body

FOLDER = Path(__file__).parent / "layouts"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
ELEMENTS = ("名称", "索引号", "文号", "分类", "发布机构", "发文日期", "发布日期")


@dataclass(frozen=True, slots=True)
class Case:
    """A page taken in, and what a clerk expects of it."""

    expected: dict[str, object]
    taken: Taken
    html: str
    """The body as a page of the portal shows it."""
    content: Path

    @property
    def said(self) -> str:
        """Every finding, in one text."""
        return "\n".join(f"{finding.code} {finding.message}" for finding in self.taken.findings)


def take_case(folder: Path, content: Path) -> Case:
    """Take the page of one case into a portal of its own."""
    shelf = Shelf(content, content / "policies", by_year=True)
    page = next(path for path in sorted(folder.iterdir()) if path.stem == "page")
    taken = take_in(page, shelf, Kind.POLICY, lambda step, done, total: None, workers=0).taken[0]
    body = taken.path.read_text("utf-8").split("\n---\n", 1)[1] if taken.path else ""
    html = make_body(body, taken.path.relative_to(content).as_posix()).html if taken.path else ""
    return Case(json.loads((folder / "expected.json").read_text("utf-8")), taken, html, content)


def faults(case: Case) -> Iterator[str]:
    """What is wrong in silence."""
    if case.taken.fate is Fate.REFUSED:
        if not case.expected.get("refusal_allowed"):
            yield f"refused: {case.said}"
        return
    yield from _fields(case)
    yield from _paragraphs(case)
    yield from _things(case)


def _fields(case: Case) -> Iterator[str]:
    got = case.taken.draft.fields if case.taken.draft else {}
    wanted, either = case.expected["fields"], case.expected.get("either", {})
    for label, value in wanted.items():
        if got.get(label) != value and not (label in got and label not in ELEMENTS and f"“{label}”" in case.said):
            yield f"{label}: {got.get(label)!r}, not {value!r}"
    for label, values in either.items():
        borrowed = None in values and label == "发布日期" and got.get(label) == got.get("发文日期") and "ITK064" in case.said
        said = None in values and f"“{label}”" in case.said
        if got.get(label) not in values and not borrowed and not said and not _near(got.get(label), values):
            yield f"{label}: {got.get(label)!r}, not one of {values!r}"
    for label in case.expected["unknown"]:
        borrowed = label == "发布日期" and got.get(label) == got.get("发文日期")
        if (label in got and not borrowed and f"“{label}”" not in case.said) or (label not in got and label not in case.said):
            yield f"{label}: {got.get(label)!r}, but nobody can tell"
    for label in case.expected["contradictory"]:
        if f"“{label}”说法不一" not in case.said:
            yield f"{label}: {got.get(label)!r}, contradictory and not said"


def _near(value: object, values: list[object]) -> bool:
    return isinstance(value, list) and any(isinstance(one, list) and set(value) == set(one) for one in values)


def _paragraphs(case: Case) -> Iterator[str]:
    got, wanted = "".join(texts_of(case.html)), "".join(map(squeezed, case.expected["paragraphs"]))
    if "ITK010" in case.said:
        got = got.replace("\ufffd", "")
    for text in map(squeezed, case.expected.get("optional", [])):
        got, wanted = got.replace(text, "", 1), wanted.replace(text, "", 1)
    if got != wanted:
        at = next(
            (at for at, (one, other) in enumerate(zip(got, wanted, strict=False)) if one != other), min(len(got), len(wanted))
        )
        near = slice(max(0, at - 12), at + 40)
        yield f"text: {got[near]!r}, not {wanted[near]!r} ({len(got)} and {len(wanted)})"
    soup = BeautifulSoup(case.html, "html.parser")
    headings = [squeezed(element.get_text()) for element in soup.find_all(re.compile("h[2-6]"))]
    for heading in case.expected["headings"]:
        if squeezed(heading) not in headings:
            yield f"no heading: {heading}"
    for text in case.expected.get("not_headings", []):
        if any(squeezed(text).startswith(heading) for heading in headings):
            yield f"a heading: {text}"


def _things(case: Case) -> Iterator[str]:
    soup = BeautifulSoup(case.html, "html.parser")
    tables = soup.find_all("table")
    merged = [table for table in tables if table.find(attrs={"colspan": True}) or table.find(attrs={"rowspan": True})]
    for what, got in (
        ("tables", len(tables)),
        ("merged_tables", len(merged)),
        ("pictures", len(soup.find_all("img", src=re.compile("^gk:")))),
    ):
        if got != case.expected.get(what, 0):
            yield f"{what}: {got}, not {case.expected.get(what, 0)}"
    brought = [one.path for one in case.taken.draft.files] if case.taken.draft else []
    for path in case.expected.get("attachments", []):
        if path not in brought:
            yield f"left behind: {path}"
    for name in case.expected.get("missing", []):
        if Path(name).name not in case.said:
            yield f"missing and not said: {name}"
    written = case.taken.path.read_text("utf-8") if case.taken.path else ""
    for words in case.expected["must_not_contain"]:
        if words in written:
            yield f"furniture: {words}"


def texts_of(html: str) -> Iterator[str]:
    """The words of paragraphs, headings and list items, without any white space; cells of tables are left out."""
    soup = BeautifulSoup(html, "html.parser")
    for table in soup.find_all("table"):
        table.decompose()
    yield from (squeezed(unescape(text)) for text in soup.stripped_strings)


def squeezed(text: str) -> str:
    """A text without white space, full-width signs for what editors write either way."""
    return re.sub(r"[\s\u3000\xa0]+", "", text)
