"""The ledger on a real PostgreSQL: the same promise, kept by workers on several hosts."""

import signal
from contextlib import closing
from dataclasses import replace

import pytest

from plugins.catalog.terms import ChannelName
from publish.entry import State
from publish.failures import Claimed, LedgerError
from publish.ledger import open_ledger
from publish.ledger_server import VARIABLE
from publish.recovery import move_to_server
from publish.sandbox.server import Sandbox
from publish.step import open_step
from tests.processes import PROCESSES
from tests.publish import postgres, tracer
from tests.publish.kill_loop import Kill, killed_run
from tests.publish.lived import batch
from tests.publish.portal import AS_OF, SINCE, Document, build
from tests.publish.publisher import publish_once
from tests.publish.test_ledger import entry, move
from tests.publish.tracer import SystemCall

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.skipif(not postgres.available(), reason=postgres.ABSENT)
WEIBO = ("weibo", "1@sandbox")


@pytest.fixture(scope="module")
def server():
    with postgres.serving() as running:
        yield running


@pytest.fixture
def url(server):
    with server.ledger() as address:
        yield address


def test_it_remembers_what_it_was_told(tmp_path, url):
    """On another host, too; each keeps its own export."""
    with open_ledger(tmp_path / "a", write=True, url=url) as ledger:
        ledger.add([entry(1), entry(2)], "publish")
        move(ledger, ledger.entries()[0], State.APPROVED, approved_by="王五")
        ledger.set_mark("halt", {"by": "王五"}, "王五")
        assert ledger.spend("weibo", "share", "2026-11-20", 1) and not ledger.spend("weibo", "share", "2026-11-20", 1)
        ledger.keep_upload("weibo", "cover", "d", "1")
        ledger.keep_upload("weibo", "cover", "d", "2")
    with open_ledger(tmp_path / "b", write=False, url=url) as ledger:
        assert [one.state for one in ledger.entries()] == [State.APPROVED, State.PLANNED]
        assert ledger.mark("halt") == {"by": "王五"} and ledger.upload("weibo", "cover", "d") == "2"
        with pytest.raises(LedgerError):
            ledger.add([entry(3)], "publish")
    with open_ledger(tmp_path / "b", write=True, url=url) as ledger:
        ledger.add([entry(3)], "publish")
    exported = (tmp_path / "b/ledger.jsonl").read_text("utf-8").splitlines()
    assert len(exported) == 5 and exported[:4] == (tmp_path / "a/ledger.jsonl").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = '别人' WHERE seq = 1",
        "DELETE FROM entries WHERE key = (SELECT min(key) FROM entries)",
        "DELETE FROM entries; DELETE FROM events WHERE seq > 1",
    ],
)
def test_a_changed_row_or_an_older_copy_is_noticed(tmp_path, url, statement):
    """By the chain, and by what this host has exported."""
    with open_ledger(tmp_path, write=True, url=url) as ledger:
        ledger.add([entry(1), entry(2)], "publish")
    postgres.run(url, statement)
    with pytest.raises(LedgerError):
        open_ledger(tmp_path, write=True, url=url)


def test_one_worker_has_an_account_and_the_next_one_its_fence(tmp_path, url):
    """After its time another takes over, and the slow one can move nothing."""
    with open_ledger(tmp_path / "a", write=True, url=url) as slow, open_ledger(tmp_path / "b", write=True, url=url) as other:
        slow.add([entry(1)], "publish")
        assert slow.leases.take(WEIBO, "a")
        assert not other.leases.take(WEIBO, "b")
        first = move(slow, slow.entries()[0], State.APPROVED)
        postgres.let_leases_run_out(url)
        staged = move(slow, first, State.STAGED)
        postgres.let_leases_run_out(url)
        assert other.leases.take(WEIBO, "b")
        with pytest.raises(Claimed, match="另一台主机接手"):
            move(slow, staged, State.SENDING)
        assert move(other, staged, State.SENDING).state is State.SENDING
        other.leases.give_back(WEIBO)
        assert slow.leases.take(WEIBO, "a")


def test_whoever_comes_second_does_not_wait(tmp_path, url):
    """A lease that is just being taken is passed by, not waited for."""
    with open_ledger(tmp_path, write=True, url=url) as ledger, closing(psycopg.connect(url)) as taking:
        assert ledger.leases.take(WEIBO, "a")
        ledger.leases.give_back(WEIBO)
        taking.execute("SELECT fence FROM leases FOR UPDATE")
        taking.execute("SET lock_timeout = '1s'")
        assert not ledger.leases.take(WEIBO, "a")
        taking.rollback()
        assert ledger.leases.take(WEIBO, "a")


def test_a_file_has_leases_too(tmp_path):
    """By the same statements."""
    with open_ledger(tmp_path, write=True) as ledger, open_ledger(tmp_path, write=True, alone=False) as other:
        assert ledger.leases.take(WEIBO, "a") and not other.leases.take(WEIBO, "b")
        ledger.leases.give_back(WEIBO)
        assert other.leases.take(WEIBO, "b")


