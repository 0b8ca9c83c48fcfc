"""Styles of a Word document: what a paragraph or run looks like once every style it is based on has had its say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.office.wordml import Element, W, find, is_on, number, value

HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
TITLE = re.compile(r"title|(?:公文|文件|大)?标题", re.IGNORECASE)
DEEPEST = 6
BODY_LEVEL = 9
"""w:outlineLvl of what is no heading."""
OUTLINE_TEXT_LIMIT = 60
"""字; a longer paragraph with an outline level is text that someone wanted in the contents."""
BASES_LIMIT = 20


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None) -> None:
        """`root` is the styles part, None where a document has none."""
        every = [] if root is None else root.findall(W + "style")
        self._by_id = {value(style, "styleId"): style for style in every}
        self._defaults = find(root, "docDefaults")
        self._usual = {
            value(style, "type"): value(style, "styleId") for style in every if value(style, "default") in ("1", "true", "on")
        }
        self.has_title = False
        """Whether a paragraph of a title style was met; headings then stand one level lower."""

    def chain(self, style_id: str) -> Iterator[Element]:
        """A style and what it is based on, the nearest first."""
        for _ in range(BASES_LIMIT):
            style = self._by_id.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(find(style, "basedOn"))

    def of(self, paragraph: Element) -> Iterator[Element]:
        """The styles of a paragraph, the nearest first."""
        return self.chain(value(find(paragraph, "pPr", "pStyle")) or self._usual.get("paragraph", ""))

    def paragraph_property(self, paragraph: Element, name: str) -> Element | None:
        """A property of a paragraph: its own, or the nearest style's."""
        every = [find(paragraph, "pPr", name), *(find(style, "pPr", name) for style in self.of(paragraph))]
        every.append(find(self._defaults, "pPrDefault", "pPr", name))
        return next((one for one in every if one is not None), None)

    def alignment(self, paragraph: Element) -> str:
        """`centre`, `right` or nothing."""
        return {"center": "centre", "right": "right", "end": "right"}.get(value(self.paragraph_property(paragraph, "jc")), "")

    def is_title(self, paragraph: Element) -> bool:
        """Whether a paragraph has the style of a document's title."""
        return any(TITLE.fullmatch(value(find(style, "name"))) for style in self.of(paragraph))

    def heading(self, paragraph: Element, text: str) -> int:
        """The level of a heading from 1, 0 of any other paragraph."""
        if self.is_title(paragraph):
            return 1
        names = (HEADING.fullmatch(value(find(style, "name"))) for style in self.of(paragraph))
        level = next((int(match[1]) for match in names if match), 0)
        outline = number(self.paragraph_property(paragraph, "outlineLvl"), default=BODY_LEVEL)
        if not level and outline < BODY_LEVEL and len(text) <= OUTLINE_TEXT_LIMIT:
            level = outline + 1
        return min(level + self.has_title, DEEPEST) if level else 0

    def switched(self, name: str, run: Element, paragraph: Element | None) -> bool:
        """Whether a switch such as `b` or `vanish` is on in a run (17.7.3: styles of both kinds cancel each other)."""
        own = find(run, "rPr", name)
        if own is not None:
            return is_on(own)
        by_run = _nearest(self.chain(value(find(run, "rPr", "rStyle"))), name)
        by_paragraph = _nearest(self.of(paragraph), name) if paragraph is not None else False
        by_default = is_on(find(self._defaults, "rPrDefault", "rPr", name))
        return (by_run != by_paragraph) or by_default


def _nearest(styles: Iterator[Element], name: str) -> bool:
    """What the nearest style that speaks of a switch says."""
    found = (find(style, "rPr", name) for style in styles)
    return is_on(next((one for one in found if one is not None), None))
