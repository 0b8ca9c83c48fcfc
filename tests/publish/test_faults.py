"""Every fault of the facts sheet has a test that names it; those without another home stand here (docs/channels.md)."""

import ast
import gzip
import socket
import threading
from datetime import timedelta

import pytest

from plugins.catalog.terms import ChannelName, Status
from publish import http
from publish.failures import InDoubt, NotSent
from publish.http import Call, Client, Deadlines
from publish.inbox import End, Inbox, Tiding
from publish.sandbox import CallbackManner, CallbackMode, PublishStatus
from publish.sandbox.faults import Action, Fault
from tests.conftest import ROOT
from tests.publish.conftest import texts
from tests.publish.portal import Document, png
from tests.publish.test_http import answer, client, server

SHARE = "/2/statuses/share.json"
SUBMIT = "/cgi-bin/freepublish/submit"
POLL = "/cgi-bin/freepublish/get"
WEIBO = (ChannelName.WEIBO,)
WECHAT = (ChannelName.WECHAT,)

TESTS = {
    1: ("test_kill_loop: killed_at_every_moment", "tracer"),
    2: ("test_kill_loop: killed_at_every_moment", "test_recovery: a_killed_run_left_open"),
    3: ("test_kill_loop: killed_at_every_moment", "test_reconcile: an_interrupted_send_is_in_doubt"),
    4: ("test_faults: fault_4",),
    5: ("test_announce: a_share_that_arrived_without_an_answer", "test_announce: busy_and_gateway_errors"),
    6: ("test_faults: fault_6", "test_announce: a_refused_connection"),
    7: ("test_announce: busy_and_gateway_errors",),
    8: ("test_announce: a_used_up_quota_parks", "test_recovery: the_reconcile_reads_own_quota"),
    9: ("test_announce: a_token_that_expires_midway", "test_faults: fault_9"),
    10: ("test_announce: a_token_that_expires_midway",),
    11: ("test_faults: fault_11", "test_announce: an_expired_account_stops", "test_announce: a_weibo_app_without_the_permission"),
    12: ("test_announce: what_the_platform_says_to_a_submit", "test_announce: a_task_that_fails", "test_faults: fault_12"),
    13: ("test_faults: fault_13",),
    14: ("test_modes: 45066_is_a_doubt_and_45065",),
    15: ("test_announce: twenty_zero_thirty_two", "test_announce: a_repeat_after_a_doubt", "test_faults: fault_15"),
    16: ("test_kill_loop: eight_at_once", "test_recovery: a_copy_of_a_ledger_does_not_send"),
    17: ("test_kill_loop: killed_at_every_moment", "test_recovery: a_killed_run_left_open"),
    18: (
        "test_recovery: a_clock_set_back",
        "test_recovery: a_clock_that_jumps_back",
        "test_http: a_clock_far_from_the_platforms",
    ),
    19: ("test_ledger: nothing_is_recorded_when_the_disk_refuses", "test_recovery: a_receipt_that_cannot_be_kept"),
    20: ("test_ledger: a_cut_file", "test_ledger: a_changed_row", "test_recovery: an_older_ledger_is_completed"),
    21: (
        "test_announce: a_post_that_changed_after_approval",
        "test_plan: an_edit_waits",
        "test_plan: withdrawn_document_that_was_not",
    ),
    22: ("test_faults: fault_22", "test_announce: a_picture_that_is_not_what_its_name_says"),
    23: ("test_wechat: every_field_keeps_its_limit", "test_weibo_count:", "test_weibo: a_post_never_exceeds_the_cap"),
    24: ("test_wechat_html:",),
    25: ("test_faults: fault_25",),
    26: ("test_modes: polling_stops_before_the_platforms_daily_hundred",),
    27: ("test_canary: a_planted_leak", "test_step: credentials_are_nowhere"),
    28: ("test_faults: fault_28",),
    29: ("test_faults: fault_29",),
    30: ("test_faults: fault_30", "test_modes: the_eleventh_deletion"),
    31: ("test_faults: fault_31",),
    32: ("test_faults: fault_32",),
    33: ("feeds/",),
}
"""The faults of channels.md §6.9 by number, each with the tests that hold it: file, and what their names contain."""


