"""Recovery: whatever the ledger has forgotten, nothing is sent twice and nothing is lost."""

import shutil
import sqlite3
from datetime import timedelta

import pytest

from plugins.catalog.terms import ChannelName
from publish import preflight, recovery
from publish.failures import LedgerError
from publish.home import Home
from publish.ledger import RESTORED, open_ledger
from publish.ledger_file import VERSION
from publish.sandbox.faults import Action, Fault
from tests.publish.conftest import texts
from tests.publish.portal import AS_OF, Document

WEIBO = (ChannelName.WEIBO,)
FILES = ("ledger.sqlite", "ledger.jsonl")


def keep(house, name):
    """A backup of var/ as it now is."""
    shutil.copytree(house.var, house.var.parent / name, ignore=shutil.ignore_patterns("sandbox"))
    return house.var.parent / name


def put_back(house, backup):
    """The backup in place of what is there, file by file into the old ones."""
    for name in (*FILES, "ledger.home"):
        (house.var / name).unlink(missing_ok=True)
        if (backup / name).exists():
            shutil.copy2(backup / name, house.var / name)


def rebuild(house):
    return recovery.rebuild(house.var, "王五", house.time.now)


def settled(house):
    for _ in range(4):
        house.time.sleep(1)
        house.send()
    return house.states()


def test_a_lost_ledger_is_rebuilt_from_its_export_and_nothing_is_sent_again(house):
    house.build(Document(number=1), Document(number=2)).send()
    with open_ledger(house.var, write=False) as ledger:
        before = ledger.entries()
    (house.var / "ledger.sqlite").unlink()
    with pytest.raises(LedgerError, match=r"inv ledger\.rebuild"):
        house.send()
    found = rebuild(house)
    assert not found.cut and found.kept == ("ledger.jsonl.old-1",)
    with open_ledger(house.var, write=True) as ledger:
        assert ledger.entries() == before and ledger.mark(RESTORED)["by"] == "王五"
    assert settled(house) == ["confirmed"] * 4 and house.posts() == (2, 2)


@pytest.mark.parametrize("damage", ["cut", "bits", "row"])
def test_a_damaged_ledger_is_rebuilt_and_kept_beside(house, damage):
    house.build(Document(number=1)).send()
    path = house.var / "ledger.sqlite"
    whole = path.read_bytes()
    if damage == "row":
        with sqlite3.connect(path) as rows:
            rows.execute("UPDATE entries SET state = 'planned'")
        rows.close()
    else:
        path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else whole.replace(b"confirmed", b"planned__"))
    house.build(Document(number=1), Document(number=2))
    with pytest.raises(LedgerError):
        house.send()
    assert "ledger.sqlite.old-1" in rebuild(house).kept
    assert settled(house) == ["confirmed"] * 4 and house.posts() == (2, 2)


def test_a_damaged_export_is_used_up_to_the_damage_and_the_rest_is_looked_for(house):
    house.build(Document(number=1, channels=WEIBO)).send()
    export = house.var / "ledger.jsonl"
    kept = export.read_bytes()
    house.build(Document(number=1, channels=WEIBO), Document(number=2, channels=WEIBO)).send()
    export.write_bytes(kept + b'{"seq": 99, "nonsense": 1}\n')
    (house.var / "ledger.sqlite").unlink()
    assert rebuild(house).cut
    assert settled(house) == ["confirmed", "confirmed"] and house.posts()[0] == 2
    assert house.calls("/2/statuses/share.json") == 2


def test_without_any_event_there_is_nothing_to_rebuild_from(house):
    house.var.mkdir()
    with pytest.raises(LedgerError, match="没有可用的记录"):
        rebuild(house)


def test_a_copy_of_a_ledger_does_not_send(house):
    house.build(Document(number=1)).send()
    backup = keep(house, "backup")
    put_back(house, backup)
    house.build(Document(number=1), Document(number=2))
    with pytest.raises(LedgerError, match=r"inv ledger\.restored"):
        house.send()
    assert house.posts() == (1, 1) and house.step().status().rows, "to look at it is allowed"
    recovery.restored(house.var, "王五", house.time.now)
    assert settled(house) == ["confirmed"] * 4 and house.posts() == (2, 2)


def snapshots(house, documents):
    """A backup after every committed event of one publication."""
    kept = []

    def moment(name):
        if (house.var / "ledger.sqlite").exists():
            kept.append(keep(house, f"backup-{len(kept)}"))

    house.build(*documents).send(moment=moment)
    return kept


