"""The ways an account may be used: mass sending, drafts for a person, Weibo by hand; and the day's calls."""

import pytest

from plugins.catalog.terms import ChannelName, Status
from publish.channels import open_wechat, open_weibo, wechat
from publish.channels.wechat import Wechat
from publish.channels.weibo_assisted import AssistedWeibo
from publish.machine import Settled
from publish.sandbox import PublishStatus
from publish.sandbox.faults import Action, Fault
from tests.publish.conftest import texts
from tests.publish.portal import Document

WECHAT = (ChannelName.WECHAT,)
SENDALL = "/cgi-bin/message/mass/sendall"
SUBMIT = "/cgi-bin/freepublish/submit"


@pytest.fixture
def mass(house):
    house.environment |= {"GONGKAI_WECHAT_MODE": "mass"}
    return house.build(Document(number=1, channels=WECHAT))


def test_a_mass_sending_is_confirmed_by_its_job(mass):
    assert not mass.send().failed
    row = mass.row("wechat")
    assert row.state == "confirmed" and row.remote_id.startswith("mass:") and mass.calls(SUBMIT) == 0
    assert len(mass.sandbox.wechat_articles()) == 1


@pytest.mark.parametrize("fault", [Action.DROP_AFTER_COMMIT, Action.DROP_BEFORE_COMMIT])
def test_a_mass_sending_in_doubt_is_repeated_under_the_same_name_and_is_one(mass, fault):
    mass.sandbox.faults.add(Fault(path=SENDALL, action=fault))
    for _ in range(4):
        mass.send()
        mass.time.sleep(120)
    assert mass.states() == ["confirmed"] and len(mass.sandbox.wechat_articles()) == 1
    assert mass.calls(SENDALL) >= 2


def test_45066_is_a_doubt_and_45065_the_first_jobs_receipt(mass):
    mass.sandbox.faults.add(Fault(path=SENDALL, action=Action.ERRCODE, errcode=45066, after_commit=True))
    mass.send()
    mass.time.sleep(120)
    mass.send()
    assert mass.states() == ["confirmed"] and len(mass.sandbox.wechat_articles()) == 1


@pytest.mark.parametrize("mode", ["mass", "weibo"])
def test_what_the_platforms_gateway_asked_twice_is_one_copy_and_is_known(mass, mode):
    path = SENDALL if mode == "mass" else "/2/statuses/share.json"
    mass.build(Document(number=1, channels=WECHAT if mode == "mass" else (ChannelName.WEIBO,)))
    mass.sandbox.faults.add(Fault(path=path, action=Action.DUPLICATE_DELIVERY))
    for _ in range(3):
        mass.send()
        mass.time.sleep(120)
    assert mass.states() == ["confirmed"] and sum(mass.posts()) == 1


def test_a_used_up_mass_quota_waits_for_midnight_and_after_a_doubt_asks_a_person(mass):
    mass.build(Document(number=1, channels=WECHAT), Document(number=2, channels=WECHAT))
    mass.send()
    assert mass.states() == ["confirmed", "staged"]
    mass.time.sleep(15 * 3600)
    mass.sandbox.faults.add(Fault(path=SENDALL, action=Action.DROP_BEFORE_COMMIT))
    mass.sandbox.behaviour.mass_quota = 0
    for _ in range(3):
        mass.send()
        mass.time.sleep(120)
    assert mass.states() == ["confirmed", "needs_human"] and "45028" in mass.step().status().rows[1].reason


def test_after_a_day_a_mass_sending_is_not_repeated(mass):
    mass.sandbox.faults.add(Fault(path=SENDALL, action=Action.DROP_AFTER_COMMIT))
    mass.send(wait=mass.step()._wait * 0)
    mass.time.sleep(30 * 3600)
    mass.send()
    assert mass.states() == ["needs_human"] and mass.calls(SENDALL) == 1


def test_a_mass_job_that_fails_is_rejected_and_one_that_succeeded_can_be_deleted(mass):
    mass.sandbox.behaviour.publish_outcome = PublishStatus.REJECTED
    mass.send()
    assert mass.states() == ["rejected"]
    mass.sandbox.behaviour.publish_outcome = PublishStatus.SUCCESS
    mass.time.sleep(86_400)
    mass.build(Document(number=2, channels=WECHAT)).send()
    mass.build(Document(number=2, channels=WECHAT, status=Status.WITHDRAWN))
    mass.step().approve("王五")
    mass.send()
    assert mass.states(action="retract") == ["retracted"] and mass.sandbox.wechat_articles() == ()


