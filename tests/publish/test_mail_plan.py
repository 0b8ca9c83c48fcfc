"""The plan of mailings is pure: one issue at a time, a document once, what had begun goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.catalog.blocks import Correction
from plugins.catalog.terms import ChannelName, Status
from publish.entry import OPEN, State
from publish.mailing import Mailing, Rhythm
from publish.plan import Seat, plan
from publish.policy import Policy
from tests.publish.portal import AS_OF, SINCE, Document, build

DAILY = Mailing(Rhythm.DAILY)
SEAT = Seat(channel="mail", label="邮件", account="digest@shili.example", audiences={DAILY: SINCE})
NEXT = AS_OF + timedelta(days=1)


def document(number=1, **changes):
    return Document(number=number, channels=(ChannelName.MAIL,), **changes)


@pytest.fixture
def planned(tmp_path):
    """Plan these documents against these entries."""

    def run(*documents, entries=(), now=AS_OF, seat=SEAT, hour=8):
        manifest = build(tmp_path, documents, as_of=now)
        return plan(manifest, entries, [seat], SINCE, now, Policy(mail_hour=hour, digest_from=1))

    return run


@pytest.fixture
def issue(planned):
    """The entry of the issue of one document."""
    (step,) = planned(document()).steps
    return step.entry


def sent(entry, state=State.CONFIRMED, **changes):
    return replace(entry, state=state, approved_by="张三", sends=1, first_sent_at=AS_OF, at=AS_OF, **changes)


def test_an_issue_holds_what_was_released_before_it_closed(planned):
    made = planned(document(), document(2, published_at=AS_OF - timedelta(minutes=30)))
    assert [len(step.releases) for step in made.steps] == [1] and made.steps[0].entry.title == "每日汇总 2026-11-20，1 份"
    later = planned(document(), document(2, published_at=AS_OF - timedelta(minutes=30)), hour=9)
    assert [len(step.releases) for step in later.steps] == [2]


@pytest.mark.parametrize(
    "seat",
    [
        replace(SEAT, audiences={}),
        replace(SEAT, audiences={DAILY: AS_OF}),
        replace(SEAT, opened_at=AS_OF),
        replace(SEAT, audiences={Mailing(Rhythm.WEEKLY): SINCE}),
        replace(SEAT, audiences={Mailing(Rhythm.DAILY, "综合政务"): SINCE}),
    ],
)
def test_nobody_is_told_what_they_did_not_ask_for(planned, seat):
    """Nobody, who joined later, what the account did not begin with, a week that is not over, another theme."""
    assert planned(document(), seat=seat).steps == ()


def test_the_plan_says_when_what_waits_will_be_sent(planned):
    late = document(2, published_at=AS_OF - timedelta(minutes=30))
    made = planned(document(), late)
    assert made.upcoming == ("邮件“每日汇总”：下一期 11-21 08:00 截稿，现有 1 份",) and made.findings == ()
    assert planned(document()).upcoming == ()


def test_a_rehearsed_issue_closes_at_once_and_holds_all_since_the_baseline(planned):
    late = document(2, published_at=AS_OF - timedelta(minutes=30))
    made = planned(document(), late, seat=replace(SEAT, audiences={DAILY: NEXT}, closes_now=True))
    assert [len(step.releases) for step in made.steps] == [2] and made.upcoming == ()
    (step,) = made.steps
    again = planned(document(), late, entries=[sent(step.entry)], seat=replace(SEAT, closes_now=True))
    assert again.steps == ()


@pytest.mark.parametrize("state", sorted(OPEN))
def test_the_next_issue_waits_until_the_last_has_an_end(planned, issue, state):
    made = planned(document(), document(2), entries=[sent(issue, state)], now=NEXT)
    assert made.steps == () and "有了结果才出下一期" in made.findings[0]


@pytest.mark.parametrize("state", [State.PLANNED, State.APPROVED, State.STAGED])
def test_an_issue_that_has_come_to_some_goes_on_whatever_changes(planned, issue, state):
    begun = sent(issue, state)
    made = planned(document(body="<p>新</p>"), document(2), entries=[begun], now=NEXT, seat=replace(SEAT, audiences={}))
    assert [step.entry for step in made.steps] == [begun] and made.dropped == ()


def test_an_approved_issue_stays_while_it_is_true(planned, issue):
    approved = replace(issue, state=State.APPROVED, approved_by="张三")
    assert [step.entry for step in planned(document(), document(2), entries=[approved], now=NEXT).steps] == [approved]
    made = planned(document(body="<p>新</p>"), entries=[approved])
    assert [one.entry for one in made.dropped] == [approved] and made.steps[0].entry.key != issue.key


@pytest.mark.parametrize("state", [State.CONFIRMED, State.CANCELLED])
def test_what_readers_have_is_not_told_again(planned, issue, state):
    """A person who cancels what had come to some has told them."""
    assert planned(document(), entries=[sent(issue, state)], now=NEXT).steps == ()


def test_an_issue_that_was_dropped_before_it_left_is_told_the_next_day(planned, issue):
    dropped = replace(issue, state=State.CANCELLED)
    assert len(planned(document(), entries=[dropped], now=NEXT).steps) == 1
    (again,) = planned(document(), entries=[dropped]).steps
    assert again.entry.key != dropped.key


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"body": "<p>新</p>"}, False),
        ({"changes": {"corrections": (Correction(on=AS_OF.date(), note="改了"),)}}, True),
        ({"changes": {"corrections": (Correction(on=AS_OF.date() - timedelta(days=1), note="早已改了"),)}}, False),
        ({"status": Status.WITHDRAWN}, True),
        ({"status": Status.DRAFT}, False),
    ],
)
def test_what_has_become_of_a_document_is_told_if_it_is_news(planned, issue, changes, told):
    assert bool(planned(document(**changes), entries=[sent(issue)], now=NEXT).steps) is told


def test_a_withdrawal_is_announced_to_the_operator_until_readers_know(planned, issue):
    gone = document(status=Status.WITHDRAWN)
    made = planned(gone, entries=[sent(issue)], now=NEXT)
    assert "邮件收不回" in made.findings[0]
    notice = replace(sent(made.steps[0].entry), at=NEXT, first_sent_at=NEXT)
    assert planned(gone, entries=[sent(issue), notice], now=NEXT + timedelta(days=1)).findings == ()
    assert planned(gone).steps == ()


def test_a_correction_made_while_an_issue_went_out_is_told(planned, issue):
    """Its first readers had the old text; that its last ones got it days later does not matter."""
    begun = replace(sent(issue), at=AS_OF + timedelta(days=3))
    noted = Correction(on=(AS_OF + timedelta(days=1)).date(), note="有误")
    made = planned(document(body="<p>新</p>", changes={"corrections": (noted,)}), entries=[begun], now=AS_OF + timedelta(days=5))
    assert [len(step.releases) for step in made.steps] == [1]
