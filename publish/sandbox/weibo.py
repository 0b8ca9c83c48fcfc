"""The stand-in for api.weibo.com: statuses/share and the reads that tell what became of it.

Sources: open.weibo.com/wiki/2/statuses/share, /2/statuses/user_timeline, /wiki/Error_code
"""

import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from publish.sandbox.account import Account
from publish.sandbox.behaviour import Behaviour
from publish.sandbox.clock import Clock
from publish.sandbox.exchange import JsonObject, MalformedBody, Reply, Request
from publish.sandbox.picture import Picture, PictureType, recognise
from publish.sandbox.state import State
from publish.sandbox.weibo_statuses import URL, Status, Statuses, new_picture

ROOTS = ("/2/", "/oauth2/")
LENGTH = 140
PICTURE_BYTES = 5 * 1024 * 1024
"""A picture must be smaller."""
TIMELINE = 5
"""user_timeline gives no more than this many posts, whatever is asked for."""
REMEMBERED = 5
"""A text is compared with this many of the newest posts."""

_ERRORS: Mapping[int, tuple[int, str]] = {
    10006: (400, "Source paramter (appkey) is missing"),
    # 20021 would say that the content is illegal; a topic only breaks the documented form of the parameter.
    10008: (400, "Param error, see doc for more info."),
    10012: (400, "Illegal request!"),
    10013: (400, "Invalid weibo user!"),
    10014: (403, "Insufficient app permissions!"),
    10016: (400, "Miss required parameter, see doc for more info."),
    10017: (400, "text not find domain!"),
    10020: (404, "Request api not found!"),
    10021: (405, "HTTP method is not suported for this request!"),
    20005: (400, "Unsupported image type, only suport JPG, GIF, PNG!"),
    20006: (400, "Image size too large."),
    20007: (400, "Does multipart has image?"),
    20008: (400, "Content is null!"),
    20012: (400, "Text too long, please input text less than 140 characters!"),
    20016: (403, "Out of limit!"),
    20019: (400, "Repeat content!"),
    20032: (403, "Update success, while server slow now, please wait 1-2 minutes!"),
    20101: (400, "Target weibo does not exist!"),
    21327: (403, "expired_token"),
    21332: (403, "invalid_access_token"),
}
"""error_code -> HTTP status and text."""

_TOPIC = re.compile(r"#[^#\n]+#")
_OWN_HOSTS = frozenset({"weibo.com", "weibo.cn", "t.sina.com.cn", "t.sina.cn"})
_OWN_LINK, _LINK, _LONG_LINK = 41, 20, 140


class WeiboRefusal(Exception):
    """The platform refuses the call with an error_code."""

    def __init__(self, error_code: int) -> None:
        super().__init__(error_code)
        self.error_code = error_code


def counted_length(text: str) -> int:
    """The length of a post as Weibo counts it: a Chinese character 1, a Latin one ½, a link 10, rounded up."""
    text = text.replace("\r\n", "\n")
    weight = 0
    for link in URL.findall(text):
        weight += _link_weight(link)
    return math.ceil((weight + _weight(URL.sub("", text))) / 2)


