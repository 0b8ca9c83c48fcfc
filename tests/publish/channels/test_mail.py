"""A digest by mail against a real server: each reader gets one message, whatever breaks in between; a doubt is asked about."""

import json
import multiprocessing
import os
import signal
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from plugins.catalog.blocks import Correction
from plugins.catalog.terms import ChannelName, Status
from publish import recovery
from publish.deliveries import Deliveries
from publish.machine import Settled
from publish.mailing import Rhythm
from publish.policy import Policy
from publish.probe import Health
from publish.sandbox.faults import Action, Fault
from publish.step import open_step
from publish.subscribers import FILE, Subscribers, Wish
from tests.publish.canary import leaks_in
from tests.publish.conftest import texts
from tests.publish.portal import AS_OF, SINCE, SITE, Document
from tests.publish.publisher import publish_once

MAIL = (ChannelName.MAIL,)
PEOPLE = ("yi@reader-one.example", "er@reader-two.example", "san@reader-three.example", "si@reader-four.example")
JOINED = AS_OF - timedelta(days=10)
THEME = "综合政务\\政务公开"


def document(number=1, **changes):
    return Document(number=number, channels=MAIL, **changes)


def subscribe(house, *people, rhythm=Rhythm.DAILY, themes=("",), at=JOINED):
    Subscribers(house.var).add([Wish(address=one, rhythm=rhythm, themes=themes) for one in people], at)


@pytest.fixture
def read(house):
    """A portal with one document to tell of and four readers; nobody's address is found anywhere but on the list."""
    subscribe(house, *PEOPLE)
    yield house.build(document())
    assert leaks_in(house.var, PEOPLE, besides=[FILE]) == []
    assert leaks_in(house.var, tokens(house), besides=[FILE]) == []


def tokens(house):
    return [one.token for one in Subscribers(house.var).all()]


def got(house):
    """How often each reader got which message."""
    return Counter((letter.recipient, letter.message["Message-ID"]) for letter in house.sandbox.letters())


def recipients(house):
    return [letter.recipient for letter in house.sandbox.letters()]


def later(house, **by):
    house.time.moment += timedelta(**by)


def test_each_reader_gets_one_message_and_nobody_elses_address(read):
    assert not read.send().failed and not read.send().failed
    assert recipients(read) == list(PEOPLE) and read.states() == ["confirmed"]
    for letter, token in zip(read.sandbox.letters(), tokens(read), strict=True):
        message = letter.message
        others = [one for one in PEOPLE if one != letter.recipient]
        assert message["To"] == letter.recipient and not any(one.encode() in letter.content for one in others)
        assert message["List-Unsubscribe"] == f"<{read.sandbox.account.mail_leave}{token}>"
        text, html = (message.get_body(kind).get_content() for kind in (("plain",), ("html",)))
        assert all("关于第1项工作的通知" in one and token in one for one in (text, html))
    assert read.row("mail", "digest").title == "每日汇总 2026-11-20，1 份"
    assert json.loads(evidence(read)) == {"done": 4}


def evidence(house):
    lines = (house.var / "ledger.jsonl").read_text("utf-8").splitlines()
    entry = json.loads(lines[-1])["entry"]
    return (json.loads(entry) if isinstance(entry, str) else entry)["evidence"]


def test_a_real_sender_waits_for_a_person_and_begins_with_its_baseline(read):
    """A mail server that this machine has is no sandbox."""
    real = read.environment | {"GONGKAI_MAIL_SERVER": read.environment["GONGKAI_MAIL_SERVER"].replace("sandbox", "smtp")}
    assert read.send(environment=real).rows == ()
    read.build(document(), document(2, published_at=AS_OF + timedelta(hours=1)), as_of=AS_OF + timedelta(days=1))
    later(read, days=1)
    assert "等待批准" in texts(read.send(environment=real).notes) and recipients(read) == []
    (preview,) = read.step(environment=real).previews()
    assert "第2项" in preview.text and "第1项" not in preview.text and "leave:address" in preview.html
    read.step(environment=real).approve("张三")
    assert not read.send(environment=real).failed and recipients(read) == list(PEOPLE)


