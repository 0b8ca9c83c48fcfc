"""From a Markdown body to safe HTML. Links to local files become `gk:` targets, settled when all records are known."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from plugins.catalog.citations import Citation
from plugins.catalog.entry import Heading
from plugins.engine import plain
from plugins.engine.cited import bind, mark
from plugins.engine.controls import stripped
from plugins.engine.finish import TAG, finish

SCHEME = "gk:"
ALIGNMENTS = ("left", "center", "right")
CELL_CLASSES = {f"gk-align-{side}" for side in ALIGNMENTS}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
TAGS = set(
    "a abbr b blockquote br caption code dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li "
    "mark ol p pre q rp rt ruby s small span strong sub sup table tbody td tfoot th thead tr u ul".split()
)
URL_SCHEMES = {"http", "https", "mailto", "tel"}
LINK = re.compile(rf'<a href="{SCHEME}([^"#]*)[^>]*>(.*?)</a>', re.DOTALL)
OUTWARD = "noopener noreferrer"
LOCAL = re.compile(rf' (href|src)="{SCHEME}([^"]*)"(?:([^>]*) rel="{OUTWARD}")?')
LOCAL_TAG = re.compile(rf'<[^>]* (?:href|src)="{SCHEME}[^>]*>')
URLS = re.compile("href|src", re.IGNORECASE)
"""What a text without links and pictures does not hold."""


@dataclass(frozen=True, slots=True)
class Body:
    """Safe HTML; the local targets it links and shows; the targets that leave content/."""

    html: str
    digest: str
    """SHA-256 of the text before its last touch: how it is presented is not what it says."""
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    written: Mapping[str, str]
    """Target to the URL as it was written, to find its place."""
    outside: tuple[str, ...]
    outline: tuple[Heading, ...]
    titles: Mapping[str, str]
    """Target to the words of the first link to it."""
    controls: tuple[str, ...]
    """Unseen characters that were written as entities."""
    citations: tuple[Citation, ...]
    cited_as: tuple[str, ...]
    """How each citation stands in the text, to find its place."""


def make_body(text: str, path: str, own: Collection[str] = ()) -> Body:
    """Convert and sanitise one body; `path` is that of its document, relative to content/, `own` its titles and numbers."""
    seen = _Targets(path)
    safe, controls = stripped(_sanitiser().clean(_html(text), seen))
    marked = mark(safe, own)
    html, outline = finish(marked.html)
    return Body(
        html=html,
        digest=sha256(safe.encode()).hexdigest(),
        links=tuple(seen.links),
        pictures=tuple(seen.pictures),
        written=seen.links | seen.pictures,
        outside=tuple(seen.outside),
        outline=outline,
        titles=_titles(html),
        controls=controls,
        citations=marked.citations,
        cited_as=marked.written,
    )


def settle(
    html: str, addresses: Mapping[str, str], sizes: Mapping[str, tuple[int, int]], cited: Mapping[int, str] | None = None
) -> str:
    """Put site paths in place of local targets; a target without an address loses its link.

    A picture is given its size in pixels, so that a page does not jump when it arrives. `cited` gives the site paths of
    what the text cites, by place among its citations.
    """

    def put(match: re.Match[str]) -> str:
        # Whatever of it goes on to the page stays as the sanitiser wrote it: escaped.
        written, mark, fragment = match[2].partition("#")
        target, beside = unescape(written), match[3] or ""
        address = addresses.get(target)
        if not address:
            return beside
        width, height = sizes.get(target, (0, 0))
        size = f' width="{width}" height="{height}"' if match[1] == "src" and width else ""
        return f' {match[1]}="{address}{mark}{fragment}"{size}{beside}'

    return bind(LOCAL_TAG.sub(lambda tag: LOCAL.sub(put, tag[0]), html), cited or {})


def target_of(url: str, path: str) -> str | None:
    """The content path or site path a local URL means, seen from a document; None where it leaves content/."""
    plain = unquote(urlsplit(url).path)
    if "\\" in plain or "\0" in plain:
        return None
    joined = plain.lstrip("/") if plain.startswith("/") else posixpath.join(posixpath.dirname(path), plain)
    target = posixpath.normpath(joined)
    if target == ".." or target.startswith("../"):
        return None
    if plain == "/":
        return plain
    return f"/{target}/" if plain.startswith("/") and plain.endswith("/") else target


def _html(text: str) -> str:
    """The text as Python-Markdown understands it; by the short way where it is plain."""
    html = plain.convert(text)
    if html is not None:
        return html
    converter = _converter()
    converter.reset()
    return converter.convert(text)


def _titles(html: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if SCHEME not in html:
        return found
    for target, inner in LINK.findall(html):
        words = " ".join(unescape(TAG.sub("", inner)).split())
        if words:
            found.setdefault(unescape(target), words)
    return found


class _Targets:
    """Collects local targets while the sanitiser walks over the attributes."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.links: dict[str, str] = {}
        self.pictures: dict[str, str] = {}
        self.outside: dict[str, None] = {}

    def rewrite(self, element: str, attribute: str, value: str) -> str | None:
        if (element, attribute) not in (("a", "href"), ("img", "src")):
            return value
        parts = _parts(value)
        if parts is None:
            self.outside[value] = None
            return None
        if parts.scheme or parts.netloc:
            return None if element == "img" else value
        if not parts.path:
            return value
        target = target_of(value, self.path)
        if target is None:
            self.outside[value] = None
            return None
        (self.pictures if element == "img" else self.links)[target] = value
        return f"{SCHEME}{target}{'#' + parts.fragment if parts.fragment else ''}"


