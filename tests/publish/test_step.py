"""The step as the commands use it: credentials, approval by name, previews, one run at a time, no secret kept."""

import fcntl
from datetime import timedelta

import pytest

from plugins.catalog.manifest import ManifestError
from plugins.catalog.terms import ChannelName
from publish.failures import Busy, LedgerError
from publish.machine import Settled
from publish.mailing import Rhythm
from publish.policy import Policy
from publish.subscribers import Subscribers, Wish
from tests.publish.conftest import texts
from tests.publish.portal import AS_OF, SINCE, Document, png

REAL = {
    "GONGKAI_WEIBO_BASE": "https://weibo.invalid",
    "GONGKAI_WECHAT_BASE": "https://weixin.invalid",
    "GONGKAI_HOSTS": "weibo.invalid, weixin.invalid",
}


def test_without_credentials_nothing_is_sent_and_the_variables_are_named(house):
    house.build(Document(number=1))
    result = house.send(environment={})
    assert result.failed and house.posts() == (0, 0) and house.sandbox.calls() == ()
    assert result.missing[0].variables == ("GONGKAI_WEIBO_TOKEN", "GONGKAI_WEIBO_UID", "GONGKAI_WEIBO_RIP")
    assert "GONGKAI_WECHAT_APPID、GONGKAI_WECHAT_SECRET" in texts(result.problems)
    assert not (house.var / "ledger.sqlite").exists()


def test_a_channel_nobody_asks_for_needs_no_credentials(house):
    house.build(Document(number=1, channels=()))
    assert not house.send(environment={}).failed


def test_one_channel_without_credentials_does_not_keep_the_other(house):
    house.build(Document(number=1))
    weibo_only = {name: value for name, value in house.environment.items() if "WEIBO" in name}
    result = house.send(environment=weibo_only)
    assert house.posts() == (1, 0) and result.failed and "GONGKAI_WECHAT_SECRET" in texts(result.problems)


def test_a_channel_the_portal_does_not_use_is_no_failure_and_gets_nothing(house):
    house.build(Document(number=1))
    weibo_only = Policy(channels=frozenset({ChannelName.WEIBO}))
    result = house.send(policy=weibo_only)
    assert not result.failed and result.missing == () and house.posts() == (1, 0)
    assert any(one.what == "微信" and "不用这个渠道" in one.says for one in house.step(policy=weibo_only).doctor())


def test_a_digest_is_rehearsed_in_one_sitting(house):
    """On the sandbox alone: real readers never get an issue before its hour."""
    Subscribers(house.var).add([Wish(address="zhang@reader.example", rhythm=Rhythm.DAILY, themes=("",))], SINCE)
    house.build(Document(number=1, channels=(ChannelName.MAIL,), published_at=AS_OF - timedelta(minutes=10)))
    assert house.step().plan().rows == () and "11-21 08:00 截稿，现有 1 份" in texts(house.step().plan().notes)
    at_once = house.environment | {"GONGKAI_MAIL_CLOSE": "now"}
    (preview,) = house.step(environment=at_once).previews()
    assert "退订：（每封邮件里是收件人自己的地址）" in preview.text and "leave:" not in preview.text
    house.send(environment=at_once)
    assert len(house.sandbox.letters()) == 1
    for wrong in (
        {"GONGKAI_MAIL_CLOSE": "soon"},
        {"GONGKAI_MAIL_CLOSE": "now", "GONGKAI_MAIL_SERVER": "smtps://smtp.shili.example"},
    ):
        with pytest.raises(ValueError, match="GONGKAI_MAIL_CLOSE"):
            house.step(environment=house.environment | wrong)


def test_a_real_account_waits_for_a_named_person(house):
    house.build(Document(number=1))
    environment = house.environment | REAL
    for channel in ("weibo", "wechat"):
        house.step(environment=environment).backfill(channel, "王五")
    result = house.send(environment=environment)
    assert {row.state for row in result.rows} == {"planned"} and not result.failed
    assert {row.account for row in result.rows} == {"7000000001", "wx0000sandbox00001"}
    assert house.sandbox.calls() == ()
    with pytest.raises(ValueError, match="批准人"):
        house.step(environment=environment).approve(" ")
    key = next(row.key for row in result.rows if row.channel == "weibo")
    rows = house.step(environment=environment).approve("王五", [key[:12]]).rows
    assert [(row.channel, row.state) for row in rows] == [("weibo", "approved")]


