"""Plain text of an official page: the header block to fields, the official levels to headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.draft import Draft, Refused
from plugins.catalog.record import rows
from plugins.catalog.values import items, moment

LABEL = re.compile(r"^([^：:]{1,20})[：:](.*)$")
OTHER_LABELS = {
    "发文机关": "发布机构",
    "成文日期": "发文日期",
    "生成日期": "发文日期",
    "标题": "名称",
    "发文字号": "文号",
    "主题分类": "分类",
    "公开日期": "发布日期",
}
DERIVED = ("有效性", "效力状态")
SECTION = re.compile(r"^[一二三四五六七八九十百]+、")
ITEM = re.compile(r"^（[一二三四五六七八九十百]+）")
DUTY = re.compile(r"(?<=.)(（责任单位：[^（）]*(?:（[^（）]*）[^（）]*)*）)$")
DATE_LINE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$")
HEADING_LIMIT = 50
"""字; a longer first sentence is a paragraph, not a heading."""
SPECIAL = re.compile(r"([\\`*_\[\]>#|])")
ENTITY = re.compile(r"&(?=#?\w+;)")
LIST_MARK = re.compile(r"^(\d+)([.)])(?=\s)|^([-+])")
ENCODINGS = ("utf-8-sig", "gb18030", "big5")


def read_text(raw: bytes) -> Draft:
    """A draft from the bytes of a text file. Raises Refused."""
    draft = Draft()
    lines = [_trimmed(line) for line in _decoded(raw, draft).splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise Refused("文件是空的。")
    first, last = _header(lines)
    if last == 0:
        raise Refused("没有找到信息块（索引号、名称、文号等至少三行），无法确定这是什么文件。")
    _fields(lines[first:last], draft)
    before = [line for line in lines[:first] if line != draft.fields.get("名称")]
    draft.notes += [f"信息块之前的“{line}”是页面标题，没有写进正文。" for line in before]
    draft.body = list(_body(lines[last:], str(draft.fields.get("名称", "")), draft))
    if not draft.body:
        draft.notes.append("没有正文，请补上。")
    return draft


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    plain = SPECIAL.sub(r"\\\1", ENTITY.sub("&amp;", text)).replace("<", "&lt;")
    return LIST_MARK.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", plain)


def _decoded(raw: bytes, draft: Draft) -> str:
    if b"\0" in raw:
        raise Refused("这不是文本文件。")
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != ENCODINGS[0]:
            draft.notes.append(f"原文件是 {encoding.upper()} 编码，已转成 UTF-8。")
        return text
    raise Refused("文件的编码认不出来。")


def _trimmed(line: str) -> str:
    """Without the padding of portals: no-break and full-width spaces at the ends."""
    return line.strip().strip("\u00a0\u3000").strip()


def _label(line: str) -> tuple[str, str] | None:
    """The label of a header line without its padding, and the value."""
    match = LABEL.match(line)
    return ("".join(match[1].split()), _trimmed(match[2])) if match else None


def _known(line: str) -> bool:
    found = _label(line)
    return bool(found) and found is not None and (found[0] in _labels() or found[0] in OTHER_LABELS or found[0] in DERIVED)


def _labels() -> set[str]:
    return {row.label for row in rows().values()}


def _header(lines: list[str]) -> tuple[int, int]:
    """Where the header block begins and ends: from the first known label to the last of an unbroken run of labels."""
    first = next((number for number, line in enumerate(lines) if _known(line)), 0)
    last = first
    while (
        last < len(lines) and _label(lines[last]) and (_known(lines[last]) or (last + 1 < len(lines) and _known(lines[last + 1])))
    ):
        last += 1
    return (first, last) if sum(map(_known, lines[first:last])) >= 3 else (0, 0)


def _fields(lines: list[str], draft: Draft) -> None:
    written: dict[str, str] = {}
    for line in lines:
        found = _label(line)
        assert found is not None
        label, value = OTHER_LABELS.get(found[0], found[0]), found[1]
        if label in DERIVED:
            draft.notes.append(f"“{found[0]}：{value}”不写入：有效性由门户自己推算。")
        elif label not in _labels():
            draft.notes.append(f"不认识的一行“{line}”没有写入，请人工看一下。")
        elif written.get(label, value) != value:
            draft.notes.append(f"“{label}”出现了两次，取前一个；后一个是“{value}”。")
        elif value:
            written[label] = value
    order = [row.label for row in rows().values()]
    for label in sorted(written, key=order.index):
        value = written[label]
        draft.fields[label] = list(items(value)) if label == "分类" else _date(value) if label.endswith("日期") else value
    issued = draft.fields.get("发文日期")
    if issued and "发布日期" not in draft.fields:
        draft.fields["发布日期"] = issued
        draft.notes.append(f"原文没有发布日期，暂取发文日期 {issued}，请核对。")
    if "发布日期" in draft.fields:
        draft.fields["原载"] = {"日期": str(draft.fields["发布日期"])[:10]}
        draft.notes.append("当年的保密审查无从得知，以 原载 代替；原来的网址请补在 原载 的 网址 里。")


def _date(value: str) -> str:
    """ISO where the date can be read, as it was written where not."""
    try:
        found = moment(value)
    except ValueError:
        return value
    return f"{found:%Y-%m-%d %H:%M}".removesuffix(" 00:00") if found else value


def _body(lines: list[str], title: str, draft: Draft) -> Iterator[str]:
    """Paragraphs of Markdown. Every character of the text stays, in its order."""
    if lines and lines[0] == title:
        lines = lines[1:]
    signed = False
    for number, line in enumerate(lines):
        if SECTION.match(line) and len(line) <= HEADING_LIMIT and "。" not in line:
            yield f"## {escape(line)}"
        elif ITEM.match(line):
            yield from _item(line)
        elif signed and len(line) <= HEADING_LIMIT and line[-1] not in "。：；，、" and number + 1 < len(lines):
            yield f"## {escape(line)}"
        else:
            yield from map(escape, _with_duty(line))
        signed = bool(DATE_LINE.match(line))


def _item(line: str) -> Iterator[str]:
    """（一）and its first sentence are a heading; the rest follows as a paragraph."""
    head, stop, rest = line.partition("。")
    if len(head) > HEADING_LIMIT:
        yield from map(escape, _with_duty(line))
        return
    yield f"### {escape(head + stop)}"
    if rest:
        yield from map(escape, _with_duty(rest))


def _with_duty(text: str) -> Iterator[str]:
    """A closing 责任单位 note is a paragraph of its own."""
    yield from (part for part in DUTY.split(text) if part)
