"""What changed between two texts: articles and characters, bounded, nothing lost."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from plugins.amended import differences
from plugins.amended.articles import Article, articles_of, split
from plugins.amended.differences import Change, Deed, Sort, changes, characters, paragraphs

SIGNS = "甲乙，。\n1２3%"


def article(number: str, text: str) -> Article:
    """第…条."""
    return Article(f"第{number}条", text)


def told(found: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    """What became of each article: old and new number."""
    return [(one.sort.value, one.old.mark if one.old else "", one.new.mark if one.new else "") for one in found]


def marked(old: str, new: str) -> str:
    """A text with [deleted] and {inserted} characters."""
    frames = {Deed.KEPT: "{}", Deed.DELETED: "[{}]", Deed.INSERTED: "{{{}}}"}
    return "".join(frames[piece.deed].format(piece.text) for piece in characters(old, new))


def test_a_text_is_split_at_its_articles() -> None:
    """第…条之一 too; chapters stand by themselves; what comes before the first article is left out."""
    paragraphs = ["各市人民政府：", "第一章　总　则", "第一条　为了规范，制定本办法。"]
    paragraphs += ["第一条之一 另有规定的，", "从其规定。", "第二条：自公布之日起施行。"]
    assert split(paragraphs) == (
        Article("第一章", "总则"),
        Article("第一条", "为了规范，制定本办法。"),
        Article("第一条之一", "另有规定的，\n从其规定。"),
        Article("第二条", "自公布之日起施行。"),
    )
    assert split(["第一款不变。", "其余照旧。"]) == (Article("", "第一款不变。"), Article("", "其余照旧。"))


def test_the_articles_of_a_document_stand_below_their_heading() -> None:
    """To the next heading of that level; a row of a table is a line; entities are read."""
    html = (
        '<p>第九条　不在其内。</p>\n<h2 id="s1">办法</h2>\n<h3>第一章　总则</h3>\n<p>第一条　甲&amp;乙：</p>\n'
        "<table><tr>\n<td>高龄</td>\n<td>120元</td>\n</tr></table>\n<h2>附表</h2><p>第二条　也不在其内。</p>"
    )
    assert articles_of(html, "办法") == (Article("第一章", "总则"), Article("第一条", "甲&乙：\n高龄　120元"))
    assert [one.mark for one in articles_of(html, "")] == ["第九条", "第一章", "第一条", "第二条"]


def test_articles_are_brought_together_in_their_order() -> None:
    """Added, removed, changed, renumbered."""
    old = [article("一", "制定本办法。"), article("二", "由县级民政部门负责审核。"), article("三", "废话一句。")]
    old.append(article("四", "自公布之日起施行。"))
    new = [
        article("一", "制定本办法。"),
        article("二", "新增的一条与众不同。"),
        article("三", "由乡镇人民政府和县级民政部门负责审核。"),
        article("四", "自公布之日起施行。"),
    ]
    found = changes(old, new)
    assert told(found) == [
        ("same", "第一条", "第一条"),
        ("added", "", "第二条"),
        ("changed", "第二条", "第三条"),
        ("removed", "第三条", ""),
        ("same", "第四条", "第四条"),
    ]
    assert [one.renumbered for one in found] == [False, False, True, False, False]


def test_an_article_that_was_moved_stands_where_it_is_now() -> None:
    """In the same words under another number; what is too short to be its own goes and comes."""
    moved, short = "违反本办法的，依法处理。", "同上。"
    stays = [article(number, f"负责第{number}类工作的单位应当按时报送。") for number in ("三", "四", "五")]
    old = [article("一", moved), article("二", short), *stays]
    new = [*stays, article("六", moved), article("七", short)]
    assert told(whole(old, new)) == [
        ("removed", "第二条", ""),
        *(("same", one.mark, one.mark) for one in stays),
        ("moved", "第一条", "第六条"),
        ("added", "", "第七条"),
    ]


def test_paragraphs_are_compared_with_those_they_are_like() -> None:
    """A row of a table that takes the place of a sentence is not spelled out of its characters."""
    old = "补贴按下列标准发放：\n高龄的，每人每月100元；\n失能的，每人每月200元。"
    new = "补贴按下列标准按月发放：\n年龄　标准\n失能的，每人每月260元。"
    shown = [[(piece.deed.value, piece.text) for piece in one] for one in paragraphs(old, new)]
    assert shown == [
        [("kept", "补贴按下列标准"), ("inserted", "按月"), ("kept", "发放：")],
        [("deleted", "高龄的，每人每月100元；")],
        [("inserted", "年龄　标准")],
        [("kept", "失能的，每人每月"), ("deleted", "200"), ("inserted", "260"), ("kept", "元。")],
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("在5个工作日内", "在3个工作日内", "在[5]{3}个工作日内"),
        ("每月120元", "每月150元", "每月[120]{150}元"),
        ("提出。由他人代办", "提出。居住在省外的除外。由他人代办", "提出。{居住在省外的除外。}由他人代办"),
        ("甲乙丙丁", "戊乙己丁", "[甲乙丙]{戊乙己}丁"),
        ("不变", "不变", "不变"),
        ("", "新增", "{新增}"),
    ],
)
def test_characters_are_marked_so_that_they_can_be_read(old: str, new: str, shown: str) -> None:
    """A number is one sign; a single character between two changes goes with them; a change ends with its stop."""
    assert marked(old, new) == shown


def test_nothing_is_lost_in_random_texts() -> None:
    """Kept and deleted is the old text, kept and inserted the new one; each article stands there once."""
    chance = random.Random(3)
    for _ in range(300):
        old, new = (
            [article("一", "".join(chance.choices(SIGNS, k=chance.randrange(12)))) for _ in range(chance.randrange(7))]
            for _ in range(2)
        )
        whole(old, new)


def whole(old: list[Article] | tuple[Article, ...], new: list[Article] | tuple[Article, ...]) -> tuple[Change, ...]:
    """The changes, after it is seen that they hold both texts."""
    found = changes(old, new)
    moved = [one.old for one in found if one.sort is Sort.MOVED]
    assert [one.old for one in found if one.old and one.old not in moved] == [one for one in old if one not in moved]
    assert [one.new for one in found if one.new] == list(new)
    for one in found:
        if one.sort is Sort.CHANGED and one.old and one.new:
            assert without(Deed.INSERTED, one) == lines(one.old)
            assert without(Deed.DELETED, one) == lines(one.new)
    return found


def without(deed: Deed, change: Change) -> list[str]:
    """The paragraphs of a change without what was inserted or deleted."""
    told = ("".join(piece.text for piece in paragraph if piece.deed is not deed) for paragraph in change.paragraphs)
    return [text for text in told if text]


def lines(one: Article) -> list[str]:
    """Its paragraphs."""
    return [line for line in one.text.split("\n") if line]


def test_beyond_the_bounds_numbers_and_clauses_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of a hostile text stays small, and still nothing is lost."""
    monkeypatch.setattr(differences, "PAIRS", 3)
    monkeypatch.setattr(differences, "STEPS", 20)
    old = [article("一", "甲乙丙丁，戊己庚辛。"), article("二", "子丑寅卯。")]
    new = [article("一", "子丑寅辰，戊己庚辛。"), article("三", "子丑寅卯辰。")]
    found = whole(old, new)
    assert told(found) == [("changed", "第一条", "第一条"), ("removed", "第二条", ""), ("added", "", "第三条")]
    assert [[piece.text for piece in one] for one in found[0].paragraphs] == [["甲乙丙丁，", "子丑寅辰，", "戊己庚辛。"]]


