"""The register of index numbers: numbers entered, renewed, voided."""

from __future__ import annotations

from invoke.context import Context
from invoke.tasks import task

from console import guarded, portal, screen


@task(help={"path": "一份文件，或者一个文件夹"})
@guarded
def enter(context: Context, path: str, content: str = "", as_of: str = "") -> None:
    """把文件已有、登记簿里没有的索引号补登进去；只写一份文件的，它改了号、换了位置也登记。"""
    from plugins.engine.build import request_of
    from plugins.numbering import acts

    asked = request_of(portal(content, as_of=as_of))
    lines = acts.enter(asked.content, asked.site.index_number_form, path, asked.as_of.date())
    screen.print(f"登记了 {len(lines)} 个索引号。")


@task(help={"path": "哪一份文件"})
@guarded
def renew(context: Context, path: str, content: str = "", as_of: str = "") -> None:
    """给没有公开过的文件换一个新的索引号，写进文件，旧号作废。"""
    from plugins.engine.build import request_of
    from plugins.numbering import acts

    asked = request_of(portal(content, as_of=as_of))
    line = acts.renew(asked.content, asked.site.index_number_form, path, asked.as_of.date())
    screen.print(f"{asked.content.name}/{line.path} 换成了索引号 {line.number}。", markup=False)


@task(help={"number": "哪个号", "reason": "为什么没有用", "to": "到哪个号为止，一段一起作废"})
@guarded
def void(context: Context, number: str, reason: str = "", to: str = "", content: str = "", as_of: str = "") -> None:
    """把没有文件使用的索引号作废，写明原因；作废的号不再给别的文件。"""
    from plugins.engine.build import request_of
    from plugins.numbering import acts

    asked = request_of(portal(content, as_of=as_of))
    lines = acts.void(asked.content, asked.site.index_number_form, number, to, reason, asked.as_of.date())
    screen.print(f"作废了 {len(lines)} 个索引号。")