def test_hosts_share_the_accounts(house, url, tmp_path):
    """What another host works on is left to it; the rest is sent, once."""
    house.environment = {**house.environment, VARIABLE: url}
    house.build(Document(number=1))
    account = house.step()._channels["weibo"].account
    with open_ledger(tmp_path / "other", write=True, url=url) as other:
        assert other.leases.take(("weibo", account), "other")
        result = house.send()
        assert "微博：另一台主机正在处理这个账号" in result.notes
        assert house.posts() == (0, 1)
    postgres.let_leases_run_out(url)
    assert not house.send().failed
    assert house.posts() == (1, 1) and house.states() == ["confirmed"] * 2
    before = house.sandbox.calls()
    assert not house.send().failed and house.sandbox.calls() == before


@pytest.fixture
def sandbox(tmp_path):
    """A stand-in on the real clock, as publishers in processes of their own have it."""
    with Sandbox(tmp_path / "sandbox") as running:
        yield running


def host(tmp_path, name, environment, moment=None):
    """A publisher of its own host: its own folder, the ledger of all."""
    process = PROCESSES.Process(target=publish_once, args=(tmp_path / "output", tmp_path / name, environment, moment))
    process.start()
    return process


def test_eight_hosts_at_once_send_one_copy_of_everything(tmp_path, url, sandbox):
    """Each with a folder of its own, all on one ledger."""
    build(tmp_path / "output", [Document(number=number) for number in (1, 2, 3)])
    hosts = [host(tmp_path, f"host{number}", {**sandbox.environment(), VARIABLE: url}) for number in range(8)]
    for one in hosts:
        one.join(120)
    assert [one.exitcode for one in hosts] == [0] * 8
    assert (len(sandbox.weibo_posts()), len(sandbox.wechat_articles())) == (3, 3)
    assert sandbox.calls().count("/2/statuses/share.json") == 3
    assert sandbox.calls().count("/cgi-bin/freepublish/submit") == 3


@pytest.mark.parametrize("moment", [5, 6, 7])
def test_a_host_killed_with_a_lease_is_succeeded(tmp_path, url, sandbox, moment):
    """Nothing is lost, nothing sent twice: its lease runs out, the next host looks for what it was sending."""
    build(tmp_path / "output", [Document(number=1, channels=(ChannelName.WEIBO,))])
    environment = {**sandbox.environment(), VARIABLE: url}
    dying = host(tmp_path, "dying", environment, moment)
    dying.join(60)
    assert dying.exitcode == -signal.SIGKILL
    next_host = open_step(tmp_path / "output", tmp_path / "next", environment, SINCE)
    assert any("另一台主机" in note for note in next_host.send().notes)
    postgres.let_leases_run_out(url)
    next_host.send()
    assert len(sandbox.weibo_posts()) == 1 and [row.state for row in next_host.status().rows] == ["confirmed"]


@pytest.mark.parametrize("call", [SystemCall(name="sendto", nth=60), SystemCall(name="fsync", nth=5)])
def test_killed_at_a_system_call_it_ends_with_one_copy_of_everything(tmp_path, url, call):
    """A small sample of what `inv bench.outbox --ledger server` does."""
    if not tracer.available():
        pytest.skip("no strace to strike system calls with")
    verdict = killed_run(tmp_path, [Kill(call=call)], documents=1, url=url)
    assert verdict.good and verdict.kills == 1, verdict


def test_no_course_of_things_makes_a_second_copy_or_loses_one(server):
    """Random misfortune, a ledger on the server for each."""
    ends, broken = batch(4, 20261120, server)
    assert not broken and sum(ends.values()) >= 4


def test_a_ledger_moves_to_the_server(tmp_path, url):
    """With its whole chain; never over another."""
    with open_ledger(tmp_path, write=True) as ledger:
        ledger.add([entry(1), entry(2)], "publish")
        before = ledger.entries()
    assert move_to_server(tmp_path, url, "王五", lambda: AS_OF).events == 3
    with open_ledger(tmp_path, write=True, url=url) as ledger:
        assert ledger.entries() == before and ledger.mark("restored")["by"] == "王五"
    with pytest.raises(LedgerError, match="已经有账本"):
        move_to_server(tmp_path, url, "王五", lambda: AS_OF)


def test_a_server_that_is_not_there_is_a_sentence_without_the_password(tmp_path):
    """And nothing is sent."""
    with pytest.raises(LedgerError) as failed:
        open_ledger(tmp_path, write=True, url="postgresql://portal:geheim@127.0.0.1:9/portal")
    assert "账本数据库连不上" in str(failed.value) and "geheim" not in str(failed.value)
    assert failed.value.__cause__ is None and failed.value.__suppress_context__


def test_a_connection_that_breaks_is_a_sentence(tmp_path, url):
    """In the middle of a run."""
    with open_ledger(tmp_path, write=True, url=url) as ledger:
        ledger.add([entry(1)], "publish")
        postgres.run(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        with pytest.raises(LedgerError, match="没有记下就不发送"):
            ledger.move(entry(1), replace(entry(1), state=State.APPROVED), actor="王五")
