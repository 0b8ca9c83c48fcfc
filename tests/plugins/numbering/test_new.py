"""New documents: their place, their number, what they hold; many processes at once; nothing half done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelicanconf import SITE
from plugins.catalog import locks
from plugins.catalog.number_register import FILE, read_number_register
from plugins.catalog.terms import Kind
from plugins.engine.frontmatter import read_block, split
from plugins.numbering import desk, new
from plugins.numbering.desk import NumberingError
from plugins.numbering.new import Wanted, Written, kind_named, new_document, quoted
from tests.conftest import ROOT, Site, write_document

DAY = date(2026, 11, 20)
TITLE = "示例省人民政府关于一件事的通知"
ORGANIZER = "990000025/2026-"


def wanted(**changes: object) -> Wanted:
    """A policy of the organizer."""
    return replace(Wanted(kind=Kind.POLICY, title=TITLE, on=DAY), **changes)


def make(site: Site, **changes: object) -> Written:
    """Write it."""
    return new_document(wanted(**changes), site.content, SITE)


def held(site: Site) -> dict[str, str]:
    """Who holds which number."""
    register = read_number_register(site.content)
    return dict(register.held) if register else {}


def test_a_new_document_is_a_draft_with_the_next_number_and_no_error(site: Site) -> None:
    """The first serial of its organ and year, its fields in their order, the register beside it."""
    written = make(site)
    assert written == Written("policies/2026/00001.md", f"{ORGANIZER}00001")
    text = (site.content / written.path).read_text("utf-8")
    assert f"索引号: {ORGANIZER}00001\n" in text
    assert f"名称: {TITLE}\n" in text
    assert "状态: 草稿\n---\n" in text
    assert list(site.check().report) == []
    assert held(site) == {written.path: written.number}


def test_numbers_go_on_from_the_highest_that_anybody_has(site: Site) -> None:
    """In the register, in a document the register lacks, in one that cannot be read as a whole; other runs do not count."""
    site.write({"policies/2026/a.md": write_document(索引号=f"{ORGANIZER}00011")})
    assert make(site).number == f"{ORGANIZER}00012"
    site.write(
        {
            "policies/2026/b.md": write_document(index_number=f'"{ORGANIZER}00015"', 索引号=None),
            "policies/2026/c.md": "---\n索引号: 990000017/2026-00300\n---\n",
            "policies/2026/d.md": f"---\n索引号: {ORGANIZER}00017\n分类: [\n---\n",
            "policies/2026/e.md": b"\xef\xbb\xbf" + "---\r\n索引号: 990000025/2025-00400\r\n---\r\n".encode(),
        }
    )
    assert make(site).number == f"{ORGANIZER}00018"
    assert make(site, agency="省教育厅").number == "990000041/2026-00001"
    assert make(site, on=date(2027, 1, 4)) == Written("policies/2027/00001.md", "990000025/2027-00001")


def test_a_register_begins_with_every_number_in_use(site: Site) -> None:
    """Nothing is left for a warning."""
    site.write({"policies/2026/a.md": write_document(), "news/2026/b.md": write_document(索引号=None)})
    make(site)
    assert held(site) == {"policies/2026/a.md": "990000017/2026-00100", "policies/2026/00001.md": f"{ORGANIZER}00001"}
    assert not [finding for finding in site.check().report if finding.code.startswith("NUM")]


def test_kinds_that_need_no_number_get_one_where_it_is_asked_for(site: Site) -> None:
    """Else their file is named after the day."""
    assert make(site, kind=Kind.NEWS) == Written("news/2026/2026-11-20.md")
    assert make(site, kind=Kind.NEWS) == Written("news/2026/2026-11-20-2.md")
    assert held(site) == {}
    assert make(site, kind=Kind.NEWS, numbered=True) == Written("news/2026/00001.md", f"{ORGANIZER}00001")
    assert make(site, kind=Kind.TOPIC, name="digital") == Written("topics/digital.md")
    assert list(site.check().report) == []


def test_what_asks_for_opinions_is_offered_its_last_day(site: Site) -> None:
    """Other news is not."""
    for title, offered in (("关于公开征求《示例省供水办法》意见的公告", True), (TITLE, False)):
        written = make(site, kind=Kind.NEWS, title=title)
        assert ("截止日期:\n" in (site.content / written.path).read_text("utf-8")) is offered
    response = (site.content / make(site, kind=Kind.RESPONSE).path).read_text("utf-8")
    assert "回应对象:\n关切日期:\n" in response
    assert list(site.check().report) == []


def test_a_file_is_never_written_over(site: Site) -> None:
    """One that has the name keeps it; a name that was asked for is refused, and no number is lost."""
    site.write({"policies/2026/00001.md": write_document()})
    assert make(site).path == "policies/2026/00001-2.md"
    with pytest.raises(NumberingError, match=r"已有 content/policies/2026/00001\.md"):
        make(site, name="00001")
    assert make(site, name="fine").number == f"{ORGANIZER}00002"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " \n"}, "请写名称"),
        ({"title": "通\u202e知"}, "请写名称"),
        ({"agency": "某局"}, "机构名录里没有“某局”"),
        ({"name": "中文"}, "不能成为网址"),
        ({"name": "../../x"}, "不能成为网址"),
        ({"name": "index"}, "为门户所用"),
        ({"kind": Kind.TOPIC}, "请用 --name"),
        ({"parts": {"organ": "12"}}, "organ 不能是“12”"),
    ],
)
def test_what_cannot_be_written_is_a_sentence_and_leaves_nothing(site: Site, changes: dict[str, object], said: str) -> None:
    """No file, no line."""
    with pytest.raises(NumberingError, match=said):
        make(site, **changes)
    assert [path for path in site.folder.rglob("*") if path.is_file() and path.stat().st_size] == []


def test_a_form_of_the_portals_own_is_made_with_its_parts(site: Site) -> None:
    """Its name is the serial of that form."""
    shanghai = replace(SITE, index_numbers="SY{organ:9}{source:0|1}{year}{serial:5}")
    written = new_document(wanted(parts={"source": "0"}), site.content, shanghai)
    assert written == Written("policies/2026/00001.md", "SY9900000250202600001")
    with pytest.raises(NumberingError, match="source 没有给出"):
        new_document(wanted(), site.content, shanghai)


def test_a_damaged_register_gives_no_numbers(site: Site) -> None:
    """What it says there may be the number it would give."""
    make(site)
    with (site.folder / FILE).open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")
    with pytest.raises(NumberingError, match="第 2 行读不出来"):
        make(site)
    assert len(list(site.content.rglob("*.md"))) == 1


def test_a_last_line_without_its_end_is_ended_first(site: Site) -> None:
    """Some editors save none."""
    make(site)
    register = site.folder / FILE
    register.write_bytes(register.read_bytes().rstrip())
    make(site)
    assert len(held(site)) == 2


def test_where_the_line_cannot_be_written_there_is_no_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: nothing happened."""
    make(site)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        make(site)
    assert [path.name for path in site.content.rglob("*.md")] == ["00001.md"]