def test_receipts_of_the_sandbox_do_not_count_for_the_real_account(house):
    house.build(Document(number=1)).send()
    real = house.environment | REAL
    assert house.step(environment=real).plan().rows == (), "what is public already is the baseline of an account"
    for channel in ("weibo", "wechat"):
        house.step(environment=real).backfill(channel, "王五")
    assert [row.state for row in house.step(environment=real).plan().rows] == ["planned"] * 2


def test_plan_status_and_previews_write_nothing(house):
    picture = {"media/a.png": png()}
    house.build(Document(number=1, body='<p><img src="/media/a.png" alt="图"></p>', pictures=picture))
    assert [row.state for row in house.step().plan().rows] == ["planned"] * 2
    assert house.step().status().rows == ()
    weibo, wechat = house.step().previews()
    assert weibo.text.startswith("【") and weibo.pictures == ("media/a.png",)
    assert "asset:" in wechat.html and wechat.pictures == ("media/a.png",)
    assert not house.var.exists() and house.sandbox.calls() == ()


def test_a_run_gives_what_it_changed_and_status_gives_all(house):
    house.build(Document(number=1))
    assert [row.state for row in house.send().rows] == ["confirmed"] * 2
    assert house.send().rows == () and len(house.step().status().rows) == 2


def test_a_halt_is_said_by_every_run_and_by_status(house):
    house.build(Document(number=1)).send()
    house.step().halt("王五", "核对")
    for result in (house.send(), house.step().status()):
        assert result.notes == ("推送已由王五叫停（核对）；恢复用 inv publish.resume",)


def test_a_row_has_the_nine_keys_of_the_design(house):
    house.build(Document(number=1)).send()
    row = house.row("weibo").as_json()
    assert list(row) == ["document", "revision", "channel", "account", "action", "state", "remote_id", "url", "at"]
    assert row["document"] == "011043225/2026-00001" and row["at"].startswith("2026-11-20T09:00")


def test_a_second_run_says_that_another_is_at_work(house):
    house.build(Document(number=1))
    house.var.mkdir()
    with (house.var / "publish.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy, match="另一个发布进程"):
            house.send(lock_wait=0.2)
    assert not house.send().failed


def test_without_a_manifest_there_is_nothing_to_announce(house):
    with pytest.raises(ManifestError, match="inv build"):
        house.send()


def test_a_damaged_ledger_sends_nothing(house):
    house.build(Document(number=1)).send()
    (house.var / "ledger.sqlite").write_bytes(b"not a database")
    house.build(Document(number=1), Document(number=2))
    with pytest.raises(LedgerError):
        house.send()
    assert house.posts() == (1, 1)


def test_a_person_can_only_settle_what_waits_for_a_person(house):
    house.build(Document(number=1)).send()
    with pytest.raises(ValueError, match="已发布"):
        house.step().settle(house.row("weibo").key, Settled.NOT_SENT, "王五")
    with pytest.raises(ValueError, match="恰好一个"):
        house.step().settle("", Settled.NOT_SENT, "王五")


def test_reconcile_looks_and_never_sends(house):
    house.build(Document(number=1), Document(number=2))
    house.step().plan()
    assert not house.step().reconcile().failed
    assert house.posts() == (0, 0) and house.step().status().rows == ()


def test_credentials_are_nowhere_in_what_is_kept_or_said(house):
    canary = "2.00CanaryCanaryCanary"
    house.build(Document(number=1))
    wrong = house.environment | {"GONGKAI_WEIBO_TOKEN": canary, "GONGKAI_WECHAT_SECRET": "c" * 32}
    said = house.send(environment=wrong)
    assert said.failed and "21332" in texts(said.problems) and "40125" in texts(said.problems)
    right = house.send()
    kept = b"".join(path.read_bytes() for path in house.var.iterdir())
    secrets = (canary, "c" * 32, house.environment["GONGKAI_WEIBO_TOKEN"], house.environment["GONGKAI_WECHAT_SECRET"])
    for secret in secrets:
        assert secret.encode() not in kept and secret not in repr((said, right))
