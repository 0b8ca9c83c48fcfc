"""From a draft to files under content/: never over an existing one, never half."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import ClassVar

import yaml

from intake import rules
from intake.draft import Draft
from intake.known import CLAIMS, Known, Met, keys_of
from intake.reading import Brought, Refused
from plugins.catalog.addresses import PICTURES, RESERVED_PAGE, STEP, YEAR
from plugins.catalog.dates import BEIJING
from plugins.catalog.index_numbers import serial_of_index_number
from plugins.catalog.numbers import HAN, LETTER
from plugins.catalog.terms import Kind
from plugins.catalog.whole import write_new

PLACEHOLDER = re.compile(r'\\.|(\]\(|<img src="|<a href=")intake:(\d+)(?=[)"])')
"""A target, or an escaped sign. Text cannot hold the first: its `](` is escaped in Markdown and in tables, its `<` everywhere."""
NAME = re.compile(rf"[^{HAN}A-Za-z0-9（）〔〕《》“”、，—._-]+")
NAME_LIMIT = 60


class _Texts(yaml.SafeDumper):
    """Writes every value as the text it is: the portal reads no dates or numbers out of YAML, so none needs quotes."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[object]]] = {}  # type: ignore[misc]  # its stubs call it an attribute


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where documents go: content/, and the column's folder, with or without its year."""

    content: Path
    folder: Path
    by_year: bool
    """Whether each document goes into the folder of its own year below `folder`."""

    def folder_of(self, draft: Draft) -> Path:
        """The folder a document goes into."""
        return self.folder / _year(draft) if self.by_year else self.folder


@dataclass(frozen=True, slots=True)
class Written:
    """Where a document lies, and whether it was there before."""

    path: Path
    new: bool


def shelf_of(into: Path, content: Path) -> tuple[Shelf, Kind]:
    """The shelf that `--into` names, below `content` or below another folder of the name content, and its kind.

    Raises ValueError with a 中文 sentence where it names none.
    """
    folder = into.resolve()
    roots = (content.resolve(), *(parent for parent in folder.parents if parent.name == content.name))
    for root in roots:
        inside = folder.relative_to(root).parts if folder.is_relative_to(root) else ()
        kind = Kind.of_folder(inside[0]) if inside else None
        if kind is None:
            continue
        if any(path.exists() and not path.is_dir() for path in (folder, *folder.parents)):
            raise ValueError(f"{into} 是一个文件，--into 须是文件夹。")
        return Shelf(root, folder, by_year=kind.yearly and len(inside) == 1), kind
    raise ValueError(
        f"--into 须是 {content.name}/ 之下的栏目文件夹，如 {content.name}/policies/ 或 {content.name}/policies/2016/。"
    )


def write(draft: Draft, stem: str, shelf: Shelf, known: Known, dry_run: bool = False) -> Written:
    """Write one document, after the files it brings. Raises Refused where its index number is another document's."""
    body = "\n\n".join(draft.body)
    met = known.find(draft.fields, body)
    if met is not None and met.same:
        return Written(met.path, new=False)
    if met is not None:
        _apart(draft, met, known, shelf)
    _share_number(draft, known, shelf)
    folder = shelf.folder_of(draft)
    target = next(
        path for name in _names(draft, stem) if not (path := folder / f"{name}.md").exists() and path not in known.titles
    )
    known.add(target, draft.fields, body, fresh=True)
    if not dry_run:
        media = [_bring(one, shelf.content / "media" / _year(draft)) for one in draft.files]
        settled = [_settled(paragraph, media, target) for paragraph in draft.body]
        write_new(target, markdown(replace(draft, body=settled)).encode())
    return Written(target, new=True)


def markdown(draft: Draft) -> str:
    """The file: front matter safely quoted, then the body."""
    block = "".join(_line(label, value) for label, value in draft.fields.items())
    return "\n".join(("---", block + "---", "", "\n\n".join(draft.body), ""))


