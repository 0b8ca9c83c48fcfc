"""The outbox against a real sandbox: every state, and never a second copy."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.catalog.terms import ChannelName, Status
from publish.channels.protocol import SANDBOX_PATIENCE
from publish.channels.weibo import Weibo
from publish.machine import Settled
from publish.sandbox.behaviour import AccountProfile, DraftLeaves, PublishStatus
from publish.sandbox.faults import Action, Fault, Manner
from tests.publish.conftest import texts
from tests.publish.portal import SITE, Document

SHARE = "/2/statuses/share.json"
SUBMIT = "/cgi-bin/freepublish/submit"
ADD = "/cgi-bin/draft/add"
WEIBO = (ChannelName.WEIBO,)
WECHAT = (ChannelName.WECHAT,)


def test_a_release_is_confirmed_once_on_each_channel_and_a_second_run_sends_nothing(house):
    house.build(Document(number=1), Document(number=2))
    result = house.send()
    assert not result.failed
    assert house.states() == ["confirmed"] * 4
    assert house.posts() == (2, 2)
    before = house.sandbox.calls()
    assert not house.send().failed
    assert house.sandbox.calls() == before


def test_posts_leave_in_the_order_of_publication(house):
    house.build(Document(number=2, title="乙"), Document(number=1, title="甲"))
    house.send()
    assert ["甲" in post.text for post in house.sandbox.weibo_posts()] == [True, False]


@pytest.mark.parametrize("manner", list(Manner))
def test_a_share_that_arrived_without_an_answer_is_found_and_not_sent_again(house, manner):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_AFTER_COMMIT, manner=manner))
    result = house.send()
    assert not result.failed
    assert house.states() == ["confirmed"]
    assert house.calls(SHARE) == 1


@pytest.mark.parametrize("manner", [Manner.CLOSE, Manner.RESET])
def test_a_share_that_was_lost_is_sent_again_only_after_looks_have_missed_it(house, manner):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_BEFORE_COMMIT, manner=manner))
    house.send()
    assert house.states() == ["confirmed"]
    assert house.posts()[0] == 1
    assert house.calls("/2/statuses/user_timeline.json") >= 6


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("path", [SHARE, SUBMIT])
def test_busy_and_gateway_errors_are_doubts_whichever_way_they_went(house, path, after):
    house.build(Document(number=1))
    code = 10001 if path == SHARE else -1
    house.sandbox.faults.add(Fault(path=path, action=Action.ERRCODE, errcode=code, after_commit=after))
    house.sandbox.faults.add(Fault(path=path, action=Action.HTTP_STATUS, status=502, nth=2, after_commit=True))
    house.send()
    house.send()
    assert house.states() == ["confirmed"] * 2
    assert house.posts() == (1, 1)


@pytest.mark.parametrize("leaves", list(DraftLeaves))
def test_a_submit_that_arrived_without_an_answer_is_found_by_its_mark(house, leaves):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.draft_leaves = leaves
    house.sandbox.faults.add(Fault(path=SUBMIT, action=Action.DROP_AFTER_COMMIT))
    house.send()
    assert house.states() == ["confirmed"]
    assert house.calls(SUBMIT) == 1


def test_what_cannot_be_looked_at_stays_in_doubt(house):
    house.build(Document(number=1, channels=WEIBO), Document(number=2, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_AFTER_COMMIT))
    house.sandbox.faults.add(Fault(path="/2/statuses/user_timeline.json", action=Action.ERRCODE, errcode=10023, times=None))
    result = house.send()
    assert result.failed
    assert house.states() == ["in_doubt", "staged"]
    assert house.calls(SHARE) == 1, "a new post would hide the one in doubt"
    house.sandbox.faults.clear()
    house.time.sleep(3600)
    house.send()
    assert house.states() == ["confirmed"] * 2
    assert house.posts()[0] == 2


def test_five_posts_by_hand_hide_a_doubt_until_a_person_is_asked(house):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_BEFORE_COMMIT))
    house.sandbox.faults.add(Fault(path="/2/statuses/user_timeline.json", action=Action.ERRCODE, errcode=10023, times=None))
    house.send()
    for number in range(5):
        house.sandbox.post_by_hand(f"随手发的第{number}条")
    house.sandbox.faults.clear()
    house.time.sleep(25 * 3600)
    result = house.send()
    assert house.states() == ["needs_human"]
    assert result.failed and house.calls(SHARE) == 1


def test_twenty_zero_thirty_two_was_sent_and_is_looked_for_later(house):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.behaviour.weibo_says_20032 = True
    house.sandbox.behaviour.timeline_lag_seconds = 120
    house.send()
    assert house.states() == ["accepted"]
    house.time.sleep(200)
    house.send()
    assert house.states() == ["confirmed"]
    assert house.calls(SHARE) == 1


def test_a_repeat_after_a_doubt_is_evidence_and_not_a_refusal(house):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.behaviour.timeline_lag_seconds = 60
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_AFTER_COMMIT))
    house.send()
    house.time.sleep(100)
    house.send()
    assert house.states() == ["confirmed"]
    assert house.posts()[0] == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_a_repeat_that_nobody_made_is_looked_for_like_any_doubt(house, arrived):
    """The platform's own gateway may have tried twice."""
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.ERRCODE, errcode=20019, after_commit=arrived))
    assert not house.send().failed
    assert house.states() == ["confirmed"] and house.posts()[0] == 1 and house.calls(SHARE) == (1 if arrived else 2)


