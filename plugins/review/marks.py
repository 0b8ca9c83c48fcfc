"""Marks that say of themselves that a text is not for the public: 机密★1年 anywhere in it, 内部资料 or 不予公开 at its head.

A 国家秘密标志 is the class, a star and the term (保守国家秘密法实施条例 article 21; GB/T 9704—2012 7.2.2). The words alone say
nothing: 机密文件管理办法, 国家秘密. A mark within quotes is spoken of, not borne.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

HEAD = 16
"""Lines, empty ones too, in which a text can say what it is: the marks of a paper stand above its title."""
SHORT = 60
"""Characters of a line that may say nothing but this, with all its spaces and markup."""
GAP = r"(?:[\s*_~`|\\]|<[^<>]*>|&(?:nbsp|ensp|emsp|thinsp|#160);)*"
"""What may stand between the signs of a mark: spaces, markup, the border of a cell."""
CLASS = rf"(?:绝{GAP}密|机{GAP}密|秘{GAP}密)(?:{GAP}级)?"
STAR = r"(?:[★☆✩✪✫✬✭✮✯✰⭐🌟⋆＊﹡]|&(?:starf?|bigstar|#9733|#9734|#x2605|#x2606);)"
STARRED = re.compile(STAR)
TERM = rf"(?:[\d０-９一二三四五六七八九十百]+{GAP}(?:年|个?月|[天日])|长期|解密|启封)"
MARK = re.compile(rf"{CLASS}{GAP}{STAR}(?:{GAP}{TERM})?")
ALONE = re.compile(rf"(?:密级(?:和保密期限)?[:：]?)?(?:绝密|机密|秘密)级?{TERM}?")
"""A class with nothing else on its line, as old papers bear it; without spaces and markup."""
OPENING, CLOSING = "“‘「『\"'", "”’」』\"'"
_NOTES = (
    "不予公开|不公开|此件不(?:予)?公开(?:发布)?|此件依申请公开|不得公开|不宜公开|"
    "内部(?:资料|文件|文稿|材料|参考|使用|掌握|刊物|情况)|仅供内部(?:参考|使用)|"
    "注意(?:保存|保密)|妥善保管|严禁外传|请勿外传|不得外传|会后收回|阅后(?:收回|销毁)"
)
NOTE = re.compile(rf"(?:(?:信息)?公开(?:方式|属性|选项|类别|形式)[:：])?(?:{_NOTES})(?:[,，、;；·]?(?:{_NOTES}))*[.。!！]?")
"""A line, without spaces and markup, that says nothing but this."""
BLANK = "[ \\t\u3000*_]*"
BRACKETED = re.compile(
    rf"^{BLANK}([(（【\[〔]{BLANK}此件(?:不(?:予)?公开(?:发布)?|依申请公开){BLANK}[)）】\]〕]){BLANK}$", re.MULTILINE
)
"""As 附注 says it, below the date."""
MARKUP = re.compile(r"<[^<>]*>|[\s*_~`|\\#>]")
AROUND = "()【】[]〔〕"
HINT = re.compile("[密内开存妥传收阅&]")
"""Signs that a line has which says any of this: one of each word, and what may stand for a sign."""


class Sort(StrEnum):
    """What a mark says."""

    CLASSIFIED = "classified"
    """It is a state secret."""
    INTERNAL = "internal"
    """It is not for the public."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: its words without what stands between them, and the character it begins at."""

    sort: Sort
    words: str
    at: int


def marks_in(text: str) -> Iterator[Mark]:
    """The marks of a text, in Markdown or plain, those of one sort in their order."""
    starred = "密" in text and STARRED.search(text)
    borne = [found for found in MARK.finditer(text) if not _quoted(found)] if starred else []
    yield from (Mark(Sort.CLASSIFIED, _plain(found[0]), found.start()) for found in borne)
    at = 0
    for line in text.split("\n", HEAD)[:HEAD]:
        words = _plain(line) if len(line) <= SHORT and HINT.search(line) else ""
        if ALONE.fullmatch(words) and not any(at <= found.start() <= at + len(line) for found in borne):
            yield Mark(Sort.CLASSIFIED, words, at)
        elif NOTE.fullmatch(words.strip(AROUND)):
            yield Mark(Sort.INTERNAL, words, at)
        at += len(line) + 1
    if "此件" in text:
        below = (found for found in BRACKETED.finditer(text) if found.start(1) >= at)
        yield from (Mark(Sort.INTERNAL, _plain(found[1]), found.start(1)) for found in below)


def _quoted(found: re.Match[str]) -> bool:
    """Whether a mark stands within quotes of its own."""
    before, after = found.string[: found.start()].rstrip()[-1:], found.string[found.end() :].lstrip()[:1]
    return bool(before and after) and OPENING.find(before) == CLOSING.find(after) >= 0


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", MARKUP.sub("", unescape(text)))
