"""A saved web page, read: what its META tags, its title, its label block and its address claim, and the blocks of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Comment, Tag

from intake import rules
from intake.encoding import decoded
from intake.labels import NAMES
from intake.markdown import safe_url
from intake.opening import labelled
from intake.reading import Claim, Origin, Reading, Refused
from intake.settle import split_title
from intake.shapes import organs_in, squeezed
from intake.sources import Source, is_home
from intake.web.blocks import blocks_around, blocks_of
from intake.web.bringing import Bringing
from intake.web.main_text import PROSE, clear, main_text, reveal, stray
from intake.web.parsing import parsed, struck
from plugins.catalog.date_forms import read_date, read_moment
from plugins.catalog.vocabularies import genre_of_title

HEAD_BLOCKS = 12
"""Blocks before the text among which its title and number are looked for."""
META = {
    "articletitle": "名称",
    "pubdate": "发布日期",
    "keywords": "主题词",
    "description": "内容概述",
    "indexnumber": "索引号",
    "filenum": "文号",
}
"""META tags of 国办发〔2017〕47号 (and two that portals add) to the fields they claim."""
ANSWER = re.compile("对.{4,}的(?:答复|复函)")
WIDER, FOLLOWING = 3, 4
"""How many elements up, and how many blocks on, what belongs to a text is looked for beside its place."""
ABSOLUTE = 0.5
"""Share of lines placed by themselves from which on a page is a picture of paper."""
ICON = re.compile("icon", re.I)
LATE = ("data-original", "data-src", "data-lazy-src", "data-url")
"""Attributes that hold the address of a picture until a script puts it into src."""
PLACEHOLDER = re.compile(r"(?:grey|gray|blank|loading|placeholder|lazy|dot|spacer)\w*\.(?:gif|png|svg|jpg)|^data:", re.I)
TIME_CLASSES = frozenset("entry-date publish-time pubtime pub-date article_time".split())
EMPTY = frozenset({"", "null", "undefined", "无", "none"})
TITLE_CLASSES = frozenset(
    "article_title article-title arc_title xl_title con_title content_title info_title news_title bt biaoti title".split()
)
TITLE_PARTS = re.compile(r"\s*(?:[_|｜]|\s[-–—]+\s|--+|—{2,})\s*")
ADDRESS_DATE = re.compile(
    r"[/_t](?P<y>(?:19|20)\d{2})(?:[-/_]?)(?P<m>0[1-9]|1[0-2])(?:[-/_]?)(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.])"
)
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
EMBEDDED = {"iframe": "框架", "object": "插件", "embed": "插件", "video": "视频", "audio": "音频"}


def read_page(source: Source) -> Reading:
    """The reading of an HTML file. Raises Refused."""
    reading = Reading()
    page = parsed(decoded(source.read(), reading))
    address = _address(page) or source.address()
    reveal(page, reading)
    if _is_printed(page):
        raise Refused(rules.NO_TEXT, hint="这是 PDF 转成的网页，一行一行摆在纸上；请收原来的 PDF 或 Word 文件")
    _shed_icons(page)
    _true_pictures(page, source)
    place, inferred = main_text(_framed(page, source, reading) or page, reading)
    place, inferred = _with_what_belongs(page, place, inferred)
    titles = list(_titles(page, None if inferred else place))
    before, after = blocks_around(page.body or page, place)
    stray(page, place, reading)
    _embedded(place, reading)
    clear(place, reading)
    struck(place, reading)
    bringing = Bringing(source, address, _base(page), place, reading)
    reading.blocks = blocks_of(place, bringing.target)
    bringing.report()
    reading.inferred = inferred
    if not reading.blocks:
        hint = "这是框架页，请收框架里的那一页" if page.find(["frameset", "iframe"]) else "请核对是不是正文页面"
        raise Refused(rules.NO_TEXT, hint=hint)
    if inferred:
        reading.doubt(rules.PLACE_INFERRED)
    found = labelled([*before, *after])
    reading.before = before[-HEAD_BLOCKS:]
    reading.claims = [*_meta(page), *found.claims, *titles, *_times(page), *_address_claims(address)]
    reading.foreign = found.foreign
    reading.address = address
    return reading


def _address(page: BeautifulSoup) -> str:
    """The address the page itself tells: canonical, META Url, og:url, or where a browser saved it from."""
    link = page.find("link", rel="canonical")
    candidates = [str(link.get("href", ""))] if isinstance(link, Tag) else []
    candidates += [content for name, content in _metas(page) if name in ("url", "og:url")]
    candidates += [
        match[1]
        for comment in page.find_all(string=lambda text: isinstance(text, Comment))
        if (match := SAVED_FROM.search(comment))
    ]
    return next((url for url in map(safe_url, candidates) if url.startswith("http") and not is_home(url)), "")


def _base(page: BeautifulSoup) -> str:
    """What the page says its addresses start from."""
    base = page.find("base", href=True)
    return str(base["href"]).strip() if isinstance(base, Tag) else ""


def _metas(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for meta in page.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").strip().lower()
        content = " ".join(str(meta.get("content", "")).split())
        if name and content.lower() not in EMPTY:
            yield name, content


def _meta(page: BeautifulSoup) -> Iterator[Claim]:
    metas = list(_metas(page))
    for name, content in metas:
        if NAMES.get(name):
            yield Claim(label=NAMES[name], value=content, origin=Origin.META)
    found = dict(reversed(metas))
    site, column = found.get("sitename", ""), found.get("columnname", "")
    for name, label in META.items():
        value = found.get(name, "")
        cut = name == "description" and not value.endswith("。")
        if (
            value
            and value not in (site, column)
            and not cut
            and not (name != "articletitle" and value == found.get("articletitle"))
        ):
            yield Claim(label=label, value=value, origin=Origin.META)


def _titles(page: BeautifulSoup, place: Tag | None) -> Iterator[Claim]:
    """The title the page shows above its text, where it looks like one, and the part of <title> that does.

    `place` is the text where it is known: titles within it are its own.
    """
    written = " ".join(page.title.get_text().split()) if page.title else ""
    parts = [part for part in TITLE_PARTS.split(written) if part]
    shown = [
        " ".join(element.get_text().split())
        for element in page.find_all(_is_title_place)
        if not (place and _within(element, place))
    ]
    shown = [text for text in shown if 5 <= len(text) <= 200]
    heading = squeezed(written)
    best = next((text for text in shown if _is_title(text) or squeezed(text) in heading), "")
    best = next((part for part in parts if _is_title(part) and part in best), best)
    for text, origin in ((best, Origin.HEADING), (next(filter(_is_title, parts), ""), Origin.TEXT)):
        if text:
            title, claims = split_title(text)
            yield Claim(label="名称", value=title, origin=origin)
            yield from claims


def _is_title_place(tag: Tag) -> bool:
    return tag.name == "h1" or tag.get("id") == "title" or not TITLE_CLASSES.isdisjoint(tag.get("class") or ())


def _is_time_place(tag: Tag) -> bool:
    names = tag.get("class") or ()
    published = tag.name == "time" and ("published" in names or tag.has_attr("pubdate"))
    return published or tag.get("id") == "publish_time" or not TIME_CLASSES.isdisjoint(names)


def _is_title(text: str) -> bool:
    return (
        "关于" in text or bool(ANSWER.match(text)) or (len(text) > 5 and bool(genre_of_title(text)) and not text.endswith("公报"))
    )


def _address_claims(address: str) -> Iterator[Claim]:
    match = ADDRESS_DATE.search(urlsplit(address).path)
    if match:
        try:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            return
        yield Claim(label="发布日期", value=f"{day}", origin=Origin.ADDRESS)


def _within(element: Tag, place: Tag) -> bool:
    return element is place or any(parent is place for parent in element.parents)


def _is_printed(page: BeautifulSoup) -> bool:
    """Whether every line is placed by itself, as converters of PDF do: nothing tells its paragraphs."""
    lines = [
        element
        for element in page.find_all(["div", "p", "span"])
        if element.find(["div", "p"]) is None and element.get_text(strip=True)
    ]
    return len(lines) > 8 and sum("absolute" in str(line.get("style", "")) for line in lines) > len(lines) * ABSOLUTE


def _shed_icons(page: BeautifulSoup) -> None:
    """Take out the characters of icon fonts: they are drawings."""
    for element in page.find_all(["i", "span", "em"], class_=ICON):
        if len(element.get_text(strip=True)) <= 2:
            element.decompose()


def _true_pictures(page: BeautifulSoup, source: Source) -> None:
    """Where a script loads a picture late, its true address; a browser's saved copy goes before it."""
    for image in page.find_all("img"):
        late = next((str(image[name]) for name in LATE if image.get(name)), "")
        saved = str(image.get("src", ""))
        if late and (source.lies_beside(late) or not source.lies_beside(saved) or PLACEHOLDER.search(saved)):
            image["src"] = late