def test_in_draft_mode_a_person_publishes_and_records_the_address(house):
    house.environment |= {"GONGKAI_WECHAT_MODE": "draft"}
    house.build(Document(number=1, channels=WECHAT))
    assert house.send().failed
    row = house.row("wechat")
    assert row.state == "needs_human" and "草稿箱" in row.reason and len(house.sandbox.wechat_drafts()) == 1
    house.step().settle(row.key, Settled.PUBLISHED, "王五", "https://mp.weixin.qq.com/s/x")
    assert not house.send().failed and house.calls(SUBMIT) == 0


def test_an_unknown_mode_names_those_there_are(house):
    with pytest.raises(ValueError, match="publish、mass、draft"):
        open_wechat(house.environment | {"GONGKAI_WECHAT_MODE": "群发"})
    with pytest.raises(ValueError, match="api、assisted"):
        open_weibo({"GONGKAI_WEIBO_MODE": "x"})


def test_weibo_by_hand_needs_no_token_and_ends_with_the_pasted_address(house):
    environment = {"GONGKAI_WEIBO_MODE": "assisted", "GONGKAI_WEIBO_UID": "7000000001"}
    assert isinstance(open_weibo(environment), AssistedWeibo)
    house.build(Document(number=1, channels=(ChannelName.WEIBO,)))
    house.step(environment=environment).backfill("weibo", "王五")
    house.step(environment=environment).approve("王五")
    result = house.send(environment=environment)
    (row,) = result.rows
    assert row.state == "needs_human" and row.url.startswith("https://service.weibo.com/share/share.php?url=https%3A")
    assert house.sandbox.calls() == ()
    house.step(environment=environment).settle(row.key, Settled.PUBLISHED, "王五", "https://weibo.com/7000000001/z0JH2lOMb")
    assert not house.send(environment=environment).failed
    house.build(Document(number=1, channels=(ChannelName.WEIBO,), status=Status.WITHDRAWN))
    house.step(environment=environment).approve("王五")
    (retraction,) = house.send(environment=environment).rows
    assert retraction.state == "needs_human" and retraction.url == "https://weibo.com/7000000001/z0JH2lOMb"


def test_a_draft_that_was_left_is_brought_up_to_date_instead_of_a_second(house):
    house.build(Document(number=1, channels=WECHAT))
    house.sandbox.faults.add(Fault(path="/cgi-bin/draft/add", action=Action.DROP_AFTER_COMMIT))
    house.send()
    house.send()
    assert house.calls("/cgi-bin/draft/add") == 1 and house.calls("/cgi-bin/draft/update") == 1
    assert house.states() == ["confirmed"] and house.sandbox.wechat_drafts() == ()


def test_polling_stops_before_the_platforms_daily_hundred(house, monkeypatch):
    monkeypatch.setattr(Wechat, "patience", wechat.PATIENCE)
    house.build(*(Document(number=number, channels=WECHAT) for number in range(1, 9)))
    house.sandbox.behaviour.publish_polls = None
    house.send()
    while house.time.now().day == 20:
        house.time.sleep(1200)
        house.send()
    polls = house.calls("/cgi-bin/freepublish/get")
    assert 60 < polls <= wechat.DAILY["/cgi-bin/freepublish/get"], polls
    assert house.calls(SUBMIT) == 8 and house.states() == ["accepted"] * 8


def test_retractions_keep_calls_that_no_polling_can_use_up(house):
    house.build(Document(number=1, channels=WECHAT), Document(number=2, channels=WECHAT)).send()
    for path in ("/cgi-bin/freepublish/get", "/cgi-bin/freepublish/batchget", "/cgi-bin/draft/batchget"):
        house.sandbox.behaviour.wechat_quotas[path] = 0
    house.build(*(Document(number=number, channels=WECHAT, status=Status.WITHDRAWN) for number in (1, 2)))
    house.step().approve("王五")
    house.send()
    assert house.states(action="retract") == ["retracted"] * 2 and house.posts()[1] == 0


def test_the_eleventh_deletion_of_a_day_waits_for_the_next(house):
    house.build(*(Document(number=number, channels=WECHAT) for number in range(1, 13))).send()
    house.build(*(Document(number=number, channels=WECHAT, status=Status.WITHDRAWN) for number in range(1, 13)))
    house.step().approve("王五")
    result = house.send()
    assert house.posts()[1] == 2 and "delete 次数已用完（10 次）" in texts(result.problems)
    house.time.sleep(15 * 3600)
    house.send()
    assert house.posts()[1] == 0 and set(house.states(action="retract")) == {"retracted"}
