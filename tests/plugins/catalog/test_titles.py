"""Titles break by meaning."""

from __future__ import annotations

import re

import pytest

from plugins.catalog.titles import by_phrases


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        (
            "示例省民政厅 示例省财政厅关于印发《示例省困难老年人养老服务补贴办法》的通知",
            ["示例省民政厅", "示例省财政厅", "关于印发", "《示例省困", "补贴办法》的通知"],
        ),
        ("示例省人民政府办公厅关于下达2026年粮食生产目标任务的通知", ["示例省人民政府办公厅", "关于下达", "2026年", "的通知"]),
        ("示例省政务服务办法", []),
        ("关于“开办企业是否只能网上办理”的回应", ["关于"]),
    ],
)
def test_what_belongs_together_is_kept_together(title: str, kept: list[str]) -> None:
    """Organs, 关于…, the first and last words of a quoted title, years, the genre."""
    html = str(by_phrases(title)).replace('<span class="gk-quoted">', "")
    assert re.findall(r'<span class="gk-phrase">(.*?)</span>', html) == kept
    assert re.sub("<[^>]*>", "", html) == title


def test_a_title_within_a_title_is_one_with_the_words_that_lean_on_it() -> None:
    """Unless no line could hold it."""
    assert str(by_phrases("关于修改《示例省节约用水办法》的决定")).endswith("的决定</span></span>")
    assert "gk-quoted" not in by_phrases(f"关于印发《{'很' * 30}长办法》的通知")


def test_a_title_stays_text() -> None:
    """Markup in it is escaped, within a phrase and outside."""
    assert "<script" not in by_phrases("关于<script>《<b>甲》的通知")
