"""The sandbox as a whole: Weibo, WeChat and the follower's page behind one address on 127.0.0.1, mail behind another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from publish.sandbox.account import Account
from publish.sandbox.behaviour import Behaviour, PublishStatus
from publish.sandbox.clock import Clock, beijing_now, from_epoch
from publish.sandbox.control import ROOT as CONTROL
from publish.sandbox.control import Control
from publish.sandbox.exchange import JsonObject, Reply, Request
from publish.sandbox.faults import Faults
from publish.sandbox.hub import HUB, HubServer
from publish.sandbox.listener import ADDRESS, Listener
from publish.sandbox.mail import Letter, MailServer
from publish.sandbox.page import FollowerPages
from publish.sandbox.robots import ROOTS as ROBOTS
from publish.sandbox.robots import RobotServer
from publish.sandbox.state import State
from publish.sandbox.wechat import ROOT as WECHAT
from publish.sandbox.wechat import WechatServer
from publish.sandbox.weibo import ROOTS as WEIBO
from publish.sandbox.weibo import WeiboServer


@dataclass(frozen=True, slots=True, kw_only=True)
class WeiboPost:
    """A public post on the sandbox's Weibo."""

    idstr: str
    text: str
    """As it was sent, before links became t.cn addresses."""
    picture: bytes | None
    by_app: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WechatArticle:
    """An article on the sandbox's WeChat that is public, or will be as soon as its task is done."""

    article_id: str
    position: int
    """Its place, from 1, within its publication."""
    url: str
    title: str
    author: str
    digest: str
    content: str
    """After the platform's filter."""
    content_source_url: str
    cover: bytes
    submitted_at: datetime
    published_at: datetime | None
    """None while the task is still publishing."""


