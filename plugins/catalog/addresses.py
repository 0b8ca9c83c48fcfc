"""From a source path to its address on the site: ASCII, year by year, never one of the portal's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from plugins.catalog import rules
from plugins.catalog.findings import Finding
from plugins.catalog.numbers import serial_of_index_number
from plugins.catalog.terms import FOLDERS, Kind

STEP = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
YEAR = re.compile(r"(?:19|20)\d{2}")
RESERVED = frozenset({*FOLDERS.values(), "feeds", "manifest", "catalog", "number", "theme", "media", "search", "index", "404"})
RESERVED_PAGE = re.compile(r"page-\d+|index|feed")
FEED = "/feeds/all.xml"


def kind_of(path: str) -> Kind | None:
    """The kind whose folder a source path lies in."""
    return Kind.of_folder(PurePosixPath(path).parts[0])


def address_of(path: str, kind: Kind, index_number: str) -> str | None:
    """The site path of a document, or None where its name can give none.

    `policies/2026/x.md` is `/policies/2026/x/`; `pages/about.md` is `/about/`. A name that is not
    ASCII gives way to the serial of the index number.
    """
    *folders, name = PurePosixPath(path).with_suffix("").parts
    if not STEP.fullmatch(name):
        name = serial_of_index_number(index_number) or ""
    steps = [*(folders[1:] if kind is Kind.PAGE else folders), name]
    return f"/{'/'.join(steps)}/" if all(map(STEP.fullmatch, steps)) else None


def check_address(path: str, kind: Kind, address: str | None) -> Iterator[Finding]:
    """What is wrong with where a document lies."""
    folders = PurePosixPath(path).parts[:-1]
    if kind.yearly and not (len(folders) == 2 and YEAR.fullmatch(folders[1])):
        yield rules.YEAR_EXPECTED.at(path, kind=kind.label, folder=kind.folder, year="2026")
    if address is None:
        yield rules.NOT_ASCII.at(path, name=PurePosixPath(path).name)
    elif _reserved(address, kind):
        yield rules.RESERVED.at(path, address=address)


def folded(address: str) -> str:
    """What two addresses share when some disk or server would take them for one."""
    return address.casefold()


def _reserved(address: str, kind: Kind) -> bool:
    steps = address.strip("/").split("/")
    if kind is Kind.PAGE and steps[0].casefold() in RESERVED:
        return True
    return bool(RESERVED_PAGE.fullmatch(steps[-1].casefold()))
