"""The WeChat article of a release, within every limit of draft/add. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from publish.channels.protocol import Picture, Post, picture_of
from publish.channels.wechat_html import Fragment, paragraphs, transform
from publish.channels.wording import clipped, inner, one_line, rows, word
from publish.failures import Rejected

TITLE_LIMIT = 32
"""Characters (draft/add)."""
AUTHOR_LIMIT = 16
DIGEST_LIMIT = 120
CONTENT_LIMIT = 20_000
"""Characters of HTML, exclusive; also under 1 MB."""
CONTENT_BYTES = 1024 * 1024
PICTURE_LIMIT = 1024 * 1024
"""Bytes, exclusive (media/uploadimg)."""
PICTURE_ADDRESS = 300
"""Characters to reserve for the address that uploadimg will give a picture."""
ISSUE = 8
"""Articles of one draft (draft/add)."""
LISTED = 100
"""Titles that one article lists."""
MARK = 10
"""Digits of the entry's key that the address of 阅读原文 carries."""

_SUFFIXES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


def compose_article(release: Release, article_html: str, site: Site, *, correction: bool, mark: str) -> Post:
    """The article; `mark` tells it from every other in the platform's lists."""
    record = release.record
    notes: list[str] = []
    plain_title = one_line(record.post_title or record.title)
    title = clipped(f"【更正】{plain_title}" if correction else plain_title, TITLE_LIMIT)
    if title.endswith("…"):
        notes.append(f"标题超过 {TITLE_LIMIT} 字，已截短；可填写“推送标题”")
    usable = _usable_pictures(release, notes)
    digests = {path: picture.digest for path, picture in usable.items()}
    fragment = transform(article_html, release.url, site.url, digests, _heading(release))
    html, shown = _within_limit(fragment, release, notes)
    return Post(
        title=title,
        text=clipped(one_line(record.post_summary or record.summary) or fragment.text, DIGEST_LIMIT),
        html=html,
        author=_author(release, site),
        link=f"{release.url}?c={mark}",
        pictures=tuple(usable[path] for path in shown),
        notes=tuple(notes),
    )


def compose_issue(articles: Sequence[tuple[Release, str]], site: Site, *, mark: str) -> Post:
    """Several releases as one draft: an article each, up to eight, otherwise one article with their titles."""
    title = clipped(f"{one_line(site.name)}新公开文件 {len(articles)} 份", TITLE_LIMIT)
    titles = [one_line(release.record.post_title or release.record.title) for release, _ in articles]
    listing = clipped("；".join(titles), DIGEST_LIMIT)
    author = one_line(site.organizer)[:AUTHOR_LIMIT]
    link = f"{site.url}/?c={mark}"
    if len(articles) <= ISSUE:
        parts = tuple(compose_article(release, html, site, correction=False, mark=mark) for release, html in articles)
        notes = tuple(f"{part.title}：{note}" for part in parts for note in part.notes)
        pictures = tuple({picture.digest: picture for part in parts for picture in part.pictures}.values())
        return Post(title=title, text=listing, html="", author=author, link=link, parts=parts, pictures=pictures, notes=notes)
    shown = titles[:LISTED]
    rest = (f"……共 {len(titles)} 份",) if len(titles) > LISTED else ()
    html = paragraphs((*shown, *rest, "请点击文末“阅读原文”，在网站上查看全文。"), "")
    return Post(title=title, text=listing, html=html, author=author, link=link)


def news(item: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The articles of one item of a list."""
    return rows(inner(item, "content"), "news_item")


def marked(item: Mapping[str, object], link: str) -> bool:
    """Whether an item of a list carries the mark of `link`."""
    mark = link.rpartition("?c=")[2]
    return any(word(one, "content_source_url").rpartition("?c=")[2] == mark for one in news(item))


def suffix(path: str) -> str:
    """The file name's ending, in lower case, with its dot."""
    return f".{path.rpartition('.')[2].lower()}"


def media_type(picture: Picture, content: bytes) -> str:
    """The media type of a picture; raises Rejected where its bytes are not what its name says."""
    kind = _SUFFIXES[suffix(picture.path)]
    if not content.startswith(_MAGIC[kind]):
        raise Rejected(f"图片 {picture.path} 的内容与扩展名不符")
    return kind


def _usable_pictures(release: Release, notes: list[str]) -> dict[str, Picture]:
    usable: dict[str, Picture] = {}
    for asset in release.pictures:
        if suffix(asset.path) in _SUFFIXES and 0 < asset.size < PICTURE_LIMIT:
            usable[asset.path] = picture_of(asset)
        else:
            notes.append(f"图片 {asset.path} 不是 1 MB 以内的 JPEG 或 PNG，文中以文字代替")
    return usable


def _author(release: Release, site: Site) -> str:
    names = (release.record.issuing_agency, site.organizer, site.name)
    return next((name for name in map(one_line, names) if 0 < len(name) <= AUTHOR_LIMIT), "")


def _heading(release: Release) -> str:
    record = release.record
    issued = f"{record.issued_on:%Y-%m-%d}" if record.issued_on else ""
    return one_line("　".join(part for part in (record.issuing_agency, record.document_number, issued) if part))


def _within_limit(fragment: Fragment, release: Release, notes: list[str]) -> tuple[str, tuple[str, ...]]:
    """The article's HTML and the pictures it shows."""
    reserve = PICTURE_ADDRESS * fragment.html.count('src="asset:')
    if len(fragment.html) + reserve < CONTENT_LIMIT and len(fragment.html.encode()) < CONTENT_BYTES:
        return fragment.html, fragment.pictures
    notes.append(f"正文排版后超过 {CONTENT_LIMIT} 字符，微信文章只放摘要，全文见“阅读原文”")
    summary = one_line(release.record.summary) or clipped(fragment.text, 600)
    return paragraphs((clipped(summary, 3000), "全文较长，请点击文末“阅读原文”查看。"), _heading(release)), ()
