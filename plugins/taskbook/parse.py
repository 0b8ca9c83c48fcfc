"""From the text of a work plan to its tasks: numbered items that end with a duty note. A pure function, linear in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.catalog.tasks import Task
from plugins.taskbook.deadlines import deadline_of, deadlines_in
from plugins.taskbook.notes import Note, read_note

HAN = "一二三四五六七八九十百"
LEVELS = (
    re.compile(rf"([{HAN}]{{1,4}})、"),
    re.compile(rf"（([{HAN}]{{1,4}})）|\(([{HAN}]{{1,4}})\)"),
    re.compile(r"(\d{1,2})(?:[.．](?!\d)|、)"),
    re.compile(r"（(\d{1,2})）|\((\d{1,2})\)"),
)
"""The marks of official numbering (GB/T 9704—2012 7.3.3), the highest first."""
OUTER = 2
"""Levels of which a task is expected where its neighbours are tasks; what is below may share one note."""
HEADING = re.compile(r"#{1,6}\s*")
ITEM = re.compile(r"^(?:[>*+-]\s+)+")
MARKUP = re.compile(r"\*\*|\\(?=[^\w\s])|\[([^\[\]\n]{1,200})\]\([^()\s]*\)")
BRACKET = re.compile("[（()）]")
STOPS = "。；"
TITLE, CUT = 60, "……"
"""Characters of a title that is cut from a sentence, and what stands for the rest."""
LABELS = tuple(f"{word}{colon}" for word in ("单位", "部门", "处室", "主体") for colon in "：:")
DEEDS = {word: re.compile(rf"{word}[^（()\n]{{0,80}}[）)]") for word in "负责 牵头 承担 承办 落实 配合 参与 参加 指导".split()}
"""What a text with a note holds. Each form begins with its word, so that a text without it is passed over at once."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a text holds: its tasks, and the titles of items that stand among tasks and have no unit."""

    tasks: tuple[Task, ...] = ()
    unassigned: tuple[tuple[str, str], ...] = ()
    """Number and title."""


@dataclass(slots=True)
class _Item:
    """A numbered item as far as it was read."""

    path: Path = ()
    title: str = ""
    heading: str = ""
    pieces: list[str] = field(default_factory=list)


def read_plan(body: str, year: int | None) -> Plan:
    """The tasks of a Markdown text; `year` is the one that 年内 and 6月底前 mean."""
    return _Walk(year).plan(body) if _may_hold(body) else Plan()


class _Walk:
    """One walk through a text, paragraph by paragraph."""

    def __init__(self, year: int | None) -> None:
        self._year = year
        self._item = _Item()
        self._items: dict[Path, str] = {}
        self._noted: set[Path] = set()
        self._heading = ""
        self._seen = Counter[str]()

    def plan(self, body: str) -> Plan:
        tasks = tuple(task for text, is_heading in paragraphs(body) for task in self._paragraph(text, is_heading))
        return Plan(tasks, tuple(self._unassigned()) if tasks else ())

    def _paragraph(self, text: str, is_heading: bool) -> Iterator[Task]:
        found = _numbered(text)
        parts = list(noted(found[2] if found else text))
        first = parts[0][0] if parts else ""
        if is_heading:
            self._heading = text
        if found:
            path = (*self._item.path[: found[0]], *[""] * (found[0] - len(self._item.path)), found[1])
            self._item = _Item(path, first.rstrip(STOPS) if is_heading else _title(first), self._heading)
            self._items.setdefault(path, self._item.title)
        elif is_heading:
            self._item = _Item(heading=text)
        for said, note in parts:
            if said and not is_heading:
                self._item.pieces.append(said)
            if note and note.units:
                yield from self._task(note)

    def _task(self, note: Note) -> Iterator[Task]:
        item, text = self._item, "\n".join(self._item.pieces)
        item.pieces.clear()
        number = "".join(item.path)
        self._seen[number] += 1
        self._noted.add(item.path)
        title = item.title if self._seen[number] == 1 and item.title else _title(text)
        if number and self._seen[number] > 1:
            number = f"{number}第{self._seen[number]}项"
        deadlines = tuple(deadline_of(words, self._year) for words in note.due) or deadlines_in(text, self._year)
        if title:
            yield Task(
                number or f"第{self._seen['']}项", title, text, note.units, deadlines, "；".join(note.beside), item.heading
            )

    def _unassigned(self) -> Iterator[tuple[str, str]]:
        """Items beside tasks that are none and hold none."""
        parents = {path[:-1] for path in self._noted if 0 < len(path) <= OUTER}
        holding = {path[:length] for path in self._noted for length in range(1, len(path) + 1)}
        for path, title in self._items.items():
            if len(path) <= OUTER and path[:-1] in parents and path not in holding:
                yield "".join(path), title


