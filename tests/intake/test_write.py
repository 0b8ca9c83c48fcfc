"""From a draft to files under content/: never over an existing one, never half, never elsewhere."""

from __future__ import annotations

import errno
from dataclasses import replace
from html import escape as html_escape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import write as writing
from intake.draft import Draft
from intake.known import Known, known_in
from intake.reading import Brought, Refused
from intake.write import Shelf, markdown, shelf_of, write
from plugins.catalog import whole
from plugins.catalog.addresses import RESERVED_PAGE
from plugins.catalog.parse import parse
from plugins.catalog.record import rows
from plugins.catalog.terms import Kind
from plugins.engine.body import make_body
from plugins.engine.frontmatter import read_block, split
from tests.intake.making import blocks_in, make_draft, make_shelf

PATH = "policies/2016/a.md"
MARKS = st.sampled_from(list(":：#[]{}'\"&*!|>%@`,-?~=\\ 〔〕（）《》0123456789甲乙nulltrue"))
VALUES = st.text(MARKS | st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), min_size=1, max_size=40)
ONE_LINE = VALUES.map(lambda text: " ".join(text.split())).filter(bool)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def with_files(body: str, *files: Brought, **changes: object) -> Draft:
    """A draft that brings files."""
    return replace(make_draft(body, **changes), files=list(files))


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["名称", "索引号", "发布机构", "内容概述", "文种"]), ONE_LINE),
    st.dictionaries(st.sampled_from(["分类", "主题词", "旧址"]), st.lists(ONE_LINE, min_size=1, max_size=3)),
)
def test_front_matter_reads_back_whatever_it_holds(texts: dict[str, str], lists: dict[str, list[str]]) -> None:
    """Through the engine's own reader, without a word from it."""
    fields = {**texts, **lists, "原载": {"日期": "2016-03-05", "网址": texts.get("名称", "http://a.example/")}}
    text = markdown(Draft(fields, ["正文。", "---", "尾"]))
    parts = split(text, PATH)
    block, findings = read_block(parts.block, PATH)
    assert (dict(block.values), findings) == (fields, [])
    assert parts.body.strip() == "正文。\n\n---\n\n尾"


def test_dates_and_numbers_need_no_quotes_and_are_read_as_what_they_are() -> None:
    """As an editor would have typed them."""
    text = markdown(make_draft())
    assert "发文日期: 2016-03-05\n" in text
    assert "索引号: 990000017/2016-00042\n" in text
    parsed = parse(read_block(split(text, PATH).block, PATH)[0], PATH, Kind.POLICY)
    assert (parsed.findings, parsed.record.issued_on.isoformat()) == ((), "2016-03-05")


def test_a_document_goes_into_its_year_under_its_serial(tmp_path: Path) -> None:
    """Of publication; without one under the name of its source, its number, or a digest."""
    shelf, known = make_shelf(tmp_path), Known()
    numbered = write(make_draft(), "源", shelf, known)
    named = write(make_draft(索引号=None, 名称="又一件事", 发布日期="2017-01-02 09:00"), "t1_2", shelf, known)
    by_number = write(make_draft(索引号=None, 文号="示政发〔2016〕7号", 名称="再一件事"), "中文 名", shelf, known)
    unnamed = write(make_draft(索引号=None, 名称="另一件事", 文号=None, 发布日期=None), "中文 名", shelf, known)
    assert numbered.path == shelf.folder / "2016/00042.md"
    assert named.path == shelf.folder / "2017/t1_2.md"
    assert by_number.path == shelf.folder / "2016/2016-007.md"
    assert unnamed.path.parent.name == "2016"
    assert unnamed.path.stem.isascii()
    assert all(one.new for one in (numbered, named, by_number, unnamed))


@pytest.mark.parametrize("stem", ["index", "INDEX", "feed", "page-2", "..", "", "-a", "a/b", "a\\b", "a b", "甲", "a%2e", "a#b"])
def test_a_name_that_can_be_no_address_is_not_used(tmp_path: Path, stem: str) -> None:
    """The portal's own, what is not ASCII, what would leave the folder."""
    path = write(make_draft(索引号=None, 文号=None), stem, make_shelf(tmp_path), Known()).path
    assert path.parent == tmp_path / "content/policies/2016"
    assert path.stem != stem
    assert path.stem.isalnum()


