"""What WeChat tells an account's server when a task has ended: signed, in the clear or sealed with AES, or wrongly on order.

Source: developers.weixin.qq.com/doc/oplatform/developers/dev/push; /doc/subscription/guide/product/publish.html
"""

import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from hashlib import sha1
from html import escape
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from publish.sandbox.account import Account
from publish.sandbox.behaviour import Behaviour, CallbackManner, CallbackMode, PublishStatus
from publish.sandbox.clock import Clock
from publish.sandbox.wechat_publications import Publication

LATE_SECONDS = 3600
"""How old a push is that comes too late."""
PATIENCE_SECONDS = 5
NOBODY = 0
"""In place of a status where nobody answered."""

_MASS_STATUS = {PublishStatus.SUCCESS: "send success"}


class Callbacks:
    """Pushes the ends of tasks to where `callback_url` says."""

    def __init__(self, clock: Clock, account: Account, behaviour: Behaviour, address: Callable[[Publication, int], str]) -> None:
        """`address` gives the page of the n-th article of a publication."""
        self._clock, self._account, self._behaviour, self._address = clock, account, behaviour, address
        self._lock = threading.Lock()
        self._answers: list[int] = []

    def answers(self) -> tuple[int, ...]:
        """The status of each answer so far, 0 where nobody answered."""
        with self._lock:
            return tuple(self._answers)

    def tell(self, ended: Iterable[Publication]) -> None:
        """Push the end of each task, in the manner that is set."""
        behaviour = self._behaviour
        if not behaviour.callback_url or behaviour.callback_manner is CallbackManner.NEVER:
            return
        for publication in ended:
            self._push(self._event(publication))
            if behaviour.callback_manner is CallbackManner.TWICE:
                self._push(self._event(publication))

    def _push(self, event: str) -> None:
        query, body = self._sealed(event)
        parts = urlsplit(self._behaviour.callback_url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST", f"{parts.path or '/'}?{urlencode(query)}", body.encode(), {"Content-Type": "text/xml"})
            status = connection.getresponse().status
        except (OSError, HTTPException):
            status = NOBODY
        finally:
            connection.close()
        with self._lock:
            self._answers.append(status)

    def _sealed(self, event: str) -> tuple[dict[str, str], str]:
        late = LATE_SECONDS if self._behaviour.callback_manner is CallbackManner.LATE else 0
        stamp, nonce = str(int(self._clock().timestamp()) - late), str(secrets.randbelow(10**10))
        forged = self._behaviour.callback_manner is CallbackManner.FORGED
        token = secrets.token_hex(16) if forged else self._account.wechat_callback_token
        query = {"signature": _signature(token, stamp, nonce), "timestamp": stamp, "nonce": nonce}
        if self._behaviour.callback_mode is CallbackMode.PLAIN:
            return query, f"<xml>{event}</xml>"
        sealed = encrypted(f"<xml>{event}</xml>", self._account.wechat_callback_key, self._account.wechat_appid)
        query |= {"encrypt_type": "aes", "msg_signature": _signature(token, stamp, nonce, sealed)}
        clear = event if self._behaviour.callback_mode is CallbackMode.BOTH else _tag("ToUserName", self._account.wechat_origin)
        return query, f"<xml>{clear}{_tag('Encrypt', sealed)}</xml>"

    def _event(self, publication: Publication) -> str:
        head = (
            _tag("ToUserName", self._account.wechat_origin)
            + _tag("FromUserName", "o-sandbox-follower-0000001")
            + f"<CreateTime>{int(self._clock().timestamp())}</CreateTime>"
            + _tag("MsgType", "event")
        )
        as_mass = self._behaviour.callback_manner is CallbackManner.AS_MASS
        mass = publication.clientmsgid is not None
        return head + (self._mass_end(publication) if mass or as_mass else self._publication_end(publication))

    def _publication_end(self, publication: Publication) -> str:
        places = range(1, len(publication.articles) + 1)
        says = f"<publish_id>{publication.publish_id}</publish_id><publish_status>{int(publication.status)}</publish_status>"
        if publication.status is PublishStatus.SUCCESS:
            items = "".join(
                f"<item><idx>{place}</idx>{_tag('article_url', self._address(publication, place))}</item>" for place in places
            )
            says += _tag("article_id", publication.article_id)
            says += f"<article_detail><count>{len(places)}</count>{items}</article_detail>"
        else:
            says += "".join(f"<fail_idx>{place}</fail_idx>" for place in places)
        return _tag("Event", "PUBLISHJOBFINISH") + f"<PublishEventInfo>{says}</PublishEventInfo>"

    def _mass_end(self, publication: Publication) -> str:
        # Of a publication the message number is not that of its task.
        number = publication.publish_id if publication.clientmsgid is not None else 3_000_000_000 + publication.publish_id % 1000
        items = "".join(
            f"<item><ArticleIdx>{place}</ArticleIdx>{_tag('ArticleUrl', self._address(publication, place))}</item>"
            for place in range(1, len(publication.articles) + 1)
        )
        return (
            _tag("Event", "MASSSENDJOBFINISH")
            + f"<MsgID>{number}</MsgID>"
            + _tag("Status", _MASS_STATUS.get(publication.status, "err(20013)"))
            + "<TotalCount>2</TotalCount><FilterCount>2</FilterCount><SentCount>2</SentCount><ErrorCount>0</ErrorCount>"
            + "<CopyrightCheckResult><Count>0</Count><ResultList></ResultList><CheckState>0</CheckState></CopyrightCheckResult>"
            + f"<ArticleUrlResult><Count>{len(publication.articles)}</Count><ResultList>{items}</ResultList></ArticleUrlResult>"
        )


def encrypted(message: str, encoded_key: str, appid: str) -> str:
    """A message as the safe mode seals it; needs `cryptography`."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    key, text = b64decode(f"{encoded_key}="), message.encode()
    filler = PKCS7(256).padder()
    content = secrets.token_bytes(16) + len(text).to_bytes(4, "big") + text + appid.encode()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = encryptor.update(filler.update(content) + filler.finalize()) + encryptor.finalize()
    return b64encode(sealed).decode()


def _signature(*words: str) -> str:
    return sha1("".join(sorted(words)).encode()).hexdigest()


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text, quote=False)}</{name}>"
