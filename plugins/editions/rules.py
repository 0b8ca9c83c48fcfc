"""The rules of editions. EDN: what cannot be printed."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

UNPRINTABLE = Rule(
    "EDN001",
    Level.WARNING,
    "没有字体能印出“{characters}”，没有做 PDF",
    "请核对是不是造字、乱码或者表情符号；字没有错的，请管服务器的人安装收字更多的字体",
    "缺字的 PDF 会印出空框，宁可不做；网页照常公开，收录它的公报也没有全期 PDF。",
)