def test_a_process_killed_between_file_and_line_loses_no_number(site: Site) -> None:
    """The file is found to be missing in the register, and its number is not given again."""
    make(site)

    def die() -> None:
        new.Desk.add = lambda *lines: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign]
        make(site)

    process = multiprocessing.get_context("fork").Process(target=die)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert [finding.code for finding in site.check().report] == ["NUM005"]
    assert make(site).number == f"{ORGANIZER}00003"


def test_many_processes_at_once_get_numbers_of_their_own(site: Site) -> None:
    """Without a gap, whoever comes first; every file is whole and the register knows each."""
    many, each = 6, 15
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(many)

    def clerk() -> None:
        gate.wait()
        for _ in range(each):
            make(site)

    processes = [context.Process(target=clerk) for _ in range(many)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * many
    expected = {f"policies/2026/{serial:05}.md": f"{ORGANIZER}{serial:05}" for serial in range(1, many * each + 1)}
    assert held(site) == expected
    for path, number in expected.items():
        assert f"索引号: {number}\n" in (site.content / path).read_text("utf-8")
    assert list(site.check().report) == []


def test_a_register_that_git_replaces_meanwhile_is_opened_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pull puts a new file in the place of the one that a process waits for: its line must not go to the old one."""
    make(site)
    register = site.folder / FILE
    flock, pulled = locks.fcntl.flock, list[int]()

    def pull(file: object, operation: int) -> None:
        flock(file, operation)
        if not pulled:
            pulled.append(1)
            beside = register.with_suffix(".new")
            beside.write_bytes(register.read_bytes().replace(b"00001", b"00041"))
            beside.replace(register)

    monkeypatch.setattr(locks.fcntl, "flock", pull)
    assert make(site).number == f"{ORGANIZER}00042"
    assert len(held(site)) == 2


def test_the_verb_waits_for_its_turn_and_says_what_it_wrote(site: Site) -> None:
    """Two commands at the same moment, as two clerks type them."""
    command = [sys.executable, "-m", "invoke", "new", "政策", TITLE, "--content", str(site.content)]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    running = [subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate(timeout=120)[0] for process in running)
    assert said == [
        f"写好 content/policies/2026/{serial}.md（草稿），索引号 {ORGANIZER}{serial}；连同 {FILE} 一起提交。\n"
        for serial in ("00001", "00002")
    ]


@pytest.mark.parametrize("word", ["政策", "policy", "policies", "content/policies/"])
def test_a_kind_is_named_by_its_label_its_word_or_its_folder(word: str) -> None:
    """Whatever an editor knows it by."""
    assert kind_named(word) is Kind.POLICY


def test_an_unknown_kind_is_told_the_known_ones() -> None:
    """All of them."""
    with pytest.raises(NumberingError, match="没有“公文”这一类，可选：政策（policy）"):
        kind_named("公文")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"]), min_size=1))
def test_every_title_is_read_back_as_it_was_given(title: str) -> None:
    """Colons, quotation marks, words that YAML takes for something else."""
    title = " ".join(title.split()) or "甲"
    found = split(f"---\n名称: {quoted(title)}\n---\n", "a.md")
    block, findings = read_block(found.block, "a.md")  # type: ignore[union-attr]
    assert (block.values["名称"], findings) == (title, [])
