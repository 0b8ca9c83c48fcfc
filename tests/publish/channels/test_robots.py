"""Robots and signed calls against their stand-ins: HTTP 200 is no success, a doubt is asked about, never sent again by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.catalog.terms import ChannelName, Status
from publish.channels import CHANNELS
from publish.failures import Rejected
from publish.sandbox.faults import Action, Fault, Manner
from publish.sandbox.robots import DINGTALK, FEISHU, WEBHOOK, WECOM
from tests.publish.conftest import texts
from tests.publish.portal import SITE, Document, build

ROBOTS = {ChannelName.WECOM: WECOM, ChannelName.DINGTALK: DINGTALK, ChannelName.FEISHU: FEISHU}
each_robot = pytest.mark.parametrize(("name", "root"), ROBOTS.items(), ids=lambda value: str(value).strip("/"))


def document(*names, **changes):
    return Document(number=1, channels=names, **changes)


def test_every_channel_an_editor_can_name_can_be_opened():
    assert set(CHANNELS) == {name.value for name in ChannelName}


@each_robot
def test_a_release_arrives_once_in_the_group(house, name, root):
    house.build(document(name))
    assert not house.send().failed and not house.send().failed
    (message,) = house.sandbox.messages(root)
    said = str(message)
    assert "关于第1项工作的通知" in said and "就今年的工作作出安排。" in said
    assert "https://www.shili.example/policies/2026/001/" in said and "示例省人民政府办公厅" in said
    assert house.states() == ["confirmed"]


@each_robot
@pytest.mark.parametrize("codes", [{WECOM: 93000, DINGTALK: 310000, FEISHU: 19021}])
def test_an_error_inside_an_answer_that_says_200_is_an_error(house, name, root, codes):
    """The wrong key stops this robot and is named; the next run, mended, sends."""
    house.build(document(name))
    house.sandbox.faults.add(Fault(path=f"{root}*", action=Action.ERRCODE, errcode=codes[root], errmsg="sign not match"))
    result = house.send()
    assert result.failed and f"（{codes[root]}）：请核对机器人" in texts(result.problems)
    assert house.sandbox.messages(root) == ()
    assert not house.send().failed
    assert len(house.sandbox.messages(root)) == 1


@each_robot
@pytest.mark.parametrize("codes", [{WECOM: 45009, DINGTALK: 130101, FEISHU: 11232}])
def test_a_robot_that_is_tired_rests(house, name, root, codes):
    house.build(document(name))
    house.sandbox.faults.add(Fault(path=f"{root}*", action=Action.ERRCODE, errcode=codes[root], errmsg="too fast"))
    assert house.send().failed and house.states() == ["staged"]
    house.time.moment += timedelta(minutes=11)
    assert not house.send().failed and len(house.sandbox.messages(root)) == 1


@each_robot
@pytest.mark.parametrize("fault", [Action.HTML200, Action.DROP_AFTER_COMMIT])
def test_a_doubt_is_a_persons_and_nothing_is_sent_again(house, name, root, fault):
    """Whether it arrived nobody can ask the platform."""
    house.build(document(name))
    house.sandbox.faults.add(Fault(path=f"{root}*", action=fault, manner=Manner.CLOSE))
    house.send()
    house.send()
    assert house.states() == ["needs_human"]
    assert house.sandbox.calls().count(next(path for path in house.sandbox.calls() if path.startswith(root))) == 1
    assert "到群里看有没有这一条" in house.row(name.value).reason


@each_robot
def test_a_message_is_cut_to_what_the_platform_takes(house, name, root):
    """By its summary, never its title or address; what cannot fit is refused when it is previewed."""
    (release,) = build(house.output, [document(name, summary="长" * 9000)]).releases
    channel = house.step()._channels[name.value]
    post = channel.compose(release, "", SITE)
    assert post.text.endswith("…") and post.title == release.record.title and post.link == release.url
    wide = replace(release, record=replace(release.record, title="长" * 9000))
    with pytest.raises(Rejected, match="名称太长"):
        channel.compose(wide, "", SITE)


def test_marks_in_a_title_are_words(house):
    """No bold, no link of somebody else."""
    house.build(document(ChannelName.WECOM, title="[点这里](https://evil.example) **关于** <font>的通知"))
    house.send()
    content = str(house.sandbox.messages(WECOM)[0]["markdown"]["content"])
    assert "evil.example" not in content and "\\*\\*关于\\*\\*" in content and "\\<font\\>" in content


def test_a_signed_call_is_made_again_after_a_doubt_and_taken_once(house):
    house.build(document(ChannelName.WEBHOOK))
    house.sandbox.faults.add(Fault(path=WEBHOOK, action=Action.DROP_AFTER_COMMIT, manner=Manner.CLOSE))
    house.send()
    house.send()
    assert house.states() == ["confirmed"]
    assert house.sandbox.calls().count(WEBHOOK) == 2
    (event,) = house.sandbox.messages(WEBHOOK)
    assert (event["type"], event["url"]) == ("release.published", "https://www.shili.example/policies/2026/001/")


def test_a_withdrawal_goes_to_every_channel_and_what_remains_is_a_persons(house):
    """At once: the machine is told, the article is deleted; Weibo and the groups are listed with what a person can do.

    Mail has no readers here; test_mail has what becomes of theirs.
    """
    house.build(document(*ChannelName), Document(number=2, channels=(ChannelName.WECHAT,)))
    assert not house.send().failed
    withdrawn = document(*ChannelName, status=Status.WITHDRAWN)
    house.build(withdrawn, Document(number=2, channels=(ChannelName.WECHAT,)), Document(number=3))
    before, begun = len(house.sandbox.weibo_posts()), house.time.moment
    result = house.step().retract(withdrawn.record.index_number, "张三")
    assert house.time.moment - begun < timedelta(seconds=30)
    states = {row.channel: row.state for row in result.rows if row.action == "retract"}
    by_hand = {"weibo", "wecom", "dingtalk", "feishu"}
    assert states == {name: "needs_human" if name in by_hand else "retracted" for name in CHANNELS if name != "mail"}
    assert "到群里说明已撤稿" in texts(result.problems) and "微博" in texts(result.problems)
    assert [event["type"] for event in house.sandbox.messages(WEBHOOK)] == ["release.published", "release.withdrawn"]
    assert len(house.sandbox.wechat_articles()) == 1 and len(house.sandbox.weibo_posts()) == before
    house.step().retract(withdrawn.record.index_number, "张三")
    assert len(house.sandbox.messages(WEBHOOK)) == 2


def test_only_what_the_site_shows_as_withdrawn_is_taken_back(house):
    house.build(document(ChannelName.WECHAT)).send()
    for number, by, said in (("011043225/2026-00001", "张三", "先写 状态: 撤回"), ("011043225/2026-00001", " ", "谁决定")):
        with pytest.raises(ValueError, match=said):
            house.step().retract(number, by)
    assert len(house.sandbox.wechat_articles()) == 1
