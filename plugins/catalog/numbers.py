"""Document numbers (发文字号): their grammar, and the slips of the pen that can be told from what is written.

党政机关公文处理工作条例 article 9: the organ's word (机关代字), the year, the serial. GB/T 9704—2012 7.2.5: the year has four
figures in 〔 〕 (U+3014, U+3015), the serial has neither 第 nor a leading zero. An order bears 第 and its serial.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

HAN = "\u4e00-\u9fff"
ORGANS = rf"[{HAN}]{{1,30}}(?:、[{HAN}]{{1,30}}){{0,9}}"
YEAR = r"(?:19|20)\d{2}"
SERIAL = r"[1-9]\d{0,4}"
LETTER = re.compile(rf"(?P<prefix>(?:（[{HAN}]{{1,4}}）)?[{HAN}]{{1,16}})〔(?P<year>{YEAR})〕(?P<serial>{SERIAL})号")
"""示政办发〔2026〕12号; a letter (函) and a joint document bear the same form, the latter that of the organ in the lead."""
ORDER = re.compile(rf"{ORGANS}令(?:〔(?P<year>{YEAR})〕|(?P<of_year>{YEAR})年)?第(?:{SERIAL}|[一二三四五六七八九十百千零〇]+)号")
"""国务院令第711号, 中国人民银行令〔2020〕第3号, 商务部、科技部令2020年第38号."""
ANNOUNCEMENT = re.compile(
    rf"(?:{ORGANS}(?:公告|通告)(?:〔(?P<year>{YEAR})〕|(?P<of_year>{YEAR})年)?|(?:公告|通告)〔(?P<lone_year>{YEAR})〕"
    rf"|(?:{ORGANS})?(?P<bare_year>{YEAR})年)第{SERIAL}号"
)
"""示例省医疗保障局公告2026年第3号, 农业农村部公告第307号, 2026年第5号."""
OLD = re.compile(rf"[（〔](?P<year>(?:19)?\d{{2}})[）〕][{HAN}]{{1,16}}字第?{SERIAL}号")
"""（82）城发房字77号: the year first, as organs wrote until about 1987."""
FORMS = (LETTER, ORDER, ANNOUNCEMENT, OLD)
LONGEST = 200
"""Characters of a text in which a number is looked for: ten organs with long names."""
SAMPLES = "示政办发〔2026〕12号、示例省人民政府令第12号 或 2026年第5号"

OPENING, CLOSING = "[(（【﹝［﹙〖「『<＜〈《{｛〘❲", "])）】﹞］﹚〗」』>＞〉》}｝〙❳"
LOOK_ALIKES = str.maketrans(dict.fromkeys(OPENING, "〔") | dict.fromkeys(CLOSING, "〕"))
"""Every bracket seen in place of 〔 and 〕."""
BETWEEN_ORGANS = re.compile(rf"[府厅局部委会院办署行室]\s+(?!令|公告|通告)[{HAN}]{{2,}}.*(?:令|公告|通告)")
"""财政部 税务总局公告2023年第12号, or 国务院 办公厅: nobody but the writer knows whether they are two."""
HAN_YEAR = "[〇○零一二三四五六七八九]{4}"
HAN_FIGURES = str.maketrans("〇○零一二三四五六七八九", "000123456789")

Slip = tuple[str, Callable[[str], str]]


def is_document_number(text: str) -> bool:
    """Whether this is a well-formed 文号: a letter's, an order's or an announcement's."""
    return any(form.fullmatch(text) for form in FORMS)


def year_of_document_number(text: str) -> int | None:
    """The year a number carries; many orders carry none."""
    for form in FORMS:
        if match := form.fullmatch(text):
            year = next((value for name, value in match.groupdict().items() if name.endswith("year") and value), "")
            return int(year) + 1900 * (len(year) == 2) if year else None
    return None


def prefix_of_document_number(text: str) -> str:
    """The 机关代字 before the bracket, such as 示政办发; empty for orders and announcements, which name their organ."""
    match = LETTER.fullmatch(text)
    return match["prefix"] if match and not match["prefix"].endswith(("令", "公告", "通告")) else ""


def mend_document_number(text: str) -> str | None:
    """The well-formed number that a slip of the pen meant, or None where it cannot be told or nothing is wrong."""
    mended = _mended(text)
    return mended[0] if mended else None


def document_number_hint(text: str) -> str:
    """How to mend a number that is not well-formed: the right one with what was wrong, or what is missing, in 中文."""
    mended = _mended(text)
    if mended:
        return f"请改为 {mended[0]}（{'；'.join(mended[1])}）"
    missing = _missing(_plain_figures(text)) if len(text) <= LONGEST else ""
    return f"{missing}；写作 {SAMPLES}" if missing else f"写作 {SAMPLES}"


