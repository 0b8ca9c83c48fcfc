"""A run of intake: every source has its fate, one that hangs or bursts loses only itself."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import Process
from pathlib import Path

import pytest
import yaml

from intake import readers, run
from intake.readers import Reader
from intake.reading import Reading, Refused
from intake.rules import NO_TEXT
from intake.run import Fate, Outcome, take_in
from intake.sources import Source
from intake.write import shelf_of
from plugins.catalog.terms import Kind
from tests.intake.making import PROSE, make_block, make_shelf, make_source, no_progress

TEXT = """索引号：990000017/2016-00042
名称：关于一件事的通知
文号：示政发〔2016〕42号
成文日期：2016-03-05

各市人民政府：
现通知如下。
"""
PAGE = f"<html><title>关于一件事的通知</title><div class='TRS_Editor'><p>{PROSE}</p>{{}}</div></html>"


def taken(folder: Path, path: str = "in", **options: object) -> Outcome:
    """A run over sources in this folder."""
    options = {"workers": 0} | options
    return take_in(folder / path, make_shelf(folder), Kind.POLICY, no_progress, **options)  # type: ignore[arg-type]


def fates(outcome: Outcome) -> dict[str, Fate]:
    """What became of each source."""
    return {one.source: one.fate for one in outcome.taken}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def with_readers(monkeypatch: pytest.MonkeyPatch, **by_ending: Callable[[Source], Reading]) -> None:
    """Readers for endings that nobody has; every reader has four seconds, which a busy machine does not use up."""
    known = {ending: replace(reader, seconds=4.0) for ending, reader in readers.READERS.items()}
    added = {f".{ending}": Reader(read, seconds=4.0) for ending, read in by_ending.items()}
    monkeypatch.setattr(readers, "READERS", known | added)


def test_every_source_has_its_fate(tmp_path: Path) -> None:
    """In the order of their names; what lies beside documents is only counted."""
    make_source(tmp_path, "in/b.txt", TEXT)
    make_source(tmp_path, "in/a.xyz", "甲")
    make_source(tmp_path, "in/c.txt", "")
    make_source(tmp_path, "in/d.css", "p {}")
    outcome = taken(tmp_path)
    assert fates(outcome) == {"a.xyz": Fate.REFUSED, "b.txt": Fate.TAKEN, "c.txt": Fate.REFUSED}
    assert [one.source for one in outcome.taken] == ["a.xyz", "b.txt", "c.txt"]
    assert outcome.aside == {".css": 1}
    assert {finding.path for finding in outcome.findings()} == {"a.xyz", "b.txt", "c.txt"}


def test_a_second_run_adds_nothing_and_says_so(tmp_path: Path) -> None:
    """Under another name, and over what an editor has changed."""
    make_source(tmp_path, "in/a.txt", TEXT)
    first = taken(tmp_path).taken[0]
    first.path.write_text(first.path.read_text("utf-8") + "编辑补的一句。\n", "utf-8")
    before = tree(tmp_path / "content")
    (tmp_path / "in/a.txt").rename(tmp_path / "in/另一个名字.txt")
    second = taken(tmp_path)
    assert [(one.fate, one.path) for one in second.taken] == [(Fate.THERE, first.path)]
    assert list(second.findings()) == []
    assert tree(tmp_path / "content") == before


def test_a_dry_run_writes_nothing_at_all(tmp_path: Path) -> None:
    """And tells what a run would."""
    make_source(tmp_path, "in/a.html", PAGE.format("<a href='b.zip'>附件</a>"))
    make_source(tmp_path, "in/b.zip", "甲")
    make_source(tmp_path, "in/c.txt", TEXT)
    dry = taken(tmp_path, dry_run=True)
    assert {path.name for path in tmp_path.iterdir()} == {"in"}
    wet = taken(tmp_path)
    assert [(one.source, one.fate, one.path, one.findings) for one in dry.taken] == [
        (one.source, one.fate, one.path, one.findings) for one in wet.taken
    ]


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_the_number_of_workers_changes_nothing(tmp_path: Path, workers: int) -> None:
    """Two documents of one serial, the other taken for the first one's index number."""
    for number in range(8):
        text = TEXT.replace("990000017", f"99000001{number % 4}").replace("一件事", f"第{number // 4}件事")
        make_source(tmp_path, f"in/{number}.txt", text.replace("42号", f"{number + 1}号"))
    outcome = taken(tmp_path, workers=workers)
    assert [one.fate for one in outcome.taken] == [Fate.TAKEN] * 4 + [Fate.REFUSED] * 4
    names = [one.path.name for one in outcome.taken if one.path]
    assert names[0] == "00042.md"
    assert len({*names}) == 4


