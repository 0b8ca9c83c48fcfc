"""Word in: a .docx as blocks, every label, note and text box in its place; what was left out is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile

from bs4 import BeautifulSoup

from intake.markdown import safe_url
from intake.office.libraries import needed_for
from intake.reading import Reading, Refused
from intake.rules import COMMENTS, DAMAGED, HOSTILE, MARGINS, NO_TEXT, SYMBOL_LEFT_OUT
from intake.sources import Source
from intake.web.blocks import blocks_of

if TYPE_CHECKING:
    from mammoth.documents import Image

    from intake.office.plain_word import PlainWord
    from plugins.catalog.opening.packages import Package

SUFFIX = ".docx"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DEEPEST_LIST = 6
STYLES = "\n".join(
    f"p.{tag}{alignment} => {tag}{f'.gk-{alignment}' if alignment else ''}:fresh"
    for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6")
    for alignment in ("", "centre", "right")
)
LISTS = "\n".join(
    f"p:unordered-list({depth}) => {'ul > li > ' * (depth - 1)}ul > li:fresh" for depth in range(1, DEEPEST_LIST + 1)
)
PAGE_NUMBER = re.compile(r"[\s\d\-–—－·.第页共/|PpageofOF]*")
SYMBOL = re.compile(r"unsupported character was ignored: char \w+ in font (.+)")


def read_word(source: Source) -> Reading:
    """The reading of a .docx. Raises Refused."""
    return reading_of(source.read())


def reading_of(raw: bytes) -> Reading:
    """The reading of the bytes of a .docx. Raises Refused."""
    reading = Reading()
    reading.blocks = blocks_of(BeautifulSoup(word_html(raw, reading), "html.parser"), _target)
    if not reading.blocks:
        raise Refused(NO_TEXT, hint="文件里只有图形或空白；请确认选对了文件")
    return reading


def _target(url: str) -> str:
    """Where a picture or a link leads: only pictures are ours, links were addresses of the web (`intake.office.runs.WEB`)."""
    return url if url.startswith("intake:") else safe_url(url)


def word_html(raw: bytes, reading: Reading) -> str:
    """The body as HTML; pictures are in `reading.files`, doubts in `reading.findings`. Raises Refused."""
    with needed_for("Word"):
        import mammoth

        from intake.office.active import report_active
        from intake.office.plain_word import plain_word
        from plugins.catalog.opening.packages import open_package
    package = open_package(raw, SUFFIX)
    main = package.related("", "officeDocument")
    if not main.endswith(".xml") or main not in package.entries or main.startswith(("xl/", "ppt/")):
        raise Refused(DAMAGED, problem="里面没有 Word 的正文")
    report_active(package, reading)
    try:
        plain = plain_word(package, main, reading)
        _report_margins(package, main, reading)
        _report_comments(package, main, reading)
        converted = mammoth.convert_to_html(
            BytesIO(_packed(plain)),
            style_map=f"{LISTS}\n{STYLES}",
            include_default_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: _source(image, reading)),
            external_file_access=False,
        )
    except RecursionError as error:
        raise Refused(HOSTILE, problem="表格套表格太深") from error
    for font in sorted({match[1] for one in converted.messages if (match := SYMBOL.search(one.message))}):
        reading.doubt(SYMBOL_LEFT_OUT, font=font)
    return str(converted.value)


def _source(image: Image, reading: Reading) -> dict[str, str]:
    """Take a picture along under a name made from its content; the attributes of its img."""
    from intake.office.pictures import web_format

    with image.open() as file:
        content = file.read()
    return {"src": reading.bring(f"{sha256(content).hexdigest()[:10]}.{web_format(content)}", content)}


def _packed(plain: PlainWord) -> bytes:
    """The least .docx that mammoth opens."""
    from lxml import etree

    related = [f'<Relationship Id="l{n}" Type="{TYPES}/hyperlink" Target={quoteattr(one)}/>' for n, one in enumerate(plain.links)]
    related += [f'<Relationship Id="p{n}" Type="{TYPES}/image" Target="media/{n}"/>' for n in range(len(plain.pictures))]
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", etree.tostring(plain.document, encoding="utf-8"))
        archive.writestr("word/numbering.xml", _bullets())
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}">{"".join(related)}</Relationships>')
        for n, content in enumerate(plain.pictures):
            archive.writestr(f"word/media/{n}", content)
    return out.getvalue()


def _bullets() -> bytes:
    """A numbering part with one list of bullets, as deep as Word goes."""
    from lxml import etree

    from intake.office.plain_word import BULLETS
    from intake.office.wordml import make

    levels = [make("lvl", make("numFmt", val="bullet"), ilvl=str(depth)) for depth in range(DEEPEST_LIST)]
    root = make("numbering", make("abstractNum", *levels, abstractNumId="0"))
    root.append(make("num", make("abstractNumId", val="0"), numId=BULLETS))
    return bytes(etree.tostring(root))


def _report_margins(package: Package, main: str, reading: Reading) -> None:
    """Say what headers and footers hold besides the number of the page."""
    places = {"header": "页眉", "footer": "页脚"}
    told = [(places[one.kind], one.target) for one in package.relations(main).values() if one.kind in places and not one.external]
    said = {(place, text) for place, name in told for text in _margin_texts(package, name)}
    for place, text in sorted(said):
        reading.doubt(MARGINS, place=place, text=text[:60])


def _margin_texts(package: Package, name: str) -> Iterator[str]:
    from intake.office.plain_word import reading_tree
    from intake.office.wordml import V, shown_text

    root, _ = reading_tree(package, name)
    if root is None:
        return
    texts = [shown_text(root), *(str(one.get("string", "")) for one in root.iter(V + "textpath"))]
    yield from (text for text in texts if not PAGE_NUMBER.fullmatch(text))


def _report_comments(package: Package, main: str, reading: Reading) -> None:
    from intake.office.wordml import W

    root = package.tree(package.related(main, "comments"))
    count = 0 if root is None else len(root.findall(W + "comment"))
    if count:
        reading.doubt(COMMENTS, count=count)
