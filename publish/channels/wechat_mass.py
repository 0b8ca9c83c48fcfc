"""Mass sending (群发), which reaches every follower: the one interface here that knows a repeated request.

`clientmsgid` makes the platform answer a repetition within 24 hours with 45065 and the first job's id. So a send in doubt
is not looked for, which nothing allows, but counts as absent and is sent again under the same id; later, or too often, a
person is asked.
Source: developers.weixin.qq.com/doc/service/api/notify/message/{api_sendall,api_deletemassmsg}.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from publish.callbacks.message import MASS
from publish.channels.protocol import Attempt, Outcome, Receipt, Sighting, Verdict
from publish.channels.wechat_api import BAD_MEDIA, EXISTS, NO_MASS_LEFT, NO_SUCH_JOB, TOO_FAST, WechatApi
from publish.channels.wording import proof, whole, word
from publish.failures import Decided, InDoubt, Parked, Rejected

WINDOW = timedelta(hours=20)
"""How long a repetition is known; the platform says 24 hours."""
REPETITIONS = 3

_ENDS_BADLY = {"SEND_FAIL", "DELETE"}


def send(api: WechatApi, draft: str, link: str, now: datetime) -> Receipt:
    """Send the draft to all followers. A repetition of what has arrived is as good as the first."""
    body = {
        "filter": {"is_to_all": True},
        "msgtype": "mpnews",
        "mpnews": {"media_id": draft},
        "send_ignore_reprint": 0,
        "clientmsgid": sha256(link.encode()).hexdigest()[:32],
    }
    allowed = frozenset({EXISTS, TOO_FAST, NO_MASS_LEFT, BAD_MEDIA})
    fields = api.act("/cgi-bin/message/mass/sendall", body, allowed=allowed)
    code, job = whole(fields, "errcode"), word(fields, "msg_id")
    if code == NO_MASS_LEFT:
        raise Parked("微信答复 45028：今天的群发次数已用完", api.next_midnight(), maybe_ours=True)
    if code == TOO_FAST:
        raise InDoubt("微信答复 45066：同一条刚刚提交过")
    if code == BAD_MEDIA or not job:
        raise InDoubt("草稿已不在草稿箱，或没有给出群发编号：可能已群发")
    return Receipt(outcome=Outcome.ACCEPTED, remote_id=f"{MASS}{job}", evidence=proof(fields, "errcode", "msg_id", "msg_data_id"))


def look(api: WechatApi, attempt: Attempt, now: datetime) -> Sighting:
    """The job's progress where its id is known; otherwise whether it may be sent again under the same id."""
    if attempt.remote_id:
        fields = api.ask("/cgi-bin/message/mass/get", {"msg_id": attempt.remote_id.removeprefix(MASS)})
        status = word(fields, "msg_status")
        if status == "SEND_SUCCESS":
            receipt = Receipt(
                outcome=Outcome.CONFIRMED, remote_id=attempt.remote_id, evidence=proof(fields, "msg_id", "msg_status")
            )
            return Sighting(verdict=Verdict.FOUND, receipt=receipt)
        if status in _ENDS_BADLY:
            raise Decided(Rejected(f"微信群发任务 {attempt.remote_id.removeprefix(MASS)}：{status}"))
        return Sighting(verdict=Verdict.UNKNOWN, reason="微信仍在群发")
    if attempt.sends > REPETITIONS or now - (attempt.first_at or attempt.started_at) > WINDOW:
        return Sighting(verdict=Verdict.HIDDEN, reason="群发没有回音，已过了可以凭同一编号重发的时间")
    return Sighting(verdict=Verdict.ABSENT, reason="群发没有回音，可以凭同一编号重发，平台会认出重复")


def retract(api: WechatApi, remote_id: str) -> None:
    """Delete the article of a job; cards that followers have received stay."""
    body = {"msg_id": int(remote_id.removeprefix(MASS)), "article_idx": 0}
    api.act("/cgi-bin/message/mass/delete", body, allowed=frozenset({NO_SUCH_JOB}))
