"""What content/ holds already: a document that was taken in before is found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.known import Known, Met, keys_of, known_in
from intake.write import markdown
from tests.intake.making import FIELDS, PROSE, make_draft

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
    met = [known.find(draft.fields, "\n\n".join(draft.body)) for draft in drafts]
    assert all(one is not None and one.same for one in met)
    # Blanks at the ends of a line say nothing.
    titles = {known.titles[folder / f"{number}.md"].strip() for number in range(len(drafts))}
    assert titles == {draft.title.strip() for draft in drafts}


def test_the_index_number_leads_before_all_else() -> None:
    """Then the old address, the paper, the title with its days; number, title and text alone come last."""
    fields = FIELDS | {"旧址": ["http://a.example/1", "/2"]}
    words = [key[0] for key in keys_of(fields, PROSE * 3)]
    assert words == ["索引号", "旧址", "旧址", "纸面", "名称", "文号", "标题", "正文"]
    assert [key[0] for key in keys_of({"名称": "甲"}, "短。")] == ["名称", "标题"]


def test_a_document_is_found_again_after_a_person_has_completed_it() -> None:
    """What its paper says of itself stays: title, number, day of issue."""
    known, paper = Known(), {"名称": "甲", "文号": "乙", "发文日期": "2016-03-05"}
    known.add(Path("a.md"), {**paper, "索引号": "990000017/2016-00042", "发布日期": "2016-03-07"}, "")
    assert known.find({**paper, "发布日期": "2016-03-05"}, "") == Met(Path("a.md"), "纸面", same=True)
    assert known.find({**paper, "索引号": "990000017/2016-00043"}, "") is None
    assert known.find({**paper, "文号": "丙", "发文日期": "2016-03-06"}, "") is None
    assert known.find({**paper, "发文日期": "2016-03-06"}, "") is None
    known.add(Path("b.md"), {"名称": "通告", "发布日期": "2016-03-07"}, "")
    assert known.find({"名称": "通告"}, "") is None
    assert known.find({"名称": "通告", "发布日期": "2016-03-08"}, "") is None


LONG = [f"第{number}条 各地要把第{number}件事办好，明确责任，抓好落实。" for number in range(1, 11)]
OLD_PAGE = {"名称": "关于一件事的通知", "旧址": ["http://a.example/t1.html"]}
WORD = {"名称": "关于一件事的通知"}


@pytest.mark.parametrize("fields", [OLD_PAGE, WORD, FIELDS, WORD | {"文号": "示政发〔2016〕42号"}])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"索引号": "990000017/2016-00042", "发布日期": "2016-03-06 09:00"},
        {"名称": "示例省人民政府关于一件事的通知"},
        {"名称": "示例省人民政府关于一件事的通知", "索引号": "990000017/2016-00042", "发布日期": "2016-03-06 09:00"},
    ],
)
def test_no_document_is_new_after_people_have_worked(
    tmp_path: Path, fields: dict[str, object], changes: dict[str, object]
) -> None:
    """Whatever was filled in or put right, the site named or not."""
    draft = make_draft(**(dict.fromkeys(FIELDS) | fields | changes))
    draft.body = LONG
    known = known_from(tmp_path / "moved", markdown(draft))
    unnamed = {label: value for label, value in fields.items() if label != "旧址"}
    for told in (fields, unnamed, unnamed | {"旧址": ["http://b.example/t1.html"]}):
        met = known.find(told, "\n\n".join(LONG))
        assert met is not None and met.same


@pytest.mark.parametrize(
    "fields", [OLD_PAGE, FIELDS, {"名称": "通告", "发布日期": "2016-03-06"}, {"名称": "通告", "文号": "乙"}, {"名称": "通告"}]
)
def test_another_text_is_another_document(tmp_path: Path, fields: dict[str, object]) -> None:
    """A few changes of an editor make none; two pages of one article are two."""
    draft = make_draft(**(dict.fromkeys(FIELDS) | fields))
    draft.body = [f"## {LONG[0]}", *(f"改：{line}" for line in LONG[1:4]), *LONG[4:], "编辑补的一句。"]
    known = known_from(tmp_path, markdown(draft))
    same = known.find(fields, "\n\n".join(LONG))
    other = known.find(fields, "\n\n".join(f"又{line}" for line in LONG))
    assert same is not None and same.same
    assert other is not None and not other.same and other.path == same.path


def test_the_same_words_under_another_number_are_another_document(tmp_path: Path) -> None:
    """Nor does a title of its own and a day of its own make one of two."""
    draft = make_draft()
    draft.body = LONG
    known = known_from(tmp_path, markdown(draft))
    text = "\n\n".join(LONG)
    assert known.find({"名称": "关于另一件事的通知", "文号": "示政发〔2016〕43号"}, text) is None
    assert known.find({"名称": "关于一件事的通知", "索引号": "990000017/2016-00043"}, text) is None


def test_two_texts_of_one_run_under_one_title_are_two_documents() -> None:
    """Two notices of a day may be called alike; in one run nobody has edited them."""
    known, fields = Known(), {"名称": "通告"}
    known.add(Path("a.md"), fields, "\n\n".join(LONG), fresh=True)
    assert known.find(fields, "\n\n".join(LONG)) == Met(Path("a.md"), "名称", same=True)
    assert known.find(fields, "\n\n".join(LONG[1:])) == Met(Path("a.md"), "名称", same=False)
    assert known.find({"名称": "公告"}, "\n\n".join(LONG)) is None


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
    assert known.find(FIELDS, "") == Met(tmp_path / "1.md", "索引号", same=True)


def test_what_editors_write_is_known(tmp_path: Path) -> None:
    """In any order, quoted, as a list or one address."""
    text = "---\n旧址: http://a.example/1\n作者: {甲: [}\n名称: '甲：乙'\n---\n正文\n---\n索引号: 9\n"
    known = known_from(tmp_path / "2016", text)
    assert known.find({"旧址": ["http://a.example/1"]}, "") == Met(tmp_path / "2016/0.md", "旧址", same=True)
    assert known_from(tmp_path / "2017", "---\n旧址:\n- /1\n- /2\n---\n").find({"旧址": ["/2"]}, "")
    assert known.titles == {tmp_path / "2016/0.md": "甲：乙"}


def test_links_and_other_files_are_no_documents(tmp_path: Path) -> None:
    """Nor is a folder that is called like one."""
    (tmp_path / "outside.md").write_text(markdown(make_draft()), "utf-8")
    (tmp_path / "in/a.md").mkdir(parents=True)
    (tmp_path / "in/b.md").symlink_to(tmp_path / "outside.md")
    (tmp_path / "in/c.txt").write_text(markdown(make_draft()), "utf-8")
    assert known_in(tmp_path / "in").titles == {}
    assert known_in(tmp_path / "nowhere").titles == {}
