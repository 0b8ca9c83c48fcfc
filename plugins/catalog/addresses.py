"""From a source path to its address on the site: ASCII, year by year, never one of the portal's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from plugins.catalog import rules
from plugins.catalog.findings import Finding
from plugins.catalog.index_numbers import serial_of_index_number
from plugins.catalog.numbers import HAN
from plugins.catalog.terms import FOLDERS, Kind

STEP = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
YEAR = re.compile(r"(?:19|20)\d{2}")
NUMBER_STEP = re.compile(rf"[0-9A-Za-z{HAN}〔〕、-]{{1,60}}")
STEP_LIMIT = 100
"""Characters of a step of an old address; file systems take 255 bytes."""
OWN = frozenset(
    "feeds data manifest catalog number in-force tasks theme sitemap sitemap.xml robots.txt index.html 404.html".split()
)
"""First steps of addresses that only the portal itself may use."""
RESERVED = frozenset({*FOLDERS.values(), *OWN, "media", "search", "index", "gallery", "404"})
RESERVED_PAGE = re.compile(r"page-\d+|index|feed")
COLUMNS = "|".join((*FOLDERS.values(), "in-force", "tasks"))
"""First steps of lists that have a page for each year."""
LIST = re.compile(rf"/(?:(?:{COLUMNS})/(?:\d{{4}}/)?(?:page-\d+/)?|(?:catalog|number|feeds|data|sitemap)/)?")
"""Addresses of lists and other pages that the portal itself makes."""
PAGE_SUFFIXES = frozenset({".html", ".htm", ".shtml"})
"""What a server sends as a web page, so that a page of ours can stand at an old address."""
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
"""Endings of the pictures a page can show."""


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
    if kind_of(path) is None:
        columns = "、".join(f"{folder}/（{kind.label}）" for kind, folder in FOLDERS.items())
        yield rules.UNKNOWN_FOLDER.at(path, folder="/".join(folders), folders=columns)
    if kind.yearly and not (len(folders) == 2 and YEAR.fullmatch(folders[1])):
        yield rules.YEAR_EXPECTED.at(path, kind=kind.label, folder=kind.folder, year="2026")
    if address is None:
        yield rules.NOT_ASCII.at(path, name=PurePosixPath(path).name)
    elif _reserved(address, kind):
        yield rules.RESERVED.at(path, address=address)


def number_address(number: str) -> str | None:
    """`/number/示政办发〔2026〕12号/`: where anyone who knows a number finds the document; None for a number no path can hold."""
    return f"/number/{number}/" if number and all(map(NUMBER_STEP.fullmatch, number.split("/"))) else None


def former_address(written: str) -> str | None:
    """The site path of an old address, given as a path or as a whole URL; None where no static page can stand there."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return None
    path = PurePosixPath(parts.path)
    steps = path.parts[1:]
    sound = parts.path.startswith("/") and steps and not parts.query and all(map(STEP.fullmatch, steps))
    if not sound or steps[0].casefold() in OWN or max(map(len, steps)) > STEP_LIMIT:
        return None
    if parts.path.endswith("/"):
        return f"{path}/"
    return str(path) if path.suffix.lower() in PAGE_SUFFIXES else None


def file_of(address: str) -> str:
    """The path under output/ of the page at a site path: `/a/` is `a/index.html`."""
    return f"{address.lstrip('/')}index.html" if address.endswith("/") else address.lstrip("/")


def folded(address: str) -> str:
    """What two addresses share when some disk or server would take them for one."""
    return address.casefold()


def _reserved(address: str, kind: Kind) -> bool:
    steps = address.strip("/").split("/")
    if kind is Kind.PAGE and steps[0].casefold() in RESERVED:
        return True
    return bool(RESERVED_PAGE.fullmatch(steps[-1].casefold()))
