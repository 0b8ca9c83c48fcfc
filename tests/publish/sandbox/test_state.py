"""The state is one file that outlives its process and lets nobody in between."""

import sqlite3
import threading

import pytest

from publish.sandbox.state import FILE_NAME, State


@pytest.fixture
def state(tmp_path):
    state = State(tmp_path)
    yield state
    state.close()


def spend_one(state):
    with state.transaction() as rows:
        used = rows.execute("SELECT COALESCE(MAX(used), 0) AS used FROM quota").fetchone()["used"]
        rows.execute("INSERT OR REPLACE INTO quota VALUES ('x', 'today', ?)", (used + 1,))


def used(state):
    with state.transaction() as rows:
        return rows.execute("SELECT MAX(used) AS used FROM quota").fetchone()["used"]


def test_a_step_that_fails_leaves_nothing_behind(state):
    """Whole or not at all."""
    with pytest.raises(KeyError), state.transaction() as rows:
        rows.execute("INSERT INTO quota VALUES ('x', 'today', 1)")
        raise KeyError
    assert used(state) is None


def test_steps_of_threads_and_of_two_openers_do_not_mix(state, tmp_path):
    """Each reads what the one before wrote."""
    other = State(tmp_path)
    threads = [threading.Thread(target=spend_one, args=(one,)) for one in (state, other) * 10]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert used(state) == 20


@pytest.mark.parametrize(("version", "lacks"), [(1, ("clientmsgid", "told")), (2, ("told",))])
def test_an_older_state_is_completed(tmp_path, version, lacks):
    """What it had published is there, and nobody is told of it any more."""
    State(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        for column in lacks:
            file.execute(f"ALTER TABLE publication DROP COLUMN {column}")
        file.execute(
            "INSERT INTO publication (publish_id, media_id, article_id, articles, status, submitted_at)"
            " VALUES (1, 'm', 'a', '[]', 0, 0)"
        )
        file.execute(f"PRAGMA user_version = {version}")
    file.close()
    state = State(tmp_path)
    with state.transaction() as rows:
        row = rows.execute("SELECT clientmsgid, told FROM publication").fetchone()
    state.close()
    assert tuple(row) == (None, 1)


def test_a_state_of_another_version_is_refused_in_words(tmp_path):
    """And left as it is."""
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        file.execute("PRAGMA user_version = 9")
    file.close()
    with pytest.raises(ValueError, match="版本是 9"):
        State(tmp_path)
