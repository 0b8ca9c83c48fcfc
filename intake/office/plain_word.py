"""A Word document written anew in the few elements mammoth knows: what a person sees, labels and notes included, nothing else.

Built, not pruned: what is not named here does not come through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from intake.office.numbering import Label, Numbering
from intake.office.revisions import Changes, accept
from intake.office.runs import Look, Piece, Runs
from intake.office.styles import Styles
from intake.office.wordml import Element, R, W, choose_branches, find, is_on, make, number, text_run, value
from intake.reading import Reading, Refused
from intake.rules import EXHAUSTED, HIDDEN_TEXT, NOTES, REVISIONS, STRUCK, UNKNOWN_NUMBERING
from plugins.catalog.opening.packages import Package

WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
BULLETS = "1"
"""The number of the one list in the new document's numbering."""
ELEMENTS_LIMIT = 200_000
"""A book of 500 pages has some 60,000; mammoth takes 1.5 KB and 40 µs for each."""
LEAST = 3
"""Elements of the shortest paragraph."""
WIDEST = 63
"""Columns of a table; Word allows no more."""


@dataclass(frozen=True, slots=True)
class PlainWord:
    """The new document, and what its relations lead to."""

    document: Element
    links: list[str]
    """The relation of the first is `l0`."""
    pictures: list[bytes]
    """The relation of the first is `p0`."""


def plain_word(package: Package, main: str, reading: Reading) -> PlainWord:
    """Read the main part of a Word package. What was left out or needs a look is noted in `reading`. Raises Refused."""
    plain = _Writer(package, main, reading).written()
    _check_size(sum(1 for _ in plain.document.iter()))
    return plain


def _check_size(elements: int) -> None:
    if elements > ELEMENTS_LIMIT:
        raise Refused(EXHAUSTED, limit=f"{ELEMENTS_LIMIT} 处标记")


def reading_tree(package: Package, name: str) -> tuple[Element | None, Changes]:
    """A part as a person reads it: everything once, changes accepted."""
    root = package.tree(name)
    if root is None:
        return None, Changes()
    choose_branches(root)
    return root, accept(root)


class _Writer:
    """Writes the new document."""

    def __init__(self, package: Package, main: str, reading: Reading) -> None:
        self._package, self._main, self._reading = package, main, reading
        self._styles = Styles(package.tree(package.related(main, "styles")))
        self._numbering = Numbering(package.tree(package.related(main, "numbering")), self._styles)
        self._runs = Runs(package, self._styles, reading)
        self._links: list[str] = []

    def written(self) -> PlainWord:
        """The whole document; call once."""
        root, changes = reading_tree(self._package, self._main)
        body = find(root, "body")
        _check_size(LEAST * sum(1 for _ in body.iter(W + "p")) if body is not None else 0)
        self._runs.relations = self._package.relations(self._main)
        self._styles.has_title = body is not None and any(map(self._styles.is_title, body.iter(W + "p")))
        blocks = list(self._blocks(body)) if body is not None else []
        blocks += self._notes()
        if changes:
            self._reading.doubt(REVISIONS, inserted=changes.inserted, deleted=changes.deleted)
        if self._runs.hidden:
            self._reading.doubt(HIDDEN_TEXT, count=self._runs.hidden)
        for name in sorted(self._numbering.unknown):
            self._reading.doubt(UNKNOWN_NUMBERING, format=name)
        document = etree.Element(W + "document", nsmap={"w": W[1:-1], "r": R[1:-1]})
        document.append(make("body", *blocks))
        return PlainWord(document, self._links, self._runs.pictures.kept)

    def _blocks(self, container: Element) -> Iterator[Element]:
        for child in container:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag in WRAPPERS:
                yield from self._blocks(child)

    def _paragraph(self, paragraph: Element, mark: str = "") -> Iterator[Element]:
        """A paragraph, before and after it the text boxes that hang on it."""
        hidden = self._runs.hidden
        pieces = self._runs.pieces(paragraph)
        words = _even(_unbroken([piece for piece in pieces if not piece.is_box]))
        first = next((place for place, piece in enumerate(pieces) if not piece.is_box and piece.text.strip()), len(pieces))
        for piece in pieces[:first]:
            yield from self._blocks(piece.content) if piece.is_box else ()
        if words or self._runs.hidden == hidden:
            yield self._written(paragraph, words, mark)
        for piece in pieces[first:]:
            yield from self._blocks(piece.content) if piece.is_box else ()

    def _written(self, paragraph: Element, words: list[Piece], mark: str) -> Element:
        label = self._numbering.label(paragraph)
        look = next((piece.look for piece in words if piece.text.strip()), Look())
        shown = mark or (label.text if label else "")
        before = [_label(shown, look)] if shown else []
        struck = "".join(piece.text for piece in words if piece.look.struck)
        if struck.strip():
            self._reading.doubt(STRUCK, text=struck.strip()[:40])
        text = "".join(piece.text for piece in words).strip()
        properties = list(self._properties(paragraph, text, label))
        return make("p", *([make("pPr", *properties)] if properties else []), *self._inline([*before, *words]))

    def _properties(self, paragraph: Element, text: str, label: Label | None) -> Iterator[Element]:
        """The style of the new paragraph: heading and alignment in one name; a bullet's list."""
        level, alignment = self._styles.heading(paragraph, text), self._styles.alignment(paragraph)
        if level or alignment:
            yield make("pStyle", val=f"{f'h{level}' if level else 'p'}{alignment}")
        if label and label.bullet:
            yield make("numPr", make("ilvl", val=str(label.level)), make("numId", val=BULLETS))

    def _inline(self, pieces: list[Piece]) -> Iterator[Element]:
        """Runs, those of one link together."""
        link, target = None, ""
        for piece in _joined(pieces):
            if not piece.look.link:
                link, target = None, ""
                yield _run(piece)
                continue
            if link is None or piece.look.link != target:
                target = piece.look.link
                self._links.append(target)
                link = make("hyperlink")
                link.set(R + "id", f"l{len(self._links) - 1}")
                yield link
            link.append(_run(piece))

    def _table(self, table: Element) -> Iterator[Element]:
        rows = [row for row in _unwrapped(table, "tr") if not self._is_hidden(row)]
        if rows:
            yield make("tbl", *(self._row(row) for row in rows))

    def _is_hidden(self, row: Element) -> bool:
        hidden = is_on(find(row, "trPr", "hidden"))
        self._runs.hidden += hidden
        return hidden

    def _row(self, row: Element) -> Element:
        made = make("tr")
        if is_on(find(row, "trPr", "tblHeader")):
            made.append(make("trPr", make("tblHeader")))
        made.extend(_gap(number(find(row, "trPr", "gridBefore"))))
        for cell in _unwrapped(row, "tc"):
            properties = find(cell, "tcPr")
            across = min(max(number(find(properties, "gridSpan"), default=1), 1), WIDEST)
            if _continues(find(properties, "hMerge")) and len(made) and made[-1].tag == W + "tc":
                _widen(made[-1], across)
                continue
            down = find(properties, "vMerge")
            merge: list[Element] = [] if down is None else [make("vMerge", val=value(down, default="continue"))]
            made.append(make("tc", make("tcPr", make("gridSpan", val=str(across)), *merge), *self._blocks(cell)))
        made.extend(_gap(number(find(row, "trPr", "gridAfter"))))
        return made

    def _notes(self) -> Iterator[Element]:
        """The notes referred to, in order, each with its number."""
        if not self._runs.notes:
            return
        self._reading.doubt(NOTES, count=len(self._runs.notes))
        parts = {}
        for kind in ("footnote", "endnote"):
            name = self._package.related(self._main, f"{kind}s")
            root, _ = reading_tree(self._package, name)
            found = [] if root is None else root.findall(W + kind)
            parts[kind] = ({value(note, "id"): note for note in found}, self._package.relations(name) if name else {})
        for place, (kind, identity) in enumerate(list(self._runs.notes), 1):
            notes, self._runs.relations = parts[kind]
            mark = f"{self._runs.own_marks.get(place, f'[{place}]')} "
            for paragraph in notes[identity].iter(W + "p") if identity in notes else ():
                yield from self._paragraph(paragraph, mark)
                mark = ""