def test_each_of_the_thirty_three_faults_has_a_test_that_is_there():
    names = {
        path: [node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
        for folder in ("tests/publish", "tests/plugins/feeds")
        for path in (ROOT / folder).rglob("*.py")
    }
    assert set(TESTS) == set(range(1, 34))
    assert all(TESTS.values())
    for number, tests in TESTS.items():
        for test in tests:
            file, _, part = test.partition(":")
            there = [one for path, found in names.items() if file in path.as_posix() for one in found if part.strip() in one]
            assert there, (number, test)


def test_fault_4_a_share_that_is_posted_and_never_answered_is_found(house, monkeypatch):
    monkeypatch.setattr(http, "Deadlines", lambda: Deadlines(connect=0.5, read=0.3, total=1.0))
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DELAY, seconds=1.5, after_commit=True))
    house.send()
    assert house.states() == ["confirmed"] and house.calls(SHARE) == 1


def test_fault_6_an_unknown_name_and_a_failed_handshake_were_not_sent():
    quick = Deadlines(connect=1.0, read=1.0, total=3.0)
    with pytest.raises(NotSent, match="未能连上"):
        Client("https://nowhere.invalid", hosts=["nowhere.invalid"], deadlines=quick).write(Call(method="POST", path="/x"))
    with server(b"this is not TLS") as (base, _), pytest.raises(NotSent, match="未能连上"):
        client(base.replace("http:", "https:"), quick).write(Call(method="POST", path="/x"))


def test_fault_9_two_programmes_share_one_stable_token_and_do_not_drive_each_other_out(house):
    house.build(Document(number=1, channels=WECHAT)).send()
    house.build(Document(number=1, channels=WECHAT), Document(number=2, channels=WECHAT))
    other = house.step()
    other.doctor()
    assert not house.send().failed
    other.doctor()
    assert house.posts()[1] == 2 and house.calls("/cgi-bin/stable_token") == 3, "one for each programme's start, none in between"


def test_fault_11_an_address_off_the_list_stops_the_channel_without_a_loop(house):
    house.build(Document(number=1), Document(number=2))
    house.sandbox.behaviour.wechat_ip_allowed = False
    result = house.send()
    assert "40164" in texts(result.problems) and house.states("weibo") == ["confirmed"] * 2
    assert house.calls("/cgi-bin/stable_token") <= 2 and house.posts()[1] == 0


@pytest.mark.parametrize("outcome", [PublishStatus.DELETED_BY_USER, PublishStatus.BANNED_BY_PLATFORM])
def test_fault_12_what_was_taken_down_after_it_was_published_is_a_persons(house, outcome):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.publish_outcome = outcome
    house.send()
    assert house.states() == ["needs_human"] and house.calls(SUBMIT) == 1


@pytest.fixture
def accepted(house):
    """Accepted, and as on the platform not ended by being looked at; a listener is at hand."""
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.publish_polls = None
    with house.hearing():
        house.send(wait=timedelta(0))
        assert house.states() == ["accepted"]
        yield house


def heard_plain(mode):
    """What a listener's environment has in that mode."""
    return {"GONGKAI_WECHAT_CALLBACK_KEY": ""} if mode is CallbackMode.PLAIN else {}


@pytest.mark.parametrize("mode", CallbackMode)
def test_fault_13_what_the_platform_tells_is_not_polled(accepted, mode):
    accepted.sandbox.behaviour.callback_mode = mode
    polled = accepted.calls(POLL)
    with accepted.hearing(**heard_plain(mode)):
        accepted.sandbox.finish_tasks()
    assert accepted.sandbox.callback_answers() == (200,)
    assert not accepted.send().failed and accepted.states() == ["confirmed"] and accepted.calls(POLL) == polled
    row, (article,) = accepted.row("wechat"), accepted.sandbox.wechat_articles()
    assert (row.remote_id, row.url) == (article.article_id, article.url)


@pytest.mark.parametrize(
    ("outcome", "state"), [(PublishStatus.REJECTED, "rejected"), (PublishStatus.BANNED_BY_PLATFORM, "needs_human")]
)
def test_fault_13_a_failure_that_the_platform_tells_is_one(accepted, outcome, state):
    accepted.sandbox.behaviour.publish_outcome = outcome
    accepted.sandbox.finish_tasks()
    assert accepted.send().failed and accepted.states() == [state] and accepted.calls(SUBMIT) == 1


@pytest.mark.parametrize("answered", [True, False])
def test_fault_13_a_callback_before_the_reply_makes_one_copy_whether_the_reply_comes_or_not(house, answered):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.callback_manner = CallbackManner.EARLY
    if not answered:
        house.sandbox.faults.add(Fault(path=SUBMIT, action=Action.DROP_AFTER_COMMIT))
    with house.hearing():
        assert not house.send().failed
    assert house.sandbox.callback_answers() == (200,) and house.calls(POLL) == 0
    assert house.states() == ["confirmed"] and house.posts()[1] == house.calls(SUBMIT) == 1