def _mended(text: str) -> tuple[str, list[str]] | None:
    """The number that was meant, and what was wrong with the one that is written."""
    plain, wrong = text, list[str]()
    if len(text) > LONGEST:
        return None
    for words, mend in SLIPS:
        if is_document_number(plain):
            break
        before, plain = plain, mend(plain)
        wrong += [words] if plain != before else []
    return (plain, wrong) if wrong and is_document_number(plain) else None


def _missing(text: str) -> str:
    """What a number lacks that nobody but its writer can know, in 中文."""
    if BETWEEN_ORGANS.search(text):
        return "几个机关之间用顿号，一个机关的名称里不空格"
    if re.search(r"[〔（(\[]\d{2}[〕）)\]]", text):
        return "年份写四位"
    if re.fullmatch(r"[（(]?第?\d+号[）)]?", text):
        return "前面写上发文机关和“令”“公告”等"
    if re.fullmatch(rf"[{HAN}]+[〔（(\[【]?{YEAR}年?[〕）)\]】]?号?", text):
        return "缺少顺序号"
    return "缺少六角括号里的年份" if re.fullmatch(rf"[{HAN}]+\d{{1,5}}号?", text) else ""


def _plain_figures(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", char) if char.isdigit() else char for char in text)


def _figures_for_letters(text: str) -> str:
    """O and l between figures are the keys beside 0 and 1."""
    text = re.sub(r"(?<=\d)[OoＯｏ](?=[\dOoＯｏ\W])|(?<=[〔\[（(【])[OoＯｏ](?=\d)", "0", text)
    return re.sub(r"(?<=\d)[lI](?=[\d号\W])|(?<=[〕\])）】第])[lI](?=\d)", "1", text)


def _bare(text: str) -> str:
    """Without the label, the quotation marks or the brackets around all of it, and the stop behind it."""
    text = re.sub(r"^(?:发文字号|文号)\s*[:：]\s*|[。．，,；;]+$", "", text.strip())
    return re.sub(rf"^[“”\"'（(【「]([{HAN}].*号)[“”\"'）)】」]$", r"\1", text)


def _without_spaces(text: str) -> str:
    """Joined, unless a space may stand between two organs."""
    return text if BETWEEN_ORGANS.search(text) else re.sub(r"\s+", "", text)


def _hexagonal(text: str) -> str:
    """Brackets around the year, in Chinese figures or in Arabic, with 年 or without."""
    plain = text.translate(LOOK_ALIKES)
    plain = re.sub(rf"^〔([{HAN}]{{1,4}})〕(?=[{HAN}])", r"（\1）", plain)
    plain = re.sub(rf"〔({HAN_YEAR})年?〕", lambda match: f"〔{match[1].translate(HAN_FIGURES)}〕", plain)
    plain = re.sub(rf"〔({YEAR})年〕", r"〔\1〕", plain)
    plain = re.sub(rf"(?<![〔\d])({YEAR})〕", r"〔\1〕", plain)
    return re.sub(rf"〔({YEAR})(?=第?\d{{1,5}}号)", r"〔\1〕", plain)


def _put_in_brackets(text: str) -> str:
    """示政发2026年12号, 示政发2026-12号."""
    if re.search("(?:令|公告|通告)(?:19|20)", text):
        return text
    return re.sub(rf"^([{HAN}]+)({YEAR})(?:年第?|[-—－])?(\d{{1,5}})号?$", r"\1〔\2〕\3号", text)


def _order(text: str) -> str:
    """国务院第711号令, 国务院令711号, 某局公告2017年5号, 某局2017年第5号公告."""
    text = re.sub(rf"^({ORGANS}?)((?:{YEAR}年)?第[^第]+号)(令|公告|通告)$", r"\1\3\2", text)
    return re.sub(rf"(令|公告|通告)((?:〔{YEAR}〕|{YEAR}年)?)(?!〔|{YEAR}年)第?(\d{{1,5}})号?$", r"\1\2第\3号", text)


SLIPS: tuple[Slip, ...] = (
    ("数字用半角", _plain_figures),
    ("数字里混了字母", _figures_for_letters),
    ("前后不加文字、括号和标点", _bare),
    ("中间不空格", _without_spaces),
    ("“第……号”外面不加括号", lambda text: re.sub(rf"[{re.escape(OPENING)}](第\d+号)[{re.escape(CLOSING)}]$", r"\1", text)),
    ("年份用六角括号〔〕括起", _hexagonal),
    ("年份用六角括号〔〕括起", _put_in_brackets),
    ("令、公告写作“令第……号”“公告……年第……号”", _order),
    ("顺序号前不写“第”", lambda text: re.sub(r"〕第(?=\d)", "〕", text) if not re.search("(?:令|公告|通告)〔", text) else text),
    ("顺序号前面不补0", lambda text: re.sub(r"(?<=[〕第字])0+(?=\d)", "", text)),
    ("末尾写“号”", lambda text: re.sub(r"(〕|第)(\d{1,5})$", r"\1\2号", text)),
)
"""Slips in the order they are mended: what a later one looks for, the earlier ones have made plain."""
