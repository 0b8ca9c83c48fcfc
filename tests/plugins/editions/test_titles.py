"""How titles stand on paper, and the mark above them."""

from __future__ import annotations

import pytest

from plugins.editions.letterhead import WIDTH, mark_of
from plugins.editions.paper import on_paper
from plugins.editions.titles import title_lines, width_of
from plugins.frame.views import PaperForm, Signature


@pytest.mark.parametrize(
    ("title", "text", "lines"),
    [
        ("示例省政务服务办法", "", ("示例省政务服务办法",)),
        (
            "示例省人民政府办公厅关于印发2026年全省政务公开工作要点的通知",
            "",
            ("示例省人民政府办公厅关于印发", "2026年全省政务公开工作要点的通知"),
        ),
        (
            "示例省民政厅 示例省财政厅关于修改《示例省困难老年人养老服务补贴办法》的通知",
            "困难老年人的养老服务补贴，老年人的养老，困难的老年人",
            ("示例省民政厅 示例省财政厅", "关于修改《示例省困难老年人", "养老服务补贴办法》的通知"),
        ),
        (
            "国务院办公厅关于开展城镇小区配套幼儿园治理工作的通知",
            "城镇小区、小区的配套设施、配套的幼儿园",
            ("国务院办公厅关于开展城镇小区", "配套幼儿园治理工作的通知"),
        ),
        (
            "示例省人民政府关于同意将江皋市列为省级历史文化名城的批复",
            "江皋因江成市，江皋的古码头，历史文化名城，省级历史",
            ("示例省人民政府关于同意", "将江皋市列为省级历史文化名城的批复"),
        ),
    ],
)
def test_a_title_breaks_by_its_meaning(title: str, text: str, lines: tuple[str, ...]) -> None:
    """In the fewest lines, of like length; the text below tells which characters are one word."""
    assert title_lines(title, 19, text) == lines


def test_no_line_is_too_wide_and_nothing_is_lost() -> None:
    """However long a title is, or without a place to break."""
    for title in ("关于" + "很" * 200 + "的通知", "A" * 30, "《" + "长" * 60 + "》"):
        lines = title_lines(title, 19)
        assert "".join(lines) == title
        assert len(lines) == 1 or max(map(width_of, lines)) <= 19


def signature(*organs: str, form: PaperForm = PaperForm.DOCUMENT, word: str = "文件") -> Signature:
    """An issuing line."""
    return Signature(form=form, organs=organs, word=word, document_number="示政发〔2026〕1号")


@pytest.mark.parametrize("name", ["示例省人民政府", "示例省人力资源和社会保障厅", "示例省" + "很长" * 12 + "委员会"])
def test_a_mark_is_within_the_type_area(name: str) -> None:
    """Narrowed first, then smaller."""
    mark = mark_of(signature(name))
    assert len(mark.names[0]) * mark.size * mark.narrowed <= WIDTH
    assert 0.6 < mark.narrowed <= 1


def test_several_organs_have_names_of_one_width() -> None:
    """The shorter ones are spaced; a letter bears the one in the lead alone."""
    mark = mark_of(signature("示例省人力资源和社会保障厅", "示例省教育厅", "示例省财政厅"))
    widths = {
        round(len(name) * mark.size + (len(name) - 1) * space, 1) for name, space in zip(mark.names, mark.spacing, strict=True)
    }
    assert len(widths) == 1
    assert (mark.wide + (len(mark.word) + 1) * mark.size) * mark.narrowed <= WIDTH
    assert mark_of(signature("甲厅", "乙厅", form=PaperForm.LETTER, word="")).names == ("甲厅",)


def test_a_text_on_paper_has_the_same_words() -> None:
    """No links, frames or anchors; signature, attachments, articles and headings are marked for the stylesheet."""
    html = (
        '<h2 id="s1" class="gk-level-one">一、甲</h2><p>见<a href="/x/">乙</a>。</p><h5>丙</h5>'
        '<div class="gk-table" role="region"><table><tr><td>1</td></tr></table></div><p>第一条　丁</p>'
        '<p>附件：1. 戊</p>\n<p>2. 己</p>\n<p class="gk-signature">庚</p>\n<p class="gk-signature">2026年3月1日</p>'
    )
    printed = on_paper(html)
    assert '<h2 class="gk-level-one">一、甲</h2><p>见乙。</p><h3>丙</h3><table class="wide">' in printed
    assert '<span class="article">第一条</span>　丁' in printed
    assert '<p class="enclosure enclosure-first"><span>附件：</span>1. 戊</p>' in printed
    assert '<p class="enclosure enclosure-numbered">2. 己</p>' in printed
    assert '<div class="signature-lines"><p class="gk-signature">庚</p>' in printed