def test_restored_from_any_earlier_moment_it_sends_nothing_twice_and_loses_nothing(house):
    documents = [Document(number=number) for number in (1, 2)]
    backups = snapshots(house, documents)
    assert len(backups) > 15 and house.posts() == (2, 2)
    for backup in backups:
        house.time.sleep(3600)
        put_back(house, backup)
        recovery.restored(house.var, "王五", house.time.now)
        assert set(settled(house)) == {"confirmed"}, backup
        assert house.posts() == (2, 2), backup


def test_a_restored_ledger_still_sends_what_was_never_sent(house):
    backup = snapshots(house, [Document(number=1)])[0]
    put_back(house, backup)
    house.time.sleep(60)
    recovery.restored(house.var, "王五", house.time.now)
    house.build(Document(number=1), Document(number=2))
    assert set(settled(house)) == {"confirmed"} and house.posts() == (2, 2)
    house.time.sleep(60)
    looks = house.calls("/2/statuses/user_timeline.json")
    later = Document(number=3, channels=WEIBO, published_at=AS_OF + timedelta(hours=1))
    house.build(Document(number=1), Document(number=2), later, as_of=AS_OF + timedelta(hours=2))
    house.time.sleep(3600)
    house.send()
    assert house.posts()[0] == 3
    assert house.calls("/2/statuses/user_timeline.json") == looks, "what was published later cannot have been sent before"


def test_what_a_restored_ledger_cannot_see_any_more_is_a_persons(house):
    with open_ledger(house.var, write=True, now=house.time.now):
        pass
    for number in range(5):
        house.time.sleep(600)
        house.sandbox.post_by_hand(f"随手发的第{number}条")
    recovery.restored(house.var, "王五", house.time.now)
    house.build(Document(number=1, channels=WEIBO))
    assert settled(house) == ["needs_human"] and house.posts()[0] == 5


def test_a_ledger_that_a_killed_run_left_open_is_still_the_one(house):
    house.build(Document(number=1, channels=WEIBO))

    def die(name):
        if name == "intent committed":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.send(moment=die)
    Home(house.var / "ledger.sqlite").open()  # as SIGKILL would have left it
    assert not house.send().failed and house.posts()[0] == 1


def test_without_its_note_a_ledger_is_a_copy(house):
    house.build(Document(number=1)).send()
    (house.var / "ledger.home").unlink()
    with pytest.raises(LedgerError, match="不是原来那一份"):
        house.send()


def test_nobody_else_reads_a_ledger(house):
    house.build(Document(number=1)).send()
    assert {(house.var / name).stat().st_mode & 0o777 for name in (*FILES, "ledger.home")} == {0o600}


def test_a_change_of_mode_makes_no_copy_of_a_ledger(house):
    house.build(Document(number=1)).send()
    for name in (*FILES, "ledger.home"):
        (house.var / name).chmod(0o640)
    house.build(Document(number=1), Document(number=2))
    assert not house.send().failed and house.posts() == (2, 2)


def test_an_older_ledger_is_known_though_it_is_written_into_the_files_of_the_last_one(house):
    house.build(Document(number=1)).send()
    backup = keep(house, "backup")
    house.build(Document(number=1), Document(number=2)).send()
    for name in (*FILES, "ledger.home"):
        shutil.copy2(backup / name, house.var / name)
    house.build(Document(number=1), Document(number=3))
    with pytest.raises(LedgerError, match="不是原来那一份"):
        house.send()


def test_a_person_may_vouch_for_a_restored_ledger(house):
    house.build(Document(number=1, channels=WEIBO)).send()
    recovery.restored(house.var, "王五", house.time.now)
    recovery.trust(house.var, "王五", house.time.now)
    looks = house.calls("/2/statuses/user_timeline.json")
    house.build(Document(number=1, channels=WEIBO), Document(number=2, channels=WEIBO))
    house.send()
    assert house.posts()[0] == 2 and house.calls("/2/statuses/user_timeline.json") == looks


def test_an_older_ledger_is_completed_and_a_newer_one_refused(house):
    house.build(Document(number=1)).send()
    path = house.var / "ledger.sqlite"
    with sqlite3.connect(path) as rows:
        rows.executescript("DROP TABLE calls; DROP INDEX events_by_key; PRAGMA user_version = 0")
    rows.close()
    Home(path).leave()
    assert not house.send().failed
    with sqlite3.connect(path) as rows:
        assert rows.execute("PRAGMA user_version").fetchone()[0] == VERSION
        rows.execute("PRAGMA user_version = 9")
    rows.close()
    with pytest.raises(LedgerError, match="更新的程序"):
        house.send()


