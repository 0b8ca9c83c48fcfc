"""Editions as pages of the engine: made where their text changed, the same again, and left out where a machine cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest

from pelicanconf import SITE
from plugins.catalog.editions import Edition
from plugins.editions import equipment, typesetter
from plugins.editions.equipment import Machine, this_machine
from plugins.editions.faces import FACES, FANG, WIDEST, lacking, missing
from plugins.editions.read import COMMON, SYMBOLS
from plugins.editions.typesetter import CONFIGURATION, typeset
from publish.pdf_words import pdf_words
from tests.conftest import ROOT, Site, write_document
from tests.plugins.editions.conftest import FILES

ENDINGS = (".pdf", ".epub", "reading/index.html")
SMALL = {path: text for path, text in FILES.items() if "/paper" not in path}
SMALL["gazettes/2026/01.md"] = SMALL["gazettes/2026/01.md"].replace("示政发〔2026〕100号, ", "")


def editions(made: object) -> set[str]:
    """The editions among some paths."""
    return {path for path in made if str(path).endswith(ENDINGS)}  # type: ignore[attr-defined]


def nowhere(monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    """A machine that lacks something to print with: neither the library nor a face can be loaded on it."""
    machine = replace(this_machine(), **changes)
    monkeypatch.setattr(equipment, "this_machine", lambda: machine)
    monkeypatch.setattr(typesetter, "_press", partial(pytest.fail, "there is nothing to print with"))


def test_a_corrected_document_remakes_its_own_editions_and_nothing_else(able: None, site: Site) -> None:
    """Its PDF, and the editions of the issues that carry it; those of others stay."""
    site.write(SMALL).build(without=())
    changed = SMALL["policies/2026/letter.md"].replace("同意办理。", "同意办理此事。")
    made = site.write({"policies/2026/letter.md": changed}).build(without=()).made
    issue = {"gazettes/2026/01/01.pdf", "gazettes/2026/01/01.epub", "gazettes/2026/01/reading/index.html"}
    assert editions(made) == {"policies/2026/letter/letter.pdf", *issue}
    assert made["policies/2026/letter/letter.pdf"] == "正文、文本校验码、标题的分行变了"


def test_a_document_published_costs_one_pdf_more(able: None, site: Site) -> None:
    """None of the others is touched, whatever lists and relations change."""
    site.write(SMALL).build(without=())
    new = write_document(
        "各市：\n\n正文。\n", 索引号="990000017/2026-00300", 文号="示政发〔2026〕300号", 依据="[示民规〔2026〕4号]"
    )
    made = site.write({"policies/2026/new.md": new}).build(without=()).made
    assert editions(made) == {"policies/2026/new/new.pdf"}


def test_the_same_texts_give_the_same_bytes(printed: Path, tmp_path: Path) -> None:
    """By several workers, in another folder, at another moment."""
    again = Site(tmp_path).write(FILES)
    again.build(without=(), workers=3, as_of="2026-12-24 18:00")
    first = {path.relative_to(printed): path.read_bytes() for path in printed.rglob("*") if str(path).endswith(ENDINGS[:2])}
    assert len(first) == 8
    assert all((again.output / path).read_bytes() == content for path, content in first.items())


def test_another_theme_that_drafts_the_same_makes_no_edition_again(able: None, site: Site, tmp_path: Path) -> None:
    """A page is made with every change of the theme, an edition only where its draft is another."""
    house = tmp_path / "house"
    shutil.copytree(ROOT / "theme", house / "theme")
    shutil.copy(ROOT / "pelicanconf.py", house)
    settings = {"settings": house / "pelicanconf.py", "without": ()}
    site.write(SMALL).build(**settings)
    base = house / "theme/templates/base.html"
    base.write_text(base.read_text("utf-8").replace("跳到正文", "跳到正文处"), "utf-8")
    made = site.build(**settings).made
    assert "policies/2026/letter/index.html" in made
    assert editions(made) == {"gazettes/2026/01/reading/index.html", "gazettes/2026/02/reading/index.html"}


def test_a_machine_without_a_face_says_so_once_and_makes_the_rest(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """No PDF with another face in its place; pages do not offer what is not there."""
    faces = {face: path for face, path in this_machine().faces.items() if face is not FANG}
    nowhere(monkeypatch, faces=faces)
    outcome = site.write(SMALL).build(without=())
    assert not outcome.report.failed
    (notice,) = outcome.notices
    assert "没有做 PDF" in notice
    assert "FandolFang-Regular.otf" in notice
    assert "texlive-lang-chinese" in notice
    assert not [path for path in site.tree() if path.endswith(".pdf")]
    assert "下载 PDF" not in site.page("/policies/2026/letter/")
    assert "下载 EPUB" in site.page("/gazettes/2026/01/")


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"versions": ()}, "weasyprint"), ({"shared": ""}, "Pango")],
)
def test_each_thing_that_is_missing_is_named_with_the_way_to_get_it(changes: dict[str, object], words: str) -> None:
    """In one sentence."""
    machine = replace(this_machine(), faces=dict.fromkeys(FACES, Path(__file__)), **changes)
    if "shared" in changes:
        machine = replace(machine, versions=(("weasyprint", "70"), ("ebooklib", "1")))
    assert Edition.PDF not in machine.editions
    assert words in machine.lack
    assert machine.lack.count("。") == 1


def test_fonts_that_come_or_go_end_a_standstill(able: None, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not possible yesterday is made today, although no text changed."""
    with monkeypatch.context() as bare:
        nowhere(bare, shared="")
        site.write(SMALL).build(without=())
    assert "policies/2026/letter/letter.pdf" in site.build(without=()).made
    nowhere(monkeypatch, shared="")
    assert "policies/2026/letter/letter.pdf" in site.build(without=()).removed


