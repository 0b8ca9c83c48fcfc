"""Pushes as a published library understands them: the sandbox is not merely the mirror of our reader."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException
from wechatpy.utils import check_signature

from publish.sandbox import CallbackManner, CallbackMode, PublishStatus


@contextmanager
def account_server(platforms):
    """An account's server that takes every push as it comes."""
    taken = []

    class Visit(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((dict(parse_qsl(urlsplit(self.path).query)), body.decode()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            return

    with HTTPServer(("127.0.0.1", 0), Visit) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        platforms.sandbox.behaviour.callback_url = f"http://127.0.0.1:{server.server_port}/wechat"
        yield taken
        server.shutdown()
        thread.join()


@pytest.fixture
def taken(platforms):
    with account_server(platforms) as taken:
        yield taken


def opened(platforms, query, body):
    """The event as the library gives it, its signatures checked."""
    account = platforms.sandbox.account
    check_signature(account.wechat_callback_token, query["signature"], query["timestamp"], query["nonce"])
    if "encrypt_type" in query:
        crypto = WeChatCrypto(account.wechat_callback_token, account.wechat_callback_key, account.wechat_appid)
        body = crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
    return parse_message(body)._data


@pytest.mark.parametrize("mode", CallbackMode)
def test_the_end_of_a_task_is_told_in_every_mode(platforms, taken, mode):
    """Once, with its id, its article and its address, whatever stands in the title."""
    platforms.sandbox.behaviour.callback_mode = mode
    task = platforms.published(title="<b>题</b>&")
    ((query, body),) = taken
    said = opened(platforms, query, body)["PublishEventInfo"]
    assert (said["publish_id"], said["publish_status"]) == (str(task["publish_id"]), "0")
    assert said["article_id"] == task["article_id"]
    assert said["article_detail"]["item"]["article_url"] == task["article_detail"]["item"][0]["article_url"]
    assert ("PUBLISHJOBFINISH" in body) == (mode is not CallbackMode.SAFE)


def test_a_failed_task_names_its_status(platforms, taken):
    """And the articles that failed."""
    platforms.sandbox.behaviour.publish_outcome = PublishStatus.REJECTED
    platforms.published()
    said = opened(platforms, *taken[0])["PublishEventInfo"]
    assert (said["publish_status"], said["fail_idx"], "article_id" in said) == ("4", "1", False)


def test_a_mass_job_is_told_as_one(platforms, taken):
    """With the number that the caller was given."""
    draft = {"mpnews": {"media_id": platforms.draft()["media_id"]}, "clientmsgid": "one"}
    job = platforms.wechat("message/mass/sendall", draft)
    platforms.sandbox.finish_tasks()
    said = opened(platforms, *taken[0])
    assert (said["Event"], said["MsgID"], said["Status"]) == ("MASSSENDJOBFINISH", str(job["msg_id"]), "send success")


@pytest.mark.parametrize(
    ("manner", "pushes"), [(CallbackManner.NEVER, 0), (CallbackManner.TWICE, 2), (CallbackManner.AS_MASS, 1)]
)
def test_a_task_is_told_as_often_as_was_asked_for(platforms, taken, manner, pushes):
    """Looking again tells nothing again."""
    platforms.sandbox.behaviour.callback_manner = manner
    task = platforms.published()
    platforms.wechat("freepublish/get", {"publish_id": task["publish_id"]})
    assert len(taken) == pushes and len({query["nonce"] for query, _ in taken}) == pushes


def test_early_is_before_the_reply_to_the_submission(platforms, taken):
    """And the task has ended by then."""
    platforms.sandbox.behaviour.callback_manner = CallbackManner.EARLY
    platforms.wechat("freepublish/submit", {"media_id": platforms.draft()["media_id"]})
    assert len(taken) == 1 and platforms.sandbox.wechat_articles()[0].published_at


def test_a_forged_push_does_not_pass_and_a_late_one_is_an_hour_old(platforms, taken):
    """As the account's server sees them."""
    for manner in (CallbackManner.FORGED, CallbackManner.LATE):
        platforms.sandbox.behaviour.callback_manner = manner
        platforms.published()
    (forged, body), (late, _) = taken
    with pytest.raises(InvalidSignatureException):
        opened(platforms, forged, body)
    assert int(late["timestamp"]) == int(platforms.time().timestamp()) - 3600


def test_without_a_server_nothing_is_told_later_either(platforms):
    """What ended before the address was set stays untold."""
    platforms.published()
    with account_server(platforms) as taken:
        platforms.sandbox.finish_tasks()
    assert taken == [] and platforms.sandbox.callback_answers() == ()