def test_entries_of_an_older_programme_are_understood(house):
    """Its lines lack what has been added since; the chain holds them as they were written."""
    import json

    from publish.chain import START, row_hash
    from tests.publish.test_ledger import entry

    fields = json.loads(entry().line())
    for added in ("seconded_by", "evidence", "covers", "hold_until", "doubted_at", "absent_at", "first_sent_at"):
        del fields[added]
    line = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with open_ledger(house.var, write=True, now=house.time.now):
        pass
    with sqlite3.connect(house.var / "ledger.sqlite") as rows:
        rows.execute("DELETE FROM events")
        row = (1, entry().key, entry().at.isoformat(), "publish", "", line, START)
        rows.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, row_hash(row)))
        rows.execute("INSERT INTO entries VALUES (?, 'planned', ?, 1)", (entry().key, line))
    rows.close()
    (house.var / "ledger.jsonl").unlink()
    with open_ledger(house.var, write=True, now=house.time.now) as ledger:
        (known,) = ledger.entries()
        assert known == entry() and ledger.move(known, known.__class__(**{**_fields(known), "state": "cancelled"}), actor="x")


def _fields(one):
    from dataclasses import fields

    return {field.name: getattr(one, field.name) for field in fields(one)}


def test_a_clock_set_back_sends_nothing_and_says_why(house):
    house.build(Document(number=1)).send()
    house.build(Document(number=1), Document(number=2))
    house.time.moment -= timedelta(hours=2)
    with pytest.raises(LedgerError, match="先校准时钟"):
        house.send()
    assert house.posts() == (1, 1)
    house.time.moment += timedelta(hours=3)
    assert not house.send().failed and house.posts() == (2, 2)


def test_a_clock_that_jumps_back_during_a_run_stops_it_before_the_next_post(house):
    def moment(name):
        if name == "receipt committed" and house.posts()[0] == 1:
            house.time.moment -= timedelta(hours=2)

    house.build(*(Document(number=number, channels=WEIBO) for number in (1, 2)))
    with pytest.raises(LedgerError, match="先校准时钟"):
        house.send(moment=moment)
    assert house.posts()[0] == 1


def test_a_full_disk_sends_nothing_and_says_why(house, monkeypatch):
    house.build(Document(number=1))
    monkeypatch.setattr(preflight, "ROOM", 10**18)
    with pytest.raises(LedgerError, match="先腾出空间"):
        house.send()
    assert house.sandbox.calls() == ()


def test_a_receipt_that_cannot_be_kept_is_told_and_found_later(house):
    """The disk fills between the send and its receipt."""
    house.build(Document(number=1, channels=WEIBO))
    with pytest.raises(LedgerError, match="已经发出，请记下这一行") as caught:
        house.send(moment=lambda name: _fill(house) if name == "sent, not committed" else None)
    (post,) = house.sandbox.weibo_posts()
    assert post.idstr in str(caught.value)
    (house.var / "ledger.jsonl").chmod(0o644)
    house.var.joinpath("ledger.jsonl").rename(house.var / "full")
    house.var.joinpath("kept").rename(house.var / "ledger.jsonl")
    house.send()
    assert house.states() == ["confirmed"] and house.calls("/2/statuses/share.json") == 1


def _fill(house):
    """Writing the export fails from now on: its name is a folder."""
    (house.var / "ledger.jsonl").rename(house.var / "kept")
    (house.var / "ledger.jsonl").mkdir()


def test_a_ledger_that_was_lost_with_its_export_begins_a_new_baseline(house):
    real = house.environment | {"GONGKAI_WEIBO_BASE": "https://weibo.invalid", "GONGKAI_HOSTS": "weibo.invalid"}
    house.build(*(Document(number=number, channels=WEIBO) for number in range(1, 6)))
    house.step(environment=real).backfill("weibo", "王五")
    assert len(house.send(environment=real).rows) == 5
    for name in FILES:
        (house.var / name).unlink()
    result = house.send(environment=real)
    assert result.rows == () and "5 份文件作为基线" in texts(result.notes)


def test_the_reconcile_reads_own_quota_leaves_a_doubt_a_doubt(house):
    house.build(Document(number=1, channels=(ChannelName.WECHAT,)))
    house.sandbox.faults.add(Fault(path="/cgi-bin/freepublish/submit", action=Action.DROP_AFTER_COMMIT))
    house.sandbox.behaviour.wechat_quotas["/cgi-bin/freepublish/batchget"] = 0
    house.send()
    assert house.states() == ["in_doubt"] and house.calls("/cgi-bin/freepublish/submit") == 1
    house.sandbox.behaviour.wechat_quotas.clear()
    house.time.sleep(15 * 3600)
    house.send()
    house.time.sleep(3600)
    house.send()
    assert house.states() == ["confirmed"] and house.calls("/cgi-bin/freepublish/submit") == 1
