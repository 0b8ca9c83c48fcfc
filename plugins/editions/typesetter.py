"""The typesetter: from an HTML draft to a PDF, by WeasyPrint. Tagged as PDF/UA-1 asks; the same draft gives the same bytes.

Nothing but the faces of this room is in reach while it sets, whatever else a machine has: fontconfig gets a configuration
of our own. Pictures come from the draft's page, nothing from files or the network.
"""

from __future__ import annotations

import atexit
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from plugins.catalog.site import Site
from plugins.editions.faces import FANG, HEADLINE, OFFICIAL, SONG, Face, Found, find_faces, glyphs
from plugins.engine.page import Finish, Rooms, StoredFile

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/ua-1"
SHEETS = 8
CONFIGURATION = "FONTCONFIG_FILE"
"""The variable in which fontconfig finds its configuration: fonts-conf(5)."""
ONE_WEIGHT = (SONG, HEADLINE)
"""The regular and the bold file of a family that both call themselves regular."""
LENGTH = re.compile(r"\[\d+\]$")
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
BETWEEN_TAGS = re.compile(r"(<title>.*?</title>|<[^>]*>)", re.DOTALL)
ASCII = frozenset(map(chr, range(128)))


@dataclass(frozen=True, slots=True)
class Typesetter(Finish):
    """Sets a draft. `equipment` is the digest of what the machine has for it."""

    equipment: str
    pictures: tuple[tuple[str, StoredFile], ...] = ()
    """The pictures it shows, by their site paths."""

    def make(self, draft: bytes, rooms: Rooms) -> bytes:
        """A PDF."""
        pictures = {address: file.load(rooms) for address, file in self.pictures}
        return typeset(draft.decode(), pictures, rooms.site)


def prepare() -> None:
    """Load WeasyPrint and what is known of the faces, so that processes forked from this one have them."""
    _press().rare("")


def typeset(html: str, pictures: Mapping[str, bytes], site: Site) -> bytes:
    """A PDF of an HTML page. `pictures` are the bytes of what it shows, by site path."""
    press = _press()
    fetched = _Pictures({f"{site.url}{address}": content for address, content in pictures.items()}, press.weasyprint)
    styles = STYLE.findall(html)
    text = STYLE.sub("", html)
    text = _marked("twin", press.twins(text), _marked("rare", press.rare(text), text))
    with press.own_fonts():
        document = press.weasyprint.HTML(string=text, base_url=f"{site.url}/", url_fetcher=fetched)
        sheets = [press.sheet(style) for style in styles]
        return bytes(document.write_pdf(pdf_variant=VARIANT, font_config=press.fonts, stylesheets=sheets))


class _Pictures:
    """Fetches the pictures of a draft; any other address is not there, whatever a text asks for."""

    _fail_on_errors = False
    """WeasyPrint 70 asks it of whoever could not fetch: the sheet is set without."""

    def __init__(self, pictures: Mapping[str, bytes], weasyprint: Any) -> None:
        self._pictures, self._weasyprint = pictures, weasyprint

    def __call__(self, url: str) -> object:
        return self._weasyprint.urls.URLFetcherResponse(url, self._pictures[url])