def _framed(page: BeautifulSoup, source: Source, reading: Reading) -> BeautifulSoup | None:
    """The page within a frame, where the text is there and not in the page itself; the frame must have been saved with it."""
    if PROSE.search((page.body or page).get_text()):
        return None
    for frame in page.find_all(["iframe", "frame"], src=True):
        found = source.beside(str(frame["src"]))
        inner = parsed(decoded(found[1], reading)) if found and found[0].endswith((".html", ".htm")) else None
        if inner is not None and PROSE.search(inner.get_text()):
            reveal(inner, reading)
            return inner
    return None


def _with_what_belongs(page: BeautifulSoup, place: Tag, inferred: bool) -> tuple[Tag, bool]:
    """The place of the text, or the one around it where the signature or the files of the text stand beside it."""
    body = page.body or page
    for _ in range(WIDER):
        after = blocks_around(body, place)[1][:FOLLOWING]
        signed = (
            any(read_date(block.text) for block in after)
            and bool(after)
            and bool(organs_in(after[0].text) or read_date(after[0].text))
        )
        files = any(block.text.startswith(("附件", "附：")) for block in after[:2])
        above = place.parent
        if not (signed or files) or above is None or above is body:
            return place, inferred
        place, inferred = above, True
    return place, inferred


def _times(page: BeautifulSoup) -> Iterator[Claim]:
    """The time of publication where it stands in an element made for it."""
    for element in page.find_all(_is_time_place):
        written = str(element.get("datetime") or element.get_text(" ", strip=True))
        if read_moment(written) and written[:1].isdecimal() and not set(element.get("class") or ()) & {"updated", "modified"}:
            yield Claim(label="发布日期", value=written, origin=Origin.HEADING)
            return


def _embedded(place: Tag, reading: Reading) -> None:
    names = dict.fromkeys(EMBEDDED[element.name] for element in place.find_all(list(EMBEDDED)))
    if names:
        reading.doubt(rules.EMBEDDED, what="、".join(names))