@pytest.mark.parametrize("fault", [Action.DROP_AFTER_COMMIT, Action.DROP_BEFORE_COMMIT])
def test_a_message_without_an_answer_is_a_persons_and_the_others_get_theirs(read, fault):
    """Two of the four; the person finds in the log that they did not arrive: they go again, under the same Message-ID."""
    read.sandbox.faults.add(Fault(path="/smtp/END", action=fault, nth=2, times=2))
    read.send()
    row = read.row("mail", "digest")
    assert row.state == "needs_human" and "2 封" in row.reason and row.reason.count("@shili.example") == 2
    arrived = 4 if fault is Action.DROP_AFTER_COMMIT else 2
    assert len(recipients(read)) == arrived == len(set(recipients(read)))
    assert read.send().failed and len(recipients(read)) == arrived
    outcome, url = (Settled.PUBLISHED, SITE.url) if arrived == 4 else (Settled.NOT_SENT, "")
    read.step().settle(row.key, outcome, "张三", url)
    assert not read.send().failed and read.states() == ["confirmed"]
    assert set(recipients(read)) == set(PEOPLE) and set(got(read).values()) == {1}


def test_what_was_said_not_to_have_arrived_goes_again_under_its_name(read):
    """Where it had, the reader's server knows it by the same Message-ID."""
    read.sandbox.faults.add(Fault(path="/smtp/END", action=Action.DROP_AFTER_COMMIT, nth=2))
    read.send()
    read.step().settle(read.row("mail", "digest").key, Settled.NOT_SENT, "张三")
    read.send()
    assert read.states() == ["confirmed"] and sorted(got(read).values()) == [1, 1, 1, 2]


def test_an_account_may_say_that_doubts_go_again(read):
    read.environment |= {"GONGKAI_MAIL_DOUBT": "again"}
    read.sandbox.faults.add(Fault(path="/smtp/END", action=Action.DROP_AFTER_COMMIT, nth=2))
    read.send()
    assert read.states() == ["confirmed"] and sorted(got(read).values()) == [1, 1, 1, 2]


@pytest.mark.parametrize("place", ["CONNECT", "AUTH", "MAIL", "RCPT/*", "DATA"])
@pytest.mark.parametrize("nth", [1, 3])
def test_a_connection_that_ends_before_the_message_leaves_no_doubt(read, place, nth):
    """What was not taken is sent by the next run, what was taken is not."""
    read.sandbox.faults.add(Fault(path=f"/smtp/{place}", action=Action.DROP_BEFORE_COMMIT, nth=nth))
    read.send()
    assert read.states()[0] in {"staged", "confirmed"}
    assert not read.send().failed
    assert read.states() == ["confirmed"] and sorted(recipients(read)) == sorted(PEOPLE) and set(got(read).values()) == {1}


@pytest.mark.parametrize(
    ("place", "status", "said"),
    [
        ("AUTH", 535, "用户名和密码（535）"),
        ("AUTH", 454, "用户名和密码（454）"),
        ("MAIL", 550, "不收这个发件人（550 5.0.0）"),
        ("MAIL", 451, "不收这个发件人（451 4.0.0）"),
        ("CONNECT", 421, "未能连上"),
    ],
)
def test_a_server_that_refuses_the_sender_keeps_everything_back(read, place, status, said):
    read.sandbox.faults.add(Fault(path=f"/smtp/{place}", action=Action.HTTP_STATUS, status=status, times=2))
    result = read.send()
    read.sandbox.faults.clear()
    assert result.failed and said in texts(result.problems) and recipients(read) == []
    assert not read.send().failed and recipients(read) == list(PEOPLE)