@settings(max_examples=100, deadline=None)
@given(ONE_LINE, ONE_LINE, ONE_LINE, st.text(max_size=30))
def test_no_name_leads_out_of_content(stem: str, number: str, published: str, name: str) -> None:
    """Neither a document's nor a file's, whatever the source says."""
    with TemporaryDirectory() as folder:
        draft = with_files("![](intake:0)", Brought(f"{name}.png", b"1"), Brought(name, b"2"), 索引号=number, 发布日期=published)
        write(draft, stem, make_shelf(Path(folder)), Known())
        files = files_in(Path(folder))
        assert len(files) == 3
        assert all(name.startswith(("content/policies/", "content/media/")) for name in files)
        assert not any(part in ("..", "") or part.startswith(".") for name in files for part in name.split("/"))


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    """A second run adds nothing and says so."""
    shelf = make_shelf(tmp_path)
    first = write(make_draft(), "a", shelf, Known())
    changed = first.path.read_text("utf-8") + "编辑补的一句。\n"
    first.path.write_text(changed, "utf-8")
    before = files_in(tmp_path)
    second = write(make_draft(), "a", shelf, known_in(shelf.folder))
    assert (second.path, second.new) == (first.path, False)
    assert files_in(tmp_path) == before


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            make_draft,
            st.sampled_from(["一。", "二。"]),
            索引号=st.sampled_from([None, "990000017/2016-00042", "990000017/2016-00043"]),
            名称=st.just("通告"),
            文号=st.sampled_from([None, "示政发〔2016〕42号"]),
            发布日期=st.sampled_from(["2016-03-06", "2017-03-06"]),
        ),
        max_size=6,
    )
)
def test_a_second_run_adds_nothing(drafts: list[Draft]) -> None:
    """Whatever the documents share; what was refused is refused again."""
    with TemporaryDirectory() as folder:
        shelf = make_shelf(Path(folder))
        shelf.folder.mkdir(parents=True)
        fates(drafts, shelf, Known())
        before = files_in(Path(folder))
        again = fates(drafts, shelf, known_in(shelf.folder))
        assert files_in(Path(folder)) == before
        assert True not in again


def fates(drafts: list[Draft], shelf: Shelf, known: Known) -> list[bool | None]:
    """Whether each draft is new; None where it is refused."""
    new = list[bool | None]()
    for draft in drafts:
        try:
            new.append(write(replace(draft, fields={**draft.fields}, findings=[]), "a", shelf, known).new)
        except Refused:
            new.append(None)
    return new


def test_two_documents_of_one_serial_lie_side_by_side(tmp_path: Path) -> None:
    """Two organs may have given the same number; a third of the year before does not meet them."""
    shelf, known = make_shelf(tmp_path), Known()
    numbers = ("990000017/2016-00042", "990000025/2016-00042", "990000033/2016-00042")
    paths = [write(make_draft(索引号=number, 文号=None), "a", shelf, known).path for number in numbers]
    assert len({*paths}) == 3
    assert paths[0].name == "00042.md"
    assert all(path.name.startswith("00042-") and path.is_file() for path in paths[1:])


def test_the_index_number_of_another_document_is_refused(tmp_path: Path) -> None:
    """Naming both; spaces in a title make no other."""
    shelf, known = make_shelf(tmp_path), Known()
    write(make_draft(), "a", shelf, known)
    with pytest.raises(Refused, match=r"990000017/2016-00042 已经用于 content/policies/2016/00042\.md：“关于一件事的通知”"):
        write(make_draft(名称="关于另一件事的通知"), "b", shelf, known)
    assert not write(make_draft(名称="关于一件 事的通知"), "c", shelf, known).new
    assert len(files_in(tmp_path)) == 1


def test_no_digest_makes_a_name_that_the_portal_needs(tmp_path: Path) -> None:
    """`page-` and a digest of digits only would be the address of a list."""
    shelf, known = make_shelf(tmp_path), Known()
    for number in range(60):
        write(make_draft(f"{number}。", 名称=f"第{number}件", 索引号=None, 文号=None), "page", shelf, known)
    names = [path.stem for path in shelf.folder.rglob("*.md")]
    assert len(names) == 60 and not any(RESERVED_PAGE.fullmatch(name) for name in names)


def test_another_text_under_one_index_number_is_refused(tmp_path: Path) -> None:
    """Two pages of one article; the first stays."""
    shelf, known = make_shelf(tmp_path), Known()
    write(make_draft("第一页。"), "a", shelf, known)
    with pytest.raises(Refused, match="已经用于"):
        write(make_draft("第二页。"), "b", shelf, known_in(shelf.folder))


@pytest.mark.parametrize("again", [False, True])
def test_another_text_of_one_title_and_day_is_a_draft(tmp_path: Path, again: bool) -> None:
    """It names the other; in the same run and in a later one."""
    shelf, known = make_shelf(tmp_path), Known()
    first, second = (make_draft(text, 索引号=None, 文号=None) for text in ("一。", "二。"))
    write(first, "a", shelf, known)
    written = write(second, "b", shelf, known_in(shelf.folder) if again else known)
    assert written.new and "状态: 草稿" in written.path.read_text("utf-8")
    assert [(one.code, "content/policies/2016/a.md" in one.message) for one in second.findings] == [("ITK093", True)]


