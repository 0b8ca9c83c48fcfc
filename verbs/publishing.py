"""Posts: planned, approved, sent and looked after; and the sandbox to try it all in."""

from __future__ import annotations

import functools
import os
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from shlex import quote
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from console import ANNOUNCEMENT, ROOT, VAR, P, R, guarded, listing, portal, screen, table, with_progress
from plugins.engine.session import Progress, SettingsError
from verbs.building import build
from verbs.deploying import deploy_settings

if TYPE_CHECKING:
    from publish.status import Result
    from publish.step import PublishStep

CALLBACKS = 8766
"""The port at which `inv callbacks` listens."""
LOOPBACK = "127.0.0.1"
SANDBOX_PORT = 8767


def announcing(verb: Callable[P, R]) -> Callable[P, R]:
    """Guard a verb that announces: what is wrong with the ledger or an account is a sentence too, and exit 3."""

    @guarded
    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from publish.failures import Busy, LedgerError, MissingCredentials

        try:
            return verb(*args, **kwargs)
        except (LedgerError, Busy, MissingCredentials) as error:
            raise Exit(str(error), ANNOUNCEMENT) from None

    return run


@task
@announcing
def site(context: Context) -> None:
    """生成示范门户，把该推送的推到本机沙箱，并说明去哪里看。"""
    from plugins.catalog.terms import ChannelName
    from publish.entry import State
    from publish.sandbox.server import Sandbox

    build(context)
    with Sandbox(VAR / "sandbox", site_domain=site_domain(), port=sandbox_port()) as sandbox:
        result = step(sandbox.environment()).send()
        entries = step(sandbox.environment()).status().rows
    for problem in result.problems:
        screen.print(problem, markup=False)
    counts = Counter(f"{ChannelName[row.channel.upper()].label} {State(row.state).label}" for row in entries)
    screen.print("推送（本机沙箱）：" + "；".join(f"{what} {count} 条" for what, count in sorted(counts.items())))
    screen.print("看网站：.venv/bin/inv serve　　看推送：.venv/bin/inv sandbox")
    if result.failed:
        raise Exit(code=ANNOUNCEMENT)


@task(help={"port": f"端口，默认 {SANDBOX_PORT}，被占用时随意取一个"})
@announcing
def sandbox(context: Context, port: int = 0) -> None:
    """打开沙箱：像关注者那样看微博、微信和邮件。"""
    from publish.channels import MAIL_CLOSE
    from publish.sandbox.server import Sandbox

    with Sandbox(VAR / "sandbox", site_domain=site_domain(), port=port or sandbox_port()) as running:
        screen.print(f"沙箱：{running.url} （按 Ctrl-C 结束）")
        screen.print("演练：在另一个终端里粘贴下面几行，inv publish.plan、publish.send 等就只和沙箱打交道。")
        for name, value in running.environment().items():
            screen.print(f"export {name}={quote(value)}", markup=False)
        screen.print("邮件汇总不等 mail_hour，随时截稿；不要这样就略去这一行：")
        screen.print(f"export {MAIL_CLOSE}=now", markup=False)
        try:
            Event().wait()
        except KeyboardInterrupt:
            screen.print("沙箱已关。")


@task(help={"port": "本机的端口，由前面的网站服务器转来"})
@announcing
def callbacks(context: Context, port: int = CALLBACKS) -> None:
    """收微信的通知，受理邮件的退订：只在本机听；没有它，微信的结果照样靠轮询弄清。"""
    from publish.callbacks.leaving import Leaving, leave_address
    from publish.callbacks.listener import Listener
    from publish.callbacks.reader import open_reader
    from publish.failures import MissingCredentials
    from publish.inbox import Inbox
    from publish.subscribers import Subscribers

    leave = os.environ.get("GONGKAI_MAIL_LEAVE", "").strip()
    leaving = reader = None
    try:
        if leave:
            leaving = Leaving(urlsplit(leave_address(leave)).path, Subscribers(VAR))
        reader = open_reader(os.environ, Inbox(VAR), lambda: datetime.now(UTC))
    except MissingCredentials as missing:
        if "GONGKAI_WECHAT_CALLBACK_TOKEN" not in missing.variables:
            raise
        if leaving is None:
            wechat = "、".join(missing.variables)
            says = f"没有什么可听的：收微信的通知还缺环境变量 {wechat}；受理邮件的退订只要 GONGKAI_MAIL_LEAVE"
            raise Exit(says, ANNOUNCEMENT) from None
    except ValueError as error:
        raise SettingsError(str(error)) from None
    what = "、".join((*(("收微信的通知",) if reader else ()), *(("受理退订",) if leaving else ())))
    with Listener(reader, port, lambda sentence: screen.print(sentence, markup=False), leaving) as running:
        screen.print(f"在 {running.address} {what} （按 Ctrl-C 结束）")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            screen.print("不再听了。")


