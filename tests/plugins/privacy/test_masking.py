"""Masking: what may not be shown goes, everything else stays, and what is printed repeats no number."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from plugins.catalog.personal import find_personal
from plugins.engine.body import make_body
from plugins.privacy.masking import diff, left, masked
from tests.bench.rules.persons import HIDINGS, injection
from tests.conftest import write_document
from tests.plugins.privacy.test_examine import ID, MOBILE, row, workbook
from verbs.privacy import mask

TEXT = write_document(
    f"\n| 姓名 | 身份证号 |\r\n|---|---|\r\n| 测试甲 | {ID} |\r\n\r\n联系人：测试甲，{MOBILE}，又{MOBILE}，a@example.com\n\n"
    f"[名单](../../media/2026/{MOBILE}.csv)\n",
    内容概述=f"测试甲 {MOBILE}",
)


def test_only_figures_change_and_only_those_that_may_not_be_shown() -> None:
    """Line ends, marks and the names of files stay."""
    was, now = TEXT, masked(TEXT)
    assert len(was) == len(now)
    assert {sign for before, sign in zip(was, now, strict=True) if before != sign} == {"×"}
    assert "| 420106××××××××102X |\r\n" in now
    assert "联系人：测试甲，138××××3000，又138××××3000，a@example.com" in now
    assert [(hit.what.value, hit.masked) for hit in left(now)] == [
        ("email", "*@example.com"),
        ("mobile", "138****3000"),
    ]
    assert masked(now) == now


def test_the_page_shows_the_signs_as_they_were_written() -> None:
    """Asterisks would become bold type where two numbers stand in one paragraph."""
    html = make_body(masked(f"测试甲{MOBILE}，测试乙{MOBILE}"), "policies/2026/a.md").html
    assert html.count("138××××3000") == 2


@pytest.mark.parametrize("name", HIDINGS)
def test_every_disguise_is_masked(name: str) -> None:
    """Nothing certain is left to find."""
    random = Random(11)
    for _ in range(40):
        one = injection(random)
        text = f"（{one.label}：{HIDINGS[name](one.value, random)}）"
        assert [hit for hit in find_personal(masked(text)) if hit.certain] == []


def test_the_diff_repeats_no_number() -> None:
    """Where figures were, it shows that some were."""
    lines = list(diff(TEXT, "a.md"))
    assert any(line.startswith("-| 测试甲 | 420106████████102X |") for line in lines)
    assert any(line.startswith("+| 测试甲 | 420106××××××××102X |") for line in lines)
    assert ID not in "".join(lines) and MOBILE not in "".join(lines)


def test_the_verb_writes_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says what it left alone."""
    file = tmp_path / "a.md"
    file.write_bytes(TEXT.encode())
    mask(Context(), str(file))
    assert file.read_bytes() == TEXT.encode()
    mask(Context(), str(file), write=True)
    assert file.read_bytes() == masked(TEXT).encode()
    said = capsys.readouterr().out
    assert "还没有写" in said and "请给文件改名" in said and "拿不准" in said
    assert ID not in said and MOBILE not in said
    mask(Context(), str(file))
    assert "没有要隐去的" in capsys.readouterr().out


def test_the_verb_says_what_to_do_with_an_attachment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It never changes one."""
    file = tmp_path / "a.xlsx"
    raw = workbook(row(1, "姓名", "身份证号") + row(2, "测试甲", ID, more='hidden="1"'))
    file.write_bytes(raw)
    with pytest.raises(Exit):
        mask(Context(), str(file), write=True)
    said = capsys.readouterr().out
    assert "工作表“名单”B2，隐藏的行 公民身份号码 420106********102X" in said
    assert ID not in said
    assert file.read_bytes() == raw
