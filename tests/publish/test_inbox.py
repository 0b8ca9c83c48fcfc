"""The inbox: added to, never beyond its size; what is damaged says nothing."""

import threading
from dataclasses import replace

from publish import inbox
from publish.inbox import FILE, OLDER, End, Inbox, Tiding
from tests.publish.portal import AS_OF

ONE = Tiding(channel="wechat", account="wx1", task="7", end=End.PUBLISHED, at=AS_OF, remote_id="a", url="https://x", says="好")


def test_what_is_put_in_is_read_by_another(tmp_path):
    Inbox(tmp_path).keep(ONE)
    other = Inbox(tmp_path)
    assert other.told("wechat", "wx1", "7") == ONE and other.last() == ONE
    assert other.told("wechat", "wx1@sandbox", "7") is None and other.told("wechat", "wx1", "8") is None


def test_an_inbox_that_is_not_there_is_empty_and_is_not_made(tmp_path):
    assert Inbox(tmp_path / "var").told("wechat", "wx1", "7") is None and Inbox(tmp_path / "var").last() is None
    assert not (tmp_path / "var").exists()


def test_the_last_word_about_a_task_counts(tmp_path):
    box = Inbox(tmp_path)
    for end in (End.PUBLISHED, End.TAKEN_DOWN):
        box.keep(replace(ONE, end=end))
        assert box.told("wechat", "wx1", "7").end is end


def test_a_damaged_line_costs_itself_only(tmp_path):
    Inbox(tmp_path).keep(ONE)
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"task": "8"}\n[]\n\xff\n{"account": "wx1", "at": "2026-1')
    Inbox(tmp_path).keep(replace(ONE, task="9"))
    box = Inbox(tmp_path)
    assert box.told("wechat", "wx1", "7") and box.told("wechat", "wx1", "9")
    assert len((tmp_path / FILE).read_bytes().splitlines()) == 6


def test_it_never_grows_beyond_two_files(tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "MOST", 2000)
    box = Inbox(tmp_path)
    for number in range(100):
        box.keep(replace(ONE, task=str(number)))
        assert box.told("wechat", "wx1", str(number))
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE, OLDER]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 5000
    assert box.told("wechat", "wx1", "95") and box.told("wechat", "wx1", "1") is None


def test_many_at_once_lose_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "MOST", 8000)
    numbers = [str(number) for number in range(40)]
    crowd = [threading.Thread(target=Inbox(tmp_path).keep, args=(replace(ONE, task=number),)) for number in numbers]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    box = Inbox(tmp_path)
    assert all(box.told("wechat", "wx1", number) for number in numbers)
