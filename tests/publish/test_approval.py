"""Never by accident: whose yes, for which words, when, and how a halt stops the next post."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from plugins.catalog.terms import ChannelName, Status
from publish.policy import Policy
from tests.publish.conftest import texts
from tests.publish.portal import SITE, Document

WEIBO = (ChannelName.WEIBO,)
REAL = {"GONGKAI_WEIBO_BASE": "https://weibo.invalid", "GONGKAI_HOSTS": "weibo.invalid"}


@pytest.fixture
def edited(house):
    """A document that was announced and then edited: its correction waits for a person, in a sandbox too."""
    house.build(Document(number=1, channels=WEIBO)).send()
    return house.build(Document(number=1, channels=WEIBO, body="<p>改过的正文。</p>"))


def test_a_correction_needs_two_persons_where_the_policy_says_so(edited):
    policy = Policy(persons=2)
    (row,) = edited.step(policy=policy).approve("王五").rows
    assert row.state == "planned" and row.reason == "等待第二人复核"
    same = edited.step(policy=policy).approve("王五")
    assert same.failed and "须另一人复核" in texts(same.problems)
    assert "等待第二人复核" in texts(edited.send(policy=policy).notes) and edited.posts()[0] == 1
    (row,) = edited.step(policy=policy).approve("赵六").rows
    assert row.state == "approved"
    edited.send(policy=policy)
    assert edited.posts()[0] == 2


def test_the_first_yes_is_void_for_other_words(edited):
    policy = Policy(persons=2)
    edited.step(policy=policy).approve("王五")
    edited.build(Document(number=1, channels=WEIBO, body="<p>改过的正文。</p>"), site=replace(SITE, url="https://shili.example"))
    (row,) = edited.step(policy=policy).approve("赵六").rows
    assert row.state == "planned", "赵六 is the first to see this text"


def test_what_was_approved_for_one_account_counts_for_no_other(house):
    environment = house.environment | REAL
    house.build(Document(number=1, channels=WEIBO)).step(environment=environment).backfill("weibo", "王五")
    house.step(environment=environment).approve("王五")
    other = environment | {"GONGKAI_WEIBO_UID": "8"}
    house.step(environment=other).backfill("weibo", "王五")
    house.send(environment=other)
    rows = house.step(environment=other).status().rows
    assert [(row.account, row.state) for row in rows] == [("7000000001", "approved"), ("8", "planned")]
    assert house.sandbox.calls() == ()


def test_a_hold_window_leaves_time_to_think_again(edited):
    policy = Policy(hold=timedelta(minutes=30))
    edited.step(policy=policy).approve("王五")
    result = edited.send(policy=policy)
    assert "等待期到 2026-11-20 09:30" in texts(result.notes) and not result.failed
    assert edited.posts()[0] == 1
    edited.time.sleep(1800)
    edited.send(policy=policy)
    assert edited.posts()[0] == 2


def test_a_halt_stops_before_the_next_post_and_looking_goes_on(house):
    house.build(*(Document(number=number, channels=WEIBO) for number in (1, 2, 3)))

    def moment(name):
        if name == "receipt committed" and house.posts()[0] == 1:
            house.step().halt("王五", "发错了")

    result = house.send(moment=moment)
    assert house.posts()[0] == 1 and house.calls("/2/statuses/share.json") == 1
    assert "已由王五叫停（发错了）" in texts(result.notes)
    assert "叫停" in texts(house.send().notes) and house.posts()[0] == 1
    house.step().resume("赵六")
    assert not house.send().failed and house.posts()[0] == 3


def test_a_halt_between_intent_and_claim_still_wins(house):
    house.build(Document(number=1, channels=WEIBO))
    result = house.send(moment=lambda name: house.step().halt("王五") if name == "staged" else None)
    assert house.posts()[0] == 0 and house.states() == ["staged"] and "叫停" in texts(result.notes)


def test_a_halt_needs_a_name_and_survives_in_the_chain(house):
    house.build(Document(number=1, channels=WEIBO))
    with pytest.raises(ValueError, match="写明是谁"):
        house.step().halt(" ")
    house.step().halt("王五")
    assert '"mark:halt"' in (house.var / "ledger.jsonl").read_text("utf-8")


def test_nothing_is_announced_in_quiet_hours_or_on_a_day_of_mourning(house):
    house.build(Document(number=1, channels=WEIBO))
    mourning = Policy(blackout=frozenset({date(2026, 11, 20)}), quiet=(time(0), time(7)))
    result = house.send(policy=mourning)
    assert house.posts()[0] == 0 and not result.failed and "2026-11-21 07:00 之后再发" in texts(result.notes)
    house.time.sleep(22 * 3600)
    house.send(policy=mourning)
    assert house.posts()[0] == 1


def test_a_retraction_does_not_wait_for_the_morning(house):
    house.build(Document(number=1, channels=(ChannelName.WECHAT,))).send()
    house.build(Document(number=1, channels=(ChannelName.WECHAT,), status=Status.WITHDRAWN))
    policy = Policy(blackout=frozenset({date(2026, 11, 20)}), hold=timedelta(hours=1))
    house.step(policy=policy).approve("王五")
    house.send(policy=policy)
    assert house.states(action="retract") == ["retracted"] and house.posts()[1] == 0


def test_a_day_of_an_account_has_its_measure(house):
    house.build(*(Document(number=number, channels=WEIBO) for number in (1, 2, 3)))
    result = house.send(policy=Policy(per_day=2))
    assert house.posts()[0] == 2 and "今天已发 2 条" in texts(result.notes) and not result.failed
    house.time.sleep(15 * 3600)
    house.send(policy=Policy(per_day=2))
    assert house.posts()[0] == 3


def test_a_flood_becomes_one_digest_on_each_channel(house):
    house.build(*(Document(number=number, title=f"第{number}号通知") for number in range(1, 13)))
    house.send(policy=Policy(digest_from=10))
    (post,), (article,) = house.sandbox.weibo_posts(), house.sandbox.wechat_articles()
    assert post.text.startswith("【新公开文件 12 份】第1号通知；第2号通知") and post.text.endswith(" https://www.shili.example/")
    assert "第12号通知" in article.content and article.title.endswith("新公开文件 12 份")
    assert house.states(action="digest") == ["confirmed"] * 2
    assert house.send(policy=Policy(digest_from=10)).rows == () and house.posts() == (1, 1)
    house.build(*(Document(number=number, title=f"第{number}号通知") for number in range(1, 14)))
    house.send(policy=Policy(digest_from=10))
    assert house.posts() == (2, 2) and "第13号通知" in house.sandbox.weibo_posts()[1].text


def test_up_to_eight_documents_are_one_issue_with_an_article_each(house):
    house.build(*(Document(number=number, channels=(ChannelName.WECHAT,)) for number in range(1, 6)))
    house.send(policy=Policy(digest_from=3))
    articles = house.sandbox.wechat_articles()
    assert len(articles) == 5 and len({one.article_id for one in articles}) == 1
    assert [one.position for one in articles] == [1, 2, 3, 4, 5] and house.calls("/cgi-bin/freepublish/submit") == 1
    assert house.states() == ["confirmed"]


def test_an_edit_after_a_digest_is_a_correction_and_a_withdrawal_a_persons(house):
    documents = [Document(number=number, channels=WEIBO) for number in range(1, 4)]
    policy = Policy(digest_from=3)
    house.build(*documents).send(policy=policy)
    house.build(Document(number=1, channels=WEIBO, body="<p>新</p>"), *documents[1:])
    assert [row.action for row in house.step(policy=policy).plan().rows] == ["correct"]
    house.build(Document(number=1, channels=WEIBO, status=Status.WITHDRAWN), *documents[1:])
    plan = house.step(policy=policy).plan()
    assert plan.rows == () and "随汇总推送" in texts(plan.notes)


def test_a_digest_follows_its_documents_until_it_is_approved(house):
    policy, environment = Policy(digest_from=3), house.environment | REAL
    house.build(*(Document(number=number, channels=WEIBO) for number in range(1, 4)))
    step = house.step(policy=policy, environment=environment)
    step.backfill("weibo", "王五")
    step.send()
    house.build(*(Document(number=number, channels=WEIBO) for number in range(1, 5)))
    house.step(policy=policy, environment=environment).send()
    assert house.states() == ["superseded", "planned"]
    house.step(policy=policy, environment=environment).approve("王五")
    house.build(*(Document(number=number, channels=WEIBO) for number in range(1, 6)))
    plan = house.step(policy=policy, environment=environment).plan()
    assert [(row.action, row.state) for row in plan.rows] == [("digest", "approved"), ("publish", "planned")]
    # One of the four is edited: the digest is no longer true, and those left are a digest again.
    edited = Document(number=1, channels=WEIBO, body="<p>新</p>")
    house.build(edited, *(Document(number=number, channels=WEIBO) for number in range(2, 6)))
    house.step(policy=policy, environment=environment).send()
    assert house.states() == ["superseded", "superseded", "planned"]


def test_the_same_documents_may_come_together_again(house):
    policy, environment = Policy(digest_from=3), house.environment | REAL
    three = [Document(number=number, channels=WEIBO) for number in range(1, 4)]
    house.build(*three)
    house.step(policy=policy, environment=environment).backfill("weibo", "王五")
    for documents in (three, [*three, Document(number=4, channels=WEIBO)], three):
        house.build(*documents)
        house.step(policy=policy, environment=environment).send()
    assert house.states() == ["superseded", "superseded", "planned"]


def test_the_first_run_of_an_account_is_a_baseline_and_says_so(house):
    environment = house.environment | REAL
    house.build(*(Document(number=number, channels=WEIBO) for number in range(1, 4)))
    result = house.send(environment=environment)
    assert result.rows == () and "此前发布的 3 份文件作为基线" in texts(result.notes)
    house.time.sleep(3600)
    later = Document(number=4, channels=WEIBO, published_at=house.time.now())
    house.build(
        *(Document(number=number, channels=WEIBO) for number in range(1, 4)), later, as_of=house.time.now() + timedelta(hours=1)
    )
    house.time.sleep(3600)
    assert [row.document for row in house.send(environment=environment).rows] == [later.record.index_number]
