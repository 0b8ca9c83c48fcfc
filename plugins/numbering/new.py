"""New documents: a file from the template of its kind, with the next index number, as a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from pathlib import Path

import yaml

from plugins.catalog.addresses import STEP, address_of, check_address
from plugins.catalog.index_numbers import IndexNumberForm, own_parts
from plugins.catalog.number_register import Act, Line
from plugins.catalog.record import ASKING, CATALOGUED
from plugins.catalog.site import Site
from plugins.catalog.snippets import template
from plugins.catalog.terms import FOLDERS, Kind
from plugins.catalog.vocabularies import agencies
from plugins.catalog.whole import write_new
from plugins.numbering.desk import NUMBER, TITLE, Desk, NumberingError, open_desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be written."""

    kind: Kind
    title: str
    on: date
    """The day it is made: its year is that of the folder and of the number."""
    agency: str = ""
    """发布机构; the portal's organizer where nothing is said."""
    name: str = ""
    """The name of the file without its ending; one is found where nothing is said."""
    numbered: bool = False
    """Whether it gets an index number although its kind does not need one."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Values of the parts of the index number that the portal's form has of its own."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the file relative to content/, and its number where it has one."""

    path: str
    number: str = ""


def kind_named(word: str) -> Kind:
    """The kind that a word means: 政策, policy or policies. Raises NumberingError."""
    kind = Kind.read(word) or Kind.of_folder(word.strip("/").removeprefix("content/"))
    if kind is None:
        raise NumberingError(f"没有“{word}”这一类，可选：{'、'.join(f'{one.label}（{one.value}）' for one in Kind)}。")
    return kind


def new_document(wanted: Wanted, content: Path, site: Site) -> Written:
    """Write a new draft, never over another file. Raises NumberingError, OSError.

    The file comes before the line of the register: whoever is killed between them leaves a number that `inv check` finds to be
    missing there and that nobody else is given.
    """
    title = " ".join(wanted.title.split())
    if not title or not title.isprintable():
        raise NumberingError("请写名称，如 inv new 政策 示例省人民政府关于……的通知。")
    agency = wanted.agency or site.organizer
    found = agencies().find(agency, site.region)
    if found is None:
        raise NumberingError(f"机构名录里没有“{agency}”：请用 --agency 写全称或名录里的简称。")
    values = {TITLE: quoted(title), "issuing_agency": quoted(found.name)}
    if wanted.kind in ASKING and "征求" in title and "意见" in title:
        values["closes_on"] = ""
    folder = _folder(wanted)
    if not (wanted.numbered or wanted.kind in CATALOGUED):
        if not wanted.name and not wanted.kind.yearly:
            raise NumberingError(f"{wanted.kind.label}的网址就是文件名，请用 --name 写一个，如 --name about。")
        names = _names(wanted.name, f"{wanted.on}")
        return Written(_write(content, folder, wanted, names, values))
    with open_desk(content, site.index_number_form, wanted.on) as desk:
        number = _next(desk, own_parts(found.code, wanted.on) | dict(wanted.parts), found.name)
        names = _names(wanted.name, _serial(number, desk.form))
        path = _write(content, folder, wanted, names, values | {NUMBER: quoted(number)})
        try:
            desk.add(Line(number=number, act=Act.ALLOCATED, path=path, title=title, on=wanted.on))
        except BaseException:
            (content / path).unlink()
            raise
    return Written(path, number)


def quoted(value: str) -> str:
    """A value as YAML must have it: in quotation marks where it would read something else."""
    return yaml.safe_dump(value, allow_unicode=True, width=10**6).removesuffix("...\n").strip()


def _next(desk: Desk, values: Mapping[str, str], agency: str) -> str:
    if "organ" in desk.form.names and not values["organ"]:
        raise NumberingError(f"机构名录里没有“{agency}”的机构代码：请补进名录，或写 --parts organ=代码。")
    try:
        return desk.next(values)
    except ValueError as error:
        raise NumberingError(str(error)) from None


def _folder(wanted: Wanted) -> str:
    folder = FOLDERS[wanted.kind]
    return f"{folder}/{wanted.on.year}" if wanted.kind.yearly else folder


def _names(name: str, found: str) -> Iterator[str]:
    """The name that was asked for alone; else the one that was found, then with a figure behind."""
    return iter((name,)) if name else chain((found,), (f"{found}-{at}" for at in count(2)))


def _serial(number: str, form: IndexNumberForm) -> str:
    found = form.read(number)
    assert found is not None
    return f"{found.serial:0{form.width}}"


def _write(content: Path, folder: str, wanted: Wanted, names: Iterator[str], values: Mapping[str, str]) -> str:
    """Write the file under the first name that is free."""
    text = template(wanted.kind, values).encode()
    for name in names:
        path = f"{folder}/{name}.md"
        if not STEP.fullmatch(name):
            raise NumberingError(f"文件名“{name}”不能成为网址，请用字母、数字和连字符，如 2026-012。")
        for finding in check_address(path, wanted.kind, address_of(path, wanted.kind, "")):
            raise NumberingError(f"{finding.message}：{finding.hint}。")
        try:
            write_new(content / path, text)
        except FileExistsError:
            if not (content / path).exists():
                raise
            continue
        return path
    raise NumberingError(f"已有 {content.name}/{path} 这个文件，没有写。")
