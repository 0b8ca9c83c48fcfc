"""PDF in: lines become paragraphs as a person reads them; a scan, a lock, a bomb are refused in words."""

from __future__ import annotations

import re
import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from intake.office.pdf import PAGES_LIMIT, read_pdf, reading_of
from intake.reading import Align, Reading, Refused
from intake.rules import (
    DAMAGED,
    ENCRYPTED,
    EXHAUSTED,
    NO_TEXT,
    PAGE_WITHOUT_TEXT,
    PARAGRAPHS_GUESSED,
    PDF_PICTURES,
    RUNNING_HEADS,
    SCANNED,
    TABLE_GUESSED,
)
from intake.sources import Source
from tests.conftest import ROOT
from tests.intake.office.making import codes, said
from tests.intake.office.paper import NO_UNICODE, TextAt, assembled, pdf, stream

CORPUS = ROOT.parent / "shared/corpus/pdf"
LEFT, SIZE, STEP, COLUMNS = 80.0, 16.0, 28.0, 28
"""Margin, size and distance of lines of an official page, and the characters of a line."""
SENTENCE = "各地区各部门要认真贯彻落实本通知要求结合实际制定具体措施抓好组织实施"


def typeset(paragraphs: list[str], top: float = 760.0) -> list[list[TextAt]]:
    """Pages of paragraphs, indented two characters and wrapped at 28, 22 lines a page."""
    lines = []
    for paragraph in paragraphs:
        words = "\u3000\u3000" + paragraph
        for begun in range(0, len(words), COLUMNS):
            line = words[begun : begun + COLUMNS]
            indent = len(line) - len(line.lstrip("\u3000"))
            lines.append((line.lstrip("\u3000"), LEFT + indent * SIZE))
    pages = [lines[begun : begun + 22] for begun in range(0, len(lines), 22)]
    return [[(text, x, top - STEP * place, SIZE) for place, (text, x) in enumerate(page)] for page in pages]


def texts(raw: bytes) -> list[str]:
    """The paragraphs of a PDF."""
    return [block.text for block in reading_of(raw).blocks]


def refusal(raw: bytes) -> str:
    """The code a PDF is refused with."""
    with pytest.raises(Refused) as refused:
        reading_of(raw)
    return refused.value.finding.code


def test_wrapped_lines_become_paragraphs_over_pages_too() -> None:
    """The official levels begin paragraphs; a paragraph that fills its last line ends where the next is indented."""
    paragraphs = [
        "一、总体要求",
        SENTENCE * 3 + "。",
        "（一）抓好落实。" + SENTENCE * 2 + "。",
        "1.第一项。" + SENTENCE * 4 + "。",
        (SENTENCE * 3)[: COLUMNS * 3 - 3] + "。",
        "第三条" + SENTENCE * 9 + "。",
        *[SENTENCE * 5 + f"第{n}段。" for n in range(8)],
    ]
    pages = typeset(paragraphs)
    assert len(pages) > 2
    assert texts(pdf(pages)) == paragraphs


def test_a_reference_at_the_beginning_of_a_line_begins_no_paragraph() -> None:
    """第五条 in the middle of a sentence, wrapped to the left margin."""
    paragraph = SENTENCE[: COLUMNS - 4] + "依照" + "第五条规定执行" + SENTENCE + "。"
    lines = typeset([paragraph, SENTENCE * 2 + "。"])
    assert lines[0][1][0].startswith("第五条")
    assert texts(pdf(lines)) == [paragraph, SENTENCE * 2 + "。"]


def test_title_salutation_and_signature_stand_where_they_stood() -> None:
    """A title of two lines is one; the date stands to the right."""
    page = [
        ("示例省人民政府关于做好某项", 150.0, 760.0, 22.0),
        ("工作的通知", 240.0, 730.0, 22.0),
        ("各市、县人民政府：", LEFT, 690.0, SIZE),
        *typeset([SENTENCE * 2 + "。"], 662.0)[0],
        ("示例省人民政府", LEFT + 16 * SIZE, 540.0, SIZE),
        ("2025年3月5日", LEFT + 16.5 * SIZE, 512.0, SIZE),
    ]
    blocks = reading_of(pdf([page])).blocks
    assert [(block.text, block.align) for block in blocks] == [
        ("示例省人民政府关于做好某项工作的通知", Align.CENTRE),
        ("各市、县人民政府：", Align.LEFT),
        (SENTENCE * 2 + "。", Align.LEFT),
        ("示例省人民政府", Align.RIGHT),
        ("2025年3月5日", Align.RIGHT),
    ]