def test_fault_13_a_callback_before_a_receipt_that_was_never_kept_makes_one_copy(house):
    class Died(BaseException):
        pass

    def moment(name):
        if name == "sent, not committed":
            raise Died

    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.callback_manner = CallbackManner.EARLY
    with house.hearing(), pytest.raises(Died):
        house.send(moment=moment)
    assert house.states() == ["sending"]
    assert not house.send().failed and house.states() == ["confirmed"] and house.calls(SUBMIT) == 1


def test_fault_13_told_twice_is_told_once(accepted):
    accepted.sandbox.behaviour.callback_manner = CallbackManner.TWICE
    accepted.sandbox.finish_tasks()
    assert [row.state for row in accepted.send().rows] == ["confirmed"]
    assert accepted.sandbox.callback_answers() == (200, 200)
    assert accepted.send().rows == () and accepted.posts()[1] == 1


@pytest.mark.parametrize(
    ("manner", "answers"),
    [
        (CallbackManner.NEVER, ()),
        (CallbackManner.AS_MASS, (200,)),
        (CallbackManner.FORGED, (403,)),
        (CallbackManner.LATE, (403,)),
    ],
)
@pytest.mark.parametrize("mode", [CallbackMode.SAFE, CallbackMode.PLAIN])
def test_fault_13_without_a_word_that_counts_the_platform_is_asked(accepted, manner, answers, mode):
    accepted.sandbox.behaviour.callback_manner = manner
    accepted.sandbox.behaviour.callback_mode = mode
    polled = accepted.calls(POLL)
    with accepted.hearing(**heard_plain(mode)):
        accepted.sandbox.finish_tasks()
    assert accepted.sandbox.callback_answers() == answers
    assert not accepted.send().failed and accepted.states() == ["confirmed"] and accepted.calls(POLL) > polled
    assert accepted.row("wechat").remote_id == accepted.sandbox.wechat_articles()[0].article_id


def test_fault_13_a_mass_job_is_settled_by_its_own_event(house):
    house.environment |= {"GONGKAI_WECHAT_MODE": "mass"}
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.publish_polls = None
    house.send(wait=timedelta(0))
    polled = house.calls("/cgi-bin/message/mass/get")
    with house.hearing():
        house.sandbox.finish_tasks()
    assert not house.send().failed and house.states() == ["confirmed"]
    assert house.calls("/cgi-bin/message/mass/get") == polled
    assert house.row("wechat").url == house.sandbox.wechat_articles()[0].url


def test_fault_13_a_word_about_another_account_or_task_settles_nothing(accepted):
    row = accepted.row("wechat")
    end = {"end": End.PUBLISHED, "at": accepted.time.now(), "remote_id": "x"}
    for channel, account, task in (
        ("wechat", row.account.removesuffix("@sandbox"), row.remote_id),
        ("wechat", row.account, "1"),
        ("weibo", row.account, row.remote_id),
    ):
        Inbox(accepted.var).keep(Tiding(channel=channel, account=account, task=task, **end))
    accepted.send(wait=timedelta(0))
    assert accepted.states() == ["accepted"]


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, '{"error_code": "20012", "error": "Text too long"}', "rejected"),
        (403, '{"error_code": 10014, "error": "Insufficient app permissions!"}', "needs_human"),
        (200, '{"error_code": 20016, "error": "Out of limit!"}', "staged"),
        (400, '{"error_code": 10017, "error": "text not find domain!"}', "staged"),
    ],
)
def test_fault_15_an_error_is_one_whatever_its_status_and_type(house, status, body, state):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.HTTP_STATUS, status=status, body=body))
    assert house.send().failed and house.states() == [state] and house.posts()[0] == 0


def test_fault_22_pictures_that_do_not_fit_become_words_and_a_missing_one_stops_its_document_only(house):
    pictures = {
        "media/large.png": png() + b"\0" * 1024 * 1024,
        "media/a.webp": b"RIFF",
        "media/a.svg": b"<svg/>",
        "media/empty.jpg": b"",
        "media/gone.png": png(9),
    }
    body = "".join(f'<p><img src="/{path}" alt="{path}"></p>' for path in pictures)
    house.build(Document(number=1, body=body, pictures=pictures, channels=WECHAT), Document(number=2, channels=WECHAT))
    (house.output / "media/gone.png").unlink()
    result = house.send()
    assert house.states() == ["approved", "confirmed"] and "media/gone.png" in texts(result.problems)
    (house.output / "media/gone.png").write_bytes(png(9))
    house.send()
    content = house.sandbox.wechat_articles()[1].content
    assert content.count("［图片：") == 4 and content.count("mmbiz.qpic.cn") == 1


