"""Carriers: a portal whose every field, name, caption and text is a payload."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.bench.rules.payloads import CALM, Payload
from tests.conftest import write_document
from tests.publish.portal import png

FIELDS = 12
"""Payloads of a document outside its running text."""
RUNNING = 38
"""Payloads in its running text."""
EACH = FIELDS + RUNNING
PICTURE = "media/2026/p.png"
NAME_BYTES = 200


def carry(payloads: Iterator[Payload], content: Path) -> int:
    """Write documents of every payload under `content`; how many documents."""
    (content / "media/2026").mkdir(parents=True)
    (content / "policies/2026").mkdir(parents=True)
    (content / PICTURE).write_bytes(png(2, 2))
    number = 0
    while batch := list(islice(payloads, EACH)):
        number += 1
        text = _document(number, batch, content)
        (content / f"policies/2026/{number:05}.md").write_text(text, "utf-8")
    return number


def _document(number: int, batch: list[Payload], content: Path) -> str:
    lines = [one.line for one in batch[:FIELDS]]
    title, summary, agency, author, *words = lines + ["无"] * (FIELDS - len(lines))
    name = _name(words[0])
    (content / f"media/2026/{name}.csv").write_text("甲\n", "utf-8")
    block: dict[str, str | None] = {
        "名称": _quoted(f"关于{title}的通知"),
        "索引号": f"990000017/2026-{number + 1000:05}",
        "文号": f"示政发〔2026〕{number + 1000}号",
        "内容概述": _quoted(summary),
        "作者": _quoted(author),
        "主题词": f"[{', '.join(map(_quoted, words[1:3]))}]",
        "附件": f"[{_quoted(f'media/2026/{name}.csv')}]",
    }
    if number % 2:
        block |= {"发布机构": _quoted(agency), "原载": "{日期: 2016-02-27}", "保密审查": None}
    if number % 10 == 0:
        block |= {"状态": "撤回", "撤回说明": _quoted(words[3])}
    body = (
        f'![{words[4]}](../../{PICTURE})\n\n![图](../../{PICTURE} "{words[5]}")\n\n[{words[6]}](../../media/2026/{name}.csv)\n\n'
        f"## {words[7]}\n\n| 甲 | 乙 |\n| --- | --- |\n| {words[3]} | {words[2]} |\n{CALM}"
    )
    return write_document(body + CALM.join(one.text for one in batch[FIELDS:]) + CALM, **block)


def _quoted(value: str) -> str:
    """A value of YAML that stays as it is."""
    return "'" + value.replace("'", "''") + "'"


def _name(line: str) -> str:
    """What of a line a file name can be."""
    return line.replace("/", "／").replace("\0", "").encode()[:NAME_BYTES].decode(errors="ignore") or "无"
