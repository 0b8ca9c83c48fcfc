"""Weibo by hand: the programme writes the post and opens the composer, a person presses send and records the address.

For accounts whose app may not post (10014), or that want no app at all. There is no token, so nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from plugins.catalog.terms import ChannelName
from publish.channels.protocol import Action, Attempt, Heading, Materials, Patience, Post, Receipt, Sighting, Staging, Verdict
from publish.channels.weibo import PATIENCE, composer
from publish.channels.weibo_post import compose_list, compose_post
from publish.failures import NeedsHuman
from publish.probe import Health, Probe


class AssistedWeibo:
    """One Weibo account that only persons post on."""

    name = ChannelName.WEIBO.value
    label = ChannelName.WEIBO.label
    doubt_blocks = False
    sandbox = False

    def __init__(self, *, uid: str) -> None:
        """`uid` is the account's."""
        self._uid = uid

    @property
    def account(self) -> str:
        """The UID: what persons posted counts when an app posts later."""
        return self._uid

    @property
    def patience(self) -> Patience:
        """As for the interface."""
        return PATIENCE

    def compose(self, release: Release, article_html: str, site: Site, action: Action = Action.PUBLISH) -> Post:
        """The same post as through the interface."""
        return compose_post(release, site, action)

    def compose_digest(self, articles: Sequence[tuple[Release, str]], site: Site, heading: Heading) -> Post:
        """The same as through the interface."""
        return compose_list([release for release, _ in articles], site)

    def stage(self, post: Post, materials: Materials) -> Staging:
        """Nothing to prepare."""
        return Staging()

    def send(self, post: Post, staging: Staging, materials: Materials) -> Receipt:
        """Hand the post to a person."""
        raise NeedsHuman("请打开网址，核对后发出，再用 publish.settle 登记这条微博的网址", composer(post))

    def look(self, post: Post, attempt: Attempt, materials: Materials) -> Sighting:
        """Without a token nothing can be seen."""
        return Sighting(verdict=Verdict.HIDDEN, reason="没有微博接口的令牌，看不到时间线")

    def retract(self, remote_id: str, url: str, materials: Materials) -> None:
        """A person deletes."""
        raise NeedsHuman(f"请登录微博删除：{url}", url)

    def probe(self) -> Iterable[Probe]:
        """Nothing to ask."""
        return (Probe(what="方式", health=Health.GOOD, says="由人在网页上发出，登记网址"),)
