"""WeChat's content filter: what is left of an article's HTML once the platform has taken it in.

Elements and attributes that are known to survive are written anew, well nested; everything else goes.
SVG survives in part on the real platform; here it goes too, since nothing of ours needs it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

LINK_HOST = "mp.weixin.qq.com"
PICTURE_HOSTS = frozenset({"mmbiz.qpic.cn", "mmbiz.qlogo.cn"})

_VOID = frozenset({"br", "hr", "img", "col"})
_KEPT = _VOID | frozenset(
    "a b blockquote caption center code colgroup dd del div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 i ins"
    " li mark ol p pre rp rt ruby s section small span strong sub sup table tbody td tfoot th thead tr u ul".split()
)
_GONE_WITH_CONTENT = frozenset(
    "applet audio form iframe math noscript object script select style svg template textarea title video".split()
)
_DOCUMENT = frozenset({"html", "head", "body"})
_ATTRIBUTES = frozenset({"align", "alt", "colspan", "height", "href", "rowspan", "src", "style", "title", "width"})
_STYLES_GONE = re.compile(
    r"(?:position|gap|filter|backdrop-filter|clip-path|mix-blend-mode|will-change|behavior|-moz-binding)$"
    r"|(?:animation|transition|mask|grid|--)"
)
_STYLE_VALUES_GONE = re.compile(r"url\(|var\(|expression\(|image-set\(|@|\\|^\s*(?:inline-)?grid\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredContent:
    """What the filter made of an article's HTML."""

    html: str
    text: str
    """The words alone, blanks run together."""
    has_foreign_links: bool
    """Whether a link led anywhere but to mp.weixin.qq.com; such links are now plain text."""
    is_document: bool
    """Whether a whole document was sent instead of a fragment."""


def filter_content(html: str) -> FilteredContent:
    """Put the HTML of an article through the filter."""
    sieve = _Sieve()
    sieve.feed(html)
    sieve.close()
    return FilteredContent(
        html=sieve.finish(),
        text=" ".join("".join(sieve.words).split()),
        has_foreign_links=sieve.has_foreign_links,
        is_document=sieve.is_document,
    )


class _Sieve(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.has_foreign_links = False
        self.is_document = False
        self._written: list[str] = []
        self._open: list[str] = []
        self._gone: list[str] = []

    def finish(self) -> str:
        while self._open:
            self._written.append(f"</{self._open.pop()}>")
        return "".join(self._written)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.is_document = self.is_document or tag in _DOCUMENT
        if tag in _GONE_WITH_CONTENT:
            self._gone.append(tag)
        if self._gone or tag not in _KEPT:
            return
        values = {name: value or "" for name, value in attrs if name in _ATTRIBUTES}
        if not self._passes(tag, values):
            return
        self._written.append(_start(tag, values))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._gone:
            if tag == self._gone[-1]:
                self._gone.pop()
        elif tag in self._open:
            while (closing := self._open.pop()) != tag:
                self._written.append(f"</{closing}>")
            self._written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._gone:
            self.words.append(data)
            self._written.append(escape(data, quote=False).replace("\xa0", "&nbsp;"))

    def handle_decl(self, decl: str) -> None:
        self.is_document = self.is_document or decl.lower().startswith("doctype")

    def _passes(self, tag: str, values: dict[str, str]) -> bool:
        if tag == "a" and "href" in values and not _is_on(values["href"], frozenset({LINK_HOST})):
            self.has_foreign_links = True
            return False
        return tag != "img" or _is_on(values.get("src", ""), PICTURE_HOSTS)


def _start(tag: str, values: dict[str, str]) -> str:
    if "style" in values:
        values["style"] = _style(values["style"])
    written = [f' {name}="{escape(value)}"' for name, value in values.items() if _belongs(name, tag)]
    return f"<{tag}{''.join(written)}>"


def _belongs(name: str, tag: str) -> bool:
    return {"href": tag == "a", "src": tag == "img", "alt": tag == "img"}.get(name, True)


def _style(text: str) -> str:
    kept = []
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name and value and not _STYLES_GONE.match(name) and not _STYLE_VALUES_GONE.search(value):
            kept.append(f"{name}:{value.strip()}")
    return ";".join(kept)


def _is_on(address: str, hosts: frozenset[str]) -> bool:
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and host in hosts
