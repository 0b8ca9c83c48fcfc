"""Runs of a Word paragraph: the words, breaks, pictures and links a person sees, and nothing of what stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intake.office.formulas import linear, of_field
from intake.office.pictures import Pictures
from intake.office.styles import Styles
from intake.office.wordml import Element, M, R, W, find, is_on, make, number, value
from intake.reading import Reading
from intake.rules import DRAWING_LEFT_OUT, FORMULA, LINK_LEFT_OUT
from plugins.catalog.opening.packages import Package, Relation

WRAPPERS = frozenset(W + name for name in "sdt sdtContent smartTag customXml fldSimple dir bdo ins moveTo".split())
WEB = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
FIELD_LINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,6}")
PAGE_BREAKS = frozenset(("page", "column"))
CHECKED, UNCHECKED = "☑", "☐"


@dataclass(frozen=True, slots=True)
class Look:
    """How words look, as far as it means something."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    raised: str = ""
    """`superscript`, `subscript` or nothing."""
    link: str = ""


@dataclass(slots=True)
class Piece:
    """One thing within a paragraph, as an element mammoth knows, or a text box."""

    content: Element
    look: Look = field(default_factory=Look)

    @property
    def text(self) -> str:
        """Its words; none of a picture or a box."""
        return self.content.text or "" if self.content.tag == W + "t" else ""

    @property
    def is_box(self) -> bool:
        """Whether this is the content of a text box."""
        return bool(self.content.tag == W + "txbxContent")

    @property
    def is_page_break(self) -> bool:
        """Whether a new page or column begins here."""
        return bool(self.content.tag == W + "br" and value(self.content, "type") in PAGE_BREAKS)


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code, and whether its result is being read."""

    code: str = ""
    shown: bool = False
    form: Element | None = None


class Runs:
    """Reads the paragraphs of one document."""

    def __init__(self, package: Package, styles: Styles, reading: Reading) -> None:
        """What could not be kept is noted in `reading`."""
        self._styles, self._reading = styles, reading
        self.pictures = Pictures(package, reading)
        self.relations: Mapping[str, Relation] = {}
        """Of the part being read."""
        self.notes: list[tuple[str, str]] = []
        """Kind and id of every note referred to, in order; the first is [1]."""
        self.own_marks: dict[int, str] = {}
        """The marks of notes that bring their own, by their place."""
        self.hidden = 0
        self._fields: list[_Field] = []
        self._links_told: set[str] = set()

    def pieces(self, paragraph: Element) -> list[Piece]:
        """What a paragraph shows, in order."""
        found = list(self._walk(paragraph, paragraph, Look()))
        self._fields = [one for one in self._fields if one.shown]
        return found

    def _walk(self, element: Element, paragraph: Element, look: Look) -> Iterator[Piece]:
        for child in element:
            if child.tag == W + "r":
                yield from self._run(child, paragraph, look)
            elif child.tag == W + "hyperlink":
                yield from self._walk(child, paragraph, self._linked(look, self._target(child)))
            elif child.tag in WRAPPERS:
                yield from self._walk(child, paragraph, look)
            elif child.tag in (M + "oMath", M + "oMathPara"):
                yield from self._formula(linear(child), look)

    def _run(self, run: Element, paragraph: Element, around: Look) -> Iterator[Piece]:
        if self._styles.switched("vanish", run, paragraph):
            self.hidden += any(child.tag == W + "t" for child in run)
            for child in run:
                self._field(child)
            return
        look = self._look(run, paragraph, around)
        for child in run:
            yield from self._field(child)
            if all(one.shown for one in self._fields):
                yield from self._content(child, paragraph, self._in_field(look))

    def _content(self, child: Element, paragraph: Element, look: Look) -> Iterator[Piece]:
        """One child of a run."""
        name = child.tag.removeprefix(W)
        if name == "t" and child.text:
            yield _words(child.text, look)
        elif name == "noBreakHyphen":
            yield _words("-", look)
        elif name in ("tab", "ptab"):
            yield Piece(make("tab"), look)
        elif name in ("br", "cr"):
            yield Piece(make("br", type=value(child, "type", "textWrapping")), look)
        elif name == "sym":
            char = value(child, "char")
            yield Piece(make("sym", font=value(child, "font"), char=char if HEXADECIMAL.fullmatch(char) else "0"), look)
        elif name in ("drawing", "pict", "object"):
            yield from (Piece(one, look) for one in self.pictures.of(child, self.relations))
        elif name in ("footnoteReference", "endnoteReference"):
            yield from self._note(child, name.removesuffix("Reference"), look)
        elif name == "ruby":
            yield from self._ruby(child, paragraph, look)

    def _ruby(self, ruby: Element, paragraph: Element, look: Look) -> Iterator[Piece]:
        """Words with their reading above them: 字（zì）."""
        base, above = find(ruby, "rubyBase"), find(ruby, "rt")
        yield from self._walk(base, paragraph, look) if base is not None else ()
        reading = "".join(piece.text for piece in self._walk(above, paragraph, look)) if above is not None else ""
        yield from [_words(f"（{reading}）", look)] if reading else []

    def _note(self, reference: Element, kind: str, look: Look) -> Iterator[Piece]:
        self.notes.append((kind, value(reference, "id")))
        if value(reference, "customMarkFollows") in ("", "0", "false"):
            yield _words(f"[{len(self.notes)}]", look)
        else:
            texts = (one.text or "" for one in reference.getparent().findall(W + "t"))
            self.own_marks[len(self.notes)] = "".join(texts)

    def _formula(self, text: str, look: Look) -> Iterator[Piece]:
        if text.strip():
            self._reading.doubt(FORMULA, text=text[:60])
            yield _words(text, look)

    def _field(self, child: Element) -> Iterator[Piece]:
        """Follow the beginnings and ends of fields; what one shows without a stored result."""
        if child.tag == W + "instrText" and self._fields:
            self._fields[-1].code += child.text or ""
        if child.tag != W + "fldChar":
            return
        stage = value(child, "fldCharType")
        if stage == "begin":
            self._fields.append(_Field(form=find(child, "ffData")))
        elif stage == "separate" and self._fields:
            self._fields[-1].shown = True
        elif stage == "end" and self._fields:
            done = self._fields.pop()
            if all(one.shown for one in self._fields):
                yield from self._result(done)

    def _result(self, done: _Field) -> Iterator[Piece]:
        """What a field shows that stores no result: a check box, a formula."""
        box, drop_down = find(done.form, "checkBox"), find(done.form, "ddList")
        if box is not None:
            state = find(box, "checked") if find(box, "checked") is not None else find(box, "default")
            yield _words(CHECKED if is_on(state) else UNCHECKED, Look())
        elif drop_down is not None and not done.shown:
            entries = [value(one) for one in drop_down.findall(W + "listEntry")]
            yield from (_words(one, Look()) for one in entries[number(find(drop_down, "result")) :][:1])
        elif not done.shown and done.code.split()[:1] in (["EQ"], ["eq"]):
            shown = of_field(done.code)
            if shown:
                yield from self._formula(shown, Look())
            else:
                self._reading.doubt(DRAWING_LEFT_OUT, what=f"公式“{done.code.strip()[:60]}”")

    def _in_field(self, look: Look) -> Look:
        """The look of words within a link that is written as a field."""
        links = (FIELD_LINK.match(one.code) for one in self._fields)
        target = next((match[1] for match in links if match), "")
        return self._linked(look, target) if target else look

    def _target(self, link: Element) -> str:
        relation = self.relations.get(link.get(R + "id", ""))
        if relation is None:
            return ""
        anchor = value(link, "docLocation") or value(link, "anchor")
        return f"{relation.target}#{anchor}" if anchor and "#" not in relation.target else relation.target

    def _linked(self, look: Look, target: str) -> Look:
        """The look of words under a link; only addresses of the web are kept."""
        if target and not WEB.fullmatch(target) and target not in self._links_told:
            self._links_told.add(target)
            self._reading.doubt(LINK_LEFT_OUT, target=target[:80])
        return _changed(look, link=target if WEB.fullmatch(target) else "")

    def _look(self, run: Element, paragraph: Element, around: Look) -> Look:
        raised = value(find(run, "rPr", "vertAlign"))
        return Look(
            bold=self._styles.switched("b", run, paragraph),
            italic=self._styles.switched("i", run, paragraph),
            struck=self._styles.switched("strike", run, paragraph) or self._styles.switched("dstrike", run, paragraph),
            raised=raised if raised in ("superscript", "subscript") else "",
            link=around.link,
        )


def _words(text: str, look: Look) -> Piece:
    made = make("t")
    made.text = text
    return Piece(made, look)


def _changed(look: Look, link: str) -> Look:
    return Look(look.bold, look.italic, look.struck, look.raised, link)