def test_the_index_number_of_another_document_is_refused(tmp_path: Path) -> None:
    """It names both, and leaves the first as it is."""
    make_source(tmp_path, "in/a.txt", TEXT)
    make_source(tmp_path, "in/b.txt", TEXT.replace("一件事", "另一件事"))
    outcome = taken(tmp_path)
    assert fates(outcome) == {"a.txt": Fate.TAKEN, "b.txt": Fate.REFUSED}
    (finding,) = outcome.taken[1].findings
    assert (finding.code, finding.path) == ("ITK090", "b.txt")
    assert "关于一件事的通知" in finding.message


def burst(source: Source) -> Reading:
    """Eats memory without end."""
    return Reading(blocks=[make_block("甲" * 10**6) for _ in range(10**6)])


def test_a_source_that_hangs_bursts_dies_or_stumbles_loses_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is refused in a sentence, the others are taken."""

    def hang(source: Source) -> Reading:
        time.sleep(60)
        return Reading()

    def die(source: Source) -> Reading:
        os._exit(1)

    def stumble(source: Source) -> Reading:
        raise ValueError(f"no {source.path}")

    def deep(source: Source) -> Reading:
        return deep(source)

    with_readers(monkeypatch, hang=hang, burst=burst, die=die, stumble=stumble, deep=deep)
    monkeypatch.setattr(run, "MEMORY", 100 * 1024 * 1024)
    for number, ending in enumerate(("hang", "txt", "burst", "die", "stumble", "deep", "html")):
        make_source(tmp_path, f"in/{number}.{ending}", TEXT if ending == "txt" else PAGE.format(""))
    outcome = taken(tmp_path, workers=2)
    assert {one.source: one.findings[0].code for one in outcome.taken if one.fate is Fate.REFUSED} == {
        "0.hang": "ITK005",
        "2.burst": "ITK005",
        "3.die": "ITK005",
        "4.stumble": "ITK009",
        "5.deep": "ITK009",
    }
    assert [one.source for one in outcome.taken if one.fate is Fate.TAKEN] == ["1.txt", "6.html"]
    assert "4 秒" in outcome.taken[0].findings[0].message
    stumbled = outcome.taken[4]
    assert stumbled.findings[0].message == "程序没能读懂这份文件"
    assert stumbled.problem == "ValueError: no …/4.stumble"
    assert "100 MB 内存" in outcome.taken[2].findings[0].message
    assert "100 MB 内存" in outcome.taken[3].findings[0].message


def test_what_a_reader_refuses_is_told_with_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader does not know it."""

    def refuse(source: Source) -> Reading:
        raise Refused(NO_TEXT, hint="请核对")

    with_readers(monkeypatch, odd=refuse)
    make_source(tmp_path, "in/甲 1#.odd", "")
    assert [(finding.path, finding.code) for finding in taken(tmp_path).findings()] == [("甲 1#.odd", "ITK006")]


