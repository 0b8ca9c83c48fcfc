"""Meant: what a slip of the pen surely meant, and nothing where it may have meant something else.

Nothing is guessed from likeness: 生效日期 is but one character from 失效日期. A key or a name is known by its widths, spaces
or case, by traditional characters, by two characters that changed places or one that was typed twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

from plugins.catalog.date_forms import CLOCK, dates_in, plain

TRADITIONAL = str.maketrans(
    "稱號類機構發佈聯機關區間開環節規範釋狀態說審補錄舊關鍵領對應據標題摘錄載頁總數況經濟環廢內點為與",
    "称号类机构发布联机关区间开环节规范释状态说审补录旧关键领对应据标题摘录载页总数况经济环废内点为与",
)
"""Characters of labels and vocabularies as traditional texts write them."""
LOOK_ALIKES = str.maketrans({"曰": "日", "其": "期", "起": "期", "好": "号", "部": "布"})
"""What input methods and scanners put in place of a character of a label: 发文曰期, 发部日期, 索引好."""
BETWEEN = re.compile(r"[\s_\-·.:：*]+")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－−ー~～、,，·\\", "-"))
WEEKDAY = re.compile(r"[（(]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[）)]?")
CLOCK_WORDS = re.compile(r"(上午|早上|下午|晚上)?(\d{1,2})(?:点|时|:)(?:(\d{1,2})分?|(半)|整)?(?::\d{2})?")
AFTERNOON = ("下午", "晚上")
YES, NO = ("y", "1", "on", "√", "✓", "✔", "对", "是的"), ("n", "0", "off", "×", "✗", "✘", "不", "不是")
NAMES = 8192
"""Names that are kept as they are compared: a vocabulary is gone through for every name that it does not hold."""
THEME_MARKS = re.compile(r"\s*[/／＼\\>＞→|]\s*")


def mending(written: str, meant: str) -> dict[str, str]:
    """What a finding holds where it can be mended; nothing where it cannot."""
    return {"written": written, "meant": meant} if meant and meant != written else {}


def meant_name(written: str, known: Iterable[str]) -> str:
    """The one known name that is written here with other widths, spaces, case or characters."""
    same = {name for name in known if _bare(name) == _bare(written)}
    return same.pop() if len(same) == 1 else ""


def meant_key(written: str, known: Iterable[str]) -> str:
    """The one label that is meant by a key of a block."""
    labels, bare = tuple(known), _bare(written)
    for forms in ((bare,), (bare.translate(LOOK_ALIKES),), tuple(_swapped(bare)), tuple(_once(bare))):
        meant = {label for label in labels if _bare(label) in forms}
        if meant:
            return meant.pop() if len(meant) == 1 else ""
    return ""


def meant_day(written: str) -> str:
    """The date, as 2026-02-27; a time of day that says more than midnight belongs to no date."""
    day, clock = _day_and_clock(written)
    return day if clock in ("", "00:00") else ""


def meant_moment(written: str) -> str:
    """The date or the minute, as 2026-03-01 09:00."""
    day, clock = _day_and_clock(written)
    return f"{day} {clock}" if day and clock else day


def meant_flag(written: str) -> str:
    """是 or 否."""
    word = unicodedata.normalize("NFKC", written).strip().lower()
    return "是" if word in YES else "否" if word in NO else ""


def meant_path(written: str) -> str:
    """A path under content/ that was written with backslashes or from a root."""
    path = written.replace("\\", "/").lstrip("/").removeprefix("content/")
    return path if path and ".." not in PurePosixPath(path).parts and ":" not in path else ""


def meant_theme(written: str, tree: Iterable[tuple[str, str]]) -> str:
    """A theme of two steps that was written with another mark between them."""
    steps = [step for step in THEME_MARKS.split(written) if step]
    same = {f"{top}\\{leaf}" for top, leaf in tree if list(map(_bare, (top, leaf))) == list(map(_bare, steps))}
    return same.pop() if len(same) == 1 else ""


def _day_and_clock(written: str) -> tuple[str, str]:
    """The date and the minute that a text is, nothing else; empty where it is something else."""
    text = plain(WEEKDAY.sub(" ", unicodedata.normalize("NFKC", written))).strip(" \u3000。.")
    for form in (text, re.sub(r"(\d)\s*号", r"\1日", text), re.sub(r"\s*-\s*", "-", text.translate(DASHES))):
        found = next(dates_in(form), None)
        if found and not found[1].start():
            clock = _clock(plain(form)[found[1].end() :].removeprefix("日").strip())
            if clock is not None:
                return f"{found[0]}", clock
    return "", ""


def _clock(written: str) -> str | None:
    """09:00; empty where nothing is written, None where it is no time of day."""
    if not written:
        return ""
    iso = CLOCK.fullmatch(written)
    match = CLOCK_WORDS.fullmatch(f"{iso[1]}:{iso[2]}" if iso else re.sub(r"\s", "", written))
    if not match:
        return None
    hour, minute = int(match[2]), int(match[3] or (30 if match[4] else 0))
    hour += 12 if match[1] in AFTERNOON and hour < 12 else 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


@lru_cache(maxsize=NAMES)
def _bare(text: str) -> str:
    """A name without what does not tell names apart."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", text)).translate(TRADITIONAL).casefold()


def _swapped(text: str) -> Iterable[str]:
    """Two neighbours changed back."""
    return (f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in range(len(text) - 1))


def _once(text: str) -> Iterable[str]:
    """A character that was typed twice, once."""
    return (text[:at] + text[at + 1 :] for at in range(len(text) - 1) if text[at] == text[at + 1])
