"""The ledger: legal moves only, every one recorded, and any tampering noticed."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from publish.channels.protocol import Action
from publish.entry import Entry, State
from publish.failures import Claimed, LedgerError
from publish.ledger import open_ledger
from publish.machine import TRANSITIONS
from tests.publish.portal import AS_OF


def entry(number=1, **changes):
    values = {
        "document": f"011043225/2026-{number:05}",
        "revision": "a" * 64,
        "channel": "weibo",
        "account": "1@sandbox",
        "action": Action.PUBLISH,
        "title": "一份通知",
        "page": "https://www.shili.example/policies/2026/001/",
        "at": AS_OF,
    }
    return Entry(**(values | changes))


@pytest.fixture
def var(tmp_path):
    with open_ledger(tmp_path / "var", write=True) as ledger:
        ledger.add([entry(1), entry(2)], "publish")
        move(ledger, ledger.entries()[0], State.APPROVED, approved_by="王五", digest="d")
    return tmp_path / "var"


def move(ledger, before, state, actor="王五", **changes):
    return ledger.move(before, replace(before, state=state, **changes), actor=actor)


def change(var, statement):
    with sqlite3.connect(var / "ledger.sqlite") as connection:
        connection.execute(statement)
    connection.close()


def test_an_entry_survives_being_written_and_read(var):
    with open_ledger(var, write=False) as ledger:
        first, second = ledger.entries()
    assert first.state is State.APPROVED and first.approved_by == "王五" and second == entry(2, at=second.at)
    assert Entry.from_line(first.line()) == first


def test_the_same_thing_is_entered_once(var):
    with open_ledger(var, write=True) as ledger:
        ledger.add([entry(1, title="别的名称"), entry(1, account="1")], "publish")
        assert [one.account for one in ledger.entries()] == ["1@sandbox", "1@sandbox", "1"]
        assert ledger.entries()[0].state is State.APPROVED


def test_every_state_has_its_moves_and_ends_have_none():
    assert set(TRANSITIONS) == set(State)
    ends = {state for state, moves in TRANSITIONS.items() if not moves}
    assert ends == {State.CONFIRMED, State.REJECTED, State.SUPERSEDED, State.CANCELLED, State.RETRACTED}
    assert State.PLANNED not in TRANSITIONS[State.IN_DOUBT] and State.SENDING not in TRANSITIONS[State.IN_DOUBT]
    assert {state for state, moves in TRANSITIONS.items() if State.SENDING in moves} == {State.STAGED}


def test_a_move_that_does_not_exist_is_refused(var):
    with open_ledger(var, write=True) as ledger, pytest.raises(ValueError, match="no move"):
        move(ledger, ledger.entries()[1], State.CONFIRMED)


def test_a_claim_succeeds_for_one_of_many(var):
    with open_ledger(var, write=True) as ledger:
        staged = move(ledger, ledger.entries()[0], State.STAGED)

    def claim(_):
        with open_ledger(var, write=True, alone=False) as ledger:
            try:
                move(ledger, staged, State.SENDING)
            except Claimed:
                return 0
            return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(8))) == 1


def test_a_stale_copy_of_an_entry_cannot_move_it(var):
    with open_ledger(var, write=True) as ledger:
        stale = ledger.entries()[0]
        staged = move(ledger, stale, State.STAGED)
        move(ledger, staged, State.STAGED, reason="later")
        with pytest.raises(Claimed):
            move(ledger, staged, State.SENDING)


def test_durability_is_what_was_promised(var):
    with open_ledger(var, write=True) as ledger:
        assert ledger._db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert ledger._db.execute("PRAGMA synchronous").fetchone()[0] >= 2
        assert ledger._db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_reading_writes_nothing_and_makes_nothing(tmp_path, var):
    before = (var / "ledger.sqlite").read_bytes()
    with open_ledger(var, write=False) as ledger:
        ledger.entries()
        with pytest.raises(LedgerError):
            move(ledger, ledger.entries()[1], State.APPROVED)
    assert (var / "ledger.sqlite").read_bytes() == before
    with open_ledger(tmp_path / "none", write=False) as ledger:
        assert ledger.entries() == ()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET state = 'planned' WHERE rowid = 1",
        "UPDATE entries SET entry = replace(entry, 'approved', 'planned'), state = 'planned' WHERE rowid = 1",
        "DELETE FROM entries WHERE rowid = 2",
        "UPDATE events SET actor = '别人' WHERE seq = 4",
        "UPDATE events SET entry = replace(entry, '王五', '赵六') WHERE seq = 4",
        "DELETE FROM events WHERE seq = 3",
        "DELETE FROM events WHERE seq = 4",
        "UPDATE events SET seq = 9 WHERE seq = 4",
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_a_changed_row_is_noticed(var, statement, write):
    change(var, statement)
    with pytest.raises(LedgerError, match=r"账本.*请先"):
        open_ledger(var, write=write)


def test_a_cut_file_is_noticed(var):
    path = var / "ledger.sqlite"
    for size in (0, 100, 4096, path.stat().st_size // 2):
        whole = path.read_bytes()
        path.write_bytes(whole[:size])
        with pytest.raises(LedgerError):
            open_ledger(var, write=True)
        path.write_bytes(whole)


def test_an_old_copy_put_back_is_noticed(var):
    old = (var / "ledger.sqlite").read_bytes()
    with open_ledger(var, write=True) as ledger:
        move(ledger, ledger.entries()[1], State.APPROVED)
    (var / "ledger.sqlite").write_bytes(old)
    with pytest.raises(LedgerError, match="旧的备份"):
        open_ledger(var, write=True)


def test_a_lost_ledger_with_an_export_is_refused_instead_of_begun_anew(var):
    (var / "ledger.sqlite").unlink()
    for write in (True, False):
        with pytest.raises(LedgerError, match="不见了"):
            open_ledger(var, write=write)


def test_the_export_repeats_every_event_and_mends_a_torn_line(var):
    export = var / "ledger.jsonl"
    lines = export.read_bytes().splitlines(keepends=True)
    assert [json.loads(line)["seq"] for line in lines] == [1, 2, 3, 4]
    export.write_bytes(b"".join(lines[:3]) + lines[3][:20])
    with open_ledger(var, write=True) as ledger:
        move(ledger, ledger.entries()[1], State.APPROVED)
    events = [json.loads(line) for line in export.read_text("utf-8").splitlines()]
    assert [event["seq"] for event in events] == [1, 2, 3, 4, 5]
    assert events[4]["prev_hash"] == events[3]["row_hash"] and events[4]["entry"]["state"] == "approved"


def test_uploads_are_remembered_by_account_purpose_and_bytes(var):
    with open_ledger(var, write=True) as ledger:
        ledger.keep_upload("a", "cover", "d", "m1")
        ledger.keep_upload("a", "cover", "d", "m2")
        assert ledger.upload("a", "cover", "d") == "m2"
        assert ledger.upload("b", "cover", "d") is None and ledger.upload("a", "uploadimg", "d") is None


def test_nothing_is_recorded_when_the_disk_refuses(var):
    with open_ledger(var, write=True) as ledger:
        ledger._db.execute("PRAGMA max_page_count = 1")
        with pytest.raises(LedgerError, match="没有记下就不发送"):
            for number in range(3, 200):
                ledger.add([replace(entry(number), title="长" * 2000)], "publish")
        assert len(ledger.entries()) == ledger.events() - 2
