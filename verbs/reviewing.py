"""The secrecy review: what is signed is shown, then signed; what waits for it is listed."""

from __future__ import annotations

import sys
from dataclasses import replace
from json import dumps
from typing import TYPE_CHECKING, Any

from invoke.context import Context
from invoke.parser.argument import Argument
from invoke.tasks import Task, task

from console import guarded, listing, portal, screen, table, with_progress
from plugins.engine.session import Goal, Outcome, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from plugins.catalog.catalog import Catalog
    from plugins.catalog.record import Record
    from plugins.engine.build import Portal
    from plugins.review.act import Opinion
    from plugins.review.standing import Waiting


class PathUnless(Argument):
    """A path that must be given unless a switch asks for none: invoke knows no such argument."""

    switch: Argument

    def _given(self) -> Any:
        """What was given; an empty path where the switch was."""
        path = self._value
        return "" if path is None and self.switch.value else path

    value = Argument.value.getter(_given)  # type: ignore[attr-defined]


class Review(Task[Any]):
    """`inv review FILE`, or `inv review --due`."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        """The arguments of the verb; its path gives way to `--due`."""
        arguments = {argument.name: argument for argument in super().get_arguments(ignore_unknown_help)}
        path = PathUnless(name="path", positional=True, help=arguments["path"].help)
        path.switch = arguments["due"]
        return [path, *(argument for name, argument in arguments.items() if name != "path")]


@task(
    klass=Review,
    help={
        "path": "一份文件，或者一个文件夹：里面等审查的都审查",
        "reviewer": "审查人",
        "unit": "审查单位",
        "conclusion": "结论，如 可以公开",
        "basis": "依据，如 保密法第三十五条",
        "due": "只列出等审查的文件",
        "json": "配合 --due：每行一个 JSON 对象",
    },
)
@guarded
def review(
    context: Context,
    path: str,
    reviewer: str = "",
    unit: str = "",
    conclusion: str = "",
    basis: str = "",
    due: bool = False,
    json: bool = False,
    content: str = "",
    as_of: str = "",
) -> None:
    """保密审查：先看要签的是什么，再登记谁审查、结论是什么；以后改动一个字，审查就作废。--due 列出等审查的文件。"""
    from plugins.catalog.signed import FACT
    from plugins.engine.build import run, sources
    from plugins.review.act import Opinion, ReviewError

    if json and not due:
        raise SettingsError("--json 要和 --due 一起用。")
    wanted = portal(content, as_of=as_of)
    outcome = with_progress(lambda progress: run(wanted, Goal.READ, progress))
    assert outcome.catalog is not None
    if any(FACT not in outcome.catalog.entry(record).facts for record in outcome.catalog.records):
        raise SettingsError(f"{wanted.settings.name} 的 PLUGINS 里缺少 plugins.review，请补上。")
    if due:
        show_waiting(outcome.catalog, sources(wanted)[0].name, json)
        return
    try:
        sign(path, Opinion(reviewer=reviewer, unit=unit, conclusion=conclusion, basis=basis), wanted, outcome)
    except ReviewError as error:
        raise SettingsError(str(error)) from None


def sign(path: str, opinion: Opinion, wanted: Portal, outcome: Outcome) -> None:
    """Show what a path names, hear what is said of it, and write it down. Raises ReviewError."""
    from plugins.catalog.reviews import FILE
    from plugins.engine.build import sources
    from plugins.review import act

    content, catalog = sources(wanted)[0], outcome.catalog
    assert catalog is not None
    records = act.named(path, content, catalog)
    if not records:
        screen.print("没有等审查的文件。")
        return
    act.ready(records, path, content, catalog, outcome.report)
    if catalog.reviews is not None:
        show(records, content, catalog)
        opinion = heard(opinion)
    elif not opinion.unit:
        raise SettingsError("请写明审查单位：--unit 示例省人民政府办公厅")
    reviews = act.drafted(records, opinion, catalog, catalog.as_of.date())
    act.write(reviews, content.parent)
    screen.print(f"登记了 {len(reviews)} 份文件的审查；{FILE} 和文件一起提交。", markup=False)


def show(records: Sequence[Record], content: Path, catalog: Catalog) -> None:
    """All that is signed of one document; of several what each is called and what waits."""
    from plugins.review.showing import shown
    from plugins.review.standing import wait_of

    if len(records) == 1:
        table(("要签的", f"{content.name}/{records[0].path}"), shown(records[0], content, catalog))
    else:
        table(("文件", "名称", "等什么"), ((one.path, one.title, told(wait_of(one, catalog))) for one in records))


def heard(opinion: Opinion) -> Opinion:
    """The opinion, asked for on a terminal where it was not given; the basis is the law's own unless another is named."""
    from plugins.catalog.blocks import SecrecyReview
    from plugins.catalog.record import rows
    from plugins.review.act import LABELS

    opinion = opinion if opinion.basis else replace(opinion, basis=rows(SecrecyReview)["basis"].sample)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return opinion
    try:
        return replace(opinion, **{name: screen.input(f"{LABELS[name]}：", markup=False) for name in opinion.missing})
    except EOFError:
        return opinion


def show_waiting(catalog: Catalog, folder: str, json: bool) -> None:
    """What waits for a review: lines whose paths, with the folder of the content, can be copied, or one JSON object each."""
    from plugins.catalog.dates import clock, iso
    from plugins.review.standing import waiting

    found = list(waiting(catalog))
    if json:
        for one in found:
            record = one.record
            row = {
                "document": record.path,
                "title": record.title,
                "status": record.status,
                "why": one.why,
                "changed": [part.label for part in one.parts],
                "published_at": iso(record.published_at) if record.published_at else None,
            }
            print(dumps(row, ensure_ascii=False))
        return
    rows = [
        (
            (
                f"{folder}/{one.record.path}",
                one.record.status.label if one.record.status else "",
                clock(one.record.published_at) if one.record.published_at else "—",
                told(one),
                one.record.title,
            ),
            (),
        )
        for one in found
    ]
    listing(("文件", "状态", "发布日期", "等什么", "名称"), rows, "没有等审查的文件。")
    if found:
        screen.print(f"等审查的文件 {len(found)} 份。")


def told(waiting: Waiting | None) -> str:
    """Why a document waits, in 中文."""
    if waiting is None:
        return ""
    parts = "、".join(part.label for part in waiting.parts)
    return f"{waiting.why.label}{f'：{parts}' if parts else ''}"
