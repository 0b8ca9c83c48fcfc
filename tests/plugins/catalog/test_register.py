"""The register of releases: added to, read back, and no line of it can be changed unseen."""

from __future__ import annotations

import json
import random
from hashlib import sha256

import pytest

from plugins.catalog.chained import ENDING, SEAL, START, hash_of
from plugins.catalog.record import Record
from plugins.catalog.register import Register, read_register
from plugins.catalog.values import day, moment
from tests.conftest import make_record
from tests.registers import grown


def policy(name: str, **changes: object) -> Record:
    """A policy with a path and an index number of its own."""
    return make_record(**{"path": f"policies/2026/{name}.md", "index_number": f"990000017/2026-{name}"} | changes)


OLD, NEW, LATER = policy("00001"), policy("00002"), policy("00003", published_at=moment("2026-03-09 08:00"))
CONTENT = grown(("2026-03-02 10:00", [OLD]), ("2026-03-03 10:00", [OLD, NEW]), ("2026-03-10 10:00", [OLD, NEW, LATER]))


def test_each_document_is_registered_once_with_the_moment_it_was_first_seen() -> None:
    """And what its own file said then."""
    register = read_register(CONTENT)
    assert [(entry.path, entry.seen) for entry in register.entries] == [
        (OLD.path, "2026-03-02T10:00+08:00"),
        (NEW.path, "2026-03-03T10:00+08:00"),
        (LATER.path, "2026-03-10T10:00+08:00"),
    ]
    assert register.entries[2].published_on == day("2026-03-09")
    assert register.head == hash_of(CONTENT.decode().splitlines()[-1])
    assert register.faults == ()


def test_what_was_there_when_the_register_began_has_no_known_first_day() -> None:
    """Nobody saw it come."""
    register = read_register(CONTENT)
    assert register.first_released_on(OLD) is None
    assert register.first_released_on(NEW) == day("2026-03-03")
    assert register.first_released_on(policy("00009")) is None


def test_a_moved_file_is_known_by_its_index_number() -> None:
    """Not by an empty one."""
    register = read_register(grown(("2026-03-02 10:00", [OLD]), ("2026-03-03 10:00", [make_record(index_number="")])))
    moved = policy("moved", index_number=OLD.index_number)
    assert register.find(moved) == register.find(OLD)
    assert register.find(make_record(path="policies/2026/other.md", index_number="")) is None


def test_an_empty_register_knows_nothing() -> None:
    """Of a portal that keeps none."""
    assert read_register(b"") == Register()


def test_every_change_of_a_line_is_a_fault() -> None:
    """A byte, a line left out, two lines that changed places, one put in: 2,000 of them, drawn at random."""
    chance = random.Random(6)
    lines = CONTENT.splitlines(keepends=True)
    for _ in range(2_000):
        at = chance.randrange(len(CONTENT))
        byte = bytes([chance.choice([one for one in range(256) if one != CONTENT[at]])])
        assert read_register(CONTENT[:at] + byte + CONTENT[at + 1 :]).faults, at
    for changed in (lines[1:], [lines[0], lines[2]], [lines[1], lines[0], lines[2]], [*lines, lines[1]], [lines[0], *lines]):
        assert read_register(b"".join(changed)).faults
    assert read_register(CONTENT[:-1]).faults[-1].problem == "没有写完"


def test_a_fault_names_its_line_and_leaves_the_others_readable() -> None:
    """One finding for one change."""
    register = read_register(CONTENT.replace(b"2026-03-03T10", b"2026-03-01T10"))
    assert [fault.line for fault in register.faults] == [2]
    assert [entry.path for entry in register.entries] == [OLD.path, LATER.path]


@pytest.mark.parametrize("row", [[], 1, {"seen": "x"}, {"seen": "x", "path": "", "index_number": "", "published_at": ""}])
def test_nonsense_with_a_right_hash_is_a_fault(row: object) -> None:
    """Whoever can work one out can also write that."""
    body = json.dumps(row).removesuffix("}").encode()
    line = body + SEAL + sha256(START.encode() + body).hexdigest().encode() + ENDING + b"\n"
    assert [fault.problem for fault in read_register(line).faults] == ["读不出来"]


def test_time_does_not_run_back() -> None:
    """A line before its time is a fault even where its hash is right."""
    content = grown(("2026-03-03 10:00", [OLD]), ("2026-03-02 10:00", [NEW]))
    assert [fault.problem for fault in read_register(content).faults] == ["时刻早于上一行"]