class _Sanitiser:
    """The rules, compiled once. Asking back for each attribute is dear: only a text that has addresses needs it."""

    def __init__(self) -> None:
        self._seen = _Targets("")
        cells = {"td": CELL_CLASSES, "th": CELL_CLASSES}
        rules: dict[str, Any] = {"tags": TAGS, "attributes": ATTRIBUTES, "url_schemes": URL_SCHEMES, "link_rel": OUTWARD}
        self._without = nh3.Cleaner(allowed_classes=cells, **rules)
        self._with = nh3.Cleaner(allowed_classes=cells, attribute_filter=self._rewrite, **rules)

    def clean(self, html: str, seen: _Targets) -> str:
        """The safe HTML; `seen` is told of its addresses."""
        self._seen = seen
        return (self._with if URLS.search(html) else self._without).clean(html)

    def _rewrite(self, element: str, attribute: str, value: str) -> str | None:
        return self._seen.rewrite(element, attribute, value)


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


class _Official(Treeprocessor):
    """Alignment as a class, headings from h2 down, no gap where a line breaks between Chinese characters."""

    def run(self, root: Element) -> None:
        shift = any(element.tag == "h1" for element in root.iter())
        for element in root.iter():
            side = element.attrib.pop("style", "").removeprefix("text-align: ").rstrip(";")
            if side in ALIGNMENTS:
                element.set("class", f"gk-align-{side}")
            if shift and re.fullmatch(r"h[1-5]", element.tag):
                element.tag = f"h{int(element.tag[1]) + 1}"
            if element.tag not in ("code", "pre"):
                element.text = element.text and plain.CJK_BREAK.sub("", element.text)
            element.tail = element.tail and plain.CJK_BREAK.sub("", element.tail)


class _OfficialExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        """After the inline patterns have run."""
        md.treeprocessors.register(_Official(md), "official", 5)


@cache
def _sanitiser() -> _Sanitiser:
    """One a process."""
    return _Sanitiser()


@cache
def _converter() -> Markdown:
    """One converter a process: making it anew for each file costs a third of the reading time."""
    return Markdown(extensions=["tables", "sane_lists", _OfficialExtension()], output_format="html")
