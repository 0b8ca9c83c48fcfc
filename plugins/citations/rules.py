"""The rules of this room. CIT: what a text says of other documents."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

CITED_ENDED = Rule(
    "CIT001",
    Level.WARNING,
    "现行有效的文件引用了“{cited}”（{path}），它{ended}",
    "请核对：应改引现行文件的，修改本文件或另行发文；只是说明沿革的，不必改",
    "现行文件还要求照已经废止、失效的文件办，读者无所适从；清理文件时要找到这些地方。",
)
OTHER_TITLE = Rule(
    "CIT002",
    Level.WARNING,
    "正文说 {number} 是《{cited}》，本站的 {number}（{path}）却是《{title}》",
    "请核对文号和标题，改正写错的一处",
    "文号或标题写错，读者会找到另一份文件。",
)