@pytest.mark.parametrize("place", ["RCPT/er@*", "END"])
def test_a_reader_whom_the_server_refuses_costs_nobody_else_anything(read, place):
    """The list says it; the next issue tries again."""
    read.sandbox.faults.add(Fault(path=f"/smtp/{place}", action=Action.HTTP_STATUS, status=550, nth=2 if place == "END" else 1))
    assert not read.send().failed
    assert recipients(read) == [one for one in PEOPLE if not one.startswith("er@")] and read.states() == ["confirmed"]
    assert [one.refusals for one in Subscribers(read.var).all()] == [0, 1, 0, 0]


def test_refusals_in_a_row_are_the_senders_fault_and_nobody_is_lost(read):
    read.sandbox.faults.add(Fault(path="/smtp/RCPT/*", action=Action.HTTP_STATUS, status=554, times=4))
    result = read.send()
    assert "一连拒收 3 位" in texts(result.problems) and "554 5.0.0" in texts(result.problems)
    read.sandbox.faults.clear()
    assert not read.send().failed and sorted(recipients(read)) == sorted(PEOPLE)


def test_the_only_reader_refused_is_said(house):
    subscribe(house, PEOPLE[0])
    house.build(document())
    house.sandbox.faults.add(Fault(path="/smtp/RCPT/*", action=Action.HTTP_STATUS, status=550))
    result = house.send()
    assert result.failed and "subscribers.remove" in texts(result.problems)


@pytest.mark.parametrize("place", ["RCPT/er@*", "END"])
def test_a_server_that_asks_for_patience_is_asked_again(read, place):
    """In the same run once more, then by the next."""
    first = 2 if place == "END" else 1
    for nth in (first, 5 if place == "END" else 2):
        read.sandbox.faults.add(Fault(path=f"/smtp/{place}", action=Action.HTTP_STATUS, status=451, nth=nth))
    assert "稍后再试" in texts(read.send().problems) and len(recipients(read)) == 3
    assert not read.send().failed
    assert sorted(recipients(read)) == sorted(PEOPLE) and set(got(read).values()) == {1}


def test_patience_ends_and_the_next_issue_is_not_held_up(read):
    read.sandbox.faults.add(Fault(path="/smtp/RCPT/er@*", action=Action.HTTP_STATUS, status=452, times=None))
    assert read.send().failed
    later(read, hours=5)
    assert not read.send().failed and read.states() == ["confirmed"]
    assert [one.refusals for one in Subscribers(read.var).all()] == [0, 1, 0, 0]


def test_a_reader_at_whom_the_server_hangs_up_costs_nobody_else_anything(read):
    """Every time: their patience ends as any other."""
    read.sandbox.faults.add(Fault(path="/smtp/RCPT/yi@*", action=Action.DROP_BEFORE_COMMIT, times=None))
    assert read.send().failed and sorted(recipients(read)) == sorted(PEOPLE[1:])
    later(read, hours=5)
    assert not read.send().failed and read.states() == ["confirmed"]
    assert [one.refusals for one in Subscribers(read.var).all()] == [1, 0, 0, 0]


def test_a_server_that_takes_one_message_a_line_gets_them_all_in_one_run(read):
    for nth in (2, 4, 6):
        read.sandbox.faults.add(Fault(path="/smtp/MAIL", action=Action.HTTP_STATUS, status=421, nth=nth))
    assert not read.send().failed and sorted(recipients(read)) == sorted(PEOPLE)


def test_patience_is_counted_from_the_first_time_it_was_asked_for(read):
    """Not from the beginning of an issue that is handed out for days: greylisting puts everybody off once."""
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "3"}
    read.send()
    later(read, days=1)
    read.sandbox.faults.add(Fault(path="/smtp/RCPT/si@*", action=Action.HTTP_STATUS, status=450, times=2))
    read.send()
    assert [one.refusals for one in Subscribers(read.var).all()] == [0, 0, 0, 0]
    assert not read.send().failed and sorted(recipients(read)) == sorted(PEOPLE)


