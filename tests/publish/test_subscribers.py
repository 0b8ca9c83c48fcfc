"""The list of subscribers: one file that its owner alone can read, from which whoever leaves is gone."""

import stat
from datetime import timedelta

import pytest

from plugins.catalog.terms import ChannelName
from publish.deliveries import Deliveries, Delivery
from publish.failures import LedgerError
from publish.mailing import Mailing, Rhythm
from publish.subscribers import FILE, Subscribers, Wish, address_of, masked
from tests.publish.portal import AS_OF, Document

ADDRESS = "zhang.san@reader-one.example"
DAILY = Mailing(Rhythm.DAILY)


def wish(address=ADDRESS, rhythm=Rhythm.DAILY, themes=("",)):
    return Wish(address=address, rhythm=rhythm, themes=themes)


@pytest.fixture
def people(tmp_path):
    return Subscribers(tmp_path)


def test_there_is_no_file_before_the_first_and_then_only_its_owner_reads_it(people, tmp_path):
    assert people.all() == () and people.audiences() == {} and not people.leave("x") and not people.there
    assert people.add([wish()], AS_OF) == 1
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_who_comes_again_changes_their_wish_and_keeps_their_token(people):
    people.add([wish(themes=("", "综合政务"))], AS_OF)
    (before,) = people.all()
    assert people.add([wish(ADDRESS.upper(), Rhythm.WEEKLY, ("综合政务", "财政"))], AS_OF + timedelta(days=1)) == 0
    (after,) = people.all()
    assert (after.id, after.token, after.rhythm) == (before.id, before.token, Rhythm.WEEKLY)
    assert people.audiences() == {
        Mailing(Rhythm.WEEKLY, "综合政务"): AS_OF,
        Mailing(Rhythm.WEEKLY, "财政"): AS_OF + timedelta(days=1),
    }


def test_tokens_and_numbers_are_by_chance(people):
    people.add([wish(f"a{number}@x.example") for number in range(50)], AS_OF)
    found = people.all()
    assert len({one.token for one in found}) == len({one.id for one in found}) == 50
    assert min(len(one.token) for one in found) >= 32


def test_who_leaves_is_gone_with_everything_from_the_disk_too(people, tmp_path):
    people.add([wish(), wish("li@x.example")], AS_OF)
    deliveries = Deliveries(people, "mark")
    deliveries.enrol(DAILY, AS_OF)
    (one, _) = people.all()
    assert people.leave(one.token) and not people.leave(one.token)
    assert deliveries.counts() == {Delivery.PENDING: 1}
    content = (tmp_path / FILE).read_bytes()
    assert ADDRESS.encode() not in content and one.token.encode() not in content and b"li@x.example" in content
    assert people.remove(" LI@x.example ") and not people.remove("li@x.example") and people.all() == ()


def test_one_wrong_line_enters_nobody(people):
    with pytest.raises(ValueError, match="no such rhythm"):
        people.add([wish(), _broken()], AS_OF)
    assert people.all() == ()


def _broken():
    class Broken:
        address, themes = "x@x.example", ("",)

        @property
        def rhythm(self):
            raise ValueError("no such rhythm")

    return Broken()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Zhang.San@Shili.Example ", "Zhang.San@shili.example"),
        ("a+b@x.example", "a+b@x.example"),
        ("yi@政务.example", "yi@xn--ncr07ma.example"),
    ],
)
def test_an_address_is_kept_as_the_net_writes_it(written, kept):
    assert address_of(written).partition("@")[0] == kept.partition("@")[0]
    assert address_of(written).isascii() and address_of(written).islower() == kept.islower()


def test_a_broken_list_is_a_sentence_and_nothing_is_sent(house):
    """By whichever verb meets it."""
    house.build(Document(number=1, channels=(ChannelName.MAIL,)))
    house.var.mkdir()
    (house.var / FILE).write_bytes(b"broken" * 1000)
    for verb in (house.step().plan, house.send, house.step().doctor):
        with pytest.raises(LedgerError, match=r"订阅者名单 subscribers\.sqlite 读不出来"):
            verb()


WRONG = (
    *("", "reader", "@x.example", "reader@", "reader@localhost", "a reader@x.example", "张@x.example", "a@x..example"),
    *("a@-x.example", ".reader@x.example", "a@x.example\r\nBcc: b@x.example", "<a@x.example>", "a@x.example,b@x.example"),
    "=?utf-8?q?a=0d=0aBcc=3a_x=40evil.example?=@x.example",
    *(f"{'a' * 65}@x.example", f"a@{'x.' * 130}example"),
)


@pytest.mark.parametrize("written", WRONG)
def test_what_is_no_address_is_refused_without_being_repeated(written):
    with pytest.raises(ValueError, match=r"应形如 zhang@shili\.example") as raised:
        address_of(written)
    assert not written or written not in str(raised.value)


def test_a_masked_address_says_little():
    assert masked(ADDRESS) == "z***@r***.example"


def test_an_empty_file_is_no_list_yet(people, tmp_path):
    """A death before the first subscriber leaves one."""
    (tmp_path / FILE).touch()
    assert people.all() == () and people.audiences() == {} and not people.there and not people.remove(ADDRESS)
    assert people.add([wish()], AS_OF) == 1 and people.there


def test_removing_from_no_list_makes_none(people, tmp_path):
    assert not people.remove(ADDRESS) and not (tmp_path / FILE).exists()
