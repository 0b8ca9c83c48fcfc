"""What a Weibo post is made of: its words within the count, its picture, its address."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from publish.channels.protocol import Action, Picture, Post, picture_of
from publish.channels.weibo_count import TEXT_CAP, count
from publish.channels.wording import one_line, without_urls
from publish.failures import Rejected

PICTURE_LIMIT = 5 * 1024 * 1024
"""Bytes of the picture, exclusive (statuses/share)."""

_SUFFIXES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}
_MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/gif": b"GIF8"}


def compose_post(release: Release, site: Site, action: Action) -> Post:
    """Title, summary and address within 138 as the platform counts, and the first picture that fits."""
    record = release.record
    title = words(record.post_title or record.title)
    head = f"【更正：{title}】" if action is Action.CORRECT else f"【{title}】"
    pictures, notes = first_picture(release)
    return Post(
        title=title,
        text=fitted(head, words(record.post_summary or record.summary), release.url),
        html="",
        author=one_line(record.issuing_agency or site.name),
        link=release.url,
        pictures=pictures,
        notes=notes,
    )


def compose_list(releases: Sequence[Release], site: Site) -> Post:
    """How many documents are new, as many of their titles as fit, and the portal's address."""
    title = f"新公开文件 {len(releases)} 份"
    titles = "；".join(words(release.record.post_title or release.record.title) for release in releases)
    text = fitted(f"【{title}】", titles, f"{site.url}/")
    return Post(title=title, text=text, html="", author=one_line(site.name), link=f"{site.url}/")


def base62(mid: str) -> str:
    """The short form of a post's number in its address: seven digits at a time from the right become four signs."""
    if not mid.isdigit():
        return mid
    signs = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    groups: list[str] = []
    for end in range(len(mid), 0, -7):
        number, text = int(mid[max(0, end - 7) : end]), ""
        while number:
            number, digit = divmod(number, 62)
            text = signs[digit] + text
        groups.insert(0, text if end <= 7 else text.rjust(4, "0"))
    return "".join(groups)


def words(text: str) -> str:
    """Text fit for a post: no topic, no other address."""
    # A pair of # makes a topic, which statuses/share forbids; another address would break the safe-domain rule.
    return without_urls(one_line(text)).replace("#", "＃")


def fitted(head: str, summary: str, url: str) -> str:
    """Head, summary and address within the cap, the summary cut first. Raises Rejected where the address alone is too long."""
    whole_text = f"{head}{summary} {url} "
    if count(whole_text) <= TEXT_CAP:
        return whole_text
    if count(f"{head} {url} ") > TEXT_CAP - 2:
        summary, cut = "", head
    else:
        cut = summary
    while cut:
        cut = cut[:-1].rstrip()
        text = f"{head}{cut}… {url} " if summary else f"{cut}…】 {url} "
        if count(text) <= TEXT_CAP:
            return text
    raise Rejected(f"网址太长，一条微博放不下：{url}")


def first_picture(release: Release) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """The first picture that fits, and words about those before it that do not."""
    notes: list[str] = []
    for asset in release.pictures:
        if _suffix(asset.path) in _SUFFIXES and 0 < asset.size < PICTURE_LIMIT:
            return (picture_of(asset),), tuple(notes)
        notes.append(f"图片 {asset.path} 不是 5 MB 以内的 JPEG、PNG 或 GIF，微博不带这张图")
    return (), tuple(notes)


def _suffix(path: str) -> str:
    return f".{path.rpartition('.')[2].lower()}"


def media_type(picture: Picture, content: bytes) -> str:
    """The media type of a picture; raises Rejected where its bytes are not what its name says."""
    kind = _SUFFIXES[_suffix(picture.path)]
    if not content.startswith(_MAGIC[kind]):
        raise Rejected(f"图片 {picture.path} 的内容与扩展名不符")
    return kind
