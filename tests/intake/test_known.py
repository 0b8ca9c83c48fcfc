"""What content/ holds already: a document that was taken in before is found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.known import Known, keys_of, known_in
from intake.write import markdown
from tests.intake.making import FIELDS, make_draft

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), min_size=1, max_size=20)
IDENTITIES = st.fixed_dictionaries(
    {"名称": TEXTS},
    optional={
        "索引号": TEXTS,
        "文号": TEXTS,
        "发文日期": st.dates().map(str),
        "发布日期": st.dates().map(str),
        "旧址": st.lists(TEXTS, min_size=1, max_size=2),
    },
)


def known_from(folder: Path, *texts: str) -> Known:
    """What is known of a folder with these documents."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.md").write_text(text, "utf-8")
    return known_in(folder)


@settings(max_examples=150, deadline=None)
@given(st.lists(IDENTITIES, max_size=6))
def test_a_second_run_finds_every_document(tmp_path_factory: pytest.TempPathFactory, identities: list[dict[str, object]]) -> None:
    """Whatever its front matter holds, by what identifies it."""
    folder = tmp_path_factory.mktemp("known")
    drafts = [make_draft(**(dict.fromkeys(FIELDS) | identity)) for identity in identities]
    known = known_from(folder, *(markdown(draft) for draft in drafts))
    assert all(known.find(draft.fields, "") is not None for draft in drafts)
    assert {known.titles[folder / f"{number}.md"] for number in range(len(drafts))} == {draft.title for draft in drafts}


def test_the_index_number_identifies_before_all_else() -> None:
    """Then the old address, then title with number and dates."""
    assert list(keys_of(FIELDS)) == [("索引号", "990000017/2016-00042")]
    assert list(keys_of({"名称": "甲", "旧址": ["http://a.example/1", "/2"]})) == [("旧址", "http://a.example/1"), ("旧址", "/2")]
    assert list(keys_of({"名称": "甲", "文号": "乙", "发文日期": "丙"})) == [("名称", "甲", "乙", "丙", "")]


def test_a_document_is_found_again_after_a_person_has_completed_it() -> None:
    """What its paper says of itself stays: title, number, day of issue."""
    known, paper = Known(), {"名称": "甲", "文号": "乙", "发文日期": "2016-03-05"}
    known.add(Path("a.md"), {**paper, "索引号": "990000017/2016-00042", "发布日期": "2016-03-07"})
    assert known.find({**paper, "发布日期": "2016-03-05"}, "") == Path("a.md")
    assert known.find({**paper, "索引号": "990000017/2016-00043"}, "") is None
    assert known.find({**paper, "发文日期": "2016-03-06"}, "") is None
    known.add(Path("b.md"), {"名称": "通告", "发布日期": "2016-03-07"})
    assert known.find({"名称": "通告"}, "") is None
    assert known.find({"名称": "通告", "发布日期": "2016-03-08"}, "") is None


def test_two_texts_of_one_run_under_one_title_are_two_documents() -> None:
    """Two notices of a day may be called alike; one that lay there before is the same."""
    known, fields = Known(), {"名称": "通告"}
    known.add(Path("a.md"), fields, "digest of one")
    known.add(Path("b.md"), {"名称": "公告"})
    assert known.find(fields, "digest of one") == Path("a.md")
    assert known.find(fields, "digest of another") is None
    assert known.find({"名称": "公告"}, "digest of another") == Path("b.md")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "正文。",
        "---\n名称: 甲",
        "---\n名称: [甲\n---\n",
        "---\n- 甲\n---\n",
        "---\n: :\n---\n",
        "---\n名称: *甲\n---\n",
        "\ufeff---\n名称: 甲\n---\n",
        "---\n名称: !!python/object:os.system 甲\n---\n",
    ],
)
def test_a_document_that_cannot_be_read_stops_nothing(tmp_path: Path, text: str) -> None:
    """That is the business of the check."""
    known = known_from(tmp_path, text, markdown(make_draft()))
    assert known.find(FIELDS, "") == tmp_path / "1.md"


def test_what_editors_write_is_known(tmp_path: Path) -> None:
    """In any order, quoted, as a list or one address."""
    text = "---\n旧址: http://a.example/1\n作者: {甲: [}\n名称: '甲：乙'\n---\n正文\n---\n索引号: 9\n"
    known = known_from(tmp_path / "2016", text)
    assert known.find({"旧址": ["http://a.example/1"]}, "") == tmp_path / "2016/0.md"
    assert known.titles == {tmp_path / "2016/0.md": "甲：乙"}


def test_links_and_other_files_are_no_documents(tmp_path: Path) -> None:
    """Nor is a folder that is called like one."""
    (tmp_path / "outside.md").write_text(markdown(make_draft()), "utf-8")
    (tmp_path / "in/a.md").mkdir(parents=True)
    (tmp_path / "in/b.md").symlink_to(tmp_path / "outside.md")
    (tmp_path / "in/c.txt").write_text(markdown(make_draft()), "utf-8")
    assert known_in(tmp_path / "in").titles == {}
    assert known_in(tmp_path / "nowhere").titles == {}
