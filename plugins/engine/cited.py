"""Cited: where a text names other documents, a mark in its safe HTML, bound to an address when the page is made.

A mark adds no character to the text: what a reader copies is what the editor wrote. It works on what the sanitiser wrote,
where `<` and `>` stand only for tags; no text of an editor can hold a `<data>`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import unescape

from plugins.catalog.citations import BLOCK, LINE, Citation, Cited, find_citations
from plugins.engine.finish import TAG

INLINE = frozenset("a abbr b code del em i ins kbd mark q rp rt ruby s small span strong sub sup u".split())
CLOSED = frozenset({"a", "code", "pre"})
"""Elements whose text stays as it is: a link of the editor's own, and what is quoted letter by letter."""
NAME = re.compile(r"</?(\w+)")
MARK = re.compile(r'<data value="gk:(\d+):([^"]*)">(.*?)</data>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its marks. Each names by its place in `citations` what it cites; `written` says how it stands there first."""

    html: str
    citations: tuple[Citation, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Words between two tags: where they begin in the plain text and in the HTML, and whether marks may stand in them."""

    start: int
    at: int
    length: int
    is_open: bool


def mark(safe: str, own: Collection[str] = ()) -> Marked:
    """Find what a text cites; `own` holds its own titles and numbers, as `own_names` gives them."""
    if "《" not in safe and "号" not in safe:
        return Marked(safe)
    pieces, runs = _plain(safe)
    text = "".join(pieces)
    starts = [run.start for run in runs]
    written = dict[Citation, str]()
    numbers = dict[Citation, int]()
    short = set[Citation]()
    parts, end = list[str](), 0
    for one in find_citations(text, own):
        citation = Citation(unescape(one.citation.title), one.citation.number, one.citation.enclosed)
        written.setdefault(citation, unescape(text[one.start : one.end].replace(LINE, "\n")))
        number = numbers.setdefault(citation, len(numbers))
        run = runs[bisect_right(starts, one.start) - 1]
        start, stop = _with_title(text, one, run)
        at = run.at + start - run.start
        if not run.is_open or stop > run.start + run.length or at < end or citation.enclosed:
            continue
        # The grammar of numbers knows no character that HTML would escape.
        words = safe[at : at + stop - start]
        if _is_short(words, one.citation):
            if citation in short:
                continue
            short.add(citation)
        parts += [safe[end:at], f'<data value="gk:{number}:{citation.number}">{words}</data>']
        end = at + stop - start
    return Marked("".join((*parts, safe[end:])), tuple(written), tuple(written.values()))


def _with_title(text: str, one: Cited, run: _Run) -> tuple[int, int]:
    """Where a mark begins and ends: a number takes along the title that it stands behind in brackets, if no tag cuts them."""
    title = f"《{one.citation.title}》"
    start, opened = one.start - 1 - len(title), one.start - 1
    if run.start <= start and text.startswith(title, start) and text[opened] in "（(" and text.startswith(("）", ")"), one.end):
        return start, one.end + 1
    return one.start, one.end


def _is_short(words: str, citation: Citation) -> bool:
    """Whether it is the name that 以下简称 gives: it leads on once, not each time."""
    return words[0] in "《“" and not words.startswith(f"《{citation.title}》")


def bind(html: str, addresses: Mapping[int, str]) -> str:
    """Make links of the marks that have an address, by their place; a number without one stays as data, a title as text."""

    def bound(match: re.Match[str]) -> str:
        address = addresses.get(int(match[1]))
        if address:
            return f'<a href="{address}">{match[3]}</a>'
        return f'<data value="{match[2]}">{match[3]}</data>' if match[2] else match[3]

    return MARK.sub(bound, html) if "<data" in html else html


def _plain(safe: str) -> tuple[list[str], list[_Run]]:
    """The text without its tags, entities as they are written, and where each run of words stands."""
    pieces, runs = list[str](), list[_Run]()
    length, at, closed = 0, 0, 0
    for number, part in enumerate(TAG.split(safe)):
        if number % 2:
            name = _name(part)
            closed += (-1 if part.startswith("</") else 1) if name in CLOSED else 0
            words = "" if name in INLINE else LINE if name == "br" else BLOCK
        else:
            words = part
            runs.append(_Run(length, at, len(words), not closed))
        pieces.append(words)
        length += len(words)
        at += len(part)
    return pieces, runs


def _name(tag: str) -> str:
    found = NAME.match(tag)
    return found[1] if found else ""