class Sandbox:
    """A context manager: the servers run from ``with`` to its end, the state stays in ``state_dir``."""

    def __init__(
        self,
        state_dir: Path,
        *,
        site_domain: str = "shili.example",
        clock: Clock = beijing_now,
        port: int = 0,
        bind: str = ADDRESS,
        account_name: str = "示例省人民政府",
    ) -> None:
        if bind != ADDRESS:
            raise ValueError(f"沙箱只在本机 {ADDRESS} 上服务，不能绑定到 {bind}")
        self.account = Account(site_domain=site_domain, name=account_name)
        self.behaviour = Behaviour()
        self.faults = Faults()
        self._state_dir, self._clock, self._port = state_dir, clock, port
        self._running: _Running | None = None

    def __enter__(self) -> Self:
        if self._running is not None:
            raise RuntimeError("the sandbox is running already")
        state = State(self._state_dir)
        try:
            self._running = self._assemble(state)
        except BaseException:
            state.close()
            raise
        self._running.listener.start()
        self._running.mail.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        running, self._running = self._now, None
        running.listener.stop()
        running.mail.stop()
        running.state.close()

    @property
    def url(self) -> str:
        """The address of the follower's page; also the base address of both platforms."""
        return self._now.listener.url

    def environment(self) -> dict[str, str]:
        """The GONGKAI_* variables that lead the real clients here."""
        return self.account.environment(self.url, self._now.mail.address)

    def calls(self) -> tuple[str, ...]:
        """The path of every request since the start, in order of arrival, those under /__sandbox/ left out."""
        return self._now.listener.calls()

    def weibo_posts(self) -> tuple[WeiboPost, ...]:
        """Every public Weibo post, the oldest first."""
        return tuple(
            WeiboPost(
                idstr=str(status.id),
                text=status.text,
                picture=self._picture(status.picture),
                by_app=status.by_app,
                created_at=status.created_at,
            )
            for status in reversed(self._now.weibo.statuses.all())
        )

    def wechat_articles(self) -> tuple[WechatArticle, ...]:
        """Every WeChat article that is public or about to be, the oldest first; failed and deleted ones left out."""
        publications = self._now.wechat.publications
        return tuple(
            WechatArticle(
                article_id=one.article_id,
                position=place,
                url=publications.address(one, place),
                title=article.title,
                author=article.author,
                digest=article.digest,
                content=article.content,
                content_source_url=article.content_source_url,
                cover=self._picture(article.thumb_media_id) or b"",
                submitted_at=from_epoch(one.submitted_at),
                published_at=None if one.published_at is None else from_epoch(one.published_at),
            )
            for one in publications.all()
            if one.status in (PublishStatus.SUCCESS, PublishStatus.PUBLISHING)
            for place, article in enumerate(one.articles, 1)
            if place not in one.deleted
        )

    def finish_tasks(self) -> None:
        """Let every WeChat task end now, as they do by themselves there, and tell the account's server."""
        self._now.wechat.finish_tasks()

    def callback_answers(self) -> tuple[int, ...]:
        """What the account's server answered to each push: HTTP statuses, 0 where nobody was there."""
        return self._now.wechat.callbacks.answers()

    def messages(self, root: str) -> tuple[JsonObject, ...]:
        """What arrived at a robot's group or at the receiver of signed calls (`publish.sandbox.robots`), the oldest first."""
        return tuple(self._now.robots.messages(root))

    def hub_pings(self) -> tuple[str, ...]:
        """The feeds that the WebSub hub was told of, in order."""
        return self._now.hub.told()

    def letters(self) -> tuple[Letter, ...]:
        """Every message that the mail server has taken, the oldest first."""
        return self._now.mail.letters()

    def wechat_drafts(self) -> tuple[str, ...]:
        """The media_id of every draft in the box, the oldest first."""
        return self._now.wechat.drafts.media_ids()

    def post_by_hand(self, text: str) -> str:
        """Post on Weibo as a person in the browser, who meets no rule of the API; gives the post's idstr."""
        running = self._now
        with running.state.transaction() as rows:
            return str(running.weibo.statuses.add(rows, text, None, by_app=False).id)

    def delete_by_hand(self, idstr: str) -> bool:
        """Delete a Weibo post as a person in the browser; False when there is none of that id."""
        return self._now.weibo.statuses.delete(int(idstr))

    def ban_article(self, article_id: str) -> None:
        """Let WeChat take an article down afterwards: its task's status becomes 6. KeyError if it is not public."""
        publications = self._now.wechat.publications
        publication = publications.find(article_id)
        if publication is None:
            raise KeyError(article_id)
        publications.withdraw(publication, 0, PublishStatus.BANNED_BY_PLATFORM)

    @property
    def _now(self) -> "_Running":
        if self._running is None:
            raise RuntimeError("the sandbox is not running: use it in a with statement")
        return self._running

    def _picture(self, key: str | None) -> bytes | None:
        picture = None if key is None else self._now.wechat.pictures.picture(key)
        return None if picture is None else picture.content

    def _assemble(self, state: State) -> "_Running":
        clock, account, behaviour = self._clock, self.account, self.behaviour
        weibo = WeiboServer(state=state, clock=clock, account=account, behaviour=behaviour)
        wechat = WechatServer(state=state, clock=clock, account=account, behaviour=behaviour, base=lambda: self._now.listener.url)
        control = Control(self.faults, behaviour, self._holdings, wechat.finish_tasks)
        mail = MailServer(state=state, faults=self.faults, account=account)
        pages = FollowerPages(account, weibo, wechat, mail)
        robots = RobotServer(state=state, clock=clock, account=account)
        hub = HubServer(state=state)

        doors: tuple[tuple[str | tuple[str, ...], Callable[[Request], Reply]], ...] = (
            (ROBOTS, robots.answer),
            (HUB, hub.answer),
            (WECHAT, wechat.answer),
            (WEIBO, weibo.answer),
            (CONTROL, control.answer),
            ("/", pages.answer),
        )

        def answer(request: Request) -> Reply:
            for opening, door in doors:
                if request.path.startswith(opening):
                    return door(request)
            return Reply(body=b"bad path", status=400)

        def refuse(path: str, code: int, text: str) -> Reply:
            if path.startswith(ROBOTS):
                return robots.refusal(path, code, text)
            if path.startswith(HUB):
                return hub.refusal(text, code)
            return wechat.refusal(code, text) if path.startswith(WECHAT) else weibo.refusal(path, code, text)

        listener = Listener(self._port, faults=self.faults, answer=answer, refuse=refuse, clock=clock)
        return _Running(state=state, weibo=weibo, wechat=wechat, robots=robots, hub=hub, listener=listener, mail=mail)

    def _holdings(self) -> JsonObject:
        posts, articles = self.weibo_posts(), self.wechat_articles()
        return {
            "weibo_posts": [{"idstr": post.idstr, "text": post.text, "by_app": post.by_app} for post in posts],
            "wechat_articles": [
                {
                    "article_id": one.article_id,
                    "url": one.url,
                    "title": one.title,
                    "content_source_url": one.content_source_url,
                    "published": one.published_at is not None,
                }
                for one in articles
            ],
            "wechat_drafts": list(self.wechat_drafts()),
            "letters": [{"recipient": one.recipient, "message_id": one.message["Message-ID"]} for one in self.letters()],
            "callback_answers": list(self.callback_answers()),
            "calls": list(self.calls()),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    state: State
    weibo: WeiboServer
    wechat: WechatServer
    robots: RobotServer
    hub: HubServer
    listener: Listener
    mail: MailServer
