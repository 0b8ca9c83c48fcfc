"""The reader: what is old, used or unsigned changes nothing; a word that could not be written down may come again."""

import re
from datetime import timedelta
from hashlib import sha1

import pytest

from publish.callbacks.envelope import Refused
from publish.callbacks.reader import SLACK, open_reader
from publish.failures import MissingCredentials
from publish.inbox import FILE, Inbox
from publish.sandbox.account import Account
from tests.publish.conftest import Time

ACCOUNT = Account()
PLAIN = {"GONGKAI_WECHAT_APPID": ACCOUNT.wechat_appid, "GONGKAI_WECHAT_CALLBACK_TOKEN": ACCOUNT.wechat_callback_token}
ALL = PLAIN | {"GONGKAI_WECHAT_CALLBACK_KEY": ACCOUNT.wechat_callback_key}


def event(task):
    info = f"<publish_id>{task}</publish_id><publish_status>0</publish_status><article_id>a{task}</article_id>"
    return f"<xml><Event>PUBLISHJOBFINISH</Event><PublishEventInfo>{info}</PublishEventInfo></xml>".encode()


class Post:
    """A reader with its inbox, and pushes that are signed as the platform signs."""

    def __init__(self, folder):
        self.time = Time()
        self.inbox = Inbox(folder)
        self.folder = folder
        self.begin()

    def begin(self):
        self.reader = open_reader(PLAIN, self.inbox, self.time.now)

    def query(self, nonce="1", ago=timedelta(0), **more):
        stamp = str(int((self.time.now() - ago).timestamp()))
        words = "".join(sorted((ACCOUNT.wechat_callback_token, stamp, nonce)))
        return {"signature": sha1(words.encode()).hexdigest(), "timestamp": stamp, "nonce": nonce, **more}

    def told(self, task):
        return self.inbox.told("wechat", ACCOUNT.wechat_appid, task)


@pytest.fixture
def post(tmp_path):
    post = Post(tmp_path)
    post.time.sleep(3600)
    return post


def test_a_signed_push_is_answered_and_kept(post):
    answer = post.reader.hear(post.query(), event(7))
    assert (answer.status, answer.text) == (200, "success") and post.told("7").remote_id == "a7"


def test_the_check_of_the_address_is_said_back(post):
    assert post.reader.verify(post.query(echostr="4375120948345356249")).text == "4375120948345356249"
    for echo in ("", "<script>", "汉字", "9" * 513):
        with pytest.raises(Refused, match="echostr"):
            post.reader.verify(post.query(nonce="2", echostr=echo))
    with pytest.raises(Refused, match="签名"):
        post.reader.verify(post.query(echostr="1") | {"nonce": "3"})


@pytest.mark.parametrize("ago", [SLACK + timedelta(seconds=1), -SLACK - timedelta(seconds=1), timedelta(days=365)])
def test_what_was_signed_long_ago_or_in_the_future_is_refused(post, ago):
    with pytest.raises(Refused, match="时间戳"):
        post.reader.hear(post.query(ago=ago), event(7))
    assert post.told("7") is None


@pytest.mark.parametrize("stamp", ["", "x", "-1", "１７", "9" * 11])
def test_a_timestamp_that_is_none_is_refused(post, stamp):
    words = "".join(sorted((ACCOUNT.wechat_callback_token, stamp, "1")))
    with pytest.raises(Refused, match="时间戳"):
        post.reader.hear({"signature": sha1(words.encode()).hexdigest(), "timestamp": stamp, "nonce": "1"}, event(7))


def test_the_same_push_again_is_answered_and_not_written_twice(post):
    asked = post.query()
    for _ in range(3):
        assert post.reader.hear(asked, event(7)).text == "success"
    assert len((post.folder / FILE).read_bytes().splitlines()) == 1


def test_the_signature_of_one_push_cannot_carry_another(post):
    """In the plain mode it says nothing of the body; so it is good once."""
    asked = post.query()
    post.reader.hear(asked, event(7))
    with pytest.raises(Refused, match="随机数"):
        post.reader.hear(asked, event(8))
    post.reader.verify(checked := post.query(nonce="2", echostr="1"))
    with pytest.raises(Refused, match="随机数"):
        post.reader.hear(checked, event(8))
    post.time.sleep(SLACK.total_seconds() + 1)
    with pytest.raises(Refused, match="时间戳"):
        post.reader.hear(asked, event(8))
    assert post.told("8") is None


def test_nor_after_the_reader_was_started_anew(post):
    asked = post.query()
    post.reader.hear(asked, event(7))
    post.time.sleep(1)
    post.begin()
    with pytest.raises(Refused, match="时间戳"):
        post.reader.hear(asked, event(8))


def test_what_could_not_be_written_down_is_news_again(post):
    (post.folder / FILE).mkdir()
    asked = post.query()
    with pytest.raises(OSError, match=FILE):
        post.reader.hear(asked, event(7))
    (post.folder / FILE).rmdir()
    assert post.reader.hear(asked, event(7)).heard and post.told("7")


def test_what_people_write_to_the_account_is_not_kept(post):
    body = b"<xml><FromUserName>oABC</FromUserName><MsgType>text</MsgType><Content>13800000000</Content></xml>"
    assert post.reader.hear(post.query(), body).text == "success" and not (post.folder / FILE).exists()


def test_variables_that_are_missing_are_named_and_a_sandboxes_account_is_marked(tmp_path):
    with pytest.raises(MissingCredentials, match=re.escape("GONGKAI_WECHAT_APPID、GONGKAI_WECHAT_CALLBACK_TOKEN")):
        open_reader({}, Inbox(tmp_path), Time().now)
    with pytest.raises(ValueError, match="43 个"):
        open_reader(ALL | {"GONGKAI_WECHAT_CALLBACK_KEY": "x"}, Inbox(tmp_path), Time().now)
    for base, account in (("http://127.0.0.1:9", "@sandbox"), ("https://api.weixin.qq.com", ""), ("", "")):
        post = Post(tmp_path / account)
        post.reader = open_reader(PLAIN | {"GONGKAI_WECHAT_BASE": base}, post.inbox, post.time.now)
        assert post.reader.hear(post.query(), event(7)).heard.account == ACCOUNT.wechat_appid + account
