"""Pages and their inputs."""

from __future__ import annotations

from dataclasses import replace

from pelicanconf import SITE
from plugins.catalog.record import Record
from plugins.engine.page import Desk, Page, Rooms, Shared, StoredText
from plugins.frame.views import Link
from tests.conftest import make_record

ROOMS = Rooms(SITE, lambda *names, **values: b"", lambda path: f'<p><a href="gk:b.md">{path}</a></p>', lambda path: b"")
RECORDS = [make_record(path=f"policies/2026/{name}.md", title=name) for name in "abc"]


def test_a_desk_composes_once_what_many_pages_show() -> None:
    """In the order asked for; beyond what it holds it begins anew."""
    composed: list[str] = []

    def compose(record: Record) -> Link:
        composed.append(record.title)
        return Link(record.title, record.address)

    desk = Desk(compose, most=2)
    assert desk.inputs(RECORDS[:2]) == desk.inputs(RECORDS[1::-1])[::-1]
    assert composed == ["a", "b"]
    desk.inputs([RECORDS[2], RECORDS[0]])
    assert composed == ["a", "b", "c", "a"]


def test_a_shared_input_stands_for_its_value_in_a_fingerprint() -> None:
    """Another value, another page; the same value, the same page."""

    def fingerprint(title: str) -> str:
        return Page("a.html", "list.html", {"items": (Shared.of(Link(title, "/a/")),)}).fingerprint("")

    assert fingerprint("甲") == fingerprint("甲") != fingerprint("乙")


def test_what_is_late_within_a_shared_input_is_loaded_and_counts() -> None:
    """The text of an entry: its address and its digest are part of the fingerprint."""
    text = StoredText("a.md", "digest", (("b.md", "/b/"),))
    shared = Shared.of((Link("甲", "/a/"), text))
    assert shared.load(ROOMS) == (Link("甲", "/a/"), '<p><a href="/b/">a.md</a></p>')
    changed = (replace(text, digest="another"), replace(text, links=(("b.md", "/c/"),)))
    assert len({shared.digest, *(Shared.of((Link("甲", "/a/"), one)).digest for one in changed)}) == 3