def test_a_server_that_puts_everybody_off_for_hours_loses_nobody(read):
    """A measure of the server's own, said as "later": the run stops, and those behind have not been put off yet."""
    subscribe(read, *(f"a{number}@reader-five.example" for number in range(26)))
    read.sandbox.faults.add(Fault(path="/smtp/RCPT/*", action=Action.HTTP_STATUS, status=451, nth=2, times=None))
    for _ in range(3):
        assert "一连 3 次" in texts(read.send().problems) and len(recipients(read)) == 1
        later(read, hours=3)
    read.sandbox.faults.clear()
    assert not read.send().failed and len(set(recipients(read))) == 30 == len(recipients(read))


def test_who_was_tried_is_not_tried_again_because_the_others_have_left(read):
    """Only a person's word, or the account's, sends a message without an answer once more."""
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "2"}
    read.sandbox.faults.add(Fault(path="/smtp/END", action=Action.DROP_AFTER_COMMIT, nth=2))
    read.send()
    for token in tokens(read)[2:]:
        Subscribers(read.var).leave(token)
    later(read, days=1)
    read.send()
    assert recipients(read) == list(PEOPLE[:2]) and read.states() == ["needs_human"]


def test_a_days_measure_waits_for_tomorrow_though_something_is_in_doubt(read):
    """And not for a person, who would be asked after five sends of nothing."""
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "2"}
    read.sandbox.faults.add(Fault(path="/smtp/END", action=Action.DROP_AFTER_COMMIT))
    for _ in range(8):
        read.send()
        later(read, minutes=10)
    assert read.states() == ["staged"]
    later(read, days=1)
    read.send()
    assert recipients(read) == list(PEOPLE) and read.states() == ["needs_human"]


def test_an_issue_whose_list_was_put_back_is_a_persons(read):
    """An old list does not know how far it had come."""
    old = (read.var / FILE).read_bytes()
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "2"}
    read.send()
    (read.var / FILE).write_bytes(old)
    later(read, days=1)
    read.send()
    assert recipients(read) == list(PEOPLE[:2]) and read.states() == ["needs_human"]
    read.step().settle(read.row("mail", "digest").key, Settled.NOT_SENT, "张三")
    later(read, days=1)
    read.send(environment=read.environment | {"GONGKAI_MAIL_PER_DAY": "9"})
    assert read.states() == ["confirmed"] and set(recipients(read)) == set(PEOPLE)


def test_a_persons_word_on_one_message_neither_ends_nor_repeats_the_others(read):
    """Those who have not been tried go first; the question about the one is asked again when it is the last."""
    subscribe(read, *(f"a{number}@reader-five.example" for number in range(4)))
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "1"}
    read.sandbox.faults.add(Fault(path="/smtp/END", action=Action.DROP_AFTER_COMMIT))
    for _ in range(6):
        read.send()
        later(read, days=1)
    key = read.row("mail", "digest").key
    assert read.states() == ["needs_human"] and len(recipients(read)) < 8
    with pytest.raises(ValueError, match="位没有发"):
        read.step().settle(key, Settled.PUBLISHED, "张三", SITE.url)
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "0"}
    read.step().settle(key, Settled.NOT_SENT, "张三")
    read.send()
    assert read.states() == ["needs_human"] and len(recipients(read)) == 8 == len(set(recipients(read)))
    read.step().settle(key, Settled.PUBLISHED, "张三", SITE.url)
    assert not read.send().failed and len(recipients(read)) == 8


def test_the_days_measure_is_kept_and_the_rest_goes_tomorrow(read):
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "3"}
    assert "今天的 3 封已发完" in texts(read.send().problems)
    assert len(recipients(read)) == 3 and read.send().failed
    later(read, days=1)
    assert not read.send().failed and sorted(recipients(read)) == sorted(PEOPLE)


def test_a_halt_stops_between_two_readers(read):
    """Whoever has it has it; the others get it once it is over."""
    step = read.step()
    noted = Deliveries.note

    def halting(self, who, state, code=""):
        if state == "done" and len(recipients(read)) == 2:
            read.step().halt("张三", "文件有误")
        return noted(self, who, state, code)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Deliveries, "note", halting)
        step.send()
    assert len(recipients(read)) == 2 and read.states() == ["staged"]
    read.step().resume("张三")
    assert not read.send().failed and set(got(read).values()) == {1} and len(recipients(read)) == 4