def paragraphs(body: str) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a Markdown text without its marks, and whether each is a heading; tables are left out."""
    lines: list[str] = []
    for line in (*body.split("\n"), ""):
        plain = ITEM.sub("", line.strip(" \u3000\t"), count=1)
        heading = HEADING.match(plain)
        if lines and (not plain or heading or plain[0] == "|" or _numbered(plain)):
            yield MARKUP.sub(r"\1", "".join(lines)), False
            lines = []
        if heading:
            yield MARKUP.sub(r"\1", plain[heading.end() :].rstrip("# ")), True
        elif plain and plain[0] != "|":
            lines.append(plain)


def noted(text: str) -> Iterator[tuple[str, Note | None]]:
    """A paragraph cut behind each of its notes: what is said, and the note. What follows the last one has none."""
    start, said, before = 0, "", None
    for begin, end in _brackets(text):
        note = read_note(text[begin + 1 : end - 1]) if _ends(text, begin, end) else None
        if note is None:
            continue
        between = text[start:begin].strip("。； ")
        if before and not between:
            before = before + note
        else:
            if before:
                yield said, before
            said, before = text[start:begin].strip(), note
        start = end
    if before:
        yield said, before
    rest = (text[start:].lstrip("。；") if before else text).strip()
    if rest:
        yield rest, None


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost brackets of a text, in one pass; one that is never closed opens nothing."""
    open_at: list[int] = []
    spans: list[tuple[int, int]] = []
    for match in BRACKET.finditer(text):
        at = match.start()
        if match[0] in "（(":
            open_at.append(at)
        elif open_at:
            begin = open_at.pop()
            while spans and spans[-1][0] > begin:
                spans.pop()
            spans.append((begin, at + 1))
    return iter(spans)


def _ends(text: str, begin: int, end: int) -> bool:
    """Whether a sentence ends before a bracket or behind it: a note stands at the end of what it is about."""
    return end == len(text) or text[end] in "。；（(" or (begin > 0 and text[begin - 1] in "。；！")


def _may_hold(body: str) -> bool:
    """Whether there may be a note: most texts have none, and are not looked into."""
    return any(label in body for label in LABELS) or any(word in body and form.search(body) for word, form in DEEDS.items())


def _numbered(text: str) -> tuple[int, str, str] | None:
    """Level from 0, mark and rest of a paragraph that begins with a number."""
    for level, form in enumerate(LEVELS):
        match = form.match(text)
        if match:
            mark = next(group for group in match.groups() if group)
            return level, f"（{mark}）" if level % 2 else mark, text[match.end() :].strip(" \u3000")
    return None


def _title(text: str) -> str:
    """The first sentence; its first clause where that is long."""
    sentence = re.split("[。；\n]", text, maxsplit=1)[0].strip()
    if len(sentence) <= TITLE:
        return sentence
    clause = re.split("[，：]", sentence, maxsplit=1)[0]
    return f"{clause if len(clause) <= TITLE else sentence[:TITLE]}{CUT}"
