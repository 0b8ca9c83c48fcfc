"""Reasons: why a page is made, in 中文, told from its fingerprint and the one it had. `inv build --explain` shows them."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.engine.page import DIGEST, TRACE, Page
from plugins.engine.store import Made

RECIPE = 16
"""Characters of a recipe at the start of a fingerprint in the store."""

INPUTS = {
    "title": "标题",
    "heading": "页名",
    "body": "正文",
    "outline": "目录",
    "signature": "落款",
    "cells": "信息表",
    "kind": "种类",
    "published_at": "发布日期",
    "validity": "有效性",
    "consultation": "征求意见是否结束",
    "notice": "提示",
    "corrections": "更正",
    "draft": "草稿标记",
    "attachments": "附件",
    "tasks": "任务分工",
    "ways": "任务和修改对照的入口",
    "changes": "修改对照",
    "versions": "各个时期的文本",
    "older": "修改前的文件",
    "newer": "修改后的文件",
    "since": "施行日期",
    "ended": "废止或者失效",
    "reported": "任务进展",
    "related": "相关文件",
    "picture": "关系图",
    "timeline": "政策脉络",
    "neighbours": "前后两篇",
    "sections": "各栏内容",
    "items": "列出的文件",
    "entries": "订阅的文件",
    "consultations": "正在征求意见的文件",
    "years": "年份",
    "pager": "翻页",
    "more": "“更多”",
    "total": "总数",
    "axes": "目录分类",
    "branches": "各级栏目",
    "doors": "入口",
    "tools": "工具",
    "notices": "最新公开",
    "policies": "最新政策",
    "gazette": "最新公报",
    "topics": "专题",
    "beside": "旁栏",
    "cards": "专题卡片",
    "cover": "封面",
    "covers": "各期封面",
    "lead": "最新一期",
    "contents": "各期目录",
    "groups": "订阅分组",
    "calendars": "日历",
    "calendar": "日历",
    "days": "日历上的日子",
    "sample": "示例",
    "samples": "示例",
    "subject": "订阅的主题",
    "place": "在存档中的位置",
    "places": "网址表",
    "namespace": "命名空间",
    "index": "网址表的地址",
    "counts": "各项件数",
    "columns": "各列",
    "plan": "工作方案",
    "share": "完成情况",
    "shares": "完成情况",
    "by_plan": "各文件的完成情况",
    "by_unit": "各单位的完成情况",
    "overdue": "已过期限的任务",
    "closed": "年份是否已过",
    "last": "最近的年份",
    "parts": "列出的文件",
    "table": "表格的网址",
    "lines": "表格",
    "texts": "任务内容",
    "sheet": "表格",
    "has_block": "有没有信息块",
    "nodes": "目录条目",
    "year": "年份",
    "schemas": "数据结构说明",
    "rights": "使用许可",
    "address": "网址",
    "qr": "二维码",
    "downloads": "下载的入口",
    "text_digest": "文本校验码",
    "titled": "标题的位置",
    "title_lines": "标题的分行",
    "publication": "出版信息",
    "agency": "发布机构",
    "updated_at": "更新时间",
    "mark": "发文机关标志",
    "imprint": "版记",
    "keywords": "主题词",
    "issued_on": "发文日期",
    "updated_on": "更新日期",
    "finish": "字体、排版程序或图片",
    "head": "页头",
    "menu": "导航",
    "data": "结构化数据",
    "file": "文件本身",
    "text": "文件本身",
}
"""What the inputs of pages are called, those that a reader sees first. A name that is not here is told as it is."""


def reason(page: Page, wanted: str, before: Made | None, amiss: bool) -> str:
    """Why a page must be made; empty where it need not be. `wanted` is the fingerprint it has now."""
    if before is None:
        return "新页面"
    was = before.fingerprint
    if was[:RECIPE] != wanted[:RECIPE]:
        return "主题、门户信息或程序变了"
    if was != wanted:
        return _said(page, _traces(was), _traces(wanted))
    return "文件不在原处或被改动过" if amiss else ""


def _said(page: Page, was: list[str], now: list[str]) -> str:
    if was[:1] != now[:1]:
        return "换了一种页面"
    changed = {name for name, old, new in zip(sorted(page.parts), was[1:], now[1:], strict=False) if old != new}
    # Two values may leave one trace: then the page has changed, and nobody can say where.
    return f"{'、'.join(_words(changed)) or '显示的内容'}变了"


def _words(names: Iterable[str]) -> Iterable[str]:
    known = [word for name, word in INPUTS.items() if name in names]
    return [*dict.fromkeys(known), *sorted(name for name in names if name not in INPUTS)]


def _traces(fingerprint: str) -> list[str]:
    traces = fingerprint[RECIPE + 1 + DIGEST :]
    return [traces[at : at + TRACE] for at in range(0, len(traces), TRACE)]