@pytest.mark.parametrize("form", ["- {} -", "— {} —", "{}", "第 {} 页", "第{}页 共9页", "{} / 9"])
def test_page_numbers_are_dropped(form: str) -> None:
    """In any of the usual forms, at the edge of a page only."""
    pages = typeset([SENTENCE * 5 + "。"] * 6)
    numbered = [[*page, (form.format(number), 280.0, 60.0, 14.0)] for number, page in enumerate(pages, 1)]
    assert texts(pdf(numbered)) == [SENTENCE * 5 + "。"] * 6


def test_running_heads_are_dropped_and_told() -> None:
    """A line that is repeated in the middle of pages stays."""
    pages = typeset([SENTENCE * 5 + "。"] * 12)
    assert len(pages) >= 3
    headed = [[("示例省人民政府公报 2025年第3期", 180.0, 800.0, 10.0), *page] for page in pages]
    reading = reading_of(pdf(headed))
    assert [block.text for block in reading.blocks] == [SENTENCE * 5 + "。"] * 12
    assert said(reading, RUNNING_HEADS) == ["每页重复的“示例省人民政府公报2025年第3期”当作页眉页脚，没有收入"]


def test_common_characters_stand_in_place_of_radicals() -> None:
    """Some fonts give ⼀ for 一; between figures and characters no space is meant, between words one is."""
    line = "⽂件⼀式 2025 年 3\u00ad5 份，见 Annex A of this"
    assert texts(pdf([[(line, LEFT, 700.0, SIZE)]])) == ["文件一式2025年3-5份，见Annex A of this"]


def test_text_is_escaped() -> None:
    """What looks like Markdown is words."""
    block = reading_of(pdf([[("1. <b>*重要*</b> 事项如下所列各条", LEFT, 700.0, SIZE)]])).blocks[0]
    assert block.markdown == "1\\. &lt;b>\\*重要\\*&lt;/b>事项如下所列各条"


def test_that_paragraphs_are_guessed_is_always_said() -> None:
    """Once."""
    assert codes(reading_of(pdf(typeset([SENTENCE])))) == [PARAGRAPHS_GUESSED.code]


def test_pictures_and_pages_without_text_are_told() -> None:
    """By page."""
    reading = reading_of(pdf([*typeset([SENTENCE]), [], *typeset([SENTENCE])], picture=True))
    assert said(reading, PAGE_WITHOUT_TEXT) == ["PDF 第 2 页没有文字，可能是图片"]
    assert said(reading, PDF_PICTURES) == ["PDF 里的图片没有收入（第 1、3 页）"]


def test_what_looks_like_a_table_is_told() -> None:
    """Its cells stay apart."""
    places = [(row, column) for row in range(4) for column in range(3)]
    rows = [(f"{'甲乙丙'[column]}{row}", LEFT + 150.0 * column, 700.0 - 28 * row, SIZE) for row, column in places]
    reading = reading_of(pdf([[*rows, (SENTENCE[:28], LEFT, 500.0, SIZE)]]))
    assert said(reading, TABLE_GUESSED) == ["PDF 第 1 页像有表格，没有按表格收入"]
    assert [block.text for block in reading.blocks][:2] == ["甲0\u3000乙0\u3000丙0", "甲1\u3000乙1\u3000丙1"]


def test_a_scan_is_refused_with_what_to_do() -> None:
    """And a page without anything."""
    with pytest.raises(Refused) as refused:
        reading_of(pdf([[], []], picture=True))
    assert refused.value.finding.code == SCANNED.code
    assert "Word" in refused.value.finding.hint and "OCR" in refused.value.finding.hint
    assert refusal(pdf([[]])) == NO_TEXT.code


