"""The plan is pure: what is due, what is not, and what a person must be told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.catalog.manifest import Manifest
from plugins.catalog.terms import ChannelName, Status
from publish.channels.protocol import Action
from publish.entry import Entry, State
from publish.plan import Seat, plan
from tests.publish.portal import AS_OF, SINCE, Document, build

SEAT = Seat(channel="weibo", label="微博", account="1")


@pytest.fixture
def planned(tmp_path):
    """Plan these documents against these entries on one Weibo account."""

    def run(*documents, entries=(), since=SINCE):
        manifest: Manifest = build(tmp_path, documents)
        return plan(manifest, entries, [SEAT], since, AS_OF), manifest

    return run


def entry_of(manifest, state, place=0, action=Action.PUBLISH, **changes):
    release = manifest.releases[place]
    values = {
        "document": release.record.index_number,
        "revision": release.revision,
        "channel": "weibo",
        "account": "1",
        "action": action,
        "title": release.record.title,
        "page": release.url,
        "at": AS_OF,
        "state": state,
    }
    return Entry(**(values | changes))


def test_a_new_release_is_announced(planned):
    made, _ = planned(Document(number=1))
    assert [step.entry.action for step in made.steps] == [Action.PUBLISH] and made.findings == ()


@pytest.mark.parametrize(
    "document",
    [
        Document(number=1, published_at=SINCE - timedelta(days=1)),
        Document(number=1, published_at=AS_OF + timedelta(days=1)),
        Document(number=1, channels=(ChannelName.WECHAT,)),
        Document(number=1, channels=()),
        Document(number=1, status=Status.DRAFT),
        Document(number=1, status=Status.WITHDRAWN),
    ],
)
def test_what_is_not_due_is_not_planned(planned, document):
    assert planned(document)[0].steps == ()


@pytest.mark.parametrize("state", [state for state in State if state not in {State.PLANNED, State.APPROVED, State.STAGED}])
def test_what_was_sent_or_ended_is_never_planned_again(planned, state):
    _, manifest = planned(Document(number=1))
    assert planned(Document(number=1), entries=[entry_of(manifest, state)])[0].steps == ()


@pytest.mark.parametrize("state", [State.PLANNED, State.APPROVED, State.STAGED])
def test_what_was_not_sent_stays_planned_as_it_is(planned, state):
    _, manifest = planned(Document(number=1))
    known = entry_of(manifest, state)
    made, _ = planned(Document(number=1), entries=[known])
    assert [step.entry for step in made.steps] == [known]


def test_a_receipt_of_another_account_does_not_count(planned):
    _, manifest = planned(Document(number=1))
    made, _ = planned(Document(number=1), entries=[entry_of(manifest, State.CONFIRMED, account="1@sandbox")])
    assert len(made.steps) == 1


def test_an_edit_after_confirmation_is_a_correction_even_before_the_baseline(planned):
    _, manifest = planned(Document(number=1))
    old = entry_of(manifest, State.CONFIRMED)
    made, _ = planned(Document(number=1, body="<p>新</p>"), entries=[old], since=AS_OF)
    assert [step.entry.action for step in made.steps] == [Action.CORRECT]


def test_an_edit_before_sending_supersedes(planned):
    _, manifest = planned(Document(number=1))
    old = entry_of(manifest, State.STAGED)
    made, _ = planned(Document(number=1, body="<p>新</p>"), entries=[old])
    assert [(one.entry, one.to) for one in made.dropped] == [(old, State.SUPERSEDED)]
    assert [step.entry.action for step in made.steps] == [Action.PUBLISH]


@pytest.mark.parametrize("state", [State.SENDING, State.IN_DOUBT, State.ACCEPTED, State.NEEDS_HUMAN])
def test_an_edit_waits_until_the_earlier_version_has_an_end(planned, state):
    _, manifest = planned(Document(number=1))
    made, _ = planned(Document(number=1, body="<p>新</p>"), entries=[entry_of(manifest, state)])
    assert made.steps == () and "有了结果才能继续" in made.findings[0]


def test_an_edit_taken_back_drops_the_correction(planned):
    _, manifest = planned(Document(number=1))
    shown = entry_of(manifest, State.CONFIRMED)
    correction = replace(shown, action=Action.CORRECT, revision="b" * 64, state=State.APPROVED)
    made, _ = planned(Document(number=1), entries=[shown, correction])
    assert made.steps == () and [one.to for one in made.dropped] == [State.SUPERSEDED]


def test_a_withdrawn_document_is_retracted_where_it_was_shown(planned):
    _, manifest = planned(Document(number=1))
    shown = entry_of(manifest, State.CONFIRMED)
    made, withdrawn = planned(Document(number=1, status=Status.WITHDRAWN), entries=[shown])
    assert [step.entry.action for step in made.steps] == [Action.RETRACT]
    done = entry_of(withdrawn, State.RETRACTED, action=Action.RETRACT, at=AS_OF + timedelta(hours=1))
    assert planned(Document(number=1, status=Status.WITHDRAWN), entries=[shown, done])[0].steps == ()
    again, _ = planned(Document(number=1, body="<p>恢复</p>"), entries=[shown, done])
    assert again.steps == () and "恢复后不会自动再发" in again.findings[0]


def test_a_withdrawn_document_that_was_not_sent_is_cancelled(planned):
    _, manifest = planned(Document(number=1))
    made, _ = planned(Document(number=1, status=Status.WITHDRAWN), entries=[entry_of(manifest, State.APPROVED)])
    assert made.steps == () and [one.to for one in made.dropped] == [State.CANCELLED]
    assert [one.reason for one in made.dropped] == ["文件已撤回"], "a Weibo account has no box of drafts"


def test_a_published_document_that_disappears_is_an_error(planned):
    _, manifest = planned(Document(number=1))
    made, _ = planned(Document(number=2), entries=[entry_of(manifest, State.CONFIRMED)])
    assert any(one.startswith("错误") and "状态: 撤回" in one for one in made.findings)


def test_documents_without_or_with_a_shared_index_number_are_named_and_not_sent(planned):
    made, _ = planned(
        Document(number=1, index_number=""),
        Document(number=2, index_number="a/2026-1"),
        Document(number=3, index_number="a/2026-1"),
    )
    assert made.steps == () and len(made.findings) == 3
