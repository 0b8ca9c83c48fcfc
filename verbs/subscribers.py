"""The subscribers of mail: entered, removed, listed without showing who they are."""

from __future__ import annotations

import csv
import sys
from datetime import UTC, datetime
from io import StringIO
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.tasks import task

from console import VAR, portal, screen, table
from plugins.engine.session import SettingsError
from verbs.publishing import announcing

if TYPE_CHECKING:
    from publish.subscribers import Subscriber, Wish

EVERYTHING = "全部"
"""What is written where somebody wants every theme."""


@task(help={"address": "电子邮箱地址", "themes": "主题，逗号分隔；不写就是全部", "rhythm": "daily（每日）或 weekly（每周）"})
@announcing
def add(context: Context, address: str, themes: str = "", rhythm: str = "weekly") -> None:
    """登记一位订阅者；已经登记的，改成新的主题和节奏。"""
    from plugins.engine.build import adopt_vocabularies
    from publish.subscribers import Subscribers

    adopt_vocabularies(portal())
    try:
        wish = _wish(address, rhythm, themes)
    except ValueError as error:
        raise SettingsError(f"没有登记：{error}。") from None
    new = Subscribers(VAR).add([wish], datetime.now(UTC))
    screen.print("已登记。" if new else "早已登记，已改成新的主题和节奏。")


@task(help={"address": "电子邮箱地址，或 inv subscribers.list 里的编号"})
@announcing
def remove(context: Context, address: str) -> None:
    """除名：地址和有关的一切都从名单中删除。"""
    from publish.subscribers import Subscribers, address_of

    people = Subscribers(VAR)
    numbered = [one.address for one in people.all() if one.id.startswith(address.strip())]
    try:
        found = [address_of(address)] if "@" in address else numbered
    except ValueError as error:
        raise SettingsError(f"{error}。") from None
    if len(found) != 1:
        raise SettingsError(f"读不懂“{address}”：没有 @ 的是编号的开头，名单里这样的有 {len(found)} 个，须恰好一个。")
    if not people.remove(found[0]):
        raise SettingsError("名单里没有这个地址。")
    screen.print("已除名。")


@task(name="import", help={"path": "CSV 文件，三列：地址、节奏、主题（分号分隔，空着就是全部）；- 是标准输入"})
@announcing
def enter(context: Context, path: str) -> None:
    """从表格登记许多订阅者；有一行不对就一行也不登记。"""
    from plugins.engine.build import adopt_vocabularies
    from publish.subscribers import Subscribers

    adopt_vocabularies(portal())
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path} 读不出来：应是 UTF-8 的 CSV 文件。") from None
    try:
        lines = list(csv.reader(StringIO(text)))
    except csv.Error:
        raise SettingsError(f"{path} 读不懂：有一格太长，多半是少了一个引号。") from None
    wishes, wrong = [], []
    for number, row in enumerate(lines, 1):
        cells = [*(cell.strip() for cell in row), "", ""]
        if not cells[0] or (number == 1 and "@" not in cells[0]):
            continue
        try:
            wishes.append(_wish(cells[0], cells[1], cells[2]))
        except ValueError as error:
            wrong.append(f"第 {number} 行：{error}")
    if wrong:
        raise SettingsError("\n".join((*wrong, "一行也没有登记。")))
    new = Subscribers(VAR).add(wishes, datetime.now(UTC))
    screen.print(f"新登记 {new} 位，改了 {len(wishes) - new} 位。")


@task(name="list", help={"json": "每行一个 JSON 对象"})
@announcing
def show(context: Context, json: bool = False) -> None:
    """列出订阅者；地址只显示头尾。"""
    from plugins.catalog.dates import BEIJING
    from publish.subscribers import Subscribers, masked

    found = Subscribers(VAR).all()
    if json:
        for one in found:
            says = {"id": one.id, "address": masked(one.address), "rhythm": one.rhythm, "themes": _named(one)}
            print(dumps(says | {"since": one.since.isoformat(), "refusals": one.refusals}, ensure_ascii=False))
        return
    table(
        ("编号", "地址", "节奏", "主题", "从", "拒收"),
        (
            (
                one.id[:8],
                masked(one.address),
                one.rhythm.label,
                "、".join(_named(one)),
                f"{one.since.astimezone(BEIJING):%Y-%m-%d}",
                str(one.refusals or ""),
            )
            for one in found
        ),
    )
    screen.print(f"{len(found)} 位。")


def _named(one: Subscriber) -> list[str]:
    return [theme or EVERYTHING for theme in one.themes]


def _wish(address: str, rhythm: str, themes: str) -> Wish:
    """What one line asks for. Raises ValueError, in 中文."""
    from publish.mailing import Rhythm, theme_of, widest
    from publish.subscribers import Wish, address_of

    words = {word: one for one in Rhythm for word in (one.value, one.label)}
    if rhythm not in words:
        raise ValueError(f"没有“{rhythm}”这种节奏，可选：{'、'.join(words)}")
    named = [word.strip() for word in themes.replace("；", ";").replace("，", ";").replace(",", ";").split(";") if word.strip()]
    chosen = ("",) if not named or EVERYTHING in named else widest(map(theme_of, named))
    return Wish(address=address_of(address), rhythm=words[rhythm], themes=chosen)
