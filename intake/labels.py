"""Labels: the names old pages give the fields of the official block, padded and coloned in every way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.reading import Block, Labelled, Shape
from intake.shapes import as_number
from plugins.catalog.date_forms import read_moment
from plugins.catalog.values import items
from plugins.catalog.vocabularies import theme_path

OTHER_NAMES = {
    "索引号": "信息索引号 索引编号 信息索引 索引码 信息索取号",
    "名称": "标题 文件名称 信息名称 公文标题 信息标题 文件标题",
    "文号": "发文字号 文件编号 公文文号 文件字号 文件号 发文号 文件文号 发布文号",
    "分类": "主题分类 主题类别 所属主题 分类主题",
    "发布机构": "发文机关 发文机构 发布机关 发布单位 发文单位 公开机构 制发机关 制作机关 发文部门 发布部门 成文机关 公开单位 "
    "公开主体 信息公开机构",
    "发文日期": "成文日期 生成日期 发文时间 成文时间 制发日期 签发日期 印发日期 生成时间 写文日期 形成日期",
    "发布日期": "发布时间 公布日期 公开日期 公开时间 上网日期 上网时间 日期 时间 发布于 公布时间",
    "主题词": "关键词 关键字",
    "内容概述": "内容简介 概述 内容概要 信息概述",
    "施行日期": "生效日期 实施日期 生效时间 施行时间 实施时间",
    "有效期至": "失效日期 废止日期 有效期 失效时间 有效期限 废止时间",
    "文种": "公文种类 体裁 体裁分类 文件种类",
    "服务对象": "对象分类 服务对象分类",
}
DERIVED = "效力状况 公文有效性 有效性 效力状态 时效性 公文时效 效力 是否有效 有效状态 时效".split()
"""What the portal derives and never copies."""
FOREIGN = (
    "来源 信息来源 文章来源 稿源 内容来源 浏览次数 浏览量 点击数 点击率 点击量 阅读次数 访问次数 访问量 阅读 浏览 字体 字号 "
    "字号大小 视力保护色 打印 作者 编辑 责任编辑 责编 审核 录入 公开形式 公开方式 公开范围 公开类别 公开程序 公开时限 组配分类 "
    "信息格式 语种 规范性文件统一编号 联合发文单位 更新时间 更新日期 录入时间 发布人 公开属性 办理结果 载体类型 记录形式 "
    "备注 备注文档 公开责任部门 责任部门 责任单位 组织机构分类 保密审查 所在位置 当前位置 您的位置 位置"
).split()
"""What other portals show and ours has no field for."""
MAYBE_THEMES = frozenset("信息分类 信息类别 公开类别 组配分类".split())
"""Names under which one portal writes a theme of the national tree and another something of its own."""
SIMPLER = str.maketrans(
    "發號機關題類時間佈單標稱檔實編體裁務門責錄閱讀覽點擊頁來書鍵詞概簡",
    "发号机关题类时间布单标称档实编体裁务门责录阅读览点击页来书键词概简",
)
"""Characters of labels in the traditional script."""
WEAK = frozenset("名称 标题 时间 日期 主题词 关键词 关键字 概述 有效期 体裁 字号 对象分类".split()) | {*FOREIGN}
"""Words that also begin an ordinary line: they count only in the company of others."""
COLON = re.compile("[：:】\\]]")
FIRST_LIMIT = 40
"""Characters before the first colon of a line of labels: a label, perhaps a number or a date before it."""
LINE_LIMIT = 400
"""Characters; a longer line is text."""
EDGES = " \u3000\xa0|｜"
LATIN = r"(?:[A-Za-z][A-Za-z .]{0,24})?"
"""The label again in English, as bilingual pages have it."""
PAD = r"[\s\u3000\xa0]*"
ALONE_UNKNOWN = re.compile(rf"(?P<name>[\u4e00-\u9fff](?:{PAD}[\u4e00-\u9fff]){{1,7}}){PAD}[：:](?P<value>[^：:]{{0,40}})$")
UNKNOWN = re.compile(rf"(?<=[\s\u3000\xa0])(?P<name>[\u4e00-\u9fff](?:{PAD}[\u4e00-\u9fff]){{1,6}}){PAD}[：:]")


def _names() -> dict[str, str]:
    """Every name to the label of its field; empty for what is derived or foreign."""
    own = {label: label for label in (*OTHER_NAMES, "联合发文")}
    others = {name: label for label, names in OTHER_NAMES.items() for name in names.split()}
    return dict.fromkeys((*DERIVED, *FOREIGN, *MAYBE_THEMES), "") | own | others


NAMES = _names()
_ANY = "|".join(PAD.join(name) for name in sorted(NAMES, key=len, reverse=True))
_STRONG = "|".join(PAD.join(name) for name in sorted(NAMES, key=len, reverse=True) if len(name) >= 4 and name not in WEAK)
_MARKED = re.compile(
    rf"(?:(?=(?:{_STRONG}){PAD}[：:])|^|(?<=[\s\u3000\xa0|｜／/】\]）)；;，,]))[【\[]?(?P<name>{_ANY}){PAD}{LATIN}(?:[：:][】\]]?|[】\]][：:]?){PAD}"
)
_ALONE = re.compile(rf"{PAD}[【\[]?(?P<name>{_ANY}){PAD}[】\]]?{PAD}[：:]?{PAD}")


def labelled(name: str, value: str, line: int) -> Labelled:
    """A label that is known, with its value."""
    themes = name in MAYBE_THEMES and all(theme_path(part) for part in items(value.replace("＼", "\\")))
    return Labelled(name, "分类" if themes and value else NAMES[name], value, line)


def label_of(text: str) -> str | None:
    """The known name that a cell holds and nothing else."""
    match = _ALONE.fullmatch(text.translate(SIMPLER)) if len(text) <= 30 else None
    return "".join(match["name"].split()) if match else None


def in_line(text: str, line: int = 1) -> Iterator[Labelled]:
    """The labels of one line, one or several; empty where the line begins otherwise."""
    mark = COLON.search(text)
    if mark is None or mark.start() > FIRST_LIMIT or len(text) > LINE_LIMIT:
        return
    found = list(_MARKED.finditer(text.translate(SIMPLER)))
    before = text[: found[0].start()].strip(" \u3000\xa0【[|｜") if found else ""
    first = "文号" if as_number(before) else "发布日期" if read_moment(before) and before[:1].isdecimal() else ""
    if not found or (before and not first):
        return
    if before:
        yield Labelled(first, first, before, line)
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        name = "".join(match["name"].split())
        value, others = _without_unknown(text[match.end() : end])
        value, *beside = (part.strip(EDGES) for part in re.split("[|｜]", value)) if NAMES[name] == "" else (value,)
        yield labelled(name, value, line)
        yield from (labelled("发布日期", part, line) for part in beside if read_moment(part) and part[:1].isdecimal())
        yield from (Labelled(other, "", words, line) for other, words in others)


def in_row(cells: Sequence[str], line: int = 1) -> Iterator[Labelled]:
    """The labels of one row of a table: in a cell of their own before the value, or in one cell with it.

    A row of several labels without a value is the head of a table of facts.
    """
    found = list(_in_row(cells, line))
    if len(found) == 1 or any(one.value for one in found):
        yield from found


def _in_row(cells: Sequence[str], line: int) -> Iterator[Labelled]:
    waiting = ""
    for cell in cells:
        name = label_of(cell)
        if name:
            if waiting:
                yield labelled(waiting, "", line)
            waiting = name
        elif waiting:
            yield labelled(waiting, cell.strip(), line)
            waiting = ""
        else:
            known = list(in_line(cell, line))
            unknown = ALONE_UNKNOWN.match(cell)
            yield from known or (
                [Labelled("".join(unknown["name"].split()), "", unknown["value"].strip(), line)] if unknown else []
            )
    if waiting:
        yield labelled(waiting, "", line)


def in_table(block: Block) -> list[Labelled]:
    """The labels of a table: row by row, or heads above values."""
    found = list[Labelled]()
    rows_ = [row for row in block.rows if any(row)]
    number = 0
    while number < len(rows_):
        row, below = rows_[number], rows_[number + 1] if number + 1 < len(rows_) else ()
        names = [label_of(cell) for cell in row]
        if len(row) > 1 and len(rows_) == 2 and all(names) and len(below) == len(row) and not any(map(label_of, below)):
            found += [labelled(name, value, block.line) for name, value in zip(names, below, strict=True) if name]
            number += 1
        else:
            found += in_row(row, block.line)
        number += 1
    return found


def in_block(block: Block) -> list[Labelled]:
    """The labels of a paragraph or a table."""
    if block.shape is Shape.TABLE:
        return in_table(block)
    return [one for line in block.text.split("\n") for one in in_line(line, block.line)]


def _without_unknown(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A value, cut where a label begins that nobody knows; then those labels with their values."""
    marks = list(UNKNOWN.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    others = (
        [("".join(mark["name"].split()), text[mark.end() : end].strip(EDGES)) for mark, end in zip(marks, ends, strict=True)]
        if marks
        else []
    )
    return text[: marks[0].start() if marks else None].strip(EDGES), others
