"""The doctor says what stands in the way of a send, and sends nothing."""

from datetime import timedelta

import pytest

from publish import recovery
from publish.probe import Health
from publish.sandbox import AccountProfile
from tests.publish.portal import Document


def said(house, **changes):
    return {probe.what: (probe.health, probe.says) for probe in house.step(**changes).doctor()}


@pytest.fixture
def ready(house):
    return house.build(Document(number=1))


def test_where_all_is_well_it_says_so_and_nothing_is_sent(ready):
    found = said(ready)
    assert {health for health, _ in found.values()} == {Health.GOOD}, found
    robots = {"企业微信 机器人", "钉钉 机器人", "飞书 机器人", "接口 接收方"}
    accounts = {"微博 授权", "微博 时钟", "微博 次数", "微信 令牌与草稿", "微信 时钟", "微信 发布"}
    assert set(found) == {"账本", "磁盘", "WebSub", "邮件 服务器", "邮件 域名"} | accounts | robots
    assert "30 条" in found["微博 次数"][1] and ready.posts() == (0, 0)
    assert not any(path.endswith(("share.json", "submit", "add", "sendall")) for path in ready.sandbox.calls())


def test_what_the_inbox_heard_last_is_said(ready):
    with ready.hearing():
        ready.send()
    found = said(ready)["收件箱"]
    assert found[0] is Health.GOOD and "2026-11-20 09:00" in found[1]


@pytest.mark.parametrize(
    ("wrong", "what", "says"),
    [
        ({"GONGKAI_WEIBO_TOKEN": "2.00other"}, "微博", "21332"),
        ({"GONGKAI_WECHAT_SECRET": "0" * 32}, "微信", "40125"),
    ],
)
def test_wrong_credentials_are_named_without_being_shown(ready, wrong, what, says):
    health, words = said(ready, environment=ready.environment | wrong)[what]
    assert health is Health.BAD and says in words and next(iter(wrong.values())) not in words


def test_an_address_that_is_not_on_the_list_is_named(ready):
    ready.sandbox.behaviour.wechat_ip_allowed = False
    health, words = said(ready)["微信"]
    assert health is Health.BAD and "40164" in words and "IP 白名单" in words


def test_an_account_that_may_not_publish_is_a_notice_and_an_expired_one_is_bad(ready):
    ready.sandbox.behaviour.wechat_profile = AccountProfile.INDIVIDUAL
    assert said(ready)["微信 发布"][0] is Health.NOTICE
    ready.sandbox.behaviour.wechat_profile = AccountProfile.EXPIRED
    assert said(ready)["微信"][0] is Health.BAD


def test_a_token_that_ends_soon_and_an_hour_that_is_used_up_are_notices(ready):
    ready.sandbox.behaviour.weibo_token_seconds_left = 3 * 86_400
    ready.sandbox.behaviour.weibo_hourly_limit = 0
    found = said(ready)
    assert found["微博 授权"][0] is Health.NOTICE and "3 天" in found["微博 授权"][1]
    assert found["微博 次数"][0] is Health.NOTICE


def test_a_clock_that_is_off_is_seen_against_the_platforms(ready):
    platform = ready.time.moment
    skewed = ready.time.clock.__class__(now=lambda: platform + timedelta(minutes=30), sleep=ready.time.sleep)
    health, words = said(ready, clock=skewed)["微博 时钟"]
    assert health is Health.BAD and "快 1800 秒" in words


def test_missing_credentials_a_halt_and_a_restored_ledger_are_shown(ready):
    ready.step().halt("王五", "等通知")
    recovery.restored(ready.var, "赵六", ready.time.now)
    found = said(ready, environment={})
    assert "缺少环境变量" in found["微博"][1] and "王五" in found["叫停"][1] and "赵六" in found["账本来历"][1]
