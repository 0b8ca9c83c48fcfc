"""Words in boxes that cannot grow."""

from __future__ import annotations

from unicodedata import category

import pytest

from plugins.frame.lettering import ROWS, lines_of, titles_apart, width

LONG = (
    "进一步做好2026届高校毕业生等青年就业创业工作有关补贴政策落实和经办服务事项和其他各项有关的各种工作的暂行办法",
    "WORKING GROUP PLAN MANAGEMENT INFORMATION SECURITY ARCHITECTURE FOR TRANSFORMATION",
    "W" * 90,
    "示" * 300,
    "关于印发通知的通知" * 30_000,
    "བོད་ལྗོངས་རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང་གི་ཡིག་ཆ་བཀའ་རྒྱ" * 2,
    "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠢᠴᠢᠭ ᠦᠨ ᠠᠵᠢᠯ ᠤᠨ ᠳᠦᠷᠢᠮ" * 3,
    "e\u0301" * 80,
    "《" * 70,
    "甲（" * 40,
)


@pytest.mark.parametrize("letters", [8, 16, 20])
@pytest.mark.parametrize("title", LONG)
def test_no_line_is_wider_than_its_box(title: str, letters: int) -> None:
    """Whatever the title is made of; no mark stands without its letter."""
    lines = lines_of(title, letters)
    assert 1 <= len(lines) <= ROWS
    assert all(line and width(line) <= letters for line in lines)
    assert all(category(part[0])[0] != "M" for line in lines for part in line.split("…") if part)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("示例省节约用水办法", ("示例省节约用水办法",)),
        ("示例省人民政府公报（2026年第2期）", ("示例省人民政府公报", "（2026年第2期）")),
        ("修改《示例省困难老年人养老服务补贴办法》", ("修改《示例省困难老年人养老服务", "补贴办法》")),
        ("落实情况（第19期）：各地各部门学习贯彻情况综述", ("落实情况（第19期）：", "各地各部门学习贯彻情况综述")),
        (
            "《示例省优化营商环境行动方案（2026—2028年）》新闻发布会实录",
            ("《示例省优化营商环境行动方案", "（2026—2028年）》", "新闻发布会实录"),
        ),
    ],
)
def test_a_line_breaks_where_a_reader_would(title: str, lines: tuple[str, ...]) -> None:
    """Behind a clause, before a bracket, never within a figure or the last words of a title."""
    assert lines_of(title, 16) == lines


def test_a_long_title_loses_its_middle() -> None:
    """Its last clause is kept, and no bracket stands without its fellow."""
    title = "《示例省进一步加强和改进全省各级各类学校食堂食品安全和营养健康管理工作的暂行办法》解读：谁来管、怎么管"
    shown = "".join(lines_of(title, 16))
    assert shown.startswith("《示例省进一步加强和改进")
    assert shown.endswith("…》解读：谁来管、怎么管")
    assert shown.count("《") == shown.count("》") == 1
    assert "".join(lines_of("示例省人民政府令第412号", 9, 1)) == "示例省人民…412号"


def test_titles_that_would_look_the_same_keep_what_tells_them_apart() -> None:
    """And lose what they have in common; two that are the same stay so."""
    beginning, end = "示例省政策管理办法实施过程中的具体问题" * 3, "办理时限和所需材料的规定和说明" * 2
    titles = [f"{beginning}解读之{one}：{end}" for one in "四五"]
    assert lines_of(titles[0], 16) == lines_of(titles[1], 16)
    four, five, other = titles_apart([*titles, "别的"], 16)
    assert "解读之四" in "".join(four)
    assert "解读之五" in "".join(five)
    assert other == ("别的",)
    assert len(set(titles_apart([titles[0]] * 2, 16))) == 1
