"""The rules of this room. VAL: whether policies are valid."""

from __future__ import annotations

from plugins.catalog.findings import Level, Rule

CIRCLE = Rule(
    "VAL001",
    Level.ERROR,
    "“废止”“修改”绕成了一圈：{members}{others}",
    "后来的文件才能废止、修改先前的文件，请核对这几份的“废止”和“修改”，去掉写错的一项",
    "绕成一圈，就说不出哪一份有效。",
)
REVIEW_DUE = Rule(
    "VAL002",
    Level.WARNING,
    "规范性文件到 {until} 期满，不足六个月了",
    "请起草单位评估，决定继续执行、修改还是到期失效",
    "有效期届满前六个月内要评估（如湖北省人民政府令第379号第二十九条）。",
)
RENEWAL_DUE = Rule(
    "VAL003",
    Level.WARNING,
    "规范性文件到 {until} 期满，不足三个月了",
    "要继续执行的，请起草单位现在提出，重新发布并在新文件里写“废止”；到期失效的不必改",
    "要延续的，在期满前三个月内提出（如湖北省人民政府令第379号第二十九条）；过了这一天，文件自动标为已失效。",
)
TARGET_LATER = Rule(
    "VAL004",
    Level.WARNING,
    "“{label}”的“{reference}”发文日期 {later} 晚于本文件的 {issued}",
    "请核对所指的文件和两份文件的发文日期",
    "先前的文件不能废止、修改后来的文件。",
)
