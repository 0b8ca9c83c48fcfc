"""WebSub: the hub hears of each live feed that has changed, after readers have it; what failed is told again."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.catalog.site import Site
from publish.probe import Health
from publish.sandbox.faults import Action, Fault
from publish.sandbox.hub import HUB
from publish.websub import MARK, feeds
from tests.inspect.server import serving
from tests.publish.conftest import texts
from tests.publish.portal import SITE, Document


@pytest.fixture
def fed(house):
    """A portal with feeds, whose hub knows them."""
    for path in ("all.xml", "all.atom", "all.json", "all/2026-1.atom", "topics/2026-1.xml", "calendar/2026.ics"):
        write(house, path, "one")
    house.build(Document(number=1, channels=()), site=replace(SITE, hub=f"{house.sandbox.url}{HUB}"))
    assert not house.send().failed and house.sandbox.hub_pings() == ()
    return house


def write(house, path, text):
    file = house.output / "feeds" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def marks(house):
    rows = map(json.loads, (house.var / "ledger.jsonl").read_text("utf-8").splitlines())
    found = (row["entry"] for row in rows if row["key"].endswith(MARK))
    return [json.loads(one) if isinstance(one, str) else one for one in found]


def test_feeds_are_those_that_readers_wait_for(fed):
    """No archives, no calendars; a topic that is named like an archive is none."""
    assert set(feeds(fed.output)) == {"feeds/all.xml", "feeds/all.atom", "feeds/all.json", "feeds/topics/2026-1.xml"}


def test_the_hub_hears_of_what_has_changed_and_once(fed):
    write(fed, "all.atom", "two")
    write(fed, "new.xml", "one")
    assert not fed.send().failed and not fed.send().failed
    assert fed.sandbox.hub_pings() == ("https://www.shili.example/feeds/all.atom", "https://www.shili.example/feeds/new.xml")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(path=HUB, action=Action.HTTP_STATUS, status=503), "HTTP 503"),
        (Fault(path=HUB, action=Action.HTTP_STATUS, status=404), "HTTP 404"),
        (Fault(path=HUB, action=Action.DROP_AFTER_COMMIT), "结果不明"),
        (Fault(path=HUB, action=Action.DROP_BEFORE_COMMIT), "结果不明"),
    ],
    ids=lambda value: getattr(value, "action", value),
)
def test_a_hub_that_fails_is_a_warning_in_the_ledger_and_told_again(fed, fault, said):
    """The run does not fail; the doctor knows; the chain has it once, and once that it is over."""
    write(fed, "all.atom", "two")
    fed.sandbox.faults.add(replace(fault, times=2))
    for _ in range(2):
        result = fed.send()
        assert not result.failed and said in texts(result.notes) and "1 个订阅源" in texts(result.notes)
    (probe,) = (one for one in fed.step().doctor() if one.what == "WebSub")
    assert probe.health is Health.NOTICE and said in probe.says
    assert not fed.send().notes
    assert fed.sandbox.hub_pings()[-1].endswith("/feeds/all.atom")
    assert [bool(one["failed"]) for one in marks(fed)] == [False, True, False]
    (probe,) = (one for one in fed.step().doctor() if one.what == "WebSub")
    assert probe.health is Health.GOOD


def test_one_feed_that_the_hub_refuses_does_not_keep_the_others_back(fed):
    write(fed, "all.atom", "two")
    write(fed, "all.json", "two")
    fed.sandbox.faults.add(Fault(path=HUB, action=Action.HTTP_STATUS, status=404))
    fed.send()
    assert [one.rpartition(".")[2] for one in fed.sandbox.hub_pings()] == ["json"]


def test_what_readers_do_not_have_is_not_told(fed, tmp_path):
    """A hub that comes too early fetches yesterday's."""
    live = tmp_path / "live"
    (live / "feeds").mkdir(parents=True)
    write(fed, "all.atom", "two")
    with serving(live, {}) as address:
        assert "inv deploy" in texts(fed.send(live=address).notes) and fed.sandbox.hub_pings() == ()
        (live / "feeds/all.atom").write_text("two")
        fed.send(live=address)
    assert len(fed.sandbox.hub_pings()) == 1


def test_a_halt_keeps_pings_back_and_another_hub_begins_anew(fed):
    write(fed, "all.atom", "two")
    fed.step().halt("张三")
    fed.send()
    assert fed.sandbox.hub_pings() == ()
    fed.step().resume("张三")
    fed.build(Document(number=1, channels=()), site=replace(SITE, hub=f"{fed.sandbox.url}{HUB}/other"))
    fed.send()
    assert fed.sandbox.hub_pings() == ()


def test_a_portal_without_a_channel_tells_its_hub(fed):
    write(fed, "all.atom", "two")
    fed.send(environment={})
    assert len(fed.sandbox.hub_pings()) == 1


def test_without_a_hub_nothing_is_told_and_the_doctor_says_how(house):
    house.build(Document(number=1, channels=()))
    house.send()
    (probe,) = (one for one in house.step().doctor() if one.what == "WebSub")
    assert "没有启用" in probe.says and probe.health is Health.GOOD


@pytest.mark.parametrize("hub", ["hub.example", "http://hub.example/", "https://a@hub.example/", "https://hub.example/?a=1"])
def test_a_hub_that_is_no_address_is_a_sentence(hub):
    with pytest.raises(ValueError, match=r"应形如 https://hub\.example/"):
        Site(name="x", url="https://x.example", hub=hub)


def test_very_many_feeds_are_told_in_more_than_one_run(fed, monkeypatch):
    """A slow hub does not hold the lock for hours."""
    for number in range(5):
        write(fed, f"new-{number}.xml", "one")
    monkeypatch.setattr("publish.websub.TOGETHER", timedelta(seconds=-1))
    result = fed.send()
    assert not result.failed and "其余的下次" in texts(result.notes) and fed.sandbox.hub_pings() == ()
    monkeypatch.undo()
    fed.send()
    assert len(fed.sandbox.hub_pings()) == 5