def test_a_post_that_is_refused_as_a_repeat_again_and_again_is_a_persons(house):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.ERRCODE, errcode=20019, times=None))
    for _ in range(9):
        house.send()
        house.time.sleep(600)
    assert house.states() == ["needs_human"] and house.calls(SHARE) == 5 and house.posts()[0] == 0


def test_a_refused_connection_is_not_sent_and_sent_once_later(house):
    house.build(Document(number=1, channels=WEIBO))
    away = house.environment | {"GONGKAI_WEIBO_BASE": "http://127.0.0.1:9"}
    result = house.send(environment=away)
    assert result.failed and house.states() == ["approved"]
    assert not house.send().failed
    assert house.states() == ["confirmed"] and house.posts()[0] == 1


@pytest.mark.parametrize("path", [SUBMIT, ADD, "/cgi-bin/stable_token"])
def test_a_used_up_quota_parks_until_midnight_in_china(house, path):
    house.build(Document(number=1), Document(number=2))
    house.sandbox.faults.add(Fault(path=path, action=Action.ERRCODE, errcode=45009))
    result = house.send()
    assert result.failed and "45009" in texts(result.problems)
    assert house.states("weibo") == ["confirmed"] * 2, "the other channel goes on"
    assert "confirmed" not in house.states("wechat")[:1]
    assert house.send().failed and house.posts()[1] == 0, "not before midnight"
    house.time.sleep(15 * 3600)
    house.send()
    assert house.states("wechat") == ["confirmed"] * 2
    assert house.posts() == (2, 2)


def test_an_account_without_the_publish_interface_gets_its_draft_and_a_person(house):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.wechat_profile = AccountProfile.INDIVIDUAL
    result = house.send()
    row = house.row("wechat")
    assert row.state == "needs_human" and "草稿箱" in row.reason and row.url == "https://mp.weixin.qq.com"
    assert len(house.sandbox.wechat_drafts()) == 1 and result.failed
    house.step().settle(row.key, Settled.PUBLISHED, "王五", "https://mp.weixin.qq.com/s/x")
    assert not house.send().failed
    assert house.row("wechat").state == "confirmed"


def test_an_expired_account_stops_its_channel_only(house):
    house.build(Document(number=1), Document(number=2))
    house.sandbox.behaviour.wechat_profile = AccountProfile.EXPIRED
    result = house.send()
    assert house.states("wechat") == ["approved", "planned"]
    assert house.states("weibo") == ["confirmed"] * 2
    assert "48001" in texts(result.problems)
    house.sandbox.behaviour.wechat_profile = AccountProfile.VERIFIED
    assert not house.send().failed


@pytest.mark.parametrize("path", [ADD, SUBMIT, "/cgi-bin/material/add_material", "/cgi-bin/freepublish/get"])
@pytest.mark.parametrize("code", [40001, 42001])
def test_a_token_that_expires_midway_is_fetched_once_and_the_post_is_one(house, path, code):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.faults.add(Fault(path=path, action=Action.ERRCODE, errcode=code))
    assert not house.send().failed
    assert house.calls("/cgi-bin/stable_token") == 2
    assert house.posts()[1] == 1 and house.states() == ["confirmed"]


def test_a_token_that_is_always_refused_ends_without_a_loop(house):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.faults.add(Fault(path=ADD, action=Action.ERRCODE, errcode=40001, times=None))
    assert house.send().failed
    assert house.calls("/cgi-bin/stable_token") <= 4 and house.posts()[1] == 0


@pytest.mark.parametrize(("code", "state"), [(53503, "rejected"), (53504, "needs_human"), (87014, "rejected"), (53500, "staged")])
def test_what_the_platform_says_to_a_submit_decides_the_state(house, code, state):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.faults.add(Fault(path=SUBMIT, action=Action.ERRCODE, errcode=code, times=None))
    assert house.send().failed
    assert house.states() == [state] and house.posts()[1] == 0


@pytest.mark.parametrize("outcome", [PublishStatus.ORIGINALITY_FAILED, PublishStatus.FAILED, PublishStatus.REJECTED])
def test_a_task_that_fails_on_the_platform_is_rejected_and_never_resubmitted(house, outcome):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.publish_outcome = outcome
    result = house.send()
    assert result.failed and "微信发布“" in texts(result.problems) and "被拒绝" in texts(result.problems)
    assert not house.send().failed, "it is said once"
    assert house.states() == ["rejected"] and house.calls(SUBMIT) == 1


def test_a_task_that_never_ends_stays_accepted_and_is_polled_sparingly(house):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.behaviour.publish_polls = None
    house.send()
    assert house.states() == ["accepted"]
    assert house.calls("/cgi-bin/freepublish/get") < 70 and house.calls(SUBMIT) == 1
    house.time.sleep(25 * 3600)
    house.send()
    assert house.states() == ["needs_human"] and house.calls(SUBMIT) == 1