def test_who_leaves_in_the_midst_gets_nothing_more(read):
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "2"}
    read.send()
    Subscribers(read.var).leave(tokens(read)[-1])
    later(read, days=1)
    read.send()
    assert recipients(read) == list(PEOPLE[:3]) and read.states() == ["confirmed"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("die_at", range(1, 9))
def test_a_run_that_is_killed_anywhere_doubles_and_loses_nobody(read, die_at, after):
    """Before and after each word about each reader. At most one is in doubt; nobody has two, nobody else has none."""
    process = multiprocessing.get_context("fork").Process(target=_killed, args=(read, die_at, after))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    for _ in range(3):
        read.send()
        later(read, seconds=5)
    assert set(got(read).values()) == {1}
    if read.states() == ["needs_human"]:
        assert "1 封" in read.row("mail", "digest").reason and len(recipients(read)) >= 3
        outcome, url = (Settled.PUBLISHED, SITE.url) if len(recipients(read)) == 4 else (Settled.NOT_SENT, "")
        read.step().settle(read.row("mail", "digest").key, outcome, "张三", url)
        read.send()
    assert read.states() == ["confirmed"] and sorted(recipients(read)) == sorted(PEOPLE)


def _killed(house, die_at, after):
    passed = 0

    def dying(noted):
        def note(*words):
            nonlocal passed
            passed += 1
            if passed == die_at and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            found = noted(*words)
            if passed == die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return found

        return note

    Deliveries.claim, Deliveries.note = dying(Deliveries.claim), dying(Deliveries.note)
    open_step(house.output, house.var, house.environment, SINCE, clock=house.time.clock).send()


@pytest.mark.parametrize("die_at", range(1, 12, 2))
def test_a_run_that_is_killed_between_any_two_steps_ends_well(read, die_at):
    """Of the ledger's moves: nobody was tried without an answer, so nobody has to be asked."""
    words = (read.output, read.var, read.environment)
    process = multiprocessing.get_context("fork").Process(target=publish_once, args=(*words, die_at))
    process.start()
    process.join(60)
    for _ in range(2):
        result = open_step(*words, SINCE).send()
    assert not result.failed and read.states() == ["confirmed"]
    assert sorted(recipients(read)) == sorted(PEOPLE) and set(got(read).values()) == {1}


def test_a_ledger_that_begins_anew_sends_nothing_by_itself(read):
    """It does not know what an older one may have sent; a person says."""
    read.send()
    for name in ("ledger.sqlite", "ledger.jsonl"):
        (read.var / name).unlink()
    read.build(document(), document(2, published_at=AS_OF - timedelta(days=1)))
    read.step().reconcile()
    recovery.restored(read.var, "张三", read.time.now)
    read.send()
    assert read.states() == ["needs_human"] and len(recipients(read)) == 4
    assert "恢复" in read.row("mail", "digest").reason


def test_only_what_is_of_the_theme_and_since_the_last_issue(house):
    """A weekly reader of one theme and a daily one of everything."""
    subscribe(house, PEOPLE[0], rhythm=Rhythm.WEEKLY, themes=(THEME,))
    subscribe(house, PEOPLE[1])
    other = document(2, changes={"themes": ("科技、教育\\教育",)})
    house.build(document(1, changes={"themes": (THEME,)}), other)
    house.send()
    monday = AS_OF + timedelta(days=3)
    assert monday.weekday() == 0 and recipients(house) == [PEOPLE[1]]
    new = document(3, changes={"themes": ("政务公开",)}, published_at=AS_OF + timedelta(hours=1))
    house.build(document(1, changes={"themes": (THEME,)}), other, new, as_of=monday)
    later(house, days=3)
    house.send()
    daily, weekly = ([one for one in house.sandbox.letters() if one.recipient == who] for who in (PEOPLE[1], PEOPLE[0]))
    said = [[number for number in "123" if f"第{number}项" in body(one)] for one in (*daily, *weekly)]
    assert said == [["1", "2"], ["3"], ["1", "3"]]
    assert house.send().rows == ()


def body(letter):
    return letter.message.get_body(("plain",)).get_content()


def test_a_second_issue_of_a_day_waits_for_tomorrow(read):
    read.send()
    read.build(document(), document(2, published_at=AS_OF - timedelta(hours=2)))
    assert read.send().rows == ()
    later(read, days=1)
    read.build(document(), document(2, published_at=AS_OF - timedelta(hours=2)), as_of=AS_OF + timedelta(days=1))
    read.send()
    assert len(recipients(read)) == 8 and "第1项" not in body(read.sandbox.letters()[-1])


def test_a_mail_cannot_be_taken_back_and_the_next_issue_says_so(read):
    read.send()
    gone = document(status=Status.WITHDRAWN, changes={"withdrawal_note": "数据有误"})
    later(read, days=1)
    read.build(gone, as_of=read.time.moment)
    result = read.step().retract(gone.record.index_number, "张三")
    assert "邮件收不回" in texts(result.notes) and len(recipients(read)) == 4
    read.send()
    assert len(recipients(read)) == 8
    assert "【已撤回】" in body(read.sandbox.letters()[-1]) and "撤回说明：数据有误" in body(read.sandbox.letters()[-1])
    later(read, days=1)
    assert read.send().rows == ()


def test_a_correction_comes_by_again_and_a_touch_does_not(read):
    read.send()
    later(read, days=1)
    read.build(document(body="<p>改了一个空格</p>"), as_of=read.time.moment)
    assert read.send().rows == ()
    noted = Correction(on=read.time.moment.date(), note="第三行的单位应为元")
    read.build(document(body="<p>新</p>", changes={"corrections": (noted,)}), as_of=read.time.moment)
    read.send()
    assert "更正（2026年11月21日）：第三行的单位应为元" in body(read.sandbox.letters()[-1]) and len(recipients(read)) == 8


def test_a_document_that_vanishes_after_an_issue_is_an_error(read):
    read.send()
    read.build(document(2, published_at=AS_OF + timedelta(days=3)))
    (said,) = read.step().plan().problems
    assert "011043225/2026-00001" in said and "状态: 撤回" in said


def test_a_change_before_anything_left_is_a_new_issue(read):
    read.sandbox.faults.add(Fault(path="/smtp/CONNECT", action=Action.HTTP_STATUS, status=421))
    read.send()
    read.build(document(body="<p>新</p>"))
    read.send()
    assert len(recipients(read)) == 4 and set(got(read).values()) == {1}


def test_an_issue_that_had_begun_goes_on_though_its_document_changed(read):
    """With the text of now, after another yes; who has it gets nothing twice."""
    read.environment |= {"GONGKAI_MAIL_PER_DAY": "2"}
    read.send()
    later(read, days=1)
    read.build(document(title="示例省人民政府办公厅关于第1项工作的通知（修订）"), as_of=read.time.moment)
    read.send()
    assert recipients(read) == list(PEOPLE) and "修订" in body(read.sandbox.letters()[-1])


def test_the_doctor_reaches_the_server_and_says_whose_business_trust_is(read):
    found = {one.what: one for one in read.step().doctor()}
    assert found["邮件 服务器"].health is Health.GOOD and "10240 KB" in found["邮件 服务器"].says
    assert all(word in found["邮件 域名"].says for word in ("SPF", "DKIM", "DMARC"))
    assert found["订阅者"].says.startswith("4 位") and recipients(read) == []
    (read.var / FILE).chmod(0o644)
    (open_,) = (one for one in read.step().doctor() if one.what == "订阅者")
    assert open_.health is Health.BAD and "chmod 600" in open_.says
    wrong = read.environment | {"GONGKAI_MAIL_PASSWORD": "wrong-password-1"}
    (bad,) = (one for one in read.step(environment=wrong).doctor() if one.what == "邮件")
    assert bad.health is Health.BAD and "wrong" not in bad.says


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"GONGKAI_MAIL_SERVER": "smtp://smtp.shili.example"}, "不加密的 smtp://"),
        ({"GONGKAI_MAIL_SERVER": "sandbox://smtp.shili.example:25"}, "不加密的 smtp://"),
        ({"GONGKAI_MAIL_SERVER": "smtp.shili.example"}, "应形如 smtps://"),
        ({"GONGKAI_MAIL_SERVER": "smtps://a:b@smtp.shili.example"}, "应形如 smtps://"),
        ({"GONGKAI_MAIL_FROM": "政务公开"}, "应形如 政务公开 <"),
        ({"GONGKAI_MAIL_LEAVE": "http://www.shili.example/leave/"}, "应形如 https://"),
        ({"GONGKAI_MAIL_LEAVE": "https://www.shili.example/leave"}, "以 / 结尾"),
        ({"GONGKAI_MAIL_LEAVE": "https://www.shili.example/"}, "应形如 https://"),
        ({"GONGKAI_MAIL_LEAVE": "https:///leave/"}, "应形如 https://"),
        ({"GONGKAI_MAIL_LEAVE": "https://www.shili.example/退订/"}, "只用英文字母"),
        ({"GONGKAI_MAIL_LEAVE": "https://www.shili.example/a b/"}, "只用英文字母"),
        ({"GONGKAI_MAIL_DOUBT": "never"}, "person、again"),
        ({"GONGKAI_MAIL_PER_DAY": "many"}, "封数"),
    ],
)
def test_a_wrong_setting_is_a_sentence(house, variables, said):
    with pytest.raises(ValueError, match=said):
        house.step(environment=house.environment | variables)


