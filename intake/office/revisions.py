"""Tracked changes: a document as it reads when all of them are accepted."""

from __future__ import annotations

from dataclasses import dataclass

from intake.office.wordml import Element, W, find, is_on, remove, unwrap

PROPERTIES = frozenset(W + name for name in ("rPr", "trPr", "tcPr", "numPr", "pPr"))
"""Parents under which a mark of a change speaks of the paragraph, row or cell, not of words."""
OLD_FORMATS = tuple(f"{name}Change" for name in "rPr pPr sectPr tblPr tblPrEx tblGrid trPr tcPr numbering".split())


@dataclass(frozen=True, slots=True)
class Changes:
    """How many places were changed."""

    inserted: int = 0
    deleted: int = 0

    def __bool__(self) -> bool:
        """Whether there were any."""
        return bool(self.inserted or self.deleted)


def accept(root: Element) -> Changes:
    """Accept every tracked change below `root`."""
    for name in OLD_FORMATS:
        for old in list(root.iter(W + name)):
            remove(old)
    rows_in, rows_out = _rows(root)
    inserted = _words(root, "ins") + _words(root, "moveTo")
    deleted = _words(root, "del") + _words(root, "moveFrom")
    for new in inserted:
        unwrap(new)
    for gone in deleted:
        remove(gone)
    for cell in list(root.iter(W + "cellDel")):
        remove(cell.getparent().getparent())
    ends = _join(root)
    return Changes(len(inserted) + rows_in, len(deleted) + rows_out + ends)


def _words(root: Element, name: str) -> list[Element]:
    """The changes of one kind that hold words."""
    return [one for one in root.iter(W + name) if one.getparent() is not None and one.getparent().tag not in PROPERTIES]


def _rows(root: Element) -> tuple[int, int]:
    """Take deleted rows out; how many rows were inserted and deleted."""
    rows = list(root.iter(W + "tr"))
    gone = [row for row in rows if find(row, "trPr", "del") is not None]
    for row in gone:
        table = row.getparent()
        remove(row)
        if table.tag == W + "tbl" and table.find(f".//{W}tr") is None:
            remove(table)
    return sum(find(row, "trPr", "ins") is not None for row in rows), len(gone)


def _join(root: Element) -> int:
    """Let a paragraph whose end is deleted run into the next; how many ends were deleted by a change."""
    count = 0
    for paragraph in list(root.iter(W + "p")):
        mark = find(paragraph, "pPr", "rPr")
        tracked = any(find(mark, name) is not None for name in ("del", "moveFrom"))
        if not (tracked or is_on(find(mark, "specVanish")) or is_on(find(mark, "vanish"))):
            continue
        content = [child for child in paragraph if child.tag != W + "pPr"]
        following = _next_paragraph(paragraph)
        count += tracked
        if following is None:
            if not content and paragraph.getparent().tag != W + "tc":
                remove(paragraph)
            continue
        place = 1 if find(following, "pPr") is not None else 0
        following[place:place] = content
        remove(paragraph)
    return count


def _next_paragraph(paragraph: Element) -> Element | None:
    """The paragraph right after, past bookmarks and other marks."""
    for one in paragraph.itersiblings():
        if one.tag == W + "p":
            return one
        if one.tag in (W + "tbl", W + "sdt", W + "sectPr"):
            return None
    return None