@task(help={"json": "每行一个 JSON 对象", "text": "连同每一条的全文预览", "html": "把预览写进这个文件夹：每一条和它的网页并排"})
@announcing
def plan(context: Context, json: bool = False, text: bool = False, html: str = "") -> None:
    """将要推送什么；除了预览，不写任何东西。"""
    result = step().plan()
    say(result, json, "没有要推送的。")
    if html:
        screen.print(f"预览：{step().write_previews(Path(html))}", markup=False)
    for preview in step().previews() if text else ():
        screen.rule(f"{preview.row.channel} {preview.title}")
        screen.print(preview.text, *preview.pictures, *preview.notes, sep="\n", markup=False)
    end(result)


@task(help={"by": "批准人", "keys": "条目编号的开头，逗号分隔；不写就是全部"})
@announcing
def approve(context: Context, by: str, keys: str = "") -> None:
    """批准待推送的条目；内容一变，批准作废。"""
    if not by.strip():
        raise SettingsError("请写明批准人：--by 张三。")
    show(step().approve(by, [key for key in keys.split(",") if key] or None), nothing="没有要批准的。")


@task
@announcing
def send(context: Context) -> None:
    """推送已批准的，并弄清没有回音的。"""
    show(with_progress(lambda progress: step(progress=progress).send()))


@task(help={"json": "每行一个 JSON 对象"})
@announcing
def doctor(context: Context, json: bool = False) -> None:
    """能不能推送：账本、磁盘、时钟、凭据、白名单、权限、次数；什么也不发。"""
    from publish.probe import Health

    probes = step().doctor()
    if json:
        for probe in probes:
            print(dumps({"what": probe.what, "health": probe.health, "says": probe.says}, ensure_ascii=False))
    else:
        table(("看什么", "结果", "说明"), ((probe.what, probe.health.label, probe.says) for probe in probes))
    if any(probe.health is Health.BAD for probe in probes):
        raise Exit(code=ANNOUNCEMENT)


@task(help={"by": "叫停的人", "reason": "原因"})
@announcing
def halt(context: Context, by: str, reason: str = "") -> None:
    """叫停：正在推送的也在下一条之前停下；仍会查看结果。"""
    named(lambda: step().halt(by, reason))
    screen.print("已叫停。恢复：inv publish.resume --by 姓名")


@task(help={"by": "恢复的人"})
@announcing
def resume(context: Context, by: str) -> None:
    """恢复推送。"""
    named(lambda: step().resume(by))
    screen.print("已恢复，下次 inv publish.send 照常推送。")


@task(help={"channel": "渠道，如 weibo、wechat、mail", "by": "登记人"})
@announcing
def backfill(context: Context, channel: str, by: str) -> None:
    """让新账号补推基线以前的：从 PUBLISH_SINCE 起的都算。"""
    named(lambda: step().backfill(channel, by))
    screen.print("已登记。先看 inv publish.plan，再批准。")


@task(
    help={
        "document": "索引号，或 content/ 里的文件",
        "by": "谁决定撤回",
        "reason": "原因，读者会看到",
        "content": "content 文件夹",
    }
)
@announcing
def retract(context: Context, document: str, by: str, reason: str, content: str = "") -> None:
    """撤回一份文件：写进文件，重新构建和部署，从每个渠道撤下，并列出要由人做的。"""
    from plugins.catalog.manifest import open_manifest
    from plugins.engine.build import request_of
    from plugins.timely.acts import withdraw
    from verbs.deploying import deploy, shelf

    asked = request_of(portal(content))
    folder = asked.content
    releases = open_manifest(ROOT / "output").releases
    found = [one.record for one in releases if document in (one.record.index_number, f"{folder.name}/{one.record.path}")]
    if len(found) != 1 or not by.strip():
        raise SettingsError(f"网站上以“{document}”为索引号或路径的文件有 {len(found)} 份，须恰好一份，并写明是谁决定的。")
    try:
        withdraw(folder / found[0].path, reason, asked.as_of.date())
    except ValueError as error:
        raise SettingsError(str(error)) from None
    screen.print(f"已写进 {folder.name}/{found[0].path}，请随后提交。", markup=False)
    build(context, content=content)
    if shelf().current() is not None:
        deploy(context, by=by)
    screen.print("网页、目录和订阅源已撤。收不回的：读者已经收到的推送和订阅，搜索引擎和转载网站上的副本。")
    named(lambda: show(step().retract(found[0].index_number, by)))