def test_fault_25_a_thousand_documents_at_the_first_run_are_a_baseline(house):
    environment = house.environment | {"GONGKAI_WEIBO_BASE": "https://weibo.invalid", "GONGKAI_HOSTS": "weibo.invalid"}
    house.build(*(Document(number=number, channels=WEIBO) for number in range(1, 1001)))
    result = house.send(environment=environment)
    assert result.rows == () and "1000 份文件作为基线" in texts(result.notes)


def test_fault_28_a_captive_portal_is_a_doubt_for_a_send_and_nothing_for_a_read(house):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path="/oauth2/get_token_info", action=Action.HTML200, times=6))
    assert house.send().failed and house.states() == ["approved"]
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.HTML200))
    house.send()
    assert house.states() == ["confirmed"] and house.posts()[0] == 1


def test_fault_29_answers_in_odd_clothes_are_understood_and_bombs_are_not_unpacked():
    packed = gzip.compress('{"说": "好"}'.encode())
    bomb = gzip.compress(b" " * 64 * 1024 * 1024)
    for content, more in (
        (packed, "Content-Encoding: gzip\r\nContent-Type: text/plain\r\n"),
        ("\ufeff" + '{"说": "好"}', "Content-Type: text/html; charset=gbk\r\n"),
    ):
        body = content if isinstance(content, bytes) else content.encode()
        with server(answer(body, more=more)) as (base, received):
            assert client(base).write(Call(method="POST", path="/x")).fields == {"说": "好"}
            assert b"Accept-Encoding: identity" in received[0]
    with server(answer(bomb, more="Content-Encoding: gzip\r\n")) as (base, _), pytest.raises(InDoubt, match="过长"):
        client(base, Deadlines(connect=1, read=3, total=10)).write(Call(method="POST", path="/x"))


def test_fault_30_what_is_in_doubt_is_found_before_it_is_taken_down(house):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.faults.add(Fault(path=SUBMIT, action=Action.DROP_AFTER_COMMIT))
    house.sandbox.faults.add(Fault(path="/cgi-bin/freepublish/batchget", action=Action.ERRCODE, errcode=-1, times=None))
    house.send()
    assert house.states() == ["in_doubt"]
    house.build(Document(number=1, channels=WECHAT, status=Status.WITHDRAWN))
    plan = house.step().plan()
    assert plan.rows == () and "有了结果才能继续" in texts(plan.notes)
    house.sandbox.faults.clear()
    for _ in range(2):
        house.time.sleep(3600)
        house.send()
    house.step().approve("王五")
    house.send()
    assert house.states() == ["confirmed", "retracted"] and house.posts()[1] == 0


def test_fault_31_interrupted_at_every_moment_it_ends_with_one_copy_of_everything(house):
    house.build(Document(number=1))
    number = died = 0
    while died == number:
        number += 1
        passed = iter(range(number))

        def moment(_name, passed=passed):
            if next(passed, None) is None:
                raise KeyboardInterrupt

        try:
            house.send(moment=moment)
        except KeyboardInterrupt:
            died += 1
        house.time.sleep(2)
        assert house.posts() <= (1, 1)
    assert died > 3 and house.states() == ["confirmed"] * 2 and house.posts() == (1, 1)


@pytest.mark.parametrize(("path", "code"), [(SHARE, 20018), (SUBMIT, 87014), ("/cgi-bin/draft/add", 45003)])
def test_fault_32_an_error_inside_a_good_answer_is_never_a_confirmation(house, path, code):
    house.build(Document(number=1, channels=WEIBO if path == SHARE else WECHAT))
    house.sandbox.faults.add(Fault(path=path, action=Action.ERRCODE, errcode=code))
    assert house.send().failed and house.states() == ["rejected"]


def test_a_send_that_is_slow_to_arrive_is_not_given_up_too_early(house, monkeypatch):
    """Its sender has stopped waiting; the platform posts a second later, before absence can be concluded."""
    monkeypatch.setattr(http, "Deadlines", lambda: Deadlines(connect=0.5, read=0.2, total=0.5))
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DELAY, seconds=0.6))
    house.send(wait=timedelta(0))
    threading.Event().wait(0.8)
    house.time.sleep(5)
    house.send()
    assert house.states() == ["confirmed"] and house.calls(SHARE) == 1


def test_loopback_answers_here():
    """What the tests above rest on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        assert one.getsockname()[0] == "127.0.0.1"