def test_a_character_that_no_face_has_leaves_the_pdf_out(able: None, site: Site) -> None:
    """A finding names it; its issue has no PDF either, but all others have."""
    letter = SMALL["policies/2026/letter.md"].replace("同意办理。", "同意\U0001f642办理。")
    outcome = site.write({**SMALL, "policies/2026/letter.md": letter}).build(without=())
    (found,) = [one for one in outcome.report if one.code == "EDN001"]
    assert (found.path, "\U0001f642" in found.message) == ("policies/2026/letter.md", True)
    assert {path for path in site.tree() if path.endswith(".pdf")} == {
        "policies/2026/order/order.pdf",
        "policies/2026/joint/joint.pdf",
        "gazettes/2026/02/02.pdf",
    }


def test_the_characters_of_names_are_there(able: None) -> None:
    """Whatever a machine has beyond the faces that are needed."""
    found = {face: path for face, path in this_machine().faces.items() if face is not WIDEST}
    assert missing("喆堃镕玥㛃䶮𠮷㎡①℃", found) == ""
    assert missing("\U0001f642", found) == "\U0001f642"
    assert missing(SYMBOLS, found) == ""


def test_what_every_wide_face_has_is_not_noted() -> None:
    """Of nearly all texts nothing is kept, so that no font is looked into."""
    assert COMMON.fullmatch("各市：\n《办法》（试行）——“一”、3.5㎡①→·".replace("㎡", "平方米"))
    assert COMMON.sub("", "喆①㎡䶮\U0001f642") == "㎡䶮\U0001f642"


def test_a_withdrawn_document_has_no_edition_any_more(able: None, site: Site) -> None:
    """The issue that carried it has a text of it no longer."""
    site.write(SMALL).build(without=())
    gone = SMALL["policies/2026/letter.md"].replace("---\n\n", "状态: 撤回\n撤回说明: 有误\n---\n\n", 1)
    outcome = site.write({"policies/2026/letter.md": gone}).build(without=())
    assert "policies/2026/letter/letter.pdf" in outcome.removed
    assert "下载 PDF" not in site.page("/policies/2026/letter/")
    printed = pdf_words((site.output / "gazettes/2026/01/01.pdf").read_bytes())
    with ZipFile(site.output / "gazettes/2026/01/01.epub") as book:
        bound = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    for text in (printed.text, bound, site.page("/gazettes/2026/01/reading/")):
        assert "来函收悉" not in text
        assert "本件已撤回：有误" in text


def test_other_programs_keep_their_fonts(able: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours are in reach only while a text is set."""
    monkeypatch.setenv(CONFIGURATION, "theirs")
    assert typeset("<title>甲</title><p>乙", {}, SITE).startswith(b"%PDF")
    assert os.environ[CONFIGURATION] == "theirs"


def test_a_preview_makes_no_edition(site: Site) -> None:
    """It is built at every save."""
    site.write(SMALL).build(without=(), drafts=True)
    assert editions(site.tree()) == set()
    assert "下载 PDF" not in site.page("/policies/2026/letter/")


def test_a_build_without_the_plugin_loads_nothing_for_it() -> None:
    """Neither the library nor the system's."""
    asked = (
        "import sys; import plugins.engine.build, plugins.editions.equipment, plugins.editions.pages;"
        "print([name for name in sys.modules if name.partition('.')[0] in ('weasyprint', 'ebooklib', 'fontTools')])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_machine_is_told_by_its_files(tmp_path: Path) -> None:
    """Another size or time of a font is another machine."""
    font = tmp_path / "a.otf"
    font.write_bytes(b"1")
    machine = Machine((), "1", {FANG: font})
    before = machine.digest
    font.write_bytes(b"12")
    assert machine.digest != before
    assert FANG not in lacking(machine.faces)
