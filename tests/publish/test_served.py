"""What is announced is there: the page that readers get is the one that was built."""

import pytest

from plugins.catalog.terms import ChannelName, Status
from tests.inspect.server import serving
from tests.publish.portal import Document

WEIBO = (ChannelName.WEIBO,)


@pytest.fixture
def live(tmp_path):
    """The folder that is served, and its address."""
    folder = tmp_path / "live"
    folder.mkdir()
    with serving(folder, {}) as address:
        yield folder, address


def test_a_post_waits_until_its_very_page_is_served(house, live):
    """Not there, another one, the one: only then it leaves; waiting is no failure."""
    folder, address = live
    house.build(Document(number=1, channels=WEIBO))
    built = house.output / "policies/2026/001/index.html"
    page = folder / "policies/2026/001/index.html"
    for content, said in ((None, "还没有上线（HTTP 404）"), (b"yesterday", "不是刚做好的这一版")):
        if content is not None:
            page.parent.mkdir(parents=True)
            page.write_bytes(content)
        result = house.send(live=address)
        assert said in "\n".join(result.notes) and not result.failed
        assert house.posts() == (0, 0)
    page.write_bytes(built.read_bytes())
    assert not house.send(live=address).failed
    assert house.states() == ["confirmed"]


def test_a_site_that_does_not_answer_holds_posts_back(house):
    """And says so."""
    house.build(Document(number=1, channels=WEIBO))
    result = house.send(live="http://127.0.0.1:9")
    assert "等网页看得到了再推送" in "\n".join(result.notes)
    assert house.posts() == (0, 0)


def test_what_is_taken_back_waits_for_no_page(house):
    """A withdrawal is most urgent where the site is down."""
    document = Document(number=1, channels=(ChannelName.WECHAT,))
    house.build(document).send()
    assert house.states() == ["confirmed"]
    house.build(Document(number=1, channels=(ChannelName.WECHAT,), status=Status.WITHDRAWN))
    house.step().plan()
    house.step().approve("张三")
    house.send(live="http://127.0.0.1:9")
    assert house.states(action="retract") == ["retracted"]
