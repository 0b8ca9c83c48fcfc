"""What is measured: speed, and how right the results are."""

from __future__ import annotations

import sys

from invoke.context import Context
from invoke.tasks import task

from console import guarded
from verbs.developing import run_module


@task(help={"documents": "在多少份编造的文件上量；不写就用示例门户"})
@guarded
def serve(context: Context, documents: int = 0) -> None:
    """量一量：预览时从保存到看见要多少毫秒。"""
    context.run(f"{sys.executable} -m tests.bench.serve {documents}", env={"PYTHONUTF8": "1"})


@task(help={"documents": "多少份文件，分在24期公报里"})
@guarded
def editions(context: Context, documents: int = 300) -> None:
    """量一量：一年的公报印成 PDF 和 EPUB 要多久、占多少内存。"""
    run_module("tests.bench.editions", str(documents))


@task(help={"documents": "多少份编造的文件，每份约有4条关系"})
@guarded
def links(context: Context, documents: int = 10_000) -> None:
    """量一量：关系和引用连起来要多久，发布一篇解读改变哪些文件。"""
    run_module("tests.bench.links", str(documents))


@task
@guarded
def intake(context: Context) -> None:
    """量一量：收文件收得对不对、快不快、挡不挡得住坏文件。"""
    run_module("tests.bench.intake")


@task(
    help={
        "documents": "多少份文件；几个数用逗号分开，如 10000,100000",
        "rounds": "几轮",
        "peers": "和谁比，逗号分开：pelican、hugo、eleventy",
        "folder": "在哪个文件夹里做；不写就在内存里，放不下才在磁盘上",
        "json": "把全部数字写进这个 JSON 文件",
        "read": "不再量，读这个 JSON 文件",
        "write": "写 docs/performance.md 和 docs/performance.svg",
    },
)
@guarded
def build(
    context: Context,
    documents: str = "10000",
    rounds: int = 3,
    peers: str = "",
    folder: str = "",
    json: str = "",
    read: str = "",
    write: bool = False,
) -> None:
    """量一量：同样的文件，本程序和同类程序各要多久。"""
    values = {
        "--documents": documents,
        "--rounds": str(rounds),
        "--peers": peers,
        "--folder": folder,
        "--json": json,
        "--read": read,
    }
    words = [word for name, value in values.items() if value for word in (name, value)]
    run_module("tests.bench.build", *words, *(["--write"] if write else []))


@task(
    help={
        "kills": "杀掉推送（或部署）进程多少次",
        "schedules": "多少个随机的故障日程",
        "part": "announce（推送）或 deploy（部署、验证、几个进程、撤回）",
        "ledger": "part=announce：账本在 file（SQLite）还是 server（PostgreSQL）",
        "files": "part=deploy：大网站有多少个文件",
        "entries": "part=deploy：几个进程一起领多少条",
        "json": "把全部数字写进这个 JSON 文件",
    }
)
@guarded
def outbox(
    context: Context,
    kills: int = 2000,
    schedules: int = 10_000,
    part: str = "announce",
    ledger: str = "file",
    files: int = 100_000,
    entries: int = 10_000,
    json: str = "",
) -> None:
    """量一量：推送和部署被杀、遇到故障时，有没有重发、漏发、泄密，读者有没有读到半个网站。"""
    words = ["--kills", str(kills), "--schedules", str(schedules), "--part", part, "--ledger", ledger]
    words += ["--files", str(files), "--entries", str(entries), *(["--json", json] if json else [])]
    run_module("tests.bench.outbox", *words)


@task(
    help={
        "part": "rules：检查的对错；safety：不该出去的出不去",
        "documents": "多少份改坏的文件，多少处改动",
        "json": "把全部数字写进这个 JSON 文件",
    }
)
@guarded
def rules(context: Context, part: str = "rules", documents: int = 10_000, json: str = "") -> None:
    """量一量：改坏的文件是不是都指出了、说在哪一行，好的文件有没有冤枉；审查以后的改动是不是都拒绝了。"""
    words = ["--part", part, "--documents", str(documents), *(["--json", json] if json else [])]
    run_module("tests.bench.rules", *words)
