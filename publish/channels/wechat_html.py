"""The article as WeChat lets it live: a body fragment, styled inline, without ids, scripts, outside links or nested lists.

What survives there is listed in docs/channels.md; the platform drops the rest silently or refuses the draft (45166, 47001).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import css_inline
from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PreformattedString

from publish.channels.wording import one_line, plain

INSIDE = "mp.weixin.qq.com"
"""The only host an ordinary account may link to."""

_KEPT = frozenset(
    {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "b", "i", "u", "s", "sub", "sup", "br", "hr"}
    | {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"}
    | {"img", "a", "section", "span", "code", "pre", "figure", "figcaption"}
)
_DROPPED = ["script", "style", "iframe", "form", "object", "embed", "video", "audio", "svg", "template", "noscript", "button"]
_KEPT_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
    "ol": frozenset({"start"}),
}
_BLOCK_PARTS = ["p", "div", "section", "ul", "ol", "table", "blockquote", "pre"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """The article and what was done to it: which pictures it shows, by path under output/, in order."""

    html: str
    text: str
    pictures: tuple[str, ...]


def transform(article_html: str, page_url: str, site_url: str, pictures: Mapping[str, str], heading: str = "") -> Fragment:
    """The fragment for an article of the page at `page_url`.

    `pictures` maps a path under output/ to the digest that stands for it as `asset:<digest>`; others become words.
    `heading` is one line set before the text.
    """
    soup = BeautifulSoup(plain(article_html), "html.parser")
    root = soup.find(True)
    body = root if isinstance(root, Tag) else soup
    _strip(body)
    shown = _place_pictures(soup, body, page_url, site_url, pictures)
    references = _footnotes(soup, body, page_url)
    _restrict(body)
    for item in body.find_all("li"):
        if item.name == "li":  # a nested item has become a paragraph by now
            _flatten(soup, item)
    for table in body.find_all("table"):
        table.wrap(soup.new_tag("section", attrs={"class": "w"}))
    text = one_line(body.get_text(" "))
    if heading:
        body.insert(0, _paragraph(soup, heading))
    if references:
        body.append(_paragraph(soup, "引用链接"))
        for reference in references:
            body.append(_paragraph(soup, reference))
    return Fragment(html=styled(body.decode_contents()), text=text, pictures=tuple(shown))


def paragraphs(lines: tuple[str, ...], heading: str = "") -> str:
    """An article of plain paragraphs, for texts that do not fit."""
    soup = BeautifulSoup("", "html.parser")
    if heading:
        soup.append(_paragraph(soup, heading))
    for line in lines:
        tag = soup.new_tag("p")
        tag.string = plain(line)
        soup.append(tag)
    return styled(soup.decode_contents())


def styled(inner_html: str) -> str:
    """The fragment with the stylesheet written into style attributes; classes, which WeChat drops, are gone."""
    html = css_inline.inline_fragment(
        f'<section class="a">{inner_html}</section>', _stylesheet(), load_remote_stylesheets=False, minify_css=True
    )
    # A serialiser wrote this: "<" begins a tag and nothing else, and values stand between double quotes.
    return _TAG.sub(lambda tag: _CLASS.sub("", tag.group()), html)


_TAG = re.compile(r"""<[a-zA-Z](?:[^">]|"[^"]*")*>""")
_CLASS = re.compile(r"""\sclass="[^"]*"(?=[\s/>])""")


