"""What has been released, as the manifest in output/ has it."""

from __future__ import annotations

from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from console import FINDINGS, ROOT, guarded, portal, screen, table, with_progress
from plugins.engine.session import SettingsError

if TYPE_CHECKING:
    from plugins.catalog.manifest import Manifest


@task(help={"path": "写到哪个文件；- 就印在屏幕上", "output": "输出文件夹"})
@guarded
def redirects(context: Context, path: str, output: str = "") -> None:
    """写出旧址的跳转表，给 nginx 用：每个旧址一行，带到新网址。"""
    from publish.redirects import redirects as old_addresses
    from publish.redirects import write

    lines = list(old_addresses(manifest_in(output)))
    if path == "-":
        print(*lines, sep="", end="")
    elif Path(path).exists() and not Path(path).is_file():
        raise SettingsError(f"{path} 不是文件，跳转表没有写。")
    else:
        write(Path(path), lines)
        screen.print(f"{path}：旧址 {len(lines)} 个", markup=False)


@task(help={"content": "content 文件夹", "output": "输出文件夹"})
@guarded
def register(context: Context, content: str = "", output: str = "") -> None:
    """把新公开的文件记进首次公开登记；每次构建之后运行，登记随仓库保存。"""
    from plugins.engine.build import sources
    from publish.register import RegisterError, record_releases

    home = sources(portal(content))[0].parent
    try:
        done = record_releases(manifest_in(output), home)
    except RegisterError as error:
        raise Exit(str(error), FINDINGS) from None
    screen.print(f"新登记 {done.added} 份，共 {done.lines} 份；最后一行的校验码 {done.head}", markup=False)


@task(
    help={
        "on": "哪一天，如 2025-06-30；不写就是上次构建的那天",
        "every": "全部政策文件，不只是规章和规范性文件",
        "json": "每行一个 JSON 对象",
        "output": "输出文件夹",
    }
)
@guarded
def inforce(context: Context, on: str = "", every: bool = False, json: bool = False, output: str = "") -> None:
    """列出某一天有效的规章和规范性文件；只看已经公开的。"""
    from plugins.catalog.dates import chinese_date, iso
    from plugins.catalog.normative import Rank, binding_on, published
    from plugins.engine.build import as_of_moment

    catalog = published(manifest_in(output))
    day = as_of_moment(on).date() if on else catalog.as_of.date()
    found = [(rank, record, catalog.period(record)) for rank, record in binding_on(day, catalog, every=every)]
    rows = (
        {
            "rank": rank.label if rank else "",
            "document_number": record.document_number,
            "title": record.title,
            "since": iso(period.since) if period.since else "",
            "until": iso(period.until) if period.until else "",
            "address": record.address,
        }
        for rank, record, period in found
    )
    if json:
        print(*(dumps(row, ensure_ascii=False) for row in rows), sep="\n", end="\n" if found else "")
    else:
        ranks = "、".join(rank.label for rank in Rank)
        table(("类别", "文号", "名称", "施行日期", "有效至"), (list(row.values())[:-1] for row in rows))
        screen.print(f"{chinese_date(day)}有效的{'政策文件' if every else ranks}共 {len(found)} 件。")


def verify_texts(site: str) -> None:
    """Compare the editions of every text of a site, a folder or an address; exit 1 where one has other words. It only reads."""
    from publish.deployed import deployed_at

    try:
        from publish.texts import compare_texts
    except ModuleNotFoundError as error:
        raise SettingsError(f"核对文字要用 {error.name}：请 pip install -r requirements.lock。") from None
    with deployed_at(site) as there:
        compared = with_progress(lambda progress: compare_texts(there, progress))
    for difference in compared.differences:
        screen.print(str(difference), markup=False)
    counted = "、".join(f"{edition} {count}" for edition, count in compared.counts.items())
    if compared.differences:
        raise Exit(f"核对了{counted}，{len(compared.differences)} 处不同。", FINDINGS)
    screen.print(f"核对了{counted}，文字全部相同。" if counted else "没有 PDF 和 EPUB 可以核对。")


def manifest_in(output: str) -> Manifest:
    """The manifest of an output folder, output/ unless another is named. Raises ManifestError."""
    from plugins.catalog.manifest import open_manifest

    return open_manifest(Path(output) if output else ROOT / "output")