@pytest.mark.parametrize(("title", "draft"), [("关于另一件事的通知", False), ("关于一件事的通知", True)])
def test_an_address_has_one_document(tmp_path: Path, title: str, draft: bool) -> None:
    """The fault of a system that writes one address on every page loses no page; another page of one article waits."""
    shelf, known, own = make_shelf(tmp_path), Known(), {"索引号": None, "文号": None, "旧址": ["http://a.example/list/"]}
    write(make_draft("一。", **own), "a", shelf, known)
    second = make_draft("二。", **own | {"名称": title, "发文日期": "2016-04-05"})
    text = write(second, "b", shelf, known).path.read_text("utf-8")
    assert ("旧址" in text, "状态: 草稿" in text) == (False, draft)
    assert [one.code for one in second.findings] == ["ITK094", "ITK093"][: 1 + draft]
    known = known_in(shelf.folder)
    for body, changes in (("一。", {}), ("二。", {"名称": title, "发文日期": "2016-04-05"})):
        assert not write(make_draft(body, **own | changes), "c", shelf, known).new


def test_a_second_document_of_one_number_is_a_draft(tmp_path: Path) -> None:
    """A person must say which of them stands."""
    shelf, known = make_shelf(tmp_path), Known()
    write(make_draft(), "a", shelf, known)
    second = make_draft(索引号="990000017/2016-00043", 名称="关于一件事的通知（修订）")
    assert "状态: 草稿" in write(second, "b", shelf, known).path.read_text("utf-8")
    assert [finding.code for finding in second.findings] == ["ITK092"]


def test_a_dry_run_writes_nothing_at_all(tmp_path: Path) -> None:
    """Not even a folder; it tells the same places."""
    drafts = [with_files("![](intake:0)", Brought("a.png", b"1")), make_draft(索引号="990000025/2016-00042", 文号=None)]
    shelf = make_shelf(tmp_path / "dry")
    known = Known()
    dry = [write(draft, "a", shelf, known, dry_run=True) for draft in drafts]
    assert not (tmp_path / "dry").exists()
    shelf, known = make_shelf(tmp_path / "wet"), Known()
    wet = [write(draft, "a", shelf, known) for draft in drafts]
    assert [one.path.name[:6] for one in dry] == [one.path.name[:6] for one in wet]
    assert [one.path.relative_to(tmp_path / "dry") for one in dry] == [one.path.relative_to(tmp_path / "wet") for one in wet]


def test_files_come_along_and_are_linked_from_where_the_document_lies(tmp_path: Path) -> None:
    """In Markdown and in tables of HTML; a text that only looks like a link is none."""
    table = '<table><tr><td><img src="intake:0" alt=""></td></tr></table>'
    body = f"[附件](intake:1) ![](intake:0)\n\n{table}\n\n\\](intake:0) [甲](intake:9)"
    draft = with_files(body, Brought("图 1.PNG", b"1"), Brought("附 件#1%（试行）.docx", b"2"))
    shelf = make_shelf(tmp_path)
    path = write(draft, "a", shelf, Known()).path
    text = path.read_text("utf-8")
    pictures = sorted((shelf.content / "media/2016").iterdir())
    assert [one.read_bytes() for one in pictures] == [b"1", b"2"]
    assert all(not {*one.name} & {*" #%"} for one in pictures)
    assert pictures[0].stem.isascii()
    assert f"](../../media/2016/{pictures[0].name})" in text
    assert f'src="../../media/2016/{pictures[0].name}"' in text
    assert "\\](intake:0)" in text
    html = BeautifulSoup(make_body(text.split("---\n")[2], "policies/2016/00042.md").html, "html.parser")
    assert {one["src"] for one in html.find_all("img")} == {f"gk:media/2016/{pictures[0].name}"}
    assert html.find("a")["href"] == f"gk:media/2016/{pictures[1].name}"


@pytest.mark.parametrize(
    "text", ["](intake:0)", 'src="intake:0"', '<img src="intake:0" alt="">', "![甲](intake:0)", "[甲](intake:0)"]
)
def test_words_that_look_like_a_target_stay_words(tmp_path: Path, text: str) -> None:
    """Of a paragraph, a cell, a title."""
    told = html_escape(text)
    html = f"<p>{told}</p><table><tr><td>{told}</td><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>"
    html += f"<table><tr><td colspan='2'>{told}</td></tr><tr><td>2</td><td>3</td></tr></table>"
    body = "\n\n".join(block.markdown for block in blocks_in(html))
    path = write(with_files(body, Brought("a.png", b"1"), 名称=text), "a", make_shelf(tmp_path), Known()).path
    written = path.read_text("utf-8")
    assert "media/" not in written
    assert written.count("intake:0") == 4


