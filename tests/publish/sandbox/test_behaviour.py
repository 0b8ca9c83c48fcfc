"""Switches are set whole or not at all."""

import pytest

from publish.sandbox.behaviour import AccountProfile, Behaviour, PublishStatus


def test_switches_are_set_by_name():
    """As the control door sends them."""
    behaviour = Behaviour()
    behaviour.change({"wechat_profile": "individual", "publish_polls": None, "publish_outcome": 4, "weibo_says_20032": True})
    assert behaviour.wechat_profile is AccountProfile.INDIVIDUAL
    assert behaviour.publish_polls is None
    assert behaviour.publish_outcome is PublishStatus.REJECTED
    assert behaviour.weibo_says_20032


@pytest.mark.parametrize(
    "wishes",
    [
        {"no_such_switch": 1},
        {"wechat_profile": "government"},
        {"weibo_hourly_limit": "30"},
        {"weibo_says_20032": 1},
        {"publish_outcome": 9},
        {"wechat_quotas": [1]},
        {"callback_url": "http://elsewhere.example/"},
        {"callback_url": "https://127.0.0.1/"},
        {"callback_manner": "often"},
    ],
)
def test_one_bad_wish_leaves_every_switch_alone(wishes):
    """Also those that were named with it."""
    behaviour = Behaviour()
    with pytest.raises(ValueError, match=r"."):
        behaviour.change({"digest_limit": 120} | wishes)
    assert behaviour == Behaviour()
