"""The Weibo post: its words, its length, its picture, and how it is recognised."""

from datetime import timedelta

import pytest

from publish.channels import open_weibo
from publish.channels.protocol import Action, Attempt, Staging, Verdict
from publish.channels.weibo import base62
from publish.channels.weibo_count import TEXT_CAP, count
from publish.failures import Blocked, MissingCredentials
from tests.publish.portal import AS_OF, SITE, Document, build, png


@pytest.fixture
def weibo(house):
    return open_weibo(house.environment, house.time.now)


def compose(weibo, tmp_path, document, action=Action.PUBLISH):
    (release,) = build(tmp_path / "one", [document]).releases
    return weibo.compose(release, "", SITE, action)


def test_a_post_is_title_summary_and_address_between_blanks(weibo, tmp_path):
    post = compose(weibo, tmp_path, Document(number=1, title="甲", summary="乙。"))
    assert post.text == "【甲】乙。 https://www.shili.example/policies/2026/001/ "
    correction = compose(weibo, tmp_path, Document(number=1, title="甲", summary="乙。"), Action.CORRECT)
    assert correction.text.startswith("【更正：甲】") and correction.digest != post.digest


@pytest.mark.parametrize(
    ("title", "summary"), [("长" * 200, ""), ("题", "要" * 300), ("长" * 200, "要" * 9), ("A🙂" * 99, "b" * 300)]
)
def test_a_post_never_exceeds_the_cap_and_keeps_its_whole_address(weibo, tmp_path, title, summary):
    text = compose(weibo, tmp_path, Document(number=1, title=title, summary=summary)).text
    assert count(text) <= TEXT_CAP and count(text) >= TEXT_CAP - 3
    assert text.endswith("… https://www.shili.example/policies/2026/001/ ") or "…】 https://" in text


def test_topics_other_addresses_and_control_characters_do_not_get_in(weibo, tmp_path):
    document = Document(number=1, title="关于#公开#的通知", summary="见 https://elsewhere.example/x 说明\x0b\u202e\n二")
    text = compose(weibo, tmp_path, document).text
    assert "#" not in text and "elsewhere" not in text and text.count("https://") == 1
    assert all(sign.isprintable() for sign in text)


def test_the_first_picture_that_fits_goes_along(weibo, tmp_path):
    pictures = {"media/a.svg": b"<svg/>", "media/b.png": png(), "media/c.png": png(9)}
    post = compose(weibo, tmp_path, Document(number=1, pictures=pictures))
    assert [picture.path for picture in post.pictures] == ["media/b.png"] and "a.svg" in post.notes[0]


def test_the_digest_follows_every_word_and_every_picture(weibo, tmp_path):
    one = compose(weibo, tmp_path, Document(number=1, pictures={"media/b.png": png()}))
    other = compose(weibo, tmp_path, Document(number=1, pictures={"media/b.png": png(9)}))
    assert one.text == other.text and one.digest != other.digest


def test_a_picture_is_posted(house):
    house.build(Document(number=1, pictures={"media/b.png": png()})).send()
    assert house.sandbox.weibo_posts()[0].picture == png()


def attempt(**changes):
    return Attempt(**({"started_at": AS_OF, "staging": Staging()} | changes))


def test_a_post_is_recognised_by_its_words_not_by_its_address(house, weibo, tmp_path):
    post = compose(weibo, tmp_path, Document(number=1))
    assert weibo.look(post, attempt(), None).verdict is Verdict.ABSENT
    remote = house.sandbox.post_by_hand(post.text)
    assert weibo.look(post, attempt(), None).receipt.remote_id == remote
    assert weibo.look(post, attempt(known=frozenset({remote})), None).verdict is Verdict.ABSENT
    assert weibo.look(post, attempt(started_at=AS_OF + timedelta(hours=1)), None).verdict is Verdict.ABSENT


def test_five_newer_posts_make_a_look_inconclusive_unless_one_of_ours_is_among_them(house, weibo, tmp_path):
    post = compose(weibo, tmp_path, Document(number=1))
    ids = [house.sandbox.post_by_hand(f"第{number}条") for number in range(5)]
    assert weibo.look(post, attempt(), None).verdict is Verdict.HIDDEN
    assert weibo.look(post, attempt(known=frozenset({ids[0]})), None).verdict is Verdict.ABSENT


def test_a_token_of_another_account_blocks_and_one_that_ends_soon_warns(house):
    house.build(Document(number=1))
    house.sandbox.behaviour.weibo_token_seconds_left = 2 * 86400
    assert any("2 天过期" in note for note in house.send().notes)
    stranger = open_weibo(house.environment | {"GONGKAI_WEIBO_UID": "42"}, house.time.now)
    with pytest.raises(Blocked, match="不是 42"):
        stranger.stage(compose(stranger, house.var, Document(number=1)), None)


def test_missing_credentials_are_named():
    with pytest.raises(MissingCredentials, match="GONGKAI_WEIBO_TOKEN、GONGKAI_WEIBO_RIP"):
        open_weibo({"GONGKAI_WEIBO_UID": "1"})


def test_the_short_form_of_a_number():
    assert base62("3501756485200075") == "z0JH2lOMb"
