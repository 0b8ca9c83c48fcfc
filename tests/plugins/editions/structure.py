"""What PDF/UA-1 (ISO 14289-1) asks of a PDF, read with pypdf: each of its rules that can be told from the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def faults(pdf: bytes) -> list[str]:
    """Every rule that is broken, with its clause; none for a file that is as it should be."""
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    found = []
    xmp = root["/Metadata"].get_data().decode()
    told = {
        "5 the metadata name PDF/UA-1": 'pdfuaid:part="1"' in xmp or "<pdfuaid:part>1</pdfuaid:part>" in xmp,
        "7.1 marked": bool(root["/MarkInfo"]["/Marked"]),
        "7.1 the title is shown": bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        "7.1 a title": bool(reader.metadata and reader.metadata.title),
        "7.2 the language": root["/Lang"] == "zh-CN",
        "7.21 all fonts are embedded": all(_embedded(page) for page in reader.pages),
        "7.21.7 every glyph has its character": all(_mapped(page) for page in reader.pages),
        "7.18.3 the tabs follow the structure": all(page["/Tabs"] == "/S" for page in reader.pages),
    }
    found += [rule for rule, held in told.items() if not held]
    nodes = list(_nodes(root["/StructTreeRoot"]["/K"]))
    levels = [HEADINGS.index(node["/S"]) + 1 for node in nodes if node["/S"] in HEADINGS]
    if levels[:1] != [1]:
        found.append("7.4.2 the first heading is of the first level")
    if any(later > earlier + 1 for earlier, later in pairwise(levels)):
        found.append("7.4.2 no level is left out")
    for node in nodes:
        if node["/S"] == "/Figure" and not node.get("/Alt"):
            found.append("7.3 a picture has words in its place")
        if node["/S"] == "/Link" and not any(_is_link(kid) for kid in _kids(node)):
            found.append("7.18.5 a link has its annotation")
    found += _tables(nodes)
    found += [
        "7.18.5 a link says where it leads"
        for page in reader.pages
        for one in page.get("/Annots", [])
        if not one.get_object().get("/Contents")
    ]
    return found


def _tables(nodes: list[Any]) -> Iterator[str]:
    """A cell below a head names it."""
    for table in (node for node in nodes if node["/S"] == "/Table"):
        cells = list(_nodes(table["/K"]))
        if any(cell["/S"] == "/TH" for cell in cells):
            plain = [cell for cell in cells if cell["/S"] == "/TD"]
            if not all(cell.get("/A", {}).get("/Headers") for cell in plain):
                yield "7.5 a cell names its head"


def _nodes(kid: Any) -> Iterator[Any]:
    kid = kid.get_object() if isinstance(kid, IndirectObject) else kid
    if isinstance(kid, list):
        for one in kid:
            yield from _nodes(one)
    elif hasattr(kid, "get") and "/S" in kid:
        yield kid
        yield from _nodes(kid.get("/K", []))


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    return [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in (kids if isinstance(kids, list) else [kids])]


def _is_link(kid: Any) -> bool:
    return hasattr(kid, "get") and kid.get("/Type") == "/OBJR"


def _fonts(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def _embedded(page: Any) -> bool:
    return all("/FontFile3" in _described(font) or "/FontFile2" in _described(font) for font in _fonts(page))


def _described(font: Any) -> Any:
    return font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


def _mapped(page: Any) -> bool:
    return all("/ToUnicode" in font for font in _fonts(page))
