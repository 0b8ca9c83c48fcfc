"""What a push says of a task: the two events, and nothing else, whatever stands in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.callbacks.envelope import parsed
from publish.callbacks.message import tiding_of
from publish.inbox import End

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
ACCOUNT = "wx0123456789abcdef"


def read(event, account=ACCOUNT):
    return tiding_of(parsed(f"<xml>{event}</xml>".encode()), account, AT)


def publication(status=0, task="2247503051", article="b5O2OUs25HBxRceL7hfReg-U9Q", address="http://mp.weixin.qq.com/s/8yzT20"):
    """As the platform's page and accounts of those who got it have it."""
    detail = f"<count>1</count><item><idx>1</idx><article_url><![CDATA[{address}]]></article_url></item>"
    return f"""<ToUserName><![CDATA[gh_4d00ed8d6399]]></ToUserName><FromUserName><![CDATA[oV5Crjp]]></FromUserName>
<CreateTime>1481013459</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[PUBLISHJOBFINISH]]></Event>
<PublishEventInfo><publish_id>{task}</publish_id><publish_status>{status}</publish_status>
<article_id><![CDATA[{article}]]></article_id><article_detail>{detail}</article_detail></PublishEventInfo>"""


def mass(status="send success", job="1000000003", address="http://mp.weixin.qq.com/s/8yzT20EvmDg37Jso9nsIIw"):
    item = f"<item><ArticleIdx>1</ArticleIdx><ArticleUrl><![CDATA[{address}]]></ArticleUrl></item>"
    return f"""<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[MASSSENDJOBFINISH]]></Event><MsgID>{job}</MsgID>
<Status><![CDATA[{status}]]></Status><TotalCount>4</TotalCount><FilterCount>0</FilterCount><SentCount>4</SentCount>
<ArticleUrlResult><Count>1</Count><ResultList>{item}</ResultList></ArticleUrlResult>"""


def test_a_publication_that_succeeded_names_its_article_and_address():
    found = read(publication())
    assert (found.channel, found.account, found.task, found.end, found.at) == (
        "wechat",
        ACCOUNT,
        "2247503051",
        End.PUBLISHED,
        AT,
    )
    assert (found.remote_id, found.url) == ("b5O2OUs25HBxRceL7hfReg-U9Q", "https://mp.weixin.qq.com/s/8yzT20")


@pytest.mark.parametrize(
    ("status", "end"), [(2, End.REFUSED), (3, End.REFUSED), (4, End.REFUSED), (5, End.TAKEN_DOWN), (6, End.TAKEN_DOWN)]
)
def test_every_other_end_has_its_words(status, end):
    found = read(publication(status))
    assert found.end is end and found.says


@pytest.mark.parametrize(
    "event",
    [
        publication(1),
        publication(7),
        publication(""),
        publication("-1"),
        publication("٣"),
        publication(task=""),
        publication(task="1 OR 1=1"),
        publication(task="9" * 21),
        publication(article=""),
        publication(article="a b"),
        publication(article="x" * 129),
        mass("sending"),
        mass("err()"),
        mass(job="x"),
        "<Event>subscribe</Event>",
        "<MsgType>text</MsgType><Content>PUBLISHJOBFINISH</Content>",
        "<Event/>",
        "",
    ],
)
def test_what_names_no_end_of_a_task_says_nothing(event):
    assert read(event) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://mp.weixin.qq.com.evil.example/s/x",
        "javascript:alert(1)",
        "https://evil.example/https://mp.weixin.qq.com/",
        "http://127.0.0.1:9/wechat/s/x",
        "https://mp.weixin.qq.com/s/\x1b[31m",
    ],
)
def test_an_address_where_no_article_can_stand_is_left_out(address):
    address = address.replace("\x1b", " ")
    assert read(publication(address=address)).url == "" and read(mass(address=address)).url == ""


def test_a_sandboxes_article_stands_on_this_machine_alone():
    here = "http://127.0.0.1:8000/wechat/s/x"
    assert read(publication(address=here), f"{ACCOUNT}@sandbox").url == here
    assert read(publication(), f"{ACCOUNT}@sandbox").url == ""


def test_a_mass_job_is_told_from_a_publication_by_its_id():
    found = read(mass())
    assert (found.task, found.remote_id, found.end) == ("mass:1000000003", "mass:1000000003", End.PUBLISHED)
    assert found.url == "https://mp.weixin.qq.com/s/8yzT20EvmDg37Jso9nsIIw"


@pytest.mark.parametrize(
    ("status", "says"), [("send fail", "群发失败"), ("err(20013)", "涉嫌版权"), ("err(20431)", "err(20431)（平台没有写明原因）")]
)
def test_a_mass_job_that_failed_says_why(status, says):
    found = read(mass(status))
    assert found.end is End.REFUSED and says in found.says


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<>&]\ufffe\uffff"), max_size=40)


@given(WORDS, WORDS, WORDS, WORDS)
def test_whatever_stands_in_the_fields_is_read_without_harm(task, status, article, address):
    for event in (publication(status, task, article, address), mass(status, task, address)):
        found = read(event)
        assert found is None or (found.url + found.remote_id + found.says + found.task).isprintable()
