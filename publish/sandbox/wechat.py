"""The stand-in for api.weixin.qq.com: which call goes where, who may call, how often, and how errors look.

Every answer is HTTP 200 and text/plain, an error too; success of a call that returns data has no errcode.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from publish.sandbox.account import Account
from publish.sandbox.behaviour import AccountProfile, Behaviour
from publish.sandbox.clock import Clock, china_day
from publish.sandbox.exchange import JsonObject, Reply, Request
from publish.sandbox.state import State
from publish.sandbox.wechat_callbacks import Callbacks
from publish.sandbox.wechat_drafts import Drafts
from publish.sandbox.wechat_mass import Masses
from publish.sandbox.wechat_pictures import Pictures
from publish.sandbox.wechat_publications import Publications
from publish.sandbox.wechat_quotas import DAILY, spend
from publish.sandbox.wechat_refusal import TEXTS, WechatRefusal, refusal_body
from publish.sandbox.wechat_tokens import Tokens

ROOT = "/cgi-bin/"
TOKEN_PATH = "/cgi-bin/stable_token"

_CLOSED: Mapping[AccountProfile, tuple[str, ...]] = {
    AccountProfile.VERIFIED: (),
    AccountProfile.INDIVIDUAL: ("/cgi-bin/freepublish/", "/cgi-bin/message/"),
    AccountProfile.EXPIRED: ("/cgi-bin/freepublish/", "/cgi-bin/message/", "/cgi-bin/draft/"),
}
"""The calls that answer 48001, by account profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    run: Callable[[Request], JsonObject]
    method: str = "POST"


class WechatServer:
    """Answers the calls under /cgi-bin/ for the one account of the sandbox."""

    def __init__(self, *, state: State, clock: Clock, account: Account, behaviour: Behaviour, base: Callable[[], str]) -> None:
        self._state, self._clock, self._behaviour = state, clock, behaviour
        self._tokens = Tokens(state, clock, account)
        self.pictures = Pictures(state, clock)
        self.drafts = Drafts(state, clock, behaviour, base)
        self.publications = Publications(state, clock, behaviour, base)
        self.callbacks = Callbacks(clock, account, behaviour, self.publications.address)
        masses = Masses(state, clock, behaviour, self.publications)
        self._calls: Mapping[str, _Call] = {
            TOKEN_PATH: _Call(run=self._tokens.issue),
            "/cgi-bin/media/uploadimg": _Call(run=self.pictures.upload_inline),
            "/cgi-bin/material/add_material": _Call(run=self.pictures.add_material),
            "/cgi-bin/draft/add": _Call(run=self.drafts.add),
            "/cgi-bin/draft/update": _Call(run=self.drafts.update),
            "/cgi-bin/draft/get": _Call(run=self.drafts.get),
            "/cgi-bin/draft/delete": _Call(run=self.drafts.delete),
            "/cgi-bin/draft/count": _Call(run=self.drafts.count, method="GET"),
            "/cgi-bin/draft/batchget": _Call(run=self.drafts.batchget),
            "/cgi-bin/freepublish/submit": _Call(run=self.publications.submit),
            "/cgi-bin/freepublish/get": _Call(run=self.publications.get),
            "/cgi-bin/freepublish/batchget": _Call(run=self.publications.batchget),
            "/cgi-bin/freepublish/getarticle": _Call(run=self.publications.getarticle),
            "/cgi-bin/freepublish/delete": _Call(run=self.publications.delete),
            "/cgi-bin/message/mass/sendall": _Call(run=masses.sendall),
            "/cgi-bin/message/mass/get": _Call(run=masses.get),
            "/cgi-bin/message/mass/delete": _Call(run=masses.delete),
        }

    def answer(self, request: Request) -> Reply:
        """The reply to one call; an accepted change is on the disk by then."""
        try:
            outcome = self._outcome(request)
        except WechatRefusal as refusal:
            return self.refusal(refusal.errcode, TEXTS[refusal.errcode], refusal.more)
        self.callbacks.tell(self.publications.untold())
        return Reply.of_json(outcome, content_type="text/plain")

    def finish_tasks(self) -> None:
        """Let every task end now, and tell the account's server."""
        self.publications.finish_all()
        self.callbacks.tell(self.publications.untold())

    def refusal(self, errcode: int, text: str, more: Mapping[str, object] | None = None) -> Reply:
        """The reply that refuses with the errcode."""
        return Reply.of_json(refusal_body(errcode, text, self._clock()) | dict(more or {}), content_type="text/plain")

    def _outcome(self, request: Request) -> JsonObject:
        call = self._calls.get(request.path)
        if call is None:
            raise WechatRefusal(40066)
        if request.method != call.method:
            raise WechatRefusal(43002 if call.method == "POST" else 43001)
        if request.path == TOKEN_PATH:
            if not self._behaviour.wechat_ip_allowed:
                raise WechatRefusal(40164)
        else:
            self._tokens.check(request.query.get("access_token", ""))
        if request.path.startswith(_CLOSED[self._behaviour.wechat_profile]):
            raise WechatRefusal(48001)
        self._spend_quota(request.path)
        return call.run(request)

    def _spend_quota(self, path: str) -> None:
        limit = self._behaviour.wechat_quotas.get(path, DAILY[path])
        with self._state.transaction() as rows:
            allowed = spend(rows, path, china_day(self._clock()), limit)
        if not allowed:
            raise WechatRefusal(45009)


def picture_key(address: str) -> str | None:
    """The key of the picture that an address on WeChat's picture host means, None for any other address."""
    parts = urlsplit(address)
    pieces = parts.path.split("/")
    return pieces[2] if len(pieces) == 4 and pieces[1].startswith("mmbiz_") else None