def _label(text: str, look: Look) -> Piece:
    run = text_run(text)
    return Piece(run[0], Look(bold=look.bold))


def _unbroken(pieces: list[Piece]) -> list[Piece]:
    """A new page within a paragraph is a new line; at its edge it is nothing."""
    said = [place for place, piece in enumerate(pieces) if piece.text.strip()]
    inner = range(said[0], said[-1]) if said else range(0)
    kept = [piece for place, piece in enumerate(pieces) if not piece.is_page_break or place in inner]
    return [Piece(make("br"), piece.look) if piece.is_page_break else piece for piece in kept]


def _even(pieces: list[Piece]) -> list[Piece]:
    """Bold and italic mean something only where the rest of the paragraph is not."""
    said = [piece.look for piece in pieces if piece.text.strip()]
    bold, italic = not all(look.bold for look in said), not all(look.italic for look in said)
    for piece in pieces:
        look = piece.look
        piece.look = Look(look.bold and bold, look.italic and italic, look.struck, look.raised, look.link)
    return pieces


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours that look alike become one: Word cuts a sentence into many runs."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and piece.text and joined[-1].text and joined[-1].look == piece.look:
            joined[-1].content.text += piece.text
        else:
            joined.append(piece)
    return joined


def _run(piece: Piece) -> Element:
    look = piece.look
    switches = [make(name) for name, on in (("b", look.bold), ("i", look.italic)) if on]
    if look.raised:
        switches.append(make("vertAlign", val=look.raised))
    return make("r", *([make("rPr", *switches)] if switches else []), piece.content)


def _unwrapped(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in content controls."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in WRAPPERS:
            yield from _unwrapped(child, name)


def _continues(merge: Element | None) -> bool:
    """Whether a cell belongs to the one before it, as older programs write it."""
    return merge is not None and value(merge, default="continue") != "restart"


def _widen(cell: Element, columns: int) -> None:
    """Let a cell reach over more columns."""
    span = next(cell.iter(W + "gridSpan"))
    span.set(W + "val", str(number(span) + columns))


def _gap(columns: int) -> list[Element]:
    """The place a row leaves empty at its beginning or end."""
    return [make("tc", make("tcPr", make("gridSpan", val=str(columns))), make("p"))] if 0 < columns <= WIDEST else []