def test_a_draft_in_doubt_is_replaced_and_published_once(house):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.faults.add(Fault(path=ADD, action=Action.DROP_AFTER_COMMIT))
    house.send()
    house.send()
    assert house.states() == ["confirmed"] and house.posts()[1] == 1
    assert house.sandbox.wechat_drafts() == ()


@pytest.mark.parametrize("code", [10014, 10005])
def test_a_weibo_app_without_the_permission_hands_over_the_composer(house, code):
    house.build(Document(number=1, channels=WEIBO))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.ERRCODE, errcode=code))
    house.send()
    assert house.row("weibo").state == "needs_human"
    assert house.row("weibo").url.startswith("https://service.weibo.com/share/share.php?url=https%3A")


def test_an_edited_document_becomes_a_correction_that_waits_for_a_person(house):
    house.build(Document(number=1)).send()
    house.build(Document(number=1, body="<p>改过的正文。</p>"))
    result = house.send()
    assert house.states(action="correct") == ["planned"] * 2 and not result.failed
    assert house.posts() == (1, 1) and "等待批准" in texts(result.notes)
    approved = house.step().approve("赵六")
    assert [row.state for row in approved.rows] == ["approved"] * 2
    house.send()
    assert house.posts() == (2, 2) and house.sandbox.weibo_posts()[1].text.startswith("【更正：")
    assert house.sandbox.wechat_articles()[1].title.startswith("【更正】")


def test_a_post_that_changed_after_approval_is_not_sent(house):
    house.build(Document(number=1)).send()
    house.build(Document(number=1, body="<p>第二版。</p>"))
    house.step().approve("赵六")
    # The revision stays; the address in the post does not, and approval was for the other one.
    house.build(Document(number=1, body="<p>第二版。</p>"), site=replace(SITE, url="https://shili.example"))
    house.send()
    assert house.states(action="correct") == ["planned"] * 2 and house.posts() == (1, 1)


def test_a_withdrawn_document_is_taken_down_where_an_interface_can_and_by_a_person_where_not(house):
    house.build(Document(number=1)).send()
    house.build(Document(number=1, status=Status.WITHDRAWN))
    house.send()
    assert house.states(action="retract") == ["planned"] * 2 and house.posts() == (1, 1)
    house.step().approve("赵六")
    result = house.send()
    assert house.row("wechat", "retract").state == "retracted" and house.posts() == (1, 0)
    assert house.row("weibo", "retract").state == "needs_human" and result.failed
    (post,) = house.sandbox.weibo_posts()
    house.sandbox.delete_by_hand(post.idstr)
    assert not house.send().failed
    assert house.row("weibo", "retract").state == "retracted"


def test_a_retraction_whose_answer_is_lost_is_simply_done_again(house):
    house.build(Document(number=1, channels=WECHAT)).send()
    house.build(Document(number=1, channels=WECHAT, status=Status.WITHDRAWN))
    house.send()
    house.step().approve("赵六")
    house.sandbox.faults.add(Fault(path="/cgi-bin/freepublish/delete", action=Action.DROP_AFTER_COMMIT))
    house.send()
    house.send()
    assert house.row("wechat", "retract").state == "retracted"
    assert house.calls("/cgi-bin/freepublish/delete") == 1


def test_a_picture_that_is_not_what_its_name_says_is_refused_before_anything_is_public(house):
    body = '<p><img src="/media/a.png" alt="图"></p>'
    house.build(Document(number=1, body=body, pictures={"media/a.png": b"GIF89a"}), Document(number=2))
    result = house.send()
    assert result.failed and "扩展名不符" in texts(result.problems)
    assert house.states("wechat") == ["rejected", "confirmed"]


def test_a_damaged_page_stops_only_its_own_document(house):
    house.build(Document(number=1), Document(number=2))
    (house.output / "policies/2026/001/index.html").write_bytes(b"x")
    assert house.send().failed
    assert house.posts() == (1, 1)


def test_the_pace_of_an_account_is_kept_and_the_rest_left_for_the_next_run(house, monkeypatch):
    monkeypatch.setattr(Weibo, "patience", replace(SANDBOX_PATIENCE, pace=timedelta(seconds=50)))
    house.build(*(Document(number=number, channels=WEIBO) for number in (1, 2, 3)))
    result = house.send()
    assert house.states() == ["confirmed", "confirmed", "staged"]
    assert 50 in house.time.slept and "下次再发" in texts(result.notes) and not result.failed


def test_a_doubt_that_is_settled_within_the_run_holds_the_others_only_for_a_moment(house):
    house.build(*(Document(number=number, channels=WEIBO) for number in (1, 2, 3)))
    house.sandbox.faults.add(Fault(path=SHARE, action=Action.DROP_AFTER_COMMIT))
    result = house.send()
    assert house.states() == ["confirmed"] * 3 and house.posts()[0] == 3
    assert result.problems == ()