class _Press:
    """What one process sets with: the library, the fonts, the characters that the official faces have."""

    def __init__(self, faces: Found) -> None:
        self._faces = faces
        folder = mkdtemp(prefix="gongkai-")
        atexit.register(rmtree, folder, ignore_errors=True)
        self._configuration = Path(folder, "fonts.conf")
        self._configuration.write_text(configuration(faces), "utf-8")
        self._covered: frozenset[str] = frozenset()
        with self.own_fonts():
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration

            _parse_once(weasyprint.text.ffi.ffi)
            self.weasyprint: Any = weasyprint
            self.fonts: FontConfiguration = FontConfiguration()
        self.sheet = lru_cache(SHEETS)(self._sheet)

    @contextmanager
    def own_fonts(self) -> Iterator[None]:
        """Within, fontconfig sees our faces only; other programs that this process starts see what they always did."""
        before = os.environ.get(CONFIGURATION)
        os.environ[CONFIGURATION] = str(self._configuration)
        try:
            yield
        finally:
            if before is None:
                del os.environ[CONFIGURATION]
            else:
                os.environ[CONFIGURATION] = before

    def _sheet(self, style: str) -> object:
        """A stylesheet as WeasyPrint reads it: all documents of a kind have the same."""
        return self.weasyprint.CSS(string=style, font_config=self.fonts)

    def rare(self, text: str) -> frozenset[str]:
        """The characters of a text that not every official face has."""
        if not self._covered:
            points = set(glyphs(self._faces[FANG])).intersection(*(glyphs(self._faces[face]) for face in OFFICIAL))
            self._covered = frozenset(map(chr, points)) | ASCII
        return frozenset(text) - self._covered

    def twins(self, text: str) -> frozenset[str]:
        """The characters of a text that look like another one of it, as · and • do: a PDF would take one for the other."""
        shapes, first = glyphs(self._faces[FANG]), dict[str, str]()
        seen = (one for one in sorted(frozenset(text), key=text.index) if ord(one) in shapes and not one.isspace())
        return frozenset(one for one in seen if first.setdefault(shapes[ord(one)], one) != one)


def _parse_once(ffi: Any) -> None:
    """Let arrays be of a type without length where their values are given: cffi parses each new length as C, which takes as
    long as half a page does."""
    new = ffi.new

    def shorter(kind: str, values: object = None) -> object:
        return new(kind) if values is None else new(LENGTH.sub("[]", kind) if isinstance(values, list | tuple) else kind, values)

    ffi.new = shorter


@cache
def _press() -> _Press:
    """One a process; forked ones share what it has loaded."""
    return _Press(find_faces())


def configuration(faces: Found) -> str:
    """A configuration of fontconfig that knows these files and no others; it tells the two weights of one family apart."""
    folders = sorted({str(path.parent) for path in faces.values()})
    return "\n".join(
        (
            '<?xml version="1.0"?>',
            '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
            "<fontconfig>",
            *(f"<dir>{escape(folder)}</dir>" for folder in folders),
            '<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix="xdg">fontconfig</cachedir>',
            "<selectfont><rejectfont><glob>/*</glob></rejectfont><acceptfont>",
            *(f"<glob>{escape(str(path))}</glob>" for path in faces.values()),
            "</acceptfont></selectfont>",
            *(_weighed(face, faces[face]) for face in ONE_WEIGHT if face in faces),
            "</fontconfig>\n",
        )
    )


def _weighed(face: Face, path: Path) -> str:
    """What is asked for decides which of them is taken, and the bold one is called bold from then on."""
    file, compare = escape(str(path)), "more_eq" if face.bold else "less"
    asked = f'<test name="family" qual="first"><string>{escape(face.family)}</string></test>'
    weight = f'<test name="weight" compare="{compare}"><const>demibold</const></test>'
    chosen = f'<edit name="file" mode="assign"><string>{file}</string></edit>'
    known = f'<match target="font"><test name="file"><string>{file}</string></test>'
    bold = f'{known}<edit name="weight" mode="assign"><const>bold</const></edit></match>' if face.bold else ""
    return f'<match target="pattern">{asked}{weight}{chosen}</match>{bold}'


def _marked(kind: str, some: frozenset[str], html: str) -> str:
    """Some characters in boxes of a class: one of another face must not move the lines apart."""
    if not some:
        return html
    run = re.compile(f"[{re.escape(''.join(sorted(some)))}]+")
    parts = BETWEEN_TAGS.split(html)
    parts[::2] = [run.sub(lambda match: f'<span class="{kind}">{match[0]}</span>', part) for part in parts[::2]]
    return "".join(parts)
