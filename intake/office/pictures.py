"""Pictures and text boxes of a Word document: what can be shown on a page, and what has to be drawn again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from intake.office.wordml import CHART, DIAGRAM, PIC, WP, A, Element, O, R, V, W, make, text_run
from intake.reading import Reading
from intake.rules import DRAWING_LEFT_OUT, PICTURE_LEFT_OUT
from plugins.catalog.opening.packages import Package, Relation

SIGNS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "webp"),
)
"""How the formats begin that every browser shows."""
OTHER_SIGNS = ((b"\x01\x00\x00\x00", "EMF"), (b"\xd7\xcd\xc6\x9a", "WMF"), (b"BM", "BMP"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"))
FILE_NAME = re.compile(r"[\\/]|\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp)\s*$", re.IGNORECASE)
"""A description that is the picture's file name says nothing, and may name a person's folder."""
GENERATED = re.compile(r"描述已自动生成|Description automatically generated", re.IGNORECASE)


def web_format(content: bytes) -> str:
    """The ending of a picture every browser shows; empty for any other file."""
    return next((ending for sign, ending in SIGNS if sign.match(content)), "")


class Pictures:
    """The drawings of one document."""

    def __init__(self, package: Package, reading: Reading) -> None:
        """What cannot be shown is noted in `reading`."""
        self._package, self._reading = package, reading
        self.kept: list[bytes] = []
        """The pictures kept, in order; the relation of the first is `p0`."""
        self._seen = 0

    def of(self, drawing: Element, relations: Mapping[str, Relation]) -> Iterator[Element]:
        """The pictures of a drawing as new w:drawing, its text boxes as w:txbxContent, in order."""
        if drawing.find(f".//{O}OLEObject[@ProgID]") is not None and _is_formula(drawing):
            self._reading.doubt(DRAWING_LEFT_OUT, what="公式（公式编辑器的对象）")
            return
        for one in drawing.iter():
            if any(above.tag == W + "txbxContent" and _is_below(above, drawing) for above in one.iterancestors()):
                continue
            if one.tag == W + "txbxContent":
                yield one
            elif one.tag == V + "textpath" and one.get("string"):
                yield make("txbxContent", make("p", text_run(one.get("string"))))
            elif one.tag in (A + "blip", V + "imagedata"):
                identity = one.get(R + "embed") or one.get(R + "id") or ""
                yield from self._picture(relations.get(identity), _description(one, drawing))
            elif one.tag in (CHART + "chart", DIAGRAM + "relIds"):
                self._reading.doubt(DRAWING_LEFT_OUT, what="图表" if one.tag == CHART + "chart" else "示意图（SmartArt）")

    def _picture(self, relation: Relation | None, description: str) -> Iterator[Element]:
        if relation is None or relation.external:
            return
        self._seen += 1
        content = self._package.read(relation.target) if relation.target in self._package.entries else b""
        if not web_format(content):
            problem = f"是 {_format(content)} 格式" if content else "不在文件里"
            self._reading.doubt(PICTURE_LEFT_OUT, number=self._seen, problem=problem)
            return
        self.kept.append(content)
        yield _drawing(f"p{len(self.kept) - 1}", description)


def _is_below(one: Element, root: Element) -> bool:
    return one is not root and any(above is root for above in one.iterancestors())


def _is_formula(drawing: Element) -> bool:
    return any(one.get("ProgID", "").startswith(("Equation", "MathType")) for one in drawing.iter(O + "OLEObject"))


def _format(content: bytes) -> str:
    return next((name for sign, name in OTHER_SIGNS if content.startswith(sign)), "其他")


def _description(picture: Element, drawing: Element) -> str:
    """What the picture's description says to a person who cannot see it."""
    properties = next(drawing.iter(WP + "docPr"), None)
    shape = next((above for above in picture.iterancestors() if above.tag.startswith(V)), None)
    texts = [] if properties is None else [properties.get("descr"), properties.get("title")]
    texts += [] if shape is None else [shape.get("alt")]
    told = (" ".join(text.split()) for text in texts if text and not FILE_NAME.search(text) and not GENERATED.search(text))
    return next(told, "")


def _drawing(identity: str, description: str) -> Element:
    """The least drawing that mammoth reads as a picture."""
    inline = etree.Element(WP + "inline")
    etree.SubElement(inline, WP + "docPr", {"id": "1", "name": "", "descr": description})
    below = inline
    for tag in (A + "graphic", A + "graphicData", PIC + "pic", PIC + "blipFill"):
        below = etree.SubElement(below, tag)
    etree.SubElement(below, A + "blip", {R + "embed": identity})
    return make("drawing", inline)