class WeiboServer:
    """Answers the calls under /2/ and /oauth2/ for the one account of the sandbox."""

    def __init__(self, *, state: State, clock: Clock, account: Account, behaviour: Behaviour) -> None:
        self._state, self._clock, self._account, self._behaviour = state, clock, account, behaviour
        self.statuses = Statuses(state, clock, account)
        self._calls: Mapping[str, tuple[str, Callable[[Request, Mapping[str, str]], JsonObject]]] = {
            "/2/statuses/share.json": ("POST", self._share),
            "/2/statuses/user_timeline.json": ("GET", self._user_timeline),
            "/2/statuses/show.json": ("GET", self._show),
            "/2/account/rate_limit_status.json": ("GET", self._rate_limit),
            **{f"/2/statuses/{closed}.json": ("POST", _closed) for closed in ("update", "upload", "destroy", "repost")},
            "/oauth2/get_token_info": ("POST", self._token_info),
        }

    def answer(self, request: Request) -> Reply:
        """The reply to one call; an accepted post is on the disk by then."""
        try:
            return Reply.of_json(self._outcome(request))
        except WeiboRefusal as refusal:
            status, text = _ERRORS[refusal.error_code]
            return self.refusal(request.path, refusal.error_code, text, status=status)

    def refusal(self, path: str, error_code: int, text: str, *, status: int = 400) -> Reply:
        """The reply that refuses with the error_code."""
        return Reply.of_json({"request": path, "error_code": error_code, "error": text}, status=status)

    def _outcome(self, request: Request) -> JsonObject:
        if request.path not in self._calls:
            raise WeiboRefusal(10020)
        method, run = self._calls[request.path]
        if request.method != method:
            raise WeiboRefusal(10021)
        try:
            fields = {**request.query, **request.form().fields}
        except MalformedBody as error:
            raise WeiboRefusal(10012) from error
        self._check_token(request, fields)
        return run(request, fields)

    def _check_token(self, request: Request, fields: Mapping[str, str]) -> None:
        token = fields.get("access_token") or request.headers.get("authorization", "").removeprefix("OAuth2 ")
        if not token:
            raise WeiboRefusal(10006)
        if token != self._account.weibo_token:
            raise WeiboRefusal(21332)
        if self._behaviour.weibo_token_seconds_left <= 0:
            raise WeiboRefusal(21327)

    def _share(self, request: Request, fields: Mapping[str, str]) -> JsonObject:
        text = fields.get("status", "").strip()
        self._check_text(text)
        _check_rip(fields.get("rip", ""))
        picture = _picture(request, fields)
        with self._state.transaction() as rows:
            newest = self.statuses.newest_first(rows)
            self._check_pace(newest, text)
            status = self.statuses.add(rows, text, picture, by_app=True)
        if self._behaviour.weibo_says_20032:
            raise WeiboRefusal(20032)
        return self.statuses.shape(status)

    def _check_text(self, text: str) -> None:
        if not text:
            raise WeiboRefusal(20008)
        if counted_length(text) > LENGTH:
            raise WeiboRefusal(20012)
        links: list[str] = URL.findall(text)
        if not links or not all(self._is_safe(link) for link in links):
            raise WeiboRefusal(10017)
        if _TOPIC.search(URL.sub(" ", text)):
            raise WeiboRefusal(10008)

    def _is_safe(self, link: str) -> bool:
        try:
            host = urlsplit(link).hostname or ""
        except ValueError:
            return False
        return host == self._account.site_domain or host.endswith(f".{self._account.site_domain}")

    def _check_pace(self, newest: tuple[Status, ...], text: str) -> None:
        since = self._clock() - timedelta(hours=1)
        if sum(status.created_at > since for status in newest) >= self._behaviour.weibo_hourly_limit:
            raise WeiboRefusal(20016)
        if any(status.text == text for status in newest[:REMEMBERED]):
            raise WeiboRefusal(20019)

    def _user_timeline(self, _request: Request, fields: Mapping[str, str]) -> JsonObject:
        if fields.get("uid", self._account.weibo_uid) != self._account.weibo_uid:
            raise WeiboRefusal(10013)
        until = self._clock() - timedelta(seconds=self._behaviour.timeline_lag_seconds)
        shown = [status for status in self.statuses.all() if status.created_at <= until]
        if fields.get("base_app") == "1":
            shown = [status for status in shown if status.by_app]
        count, trim_user = _whole(fields.get("count", "20")), fields.get("trim_user") == "1"
        page = shown[: min(count, TIMELINE)]
        return {
            "statuses": [self.statuses.shape(status, trim_user=trim_user) for status in page],
            "hasvisible": False,
            "previous_cursor": 0,
            "next_cursor": 0,
            "total_number": len(shown),
        }

    def _show(self, _request: Request, fields: Mapping[str, str]) -> JsonObject:
        if "id" not in fields:
            raise WeiboRefusal(10016)
        wanted = _whole(fields["id"])
        for status in self.statuses.all():
            if status.id == wanted:
                return self.statuses.shape(status)
        raise WeiboRefusal(20101)

    def _rate_limit(self, _request: Request, _fields: Mapping[str, str]) -> JsonObject:
        since = self._clock() - timedelta(hours=1)
        used = sum(status.created_at > since for status in self.statuses.all())
        limit = self._behaviour.weibo_hourly_limit
        share = {"api": "/statuses/share", "limit": limit, "limit_time_unit": "HOURS", "remaining_hits": max(0, limit - used)}
        return {"api_rate_limits": [share], "limit_time_unit": "HOURS", "user_limit": 150, "remaining_user_hits": 150}

    def _token_info(self, _request: Request, _fields: Mapping[str, str]) -> JsonObject:
        left = self._behaviour.weibo_token_seconds_left
        return {
            "uid": int(self._account.weibo_uid),
            "appkey": self._account.weibo_appkey,
            "scope": None,
            "create_at": int(self._clock().timestamp()),
            "expire_in": left,
        }


def _closed(_request: Request, _fields: Mapping[str, str]) -> JsonObject:
    """What ordinary apps may not call any more since 2017."""
    raise WeiboRefusal(10014)


def _link_weight(link: str) -> int:
    weight = _weight(link)
    if link.startswith("http://t.cn"):
        return weight
    if urlsplit(link).hostname in _OWN_HOSTS and weight <= _OWN_LINK:
        return weight
    return _LINK if weight <= _LONG_LINK else weight - _LONG_LINK + _LINK


def _weight(text: str) -> int:
    units = text.encode("utf-16-le", "surrogatepass")
    return sum(1 if high == 0 else 2 for high in units[1::2])


def _check_rip(value: str) -> None:
    if not value:
        raise WeiboRefusal(10016)
    try:
        ipaddress.ip_address(value)
    except ValueError as error:
        raise WeiboRefusal(10008) from error


def _picture(request: Request, fields: Mapping[str, str]) -> Picture | None:
    if "pic" in fields:
        raise WeiboRefusal(20007)
    upload = request.form().uploads.get("pic")
    if upload is None:
        return None
    kind = recognise(upload.content)
    if kind not in (PictureType.PNG, PictureType.JPEG, PictureType.GIF):
        raise WeiboRefusal(20005)
    if len(upload.content) >= PICTURE_BYTES:
        raise WeiboRefusal(20006)
    return new_picture(upload.content, kind)


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 20:
        raise WeiboRefusal(10008)
    return int(text)