def test_long_texts_that_have_nothing_in_common_end() -> None:
    """A thousand articles a side; one article of a hundred thousand characters."""
    old = [article("一", f"甲{number}") for number in range(1000)]
    new = [article("二", f"乙{number}") for number in range(1000)]
    assert len(whole(old, new)) == 2000
    assert whole([article("一", "甲乙" * 50_000)], [article("一", "乙丙" * 50_000)])


def test_every_real_pair_of_texts_gives_a_sensible_difference(corpus: Path) -> None:
    """36 laws and regulations with a later text of the same name: both texts whole; one chapter heading is broken in two."""
    folder = corpus / "laws-md"
    with (folder / "relations.csv").open(encoding="utf-8") as file:
        pairs = [(row["to_file"], row["from_file"]) for row in csv.DictReader(file) if row["relation"] == "supersedes"]
    assert len(pairs) == 36
    kept, unmarked = 0, list[str]()
    for old_file, new_file in pairs:
        old, new = _law(folder / old_file), _law(folder / new_file)
        found = whole(old, new)
        unmarked += (one.text for one in (*old, *new) if not one.mark)
        together = sum(one.old is not None and one.new is not None for one in found)
        assert together, new_file
        kept += together
    assert unmarked == ["地方性法规的程序"]
    assert kept >= 1500


def _law(file: Path) -> tuple[Article, ...]:
    lines = (line.strip("# \u3000\u200b") for line in file.read_text("utf-8").partition("<!-- INFO END -->")[2].split("\n"))
    return split([line for line in lines if line])