def test_what_comes_along_with_a_page_is_no_document_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless nobody links it."""
    later = Reader(lambda source: Reading(blocks=[make_block(PROSE)]), turn=1)
    monkeypatch.setattr(readers, "READERS", {**readers.READERS, ".doc": later})
    make_source(tmp_path, "in/a.html", PAGE.format("<a href='linked.doc'>附件</a>"))
    make_source(tmp_path, "in/linked.doc", "甲")
    make_source(tmp_path, "in/alone.doc", "乙")
    outcome = taken(tmp_path)
    assert fates(outcome) == {"a.html": Fate.TAKEN, "alone.doc": Fate.TAKEN}
    assert (tmp_path / "content/media/2026/linked.doc").exists() or list((tmp_path / "content/media").rglob("linked.doc"))


def test_a_text_that_a_page_links_is_no_document_of_its_own(tmp_path: Path) -> None:
    """It is an attachment; it is counted among what was not taken alone. Its bytes are not kept."""
    make_source(tmp_path, "in/z.html", PAGE.format("<a href='a.txt'>附件</a>"))
    make_source(tmp_path, "in/a.txt", TEXT)
    outcome = taken(tmp_path)
    assert fates(outcome) == {"z.html": Fate.TAKEN}
    assert outcome.aside == {".txt": 1}
    assert [(one.name, one.content) for one in outcome.taken[0].draft.files] == [("a.txt", b"")]
    assert [path.read_text("utf-8") for path in (tmp_path / "content/media").rglob("a.txt")] == [TEXT]


def test_no_page_is_lost_where_all_tell_one_address(tmp_path: Path) -> None:
    """The home page on each of them, or the page of the column."""
    for number in range(3):
        for column, address in (("a", "http://a.example/"), ("b", "http://a.example/zwgk/")):
            page = PAGE.format("").replace("一件事", f"{column}第{number}件事").replace("各地", f"{column}{number}地")
            make_source(
                tmp_path,
                f"in/{column}{number}.html",
                f"<meta name=PubDate content='2016-03-06'><link rel=canonical href='{address}'>{page}",
            )
    outcome = taken(tmp_path)
    assert {one.fate for one in outcome.taken} == {Fate.TAKEN}
    assert [one.source for one in outcome.taken if "ITK094" in {finding.code for finding in one.findings}] == [
        "b1.html",
        "b2.html",
    ]
    assert {one.fate for one in taken(tmp_path).taken} == {Fate.THERE}


def test_two_runs_at_once_write_one_document(tmp_path: Path) -> None:
    """The second waits, and says so."""
    make_source(tmp_path, "in/a.txt", TEXT)
    (tmp_path / ".cache").mkdir()
    with (tmp_path / ".cache/intake.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = Process(target=taken, args=(tmp_path,))
        second.start()
        second.join(0.5)
        assert second.is_alive() and not (tmp_path / "content").exists()
        # The child has inherited the file: closing it here would not let go of the lock.
        fcntl.flock(held, fcntl.LOCK_UN)
    second.join(20)
    assert second.exitcode == 0
    assert len(list((tmp_path / "content").rglob("*.md"))) == 1
    again = taken(tmp_path)
    assert [one.fate for one in again.taken] == [Fate.THERE] and not again.waited


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """In 中文, and the run goes on."""
    make_source(tmp_path, "content/policies/2016", "a file where the folder should be")
    make_source(tmp_path, "in/a.txt", TEXT)
    make_source(tmp_path, "in/b.txt", TEXT.replace("2016", "2017"))
    outcome = taken(tmp_path)
    assert fates(outcome) == {"a.txt": Fate.REFUSED, "b.txt": Fate.TAKEN}
    assert outcome.taken[0].findings[0].code == "ITK091"
    assert outcome.taken[0].findings[0].message == "写不下来：已经有同名的文件"


def test_what_the_portal_would_say_of_a_document_is_said_at_once(tmp_path: Path) -> None:
    """A value that its own reader refuses."""
    make_source(tmp_path, "in/a.txt", TEXT.replace("成文日期", "公开方式：不知道\n成文日期"))
    codes = {finding.code for finding in taken(tmp_path).findings()}
    assert codes
    assert all(code.startswith(("ITK", "DIS")) for code in codes)


@pytest.mark.parametrize("path", ["in/图.png", "in/a.css"])
def test_a_single_file_is_taken_at_its_word(tmp_path: Path, path: str) -> None:
    """Who names one wants an answer for it."""
    make_source(tmp_path, path, "甲")
    outcome = taken(tmp_path, path)
    assert [one.fate for one in outcome.taken] == [Fate.REFUSED]
    assert not outcome.aside


def test_progress_is_told_to_its_end(tmp_path: Path) -> None:
    """Also where nothing is taken in."""
    told = list[tuple[str, int, int]]()
    make_source(tmp_path, "in/a.txt", TEXT)
    make_source(tmp_path, "in/b.txt", "")
    take_in(tmp_path / "in", make_shelf(tmp_path), Kind.POLICY, lambda *step: told.append(step), workers=0)
    assert told == [("收取", 1, 2), ("收取", 2, 2), ("收取", 2, 2)]
    (tmp_path / "empty").mkdir()
    take_in(tmp_path / "empty", make_shelf(tmp_path), Kind.POLICY, lambda *step: told.append(step), workers=2)
    assert told[-1] == ("收取", 0, 0)


def test_the_founding_document_is_taken_in_whole(corpus: Path, site) -> None:  # type: ignore[no-untyped-def]
    """Seven elements, cover letter, 3 sections, 13 items, 10 duty notes; it builds, shows its elements and reaches the feed."""
    source = corpus / "founding-document.txt"
    shelf, kind = shelf_of(site.content / "policies/2016", site.content)
    (taken,) = take_in(source, shelf, kind, no_progress, workers=0).taken
    text = taken.path.read_text("utf-8")
    _, block, body = text.split("---\n", 2)
    assert yaml.safe_load(block)["分类"] == ["电子政务"]
    assert not [finding for finding in taken.findings if finding.code.startswith("DIS")]
    lines = body.splitlines()
    assert sum(line.startswith("## ") and "、" in line[:6] for line in lines) == 3
    assert sum(line.startswith("### （") for line in lines) == 13
    assert sum(line.startswith("（责任单位：") for line in lines) == 10
    original = source.read_text("utf-8").split("主 题 词：")[1].split("\n", 2)[2]
    assert "".join(body.replace("#", "").replace("\\", "").split()) == "".join(original.split())

    outcome = site.build()
    assert not outcome.report.failed, list(outcome.report.text())
    page = site.page("/policies/2016/38396/")
    for element in (
        "000014348/2016-38396",
        "电子政务",
        "省政府办公厅",
        "2016年02月27日",
        "省人民政府办公厅关于印发2016年全省政务公开和政务服务工作要点的通知",
        "鄂政办发〔2016〕12号",
        "主题词",
    ):
        assert element in page.partition("gk-record-table")[2]
    assert "000014348/2016-38396" in (site.output / "feeds/all.xml").read_text("utf-8")
