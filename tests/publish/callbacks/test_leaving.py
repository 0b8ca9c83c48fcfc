"""Leaving: looking deletes nothing, one click does, and nobody learns who is on the list."""

import threading

import pytest
import requests

from publish.callbacks.leaving import Leaving
from publish.callbacks.listener import Listener
from publish.mailing import Rhythm
from publish.subscribers import FILE, Subscribers, Wish
from tests.publish.portal import AS_OF

CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def people(tmp_path):
    found = Subscribers(tmp_path)
    found.add([Wish(address=f"{name}@x.example", rhythm=Rhythm.DAILY) for name in ("yi", "er")], AS_OF)
    return found


@pytest.fixture
def said():
    return []


@pytest.fixture
def door(people, said):
    with Listener(None, 0, said.append, Leaving("/mail/leave/", people)) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"{listener.address}mail/leave/"
        listener.shutdown()
        thread.join()


def addresses(people):
    return [one.address for one in people.all()]


def test_looking_shows_one_button_and_deletes_nothing(door, people):
    """Scanners open every address of a mail."""
    (token, _) = (one.token for one in people.all())
    pages = [requests.get(door + one, timeout=10) for one in (token, "wrong", "")]
    assert len({page.text for page in pages}) == 1 and pages[0].text.count("<button") == 1
    assert addresses(people) == ["yi@x.example", "er@x.example"]
    head = pages[0].headers
    assert head["Content-Type"] == "text/html; charset=utf-8" and head["Cache-Control"] == "no-store"
    assert head["Referrer-Policy"] == "no-referrer" and "form-action 'self'" in head["Content-Security-Policy"]


@pytest.mark.parametrize("body", [{"data": CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}, {"data": b""}])
def test_one_click_leaves_at_once(door, people, body, said):
    """As a form, as multipart, as RFC 8058 allows both; from the page's button the same."""
    (token, _) = (one.token for one in people.all())
    done = requests.post(door + token, timeout=10, **body)
    assert done.status_code == 200 and "已退订" in done.text and addresses(people) == ["er@x.example"]
    again, wrong = (requests.post(door + one, data=CLICK, timeout=10) for one in (token, "wrong"))
    assert done.text == again.text == wrong.text and addresses(people) == ["er@x.example"] and said == []


def test_elsewhere_nothing_answers(door, people):
    base = door.removesuffix("mail/leave/")
    assert requests.get(f"{base}?signature=1&echostr=1", timeout=10).status_code == 404
    assert requests.post(f"{base}mail/", data=CLICK, timeout=10).status_code == 404


def test_a_list_that_cannot_be_written_is_said_and_asks_to_come_again(door, people, tmp_path, said):
    token = people.all()[0].token
    (tmp_path / FILE).write_bytes(b"broken")
    done = requests.post(door + token, data=CLICK, timeout=10)
    assert done.status_code == 503 and "稍后再试" in done.text
    assert "退订没有办成" in said[0] and "subscribers.sqlite" in said[0] and token not in said[0]
