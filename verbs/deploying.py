"""The way out: what was built is served, an earlier one again, and every byte of it is proved."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from console import ANNOUNCEMENT, FINDINGS, ROOT, SETTINGS, VAR, P, R, guarded, portal, screen, table, with_progress
from plugins.engine.session import SettingsError
from verbs.released import verify_texts

if TYPE_CHECKING:
    from deploy.minisign import PublicKey, SigningKey
    from deploy.plan import Change
    from deploy.settings import Settings
    from deploy.shelf import Shelf
    from deploy.sources import Difference, Source
    from deploy.verify import Verdict

KEY = "GONGKAI_SIGNING_KEY"
"""The environment variable that names the file of the key that signs."""
SHOWN = 50
"""Lines of a list that a terminal shows."""


def deploying(verb: Callable[P, R]) -> Callable[P, R]:
    """Guard a verb of this room: what is refused is a sentence and exit 1, a key that cannot be used exit 2."""

    @guarded
    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from deploy.failures import DeployError, SignatureError

        try:
            return verb(*args, **kwargs)
        except DeployError as error:
            raise Exit(str(error), FINDINGS) from None
        except SignatureError as error:
            raise Exit(str(error), SETTINGS) from None

    return run


@task(
    help={
        "check": "只列出会改动什么，不部署",
        "removes": "准许移除多少页",
        "by": "部署的人，记进部署记录",
        "local": "不送到镜像，如演习时",
        "after": "序号要大于多少：从备份恢复后，写验证的机器见过的那一次",
        "output": "输出文件夹",
        "json": "每行一个 JSON 对象",
    }
)
@deploying
def deploy(
    context: Context,
    check: bool = False,
    removes: int = 0,
    by: str = "",
    local: bool = False,
    after: int = 0,
    output: str = "",
    json: bool = False,
) -> None:
    """把做好的网站一下子换上，读者看到的不是旧的就是新的；再送到各个镜像。"""
    from deploy.guards import check_losses
    from deploy.make import Order, planned
    from deploy.make import deploy as deployed
    from deploy.mirror import mirror

    settings, key = deploy_settings(), signing_key_in_use()
    folder = Path(output) if output else ROOT / "output"
    order = Order(output=folder, shelf=shelf(), keep=settings.keep, key=key, removes=removes, after=after, by=by)
    first = order.shelf.current() is None
    if check:
        wanted = planned(order)
        show_changes(wanted.changes, json, first)
        check_losses(wanted, removes)
        return
    outcome = with_progress(lambda progress: deployed(replace(order, progress=progress)))
    show_changes(outcome.plan.changes if outcome.fresh else (), json, first)
    reached = () if local else mirror(order.shelf, settings.mirrors)
    if json:
        return
    if outcome.waited:
        screen.print("另一次部署正在进行，已等它结束。")
    done = "已换上" if outcome.fresh else "没有改动，仍是"
    screen.print(f"{done} {outcome.deploy.name}，{len(outcome.deploy.listed)} 个文件", markup=False)
    for place in reached:
        screen.print(f"已送到 {place}", markup=False)
    if key is None:
        screen.print(f"没有签名，inv verify 无从验证：用 inv signing-key 造一把私钥，把它的路径写进环境变量 {KEY}。")


@task(
    help={
        "by": "谁决定回退",
        "to": "退到哪一次部署（名称的开头）；不写就退一次",
        "reason": "原因",
        "shows": "准许重新公开多少份后来撤回的文件",
    }
)
@deploying
def rollback(context: Context, by: str, to: str = "", reason: str = "", shows: int = 0) -> None:
    """退回先前的一次部署，马上生效；记进部署记录，不会因此推送什么。"""
    from deploy.mirror import mirror
    from deploy.rollback import differences
    from deploy.rollback import rollback as rolled_back

    if not by.strip():
        raise SettingsError("请写明谁决定回退：--by 张三。")
    settings = deploy_settings()
    now = functools.partial(datetime.now, UTC)
    key = signing_key_in_use()
    trusted = settings.keys or ((key.public,) if key else ())
    done = rolled_back(shelf(), key, now, to=to, by=by.strip(), reason=reason, shows=shows, keys=trusted)
    screen.print(f"已退回 {done.name}。下一次 inv deploy 会换上 output/ 里的：先改好内容，或停下定时任务。", markup=False)
    for place in mirror(shelf(), settings.mirrors):
        screen.print(f"已送到 {place}", markup=False)
    touched = with_progress(lambda progress: differences(done, functools.partial(progress, "核对")))
    if touched:
        show_differences(touched[:SHOWN])
        said = f"退回的部署后来有 {len(touched)} 处被人动过，读者现在看到的就是这样：请 inv deploy，或用 --to 退回别的。"
        screen.print(said, markup=False)
        raise Exit(code=FINDINGS)


@task(
    help={
        "site": "网址，或文件夹，如 var/deploys/current",
        "key": "公钥，或它的文件；不写就用设置里的 keys",
        "text": "改为核对文字：网页、PDF、EPUB、通读本和订阅是否一字不差",
        "json": "每行一个 JSON 对象",
    }
)
@deploying
def verify(context: Context, site: str, key: str = "", text: bool = False, json: bool = False) -> None:
    """逐个字节验证网站：哪些被改动、缺少、多出，是不是旧版放了回来；可放进定时任务。--text 核对各个版本的文字。"""
    if text:
        verify_texts(site)
        return
    from deploy.verify import MEMORY, remember, seen
    from deploy.verify import verify as verified

    keys = keys_given(key)
    source, known = source_of(site)
    memory = VAR / MEMORY
    known = max(known, seen(memory, source.name))
    verdict = with_progress(lambda progress: verified(source, keys, known, functools.partial(progress, "验证")))
    remember(memory, verdict)
    show_verdict(verdict, json)
    if not verdict.answered:
        raise Exit(code=ANNOUNCEMENT)
    if verdict.differences:
        raise Exit(code=FINDINGS)


@task(name="signing-key", help={"path": "私钥写到哪个文件"})
@deploying
def signing_key(context: Context, path: str) -> None:
    """造一把签名用的私钥，并印出公钥；已有的文件不覆盖。"""
    from deploy.minisign import SigningKey

    key = SigningKey.new()
    public = str(key.public)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SettingsError(f"{path} 已经在那里，没有覆盖。") from None
    with open(handle, "w", encoding="utf-8") as file:
        file.write(key.text)
    screen.print(f"私钥在 {path}（只有自己读得到），路径写进环境变量 {KEY}；公钥写进设置 DEPLOY 的 keys：", markup=False)
    print(public)


def shelf() -> Shelf:
    """Where deploys are kept."""
    from deploy.shelf import Shelf

    return Shelf(VAR / "deploys")


def deploy_settings() -> Settings:
    """DEPLOY of the settings file. Raises SettingsError."""
    from deploy.settings import settings_of
    from plugins.engine.build import setting_of

    try:
        return settings_of(setting_of(portal(), "DEPLOY"))
    except ValueError as error:
        raise SettingsError(str(error)) from None


def signing_key_in_use() -> SigningKey | None:
    """The key of GONGKAI_SIGNING_KEY. Raises SignatureError, also where the settings trust others alone."""
    from deploy.guards import check_key
    from deploy.minisign import SigningKey

    path = os.environ.get(KEY, "")
    key = SigningKey.read(Path(path)) if path else None
    check_key(key, deploy_settings().keys)
    return key


def keys_given(written: str) -> tuple[PublicKey, ...]:
    """The public keys that are trusted. Raises SignatureError, SettingsError."""
    from deploy.minisign import PublicKey

    if written:
        return (PublicKey.parse(Path(written).read_text("utf-8") if Path(written).is_file() else written),)
    if not (keys := deploy_settings().keys):
        raise SettingsError("没有公钥，无从验证：写在设置 DEPLOY 的 keys 里，或用 --key。")
    return keys


def source_of(site: str) -> tuple[Source, int]:
    """What to look at, and the serial that our own record says it has reached. Raises SettingsError."""
    from deploy.live import LiveSite
    from deploy.settings import live_address
    from deploy.shelf import CURRENT
    from deploy.sources import Folder, Web

    ours, live = shelf(), deploy_settings().live
    reached = max((switch.serial for switch in ours.log()), default=0)
    if "://" in site:
        try:
            address = live_address(site)
        except ValueError:
            raise SettingsError(f"网址 {site} 读不懂，应形如 https://www.shili.example。") from None
        gone = (path for one in ours.deploys() for path in one.listed) if address == live else ()
        return Web(LiveSite(address), gone), reached if address == live else 0
    folder = Path(site)
    if not folder.is_dir():
        raise SettingsError(f"没有 {site} 这个文件夹。")
    return Folder(folder), reached if folder.absolute() == (ours.folder / CURRENT).absolute() else 0


def show_changes(changes: Iterable[tuple[Change, str]], as_json: bool, first: bool) -> None:
    """What a deploy changes: all of it as JSON, on a terminal the beginning, of a `first` deploy how many."""
    from deploy.plan import Change

    found = list(changes)
    if as_json:
        for change, path in found:
            print(dumps({"change": change, "path": path}, ensure_ascii=False))
        return
    if first:
        screen.print(f"第一次部署：{len(found)} 个文件都是新的")
        return
    if found:
        table(("改动", "文件"), ((change.label, path) for change, path in found[:SHOWN]))
    counts = "，".join(f"{kind.label} {sum(change is kind for change, _ in found)}" for kind in Change)
    screen.print(f"{counts}{f'（只列出前 {SHOWN} 个，其余见 --json）' if len(found) > SHOWN else ''}", markup=False)


def show_differences(differences: Sequence[Difference]) -> None:
    """What is wrong with each file, as a table."""
    table(("问题", "文件", "说明"), ((one.kind.label, one.path, one.says) for one in differences))


def show_verdict(verdict: Verdict, as_json: bool) -> None:
    """Every difference, and one line about the whole."""
    if as_json:
        for one in verdict.differences:
            print(dumps({"kind": one.kind, "path": one.path, "says": one.says}, ensure_ascii=False))
        return
    if verdict.differences:
        show_differences(verdict.differences)
    found = f"{len(verdict.differences)} 处不符" if verdict.differences else "全部相符"
    screen.print(f"{verdict.site}：{verdict.name or '没有可信的签名'}，{verdict.files} 个文件，{found}", markup=False)