def test_without_a_server_it_says_what_is_missing(house):
    house.build(document())
    environment = {name: value for name, value in house.environment.items() if not name.startswith("GONGKAI_MAIL_")}
    assert "邮件未配置：缺少环境变量 GONGKAI_MAIL_SERVER" in texts(house.send(environment=environment).problems)


def test_without_readers_nothing_is_planned(house):
    assert house.build(document()).send().rows == ()


def test_an_issue_of_very_many_documents_names_their_number(house):
    subscribe(house, PEOPLE[0])
    house.build(*(document(number) for number in range(1, 61)))
    house.send(policy=Policy(digest_from=3))
    (letter,) = house.sandbox.letters()
    assert "还有 10 份没有列出" in body(letter) and house.states() == ["confirmed"]


def test_a_title_that_no_mail_can_hold_is_refused_when_it_is_previewed(house):
    subscribe(house, PEOPLE[0])
    house.build(document(title="长" * 90_000))
    (preview,) = house.step().previews()
    assert "KB" in texts(preview.notes)
    house.send()
    assert house.sandbox.letters() == ()


def test_the_mark_in_the_link_leads_nowhere_else(read):
    """A fragment of the portal's own address."""
    (preview,) = read.step().previews()
    assert preview.html.count("https://www.shili.example/#") == 0
    read.send()
    entry = json.loads((read.var / "ledger.jsonl").read_text("utf-8").splitlines()[-1])["entry"]
    link = urlsplit((json.loads(entry) if isinstance(entry, str) else entry)["link"])
    assert (link.netloc, link.path, link.query) == ("www.shili.example", "/", "")


def test_hostile_words_stay_words(house):
    subscribe(house, PEOPLE[0])
    house.build(document(title="关于\r\nBcc: x@evil.example\r\n的<b>通知</b>", summary=".\r\n..第一\u2028行"))
    house.send()
    (letter,) = house.sandbox.letters()
    assert letter.message["Bcc"] is None and "<b>" not in letter.message.get_body(("html",)).get_content().partition("<p>")[2]
    assert replace(letter).message["Subject"].count("\n") == 0
