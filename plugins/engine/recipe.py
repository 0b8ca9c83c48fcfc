"""The recipe: a digest of all that every page is made with: code, libraries, templates, the site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from plugins.catalog.vocabularies import own_digest
from plugins.engine.session import Request
from plugins.engine.theme import Theme

JUDGING = ("python-stdnum", "phonenumberslite", "pypdf", "exifread")
"""Libraries that shape what is learned from texts and files, but no page."""
LIBRARIES = ("markdown", "nh3", "pyyaml", "jinja2", "lxml", "pydantic", "segno", "xlsxwriter")


def recipe_of(request: Request, theme: Theme) -> str:
    """The recipe of one build."""
    site = {name: getattr(request.site, name) for name in request.site.__slots__} | {"drafts": request.drafts}
    return digest(code_digest(), theme.digest, json.dumps(site, ensure_ascii=False))


def code_digest() -> str:
    """Changes when the code, the vocabularies, ours or the portal's, or a library that shapes output does."""
    return digest(_code_digest(), own_digest())[:16]


def reading_digest(plugins: Iterable[str]) -> str:
    """Changes when what is learned from a text may: with the code, and with the plugins that are asked."""
    return digest(code_digest(), *plugins, *_versions(JUDGING))[:16]


@cache
def _code_digest() -> str:
    """Without the portal's vocabularies.

    Taken once a process: code that is changed later is not what a running process works with.
    """
    root = Path(__file__).parents[1]
    files = sorted(path for path in root.rglob("*") if path.suffix in (".py", ".yaml"))
    texts = (f"{path.relative_to(root).as_posix()}\0{sha256(path.read_bytes()).hexdigest()}" for path in files)
    return digest(*texts, *_versions(LIBRARIES))


def _versions(libraries: Iterable[str]) -> Iterator[str]:
    return (f"{name} {version(name)}" for name in libraries)


def digest(*texts: str) -> str:
    """One digest of several texts."""
    return sha256("\0".join(texts).encode()).hexdigest()
