"""The binder: from an HTML draft to an EPUB 3, by ebooklib. The same draft gives the same bytes.

The draft is one page; each `<section class="chapter">` of it becomes a file of the book, with its `data-label` in the
contents and `data-depth` telling how deep it stands there.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree, html
from lxml.html import HtmlElement

from plugins.catalog.site import Site
from plugins.engine.page import Finish, Rooms, StoredFile

if TYPE_CHECKING:
    from ebooklib import epub

MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}
"""The pictures that EPUB 3.3 readers must show (3.2 Core Media Types)."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""What a member of the archive says of its time: the book says when it was made."""
FEATURES = ("tableOfContents", "readingOrder", "structuralNavigation", "alternativeText")
"""schema.org accessibilityFeature, as EPUB Accessibility 1.1 asks for."""


@dataclass(frozen=True, slots=True)
class Binder(Finish):
    """Binds a draft. `equipment` is the digest of what the machine has for it."""

    equipment: str
    address: str
    title: str
    updated_at: datetime
    pictures: tuple[tuple[str, StoredFile], ...] = ()
    """The pictures it shows, by their site paths."""

    def make(self, draft: bytes, rooms: Rooms) -> bytes:
        """An EPUB."""
        pictures = {address: file.load(rooms) for address, file in self.pictures}
        return bind(draft.decode(), self, pictures, rooms.site)


def bind(draft: str, facts: Binder, pictures: Mapping[str, bytes], site: Site) -> bytes:
    """An EPUB of a page with chapters. `pictures` are the bytes of what it shows, by site path."""
    from ebooklib import epub

    page = html.document_fromstring(draft)
    book = _book(epub, facts, site, page)
    style = epub.EpubItem(
        uid="style", file_name="style.css", media_type="text/css", content=page.findtext(".//style").strip().encode()
    )
    book.add_item(style)
    inside = {address: f"pictures/{number}{PurePosixPath(address).suffix}" for number, address in enumerate(sorted(pictures), 1)}
    for address, name in inside.items():
        media_type = MEDIA_TYPES[PurePosixPath(name).suffix.lower()]
        uid = PurePosixPath(name).stem
        book.add_item(epub.EpubItem(uid=f"picture-{uid}", file_name=name, media_type=media_type, content=pictures[address]))
    chapters = [_chapter(epub, section, inside, site) for section in page.iterfind(".//section[@class='chapter']")]
    for chapter, _ in chapters:
        chapter.add_item(style)
        book.add_item(chapter)
    book.toc = _contents(epub, chapters)
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    # Read from cover to end; the contents of the book itself stand behind its cover.
    book.spine = [chapter for chapter, _ in chapters]
    out = io.BytesIO()
    writer = epub.EpubWriter(out, book, {"mtime": facts.updated_at.replace(tzinfo=None), "raise_exceptions": True})
    writer.process()
    writer.write()
    return _settled(out.getvalue())


def _book(epub: Any, facts: Binder, site: Site, page: HtmlElement) -> epub.EpubBook:
    book = epub.EpubBook()
    book.set_identifier(f"urn:uuid:{uuid5(NAMESPACE_URL, site.absolute(facts.address))}")
    book.set_title(facts.title)
    book.set_language(site.language)
    book.add_author(page.find(".//meta[@name='author']").get("content"))
    for name, value in (("publisher", site.organizer or site.name), ("date", facts.updated_at.date().isoformat())):
        book.add_metadata("DC", name, value)
    book.add_metadata("DC", "source", site.absolute(facts.address))
    told = [("accessMode", "textual"), ("accessModeSufficient", "textual"), ("accessibilityHazard", "none")]
    told += [("accessibilityFeature", feature) for feature in FEATURES]
    told.append(("accessibilitySummary", "全书为可朗读的文本，有目录和标题层级，表格有表头，图片有文字说明。"))
    for name, value in told:
        book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    return book


def _chapter(epub: Any, section: HtmlElement, inside: Mapping[str, str], site: Site) -> tuple[epub.EpubHtml, int]:
    """A file of the book, and how deep it stands in the contents."""
    name, label = section.get("id"), section.get("data-label")
    for picture in section.iter("img"):
        picture.set("src", inside.get(picture.get("src", ""), ""))
    depth = int(section.attrib.pop("data-depth"))
    del section.attrib["data-label"]
    chapter = epub.EpubHtml(uid=name, file_name=f"{name}.xhtml", title=label, lang=site.language)
    chapter.content = etree.tostring(section, encoding="unicode", method="xml", with_tail=False)
    return chapter, depth


def _contents(epub: Any, chapters: list[tuple[epub.EpubHtml, int]]) -> list[object]:
    """The chapters of the first level, each with those below it."""
    found: list[Any] = []
    for chapter, depth in chapters:
        link = epub.Link(chapter.file_name, chapter.title, chapter.id)
        if depth == 1:
            found.append((link, []))
        else:
            found[-1][1].append(link)
    return [(epub.Section(link.title, link.href), below) if below else link for link, below in found]


def _settled(book: bytes) -> bytes:
    """The archive with the same members, told of no time; the type comes first and plain (OCF 3.3, 4.3)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(out, "w") as after:
        for member in _ordered(before.namelist()):
            row = zipfile.ZipInfo(member, FIRST_DAY)
            row.compress_type = zipfile.ZIP_STORED if member == "mimetype" else zipfile.ZIP_DEFLATED
            row.external_attr = 0o644 << 16
            after.writestr(row, before.read(member))
    return out.getvalue()


def _ordered(names: list[str]) -> Iterator[str]:
    yield "mimetype"
    yield from (name for name in names if name != "mimetype")