@task(help={"json": "每行一个 JSON 对象"})
@announcing
def status(context: Context, json: bool = False) -> None:
    """账本里每一条到了哪一步。"""
    show(step().status(), json, "账本里还没有条目。")


@task
@announcing
def reconcile(context: Context) -> None:
    """只查看平台上有没有，不发送。"""
    show(step().reconcile())


@task(help={"key": "条目编号的开头", "outcome": "published、not_sent、cancelled 或 retracted", "by": "登记人", "url": "公开网址"})
@announcing
def settle(context: Context, key: str, outcome: str, by: str, url: str = "") -> None:
    """登记人工查明的结果：发出去了、没有发、不发了、已撤下。"""
    from publish.machine import Settled
    from publish.status import Result

    if outcome not in tuple(Settled):
        raise SettingsError(f"没有“{outcome}”这种结果，可选：{'、'.join(Settled)}。")
    try:
        row = step().settle(key, Settled(outcome), by, url)
    except ValueError as error:
        raise SettingsError(f"没有登记：{error}") from None
    show(Result(rows=(row,)))


def sandbox_port() -> int:
    """Always the same one, so that addresses in the ledger can be opened later; 0, any, where another program has it."""
    try:
        socket.create_server((LOOPBACK, SANDBOX_PORT)).close()
    except OSError:
        return 0
    return SANDBOX_PORT


def site_domain() -> str:
    """The safe domain of the sandbox's Weibo app: the portal's own, so that posts may lead to it."""
    from plugins.engine.build import request_of

    return urlsplit(request_of(portal()).site.url).hostname or ""


def step(environment: Mapping[str, str] | None = None, progress: Progress = lambda *_: None) -> PublishStep:
    """The publish step over output/ and var/."""
    from plugins.engine.build import adopt_vocabularies, publish_since, setting_of
    from publish.policy import policy_of
    from publish.step import open_step

    adopt_vocabularies(portal())  # mailings are of themes, the portal's own too
    try:
        return open_step(
            ROOT / "output",
            VAR,
            environment or os.environ,
            publish_since(portal()),
            live=deploy_settings().live if environment is None else "",
            policy=policy_of(setting_of(portal(), "PUBLISH_POLICY")),
            progress=progress,
        )
    except ValueError as error:
        raise SettingsError(str(error)) from None


def named(act: Callable[[], None]) -> None:
    """Do what needs a person's name; a bad value is a sentence."""
    try:
        act()
    except ValueError as error:
        raise SettingsError(str(error)) from None


def show(result: Result, as_json: bool = False, nothing: str = "没有变化。") -> None:
    """What `say` prints, and the `end`."""
    say(result, as_json, nothing)
    end(result)


def end(result: Result) -> None:
    """Exit 3 where something is wrong."""
    if result.failed:
        raise Exit(code=ANNOUNCEMENT)


def say(result: Result, as_json: bool, nothing: str) -> None:
    """The rows of a publish verb, or `nothing`; then what an operator must know."""
    from plugins.catalog.terms import ChannelName
    from publish.channels.protocol import Action
    from publish.entry import State

    if as_json:
        for row in result.rows:
            print(dumps(row.as_json(), ensure_ascii=False))
    else:
        said = "\n".join((*result.notes, *result.problems))
        listing(
            ("编号", "渠道", "做什么", "状态", "文件"),
            [
                (
                    (
                        row.key[:8],
                        ChannelName[row.channel.upper()].label,
                        Action(row.action).label,
                        State(row.state).label,
                        row.title,
                    ),
                    [line for line in (row.reason, row.url if row.url not in row.reason else "") if line and line not in said],
                )
                for row in result.rows
            ],
            nothing,
        )
        for line in (*result.notes, *result.problems):
            screen.print(line, markup=False)
