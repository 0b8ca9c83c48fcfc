"""Plain text in: padded labels, official levels, bad input refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from intake.draft import Refused
from intake.text import escape, read_text
from intake.write import take
from plugins.engine.body import make_body

TEXT = """页面标题
索\u00a0引\u00a0号：990000017/2016-00042
名\u3000\u3000称：关于一件事的通知
文    号：示政发〔2016〕42号
备    注：内部
成文日期：2016/3/5
有效性：有效
关于一件事的通知
各市人民政府：
\u3000\u3000现通知如下。
2016年3月5日
工作要点
一、总体要求
（一）抓好落实。按要求办。（责任单位：省财政厅（牵头），各市）
"""


def test_padded_labels_and_other_names_become_fields() -> None:
    """Spaces, no-break and full-width spaces in labels; 成文日期 is 发文日期."""
    fields = read_text(TEXT.encode()).fields
    assert fields == {
        "索引号": "990000017/2016-00042",
        "发文日期": "2016-03-05",
        "名称": "关于一件事的通知",
        "文号": "示政发〔2016〕42号",
        "发布日期": "2016-03-05",
        "原载": {"日期": "2016-03-05"},
    }


def test_official_levels_become_headings() -> None:
    """And the duty note a paragraph of its own."""
    assert read_text(TEXT.encode()).body == [
        "各市人民政府：",
        "现通知如下。",
        "2016年3月5日",
        "## 工作要点",
        "## 一、总体要求",
        "### （一）抓好落实。",
        "按要求办。",
        "（责任单位：省财政厅（牵头），各市）",
    ]


def test_what_could_not_be_told_is_said() -> None:
    """The borrowed date, the unknown review, the lines left out."""
    notes = "".join(read_text(TEXT.encode()).notes)
    for word in ("页面标题", "备    注：内部", "有效性", "暂取发文日期 2016-03-05", "保密审查无从得知"):
        assert word in notes


def test_gb18030_is_recognised_and_said() -> None:
    """Old portals."""
    draft = read_text(TEXT.encode("gb18030"))
    assert draft.fields["名称"] == "关于一件事的通知"
    assert "GB18030" in draft.notes[0]


@pytest.mark.parametrize(
    ("raw", "words"),
    [(b"", "空"), (b"\x00\x01", "不是文本"), ("一段话。".encode(), "没有找到信息块"), (b"\xff\xff\xff", "认不出来")],
)
def test_bad_input_is_refused_in_a_sentence(raw: bytes, words: str) -> None:
    """Never a traceback."""
    with pytest.raises(Refused, match=words):
        read_text(raw)


@pytest.mark.parametrize("text", ["1. *重要* [x] <b> ~a~", "---", "- 甲 &amp; &#65; A&B", "# 甲 | `乙` \\丙", "+ 丁 > 戊"])
def test_text_that_looks_like_markdown_is_shown_as_it_is(text: str) -> None:
    """Through the engine's own converter: no list, no rule, no entity, no stray backslash."""
    html = make_body(escape(text), "policies/2026/a.md").html
    assert BeautifulSoup(html, "html.parser").get_text().strip() == text
    assert html.startswith("<p>")


def test_another_document_of_the_same_serial_is_refused_and_not_skipped(tmp_path: Path) -> None:
    """Two organs may have given the same number."""
    content = tmp_path / "content"
    for name, text in (("a.txt", TEXT), ("b.txt", TEXT.replace("990000017", "990000025"))):
        (tmp_path / name).write_text(text, "utf-8")
    take(tmp_path / "a.txt", content / "policies/2016", content)
    with pytest.raises(Refused, match="另一份文件"):
        take(tmp_path / "b.txt", content / "policies/2016", content)


def test_a_label_written_twice_keeps_the_first_and_says_so() -> None:
    """Nothing is lost in silence."""
    draft = read_text(TEXT.replace("备    注：内部", "名称：另一个").encode())
    assert draft.fields["名称"] == "关于一件事的通知"
    assert any("另一个" in note for note in draft.notes)


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    """A second run adds nothing and says so."""
    source, content = tmp_path / "a.txt", tmp_path / "content"
    source.write_text(TEXT, "utf-8")
    first = take(source, content / "policies/2016", content)
    changed = first.path.read_text("utf-8") + "编辑补的一句。\n"
    first.path.write_text(changed, "utf-8")
    second = take(source, content / "policies/2016", content)
    assert (first.written, second.written) == (True, False)
    assert first.path.read_text("utf-8") == changed
    assert [path.name for path in first.path.parent.iterdir()] == ["00042.md"]


@pytest.mark.parametrize(("into", "words"), [("elsewhere", "--into"), ("content", "--into")])
def test_a_folder_outside_the_columns_is_refused(tmp_path: Path, into: str, words: str) -> None:
    """Documents go where the portal will find them."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with pytest.raises(Refused, match=words):
        take(tmp_path / "a.txt", tmp_path / into, tmp_path / "content")


def test_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """So is one of another type."""
    with pytest.raises(Refused, match="没有"):
        take(tmp_path / "a.txt", tmp_path / "content/policies/2016", tmp_path / "content")


def test_the_founding_document_is_taken_in_whole(corpus: Path, site) -> None:  # type: ignore[no-untyped-def]
    """Seven elements, cover letter, 3 sections, 13 items, 10 duty notes; it builds, shows its elements and reaches the feed."""
    source = corpus / "founding-document.txt"
    taken = take(source, site.content / "policies/2016", site.content)
    text = taken.path.read_text("utf-8")
    _, block, body = text.split("---\n", 2)
    fields = yaml.safe_load(block)
    assert taken.findings == ()
    assert fields["分类"] == ["电子政务"]
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
