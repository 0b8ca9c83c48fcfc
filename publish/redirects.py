"""The map of old addresses for nginx: one line each, from the manifest, and where it leads.

The file holds lines alone. The operator's own settings include it between the braces of a `map` (docs/examples/nginx.conf),
where nginx takes nothing but pairs: whoever may write this file may redirect, and no more. `$request_uri` is what the
browser sent, not decoded; a map compares it without regard to case, so `%E4` and `%e4` are one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from plugins.catalog.former import Claims, Former, formers
from plugins.catalog.manifest import Manifest

HEAD = """\
# Old addresses and where they lead, by `inv redirects`; docs/examples/nginx.conf shows where this file belongs.
# nginx wants, in http {{ }} before its first map: map_hash_max_size 131072; map_hash_bucket_size 4096;
# Lines below: {count}
"""
ESCAPED = re.compile(r"(?:%[89a-f][0-9a-f])+", re.IGNORECASE)
"""Characters that are not ASCII, as a browser sends them."""
URL_SAFE = "/:%?&=@[]~"
"""No `$`: nginx would put a variable there."""


def redirects(manifest: Manifest) -> Iterator[str]:
    """The lines of the file, sorted. Of two documents with one old address the first released has it.

    An address where the portal itself has a page, a list or a file is left out: that would lead away from what is there.
    """
    targets = dict(sorted(_targets(manifest).items()))
    yield HEAD.format(count=len(targets))
    for key, url in targets.items():
        yield f'"{key}" "{url}";\n'


def write(path: Path, lines: Iterable[str]) -> None:
    """Write the file whole or not at all."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _targets(manifest: Manifest) -> dict[str, str]:
    """Each key of the map, as nginx folds it, and its new address."""
    records = [release.record for release in manifest.releases]
    assets = (asset.path for release in manifest.releases for asset in (*release.pictures, *release.attachments))
    claims = Claims(records, assets)
    targets: dict[str, str] = {}
    for release in manifest.releases:
        url = quote(release.url, safe=URL_SAFE)
        for old in formers(release.record):
            here = replace(old, host="") if old.host == manifest.site.domain else old
            if here.host or not claims.stands(here):
                for key in _keys(here):
                    targets.setdefault(key, url)
    return targets


def _keys(old: Former) -> tuple[str, str]:
    """As browsers ask, and with the bytes of its characters, as some old programs do."""
    escaped = f"{old.host}{old.request}".lower()
    return escaped, ESCAPED.sub(_unescaped, escaped)


def _unescaped(match: re.Match[str]) -> str:
    """The characters, or what stood there where they are not UTF-8 or none a file of nginx should hold."""
    try:
        text = bytes.fromhex(match[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return match[0]
    return text if text.isprintable() else match[0]