@cache
def _stylesheet() -> str:
    text = Path(__file__).with_name("wechat.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def _strip(body: Tag) -> None:
    for node in body.find_all(string=lambda text: isinstance(text, Comment | PreformattedString)):
        node.extract()
    for tag in body.find_all(_DROPPED):
        tag.decompose()


def _place_pictures(soup: BeautifulSoup, body: Tag, page_url: str, site_url: str, pictures: Mapping[str, str]) -> list[str]:
    shown: list[str] = []
    for image in body.find_all("img"):
        path = _own_path(str(image.get("src") or ""), page_url, site_url)
        if path in pictures:
            image["src"] = f"asset:{pictures[path]}"
            shown.append(path)
        else:
            alt = one_line(str(image.get("alt") or ""))
            image.replace_with(NavigableString(f"［图片：{alt}，请见原文］" if alt else "［图片请见原文］"))
    return list(dict.fromkeys(shown))


def _own_path(src: str, page_url: str, site_url: str) -> str:
    """The path under output/ that a source names, or an empty string where it is not ours."""
    try:
        parts = urlsplit(urljoin(page_url, src))
        home = urlsplit(site_url)
    except ValueError:
        return ""
    if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
        return ""
    return unquote(parts.path).removeprefix(home.path).lstrip("/")


def _footnotes(soup: BeautifulSoup, body: Tag, page_url: str) -> list[str]:
    """Outside links become numbers; the addresses follow the text as plain words."""
    numbers: dict[str, int] = {}
    references: list[str] = []
    for link in body.find_all("a"):
        href = str(link.get("href") or "").strip()
        try:
            target = urljoin(page_url, href)
            parts = urlsplit(target)
        except ValueError:
            link.unwrap()
            continue
        if parts.scheme == "https" and parts.netloc == INSIDE:
            continue
        if href.startswith("#") or parts.scheme not in {"http", "https"}:
            link.unwrap()
        else:
            _number(soup, link, target, numbers, references)
    return references


def _number(soup: BeautifulSoup, link: Tag, target: str, numbers: dict[str, int], references: list[str]) -> None:
    words = one_line(link.get_text())
    if target not in numbers:
        numbers[target] = len(numbers) + 1
        name = "" if words in {"", target} else f"{words}："
        references.append(f"[{numbers[target]}] {name}{target}")
    mark = soup.new_tag("sup")
    mark.string = f"[{numbers[target]}]"
    link.insert_after(mark)
    link.unwrap()


def _restrict(body: Tag) -> None:
    for tag in body.find_all(True):
        if tag.name == "h1":
            tag.name = "h2"
        elif tag.name in {"h5", "h6"}:
            tag.name = "h4"
        elif tag.name == "div":
            tag.name = "section"
        if tag.name not in _KEPT:
            tag.unwrap()
            continue
        aligned = {"gk-align-right": "r", "gk-align-center": "c"}
        classes = [short for name in (tag.get("class") or []) if (short := aligned.get(str(name)))]
        kept = _KEPT_ATTRIBUTES.get(tag.name, frozenset())
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in kept}
        if classes:
            tag["class"] = classes[0]
        if tag.name == "pre":
            _break_lines(tag)


def _break_lines(pre: Tag) -> None:
    """WeChat folds blanks and line ends, also inside `pre`."""
    for text in list(pre.find_all(string=True)):
        pieces: list[NavigableString | Tag] = []
        for index, line in enumerate(str(text).split("\n")):
            if index:
                pieces.append(Tag(name="br", can_be_empty_element=True))
            pieces.append(NavigableString(line.replace(" ", "\u00a0")))
        text.replace_with(*pieces)


def _flatten(soup: BeautifulSoup, item: Tag) -> None:
    """The editor gives a nested list stray bullets: its items become paragraphs with a sign of their own."""
    for nested in item.find_all(["ul", "ol"]):
        numbered = nested.name == "ol"
        for position, entry in enumerate(nested.find_all("li", recursive=False), 1):
            entry.name = "p"
            entry.insert(0, NavigableString(f"{position}) " if numbered else "– "))
        nested.unwrap()
    for block in item.find_all("p"):
        if block.find(_BLOCK_PARTS):
            block.name = "section"
    section = soup.new_tag("section")
    for child in list(item.contents):
        section.append(child.extract())
    item.append(section)


def _paragraph(soup: BeautifulSoup, text: str) -> Tag:
    tag = soup.new_tag("p", attrs={"class": "n"})
    tag.string = plain(text)
    return tag