def _apart(draft: Draft, met: Met, known: Known, shelf: Shelf) -> None:
    """Keep another document apart from one that has its index number, its address, or its title and day, but another text."""
    path, title = met.path.relative_to(shelf.content.parent).as_posix(), known.titles[met.path]
    renamed = "".join(title.split()) != "".join(draft.title.split())
    if met.by == "索引号":
        raise Refused(rules.NUMBER_TAKEN, number=draft.fields["索引号"], other=path, title=title)
    if met.by == "旧址":
        addresses = draft.fields.pop("旧址")
        address = "、".join(addresses) if isinstance(addresses, list) else addresses
        draft.findings.append(rules.ADDRESS_SHARED.at("", address=address, other=path))
        if renamed:
            return
    draft.findings.append(rules.OTHER_TEXT.at("", other=path, what=CLAIMS[met.by]))
    draft.fields["状态"] = "草稿"


def _share_number(draft: Draft, known: Known, shelf: Shelf) -> None:
    """A document with the 文号 of another is a draft: a person must say which of them stands."""
    other = known.numbers.get(str(draft.fields.get("文号", "-")))
    if other is not None:
        path = other.relative_to(shelf.content.parent).as_posix()
        draft.findings.append(rules.NUMBER_SHARED.at("", number=draft.fields["文号"], other=path))
        draft.fields["状态"] = "草稿"


def _line(label: str, value: object) -> str:
    """One field; a list or a block of its own on the same line."""
    flow = None if isinstance(value, list | dict) else False
    return yaml.dump({label: value}, Dumper=_Texts, allow_unicode=True, width=10**6, default_flow_style=flow)


def _names(draft: Draft, stem: str) -> Iterator[str]:
    """ASCII names for the file: the serial of the index number, the source's own name, year and number of the 文号, or a digest;
    then with a digest behind."""
    serial = serial_of_index_number(str(draft.fields.get("索引号", "")))
    own = stem if STEP.fullmatch(stem) and not RESERVED_PAGE.fullmatch(stem.casefold()) else ""
    told = ["\t".join(key) for key in keys_of(draft.fields)]
    digest = sha256("\n".join((*told, *draft.body)).encode()).hexdigest()
    first = serial or own or _numbered(str(draft.fields.get("文号", "")))
    if first:
        yield from (name for name in (first, f"{first}-{digest[:6]}") if not RESERVED_PAGE.fullmatch(name.casefold()))
    else:
        yield digest[:10]
    yield from (digest[:length] for length in range(11, 64))


def _numbered(number: str) -> str:
    """2026-040 of 示政办发〔2026〕40号, as the handbook names files; empty for orders and announcements."""
    match = LETTER.fullmatch(number)
    return f"{match['year']}-{match['serial']:0>3}" if match else ""


def _year(draft: Draft) -> str:
    """The year of publication, else of issue, else this one."""
    told = str(draft.fields.get("发布日期") or draft.fields.get("发文日期") or "")
    return told[:4] if YEAR.fullmatch(told[:4]) else f"{datetime.now(BEIJING).year}"


def _bring(brought: Brought, folder: Path) -> Path:
    """Put a picture or attachment under media/; one of the same name and other content gets a digest behind its name."""
    name = PurePosixPath(brought.name)
    digest = sha256(brought.content).hexdigest()
    stem, ending = NAME.sub("_", name.stem).strip("._-")[:NAME_LIMIT] or digest[:10], name.suffix.lower()
    if ending in PICTURES and not STEP.fullmatch(stem):
        stem = digest[:10]
    for candidate in (f"{stem}{ending}", f"{stem}-{digest[:8]}{ending}"):
        target = folder / candidate
        if not target.exists():
            write_new(target, brought.content)
            return target
        if target.read_bytes() == brought.content:
            return target
    return target


def _settled(text: str, media: list[Path], target: Path) -> str:
    """Links to the files that came along, as seen from the document."""

    def link(match: re.Match[str]) -> str:
        path = media[int(match[2])] if match[2] and int(match[2]) < len(media) else None
        return f"{match[1]}{PurePosixPath(os.path.relpath(path, target.parent)).as_posix()}" if path else match[0]

    return PLACEHOLDER.sub(link, text)