def test_a_font_that_does_not_say_its_characters_is_refused() -> None:
    """What comes out would be noise."""
    assert refusal(pdf(typeset([SENTENCE * 2]), cmap=NO_UNICODE)) == NO_TEXT.code


def locked() -> bytes:
    """A PDF with a password."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}
    objects[3] = b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>" % (b"o" * 32, b"u" * 32)
    return assembled(objects, b"/Encrypt 3 0 R /ID [(a) (a)]")


def nested(depth: int) -> bytes:
    """A page whose forms each draw the next ten times over."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >> /Contents 4 0 R >>",
        4: stream(b"/X Do " * 10),
    }
    for number in range(10, 10 + depth):
        resources = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (number + 1)
        objects[number] = stream(b"/X Do " * 10, resources)
    objects[10 + depth] = stream(b"BT ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return assembled(objects)


MEASURE = """
import re, sys
from intake.office.pdf import reading_of
from intake.reading import Refused
raw = open(sys.argv[1], "rb").read()
code = "none"
try:
    reading_of(raw)
except Refused as refusal:
    code = refusal.finding.code
print(code, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_bombs_are_refused_within_256_mb(tmp_path: Path) -> None:
    """A stream of a gigabyte, forms within forms, pages without end, what is no PDF."""
    bombs = {
        "a stream of 300 MB": (pdf([[]], extra=b" " * 300_000_000), EXHAUSTED.code),
        "forms within forms": (nested(8), EXHAUSTED.code),
        "operators without end": (pdf([[]], extra=b"q Q " * 1_000_000), EXHAUSTED.code),
        "pages without end": (pdf([[]] * (PAGES_LIMIT + 1)), EXHAUSTED.code),
        "a password": (locked(), ENCRYPTED.code),
        "no PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 100, DAMAGED.code),
        "nothing": (b"", DAMAGED.code),
    }
    for name, (raw, code) in bombs.items():
        file = tmp_path / "a.pdf"
        file.write_bytes(raw)
        done = subprocess.run([sys.executable, "-c", MEASURE, file], cwd=ROOT, capture_output=True, text=True, check=True)
        found, megabytes = done.stdout.split()
        assert found == code, name
        assert int(megabytes) < 256, name
        assert done.stderr == "", name


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not on this machine")
def test_a_real_document_is_read_as_it_was_transcribed() -> None:
    """Every heading whole, every paragraph within one of ours; the transcription splits paragraphs at full stops."""
    reading: Reading = read_pdf(Source(CORPUS, "GovDoc-CN_397.pdf"))
    found = [re.sub(r"\s", "", block.text) for block in reading.blocks]
    transcribed = (CORPUS / "GovDoc-CN_397.txt").read_text("utf-8").splitlines()
    expected = [re.sub(r"\s", "", line) for line in transcribed if line.strip()]
    assert SequenceMatcher(None, "".join(found), "".join(expected), autojunk=False).ratio() > 0.995
    assert len(found) == 32
    unheld = [line for line in expected if not any(line.rstrip("。") in paragraph for paragraph in found)]
    assert len(unheld) <= 2, unheld
    for heading in ("一、总体要求", "二、建立个人所得税纳税信用管理机制", "（一）强化信息安全和隐私保护", "2019年8月20日"):
        assert heading in found
    assert "关于加强个人所得税纳税信用建设的通知" in found
    assert codes(reading) == [PARAGRAPHS_GUESSED.code]


def test_words_of_letters_stay_apart_where_a_line_ends_between_them() -> None:
    """Figures and characters do not."""
    lines = ["依照 Regulation on Open Government Information of the", "People and the 2019", "年修订"]
    page = [(text, LEFT, 700.0 - STEP * place, SIZE) for place, text in enumerate(lines)]
    more = [("一二三四五六七八九十" * 3, LEFT, 600.0 - STEP * place, SIZE) for place in range(3)]
    assert "of the People and the 2019" in "".join(texts(pdf([page + more])))
