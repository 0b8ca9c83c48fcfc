"""What a follower sees: the posts of the sandbox as a page to look at, for people and for tests.

No script, no outside request; what the articles bring along may style itself by style attributes and nothing else.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

from publish.sandbox.account import Account
from publish.sandbox.clock import BEIJING, from_epoch
from publish.sandbox.exchange import Reply, Request
from publish.sandbox.mail import Letter, MailServer
from publish.sandbox.picture import Picture
from publish.sandbox.wechat import WechatServer, picture_key
from publish.sandbox.wechat_drafts import Article
from publish.sandbox.wechat_publications import Publication, article_path
from publish.sandbox.weibo import WeiboServer
from publish.sandbox.weibo_statuses import URL, Status

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of every page."""

_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
SHOWN_LETTERS = 50
"""The newest messages stand on the page; the state has all."""
_FOLDER = Path(__file__).parent / "pages"
_FILES: Mapping[str, str] = {"/follower.css": "text/css; charset=utf-8", "/mark.svg": "image/svg+xml"}
_PICTURE_SOURCE = re.compile(r'(<img[^>]*?\ssrc=")([^"]*)"')


class Markup(str):
    """Text that is HTML already and goes into a page as it is."""

    __slots__ = ()


class FollowerPages:
    """The follower's page, the pages of the articles, and the pictures on them."""

    def __init__(self, account: Account, weibo: WeiboServer, wechat: WechatServer, mail: MailServer) -> None:
        self._account, self._weibo, self._wechat, self._mail = account, weibo, wechat, mail

    def answer(self, request: Request) -> Reply:
        """The page of that path; a page in words where there is none."""
        folder, _, name = request.path.strip("/").rpartition("/")
        if request.method not in ("GET", "HEAD"):
            return _message("这里只能看", "关注者的页面只能浏览。", status=405)
        if request.path == "/":
            return self._follower()
        if request.path in _FILES:
            return _file(request.path)
        if folder == "pictures":
            return _picture(self._wechat.pictures.picture(name))
        if folder == "wechat/s":
            return self._article(name, request.query.get("idx", "1"))
        if folder == "wechat/draft":
            return self._draft(name)
        return _message("没有这一页", "地址不对，或者内容已经不在。", status=404)

    def _follower(self) -> Reply:
        posts = Markup("".join(self._post(status) for status in self._weibo.statuses.all()))
        published = [one for one in self._wechat.publications.all() if one.published_at is not None]
        published.sort(key=lambda one: (one.published_at, one.publish_id), reverse=True)
        cards = Markup("".join(self._card(one, place) for one in published for place in _live(one)))
        letters = Markup("".join(map(_letter, reversed(self._mail.letters()[-SHOWN_LETTERS:]))))
        return _page(
            "follower",
            name=self._account.name,
            posts=posts or _empty("还没有微博。", "推送步骤发出的微博会出现在这里，新的在前。"),
            cards=cards or _empty("还没有公众号文章。", "推送步骤发表的文章会出现在这里，新的在前；草稿不算。"),
            letters=letters or _empty("还没有邮件。", "推送步骤发出的邮件会出现在这里，新的在前；一封也没有真的寄出。"),
        )

    def _post(self, status: Status) -> Markup:
        picture = _fill("weibo_picture", key=status.picture) if status.picture else Markup("")
        source = "公开门户" if status.by_app else "微博网页版"
        return _fill(
            "weibo_post",
            id=str(status.id),
            name=self._account.name,
            initial=self._account.name[:1],
            machine_time=status.created_at.isoformat(timespec="seconds"),
            time=_minute(status.created_at),
            source=source,
            text=_linked(status.text),
            picture=picture,
        )

    def _card(self, publication: Publication, place: int) -> Markup:
        article = publication.articles[place - 1]
        published = from_epoch(publication.published_at or publication.submitted_at)
        return _fill(
            "wechat_card",
            address=article_path(publication, place),
            cover=article.thumb_media_id,
            title=article.title,
            digest=article.digest,
            machine_time=published.isoformat(timespec="seconds"),
            time=_minute(published),
        )

    def _article(self, article_id: str, position: str) -> Reply:
        publication = self._wechat.publications.find(article_id)
        place = int(position) if position.isdecimal() and len(position) < 3 else 0
        if publication is None or not 1 <= place <= len(publication.articles):
            return _message("没有这篇文章", "地址不对，或者文章还没有发表。", status=404)
        if place in publication.deleted:
            return _message("该内容已被发布者删除", "关注者打开旧的卡片，看到的就是这句话。")
        published = from_epoch(publication.published_at or publication.submitted_at)
        return self._read(publication.articles[place - 1], published, note="")

    def _draft(self, media_id: str) -> Reply:
        articles = self._wechat.drafts.articles(media_id)
        if not articles:
            return _message("没有这份草稿", "草稿发表或删除以后，预览地址随之失效。", status=404)
        return self._read(articles[0], None, note="草稿预览：尚未发表，关注者看不到。")

    def _read(self, article: Article, published: datetime | None, *, note: str) -> Reply:
        source = _fill("wechat_source", address=article.content_source_url) if article.content_source_url else ""
        return _page(
            "article",
            title=article.title,
            author=article.author,
            name=self._account.name,
            time=_minute(published) if published else "",
            note=_fill("note", text=note) if note else "",
            content=Markup(_PICTURE_SOURCE.sub(_local_picture, article.content)),
            source=source,
        )


def _letter(letter: Letter) -> Markup:
    """A message as a reader's programme shows it without HTML; its leave address is a link."""
    message = letter.message
    text = message.get_body(("plain",))
    return _fill(
        "mail_letter",
        recipient=letter.recipient,
        sender=str(message["From"] or letter.sender),
        subject=str(message["Subject"] or ""),
        text=_linked(text.get_content() if text else ""),
        leave=_linked(str(message["List-Unsubscribe"] or "").strip("<>")),
    )


def _fill(template: str, **values: str | None) -> Markup:
    text = (_FOLDER / f"{template}.html").read_text(encoding="utf-8")
    safe = {name: value if isinstance(value, Markup) else escape(value or "") for name, value in values.items()}
    return Markup(Template(text).substitute(safe))


def _page(template: str, **values: str) -> Reply:
    return Reply.of_html(_fill(template, **values), headers=_HEADERS)


def _message(title: str, text: str, *, status: int = 200) -> Reply:
    return Reply.of_html(_fill("message", title=title, text=text), status=status, headers=_HEADERS)


def _empty(title: str, text: str) -> Markup:
    return _fill("empty", title=title, text=text)


def _file(path: str) -> Reply:
    return Reply(body=(_FOLDER / path.strip("/")).read_bytes(), content_type=_FILES[path], headers=_HEADERS)


def _picture(picture: Picture | None) -> Reply:
    if picture is None:
        return _message("没有这张图片", "地址不对。", status=404)
    return Reply(body=picture.content, content_type=picture.type.value, headers=_HEADERS)


def _live(publication: Publication) -> list[int]:
    return [place for place in range(1, len(publication.articles) + 1) if place not in publication.deleted]


def _linked(text: str) -> Markup:
    pieces, end = [], 0
    for link in URL.finditer(text):
        address = escape(link.group())
        pieces += [escape(text[end : link.start()]), f'<a href="{address}" rel="noopener noreferrer">{address}</a>']
        end = link.end()
    return Markup("".join(pieces) + escape(text[end:]))


def _local_picture(found: re.Match[str]) -> str:
    return f'{found.group(1)}/pictures/{picture_key(found.group(2)) or "unknown"}"'


def _minute(moment: datetime) -> str:
    local = moment.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