def test_files_of_one_name_do_not_meet(tmp_path: Path) -> None:
    """The same bytes are one file, others lie beside it."""
    shelf, known = make_shelf(tmp_path), Known()
    for number, content in enumerate((b"1", b"2", b"1")):
        draft = with_files("[甲](intake:0)", Brought("表.docx", content), 索引号=None, 名称=f"第{number}件", 文号=None)
        write(draft, "a", shelf, known)
    files = files_in(shelf.content / "media")
    assert sorted(files.values()) == [b"1", b"2"]
    assert files["2016/表.docx"] == b"1"


@pytest.mark.parametrize("name", ["", ".", "..", "../../x", "/etc/passwd", ".png", "a/b.png", f"{'长' * 200}.png", "\0.png"])
def test_a_brought_file_lies_under_media_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """And its name fits on a disk."""
    shelf = make_shelf(tmp_path)
    write(with_files("[甲](intake:0)", Brought(name, b"1")), "a", shelf, Known())
    (path,) = (path for path in (shelf.content / "media").rglob("*") if path.is_file())
    assert path.parent == shelf.content / "media/2016"
    assert not path.name.startswith(".")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves no half of it, and no trace."""

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole.os, "link", full)
    with pytest.raises(OSError, match="No space"):
        write(make_draft(), "a", make_shelf(tmp_path), Known())
    assert files_in(tmp_path) == {}


def test_a_disk_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A USB stick; there too nothing is written over."""

    def unable(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(whole.os, "link", unable)
    written = write(make_draft(), "a", make_shelf(tmp_path), Known())
    assert list(files_in(tmp_path)) == ["content/policies/2016/00042.md"]
    with pytest.raises(FileExistsError):
        whole.write_new(written.path, b"")
    assert "正文。" in written.path.read_text("utf-8")


@pytest.mark.parametrize(
    ("into", "kind", "by_year"),
    [
        ("content/policies", Kind.POLICY, True),
        ("content/policies/2016", Kind.POLICY, False),
        ("content/news/", Kind.NEWS, True),
        ("content/pages", Kind.PAGE, False),
        ("elsewhere/content/policies", Kind.POLICY, True),
        ("content/../content/policies", Kind.POLICY, True),
    ],
)
def test_a_shelf_is_a_column_of_a_portal(tmp_path: Path, into: str, kind: Kind, by_year: bool) -> None:
    """With its years, or one of them."""
    shelf, found = shelf_of(tmp_path / into, tmp_path / "content")
    assert (found, shelf.by_year) == (kind, by_year)
    assert shelf.folder == (tmp_path / into).resolve()
    assert shelf.folder.is_relative_to(shelf.content)


@pytest.mark.parametrize("into", ["elsewhere", "content", "content/nothing", "content/media", "content/../policies", "."])
def test_a_folder_outside_the_columns_is_refused(tmp_path: Path, into: str) -> None:
    """Documents go where the portal will find them."""
    with pytest.raises(ValueError, match="--into 须是 content/ 之下的栏目文件夹"):
        shelf_of(tmp_path / into, tmp_path / "content")


def test_a_file_is_no_shelf(tmp_path: Path) -> None:
    """Nor is a folder below one."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/policies").write_text("", "utf-8")
    with pytest.raises(ValueError, match="是一个文件"):
        shelf_of(tmp_path / "content/policies/2016", tmp_path / "content")


def test_a_document_without_a_year_goes_into_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new document has neither date yet."""

    class Clock(writing.datetime):
        @classmethod
        def now(cls, zone=None):  # type: ignore[no-untyped-def]
            return cls(2026, 11, 20, tzinfo=zone)

    monkeypatch.setattr(writing, "datetime", Clock)
    draft = make_draft(发布日期=None, 发文日期=None)
    assert write(draft, "a", make_shelf(tmp_path), Known()).path.parent.name == "2026"


def test_a_shelf_without_years_takes_all(tmp_path: Path) -> None:
    """Pages, and a year that was named."""
    shelf = Shelf(tmp_path / "content", tmp_path / "content/policies/2001", by_year=False)
    assert write(make_draft(), "a", shelf, Known()).path.parent.name == "2001"


def test_the_fields_have_the_names_of_the_official_block() -> None:
    """What a draft can hold, the portal can read."""
    assert {*make_draft().fields} <= {row.label for row in rows().values()}
