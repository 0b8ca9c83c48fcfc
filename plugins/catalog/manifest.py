"""The only door out of the build: output/manifest/, sealed last, read by publish/ and by the tier above.

`index.json` is `{version, site, as_of, shards: [{year, path, records, sha256}], findings: {errors, warnings}}`.
A shard is NDJSON, one released record a line: its public fields under their English names, plus
`url, page, page_digest, revision, validity, relations, pictures, attachments, citations`; a citation is
`{title, number, path}`: title or number may be empty, `path` is null where the portal has no such released document.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as typed

from plugins.catalog.record import Record, public_fields
from plugins.catalog.site import Site
from plugins.catalog.terms import Validity

VERSION = 1
FOLDER = "manifest"
INDEX = f"{FOLDER}/index.json"


class ManifestError(Exception):
    """The manifest, or a file it names, is missing or is not what was sealed; the message is a 中文 sentence."""


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(defer_build=True))
class Asset:
    """A picture or attachment of a release: its path under output/, its SHA-256 and its size in bytes.

    A picture has its width and height in pixels; they are 0 for anything else.
    """

    path: str
    digest: str
    size: int
    name: str = ""
    width: int = 0
    height: int = 0


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(defer_build=True))
class CitedDocument:
    """An edge of the citation graph: what a text cites by title, number or both, and the released record it means, by path."""

    title: str = ""
    number: str = ""
    path: str | None = None


@typed(frozen=True, slots=True, kw_only=True, config=ConfigDict(defer_build=True))
class Release:
    """One released record as the outside may know it."""

    record: Record
    url: str
    page: str
    """Path of its HTML under output/."""
    page_digest: str
    revision: str
    """Digest of what is published: fields, text, pictures, attachments."""
    validity: Validity | None = None
    relations: Mapping[str, tuple[str, ...]]
    """Relation name to the paths of the records it points at."""
    pictures: tuple[Asset, ...] = ()
    attachments: tuple[Asset, ...] = ()
    citations: tuple[CitedDocument, ...] = ()
    """What its text cites, in the order in which it is named first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one build released."""

    site: Site
    as_of: datetime
    releases: tuple[Release, ...]
    warnings: int = 0


def shard_of(year: int | None) -> str:
    """The path of a year's shard under output/."""
    return f"{FOLDER}/{year}.ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One year's file as the index names it."""

    year: int | None
    path: str
    records: int
    sha256: str


def seal(manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """The manifest's files as (path under output/, bytes); the index comes last and makes it whole."""
    shards = []
    ordered = sorted(manifest.releases, key=lambda release: (release.record.year or 0, release.record.path))
    for year, group in groupby(ordered, key=lambda release: release.record.year):
        releases = tuple(group)
        text = shard(releases)
        shards.append(Shard(year=year, path=shard_of(year), records=len(releases), sha256=sha256(text).hexdigest()))
        yield shard_of(year), text
    yield INDEX, index_of(manifest.site, manifest.as_of, shards, manifest.warnings)


def shard(releases: Iterable[Release]) -> bytes:
    """One year's releases, a line each."""
    return "".join(map(_line, releases)).encode()


def index_of(site: Site, as_of: datetime, shards: Sequence[Shard], warnings: int) -> bytes:
    """The index, which names every shard by its digest."""
    index = {
        "version": VERSION,
        "site": asdict(site),
        "as_of": _minute(as_of),
        "shards": [asdict(one) for one in shards],
        "findings": {"errors": 0, "warnings": warnings},
    }
    return _index_text(index)


def restamp(index: bytes, as_of: datetime) -> bytes:
    """The index of the same releases at another moment."""
    return _index_text(json.loads(index) | {"as_of": _minute(as_of)})


def open_manifest(output: Path) -> Manifest:
    """Read a sealed manifest and check every shard against its digest; raises ManifestError."""
    try:
        index = json.loads((output / INDEX).read_bytes())
        if index["version"] != VERSION:
            raise ManifestError(f"发布清单的版本是 {index['version']}，这里只认版本 {VERSION}；请重新运行 inv build。")
        releases = tuple(release for shard in index["shards"] for release in _shard(output, shard))
        return Manifest(
            site=Site(**index["site"]),
            as_of=datetime.fromisoformat(index["as_of"]),
            releases=tuple(sorted(releases, key=lambda release: (str(release.record.published_at), release.record.path))),
            warnings=index["findings"]["warnings"],
        )
    except FileNotFoundError as error:
        raise ManifestError("没有发布清单：请先运行 inv build，构建成功后才有可发布的内容。") from error
    except (OSError, KeyError, TypeError, ValueError, ValidationError) as error:
        raise ManifestError("发布清单读不出来，可能已损坏：请重新运行 inv build。") from error


def shards_of(index: bytes) -> tuple[str, ...]:
    """The paths of the shards that an index names; none where it cannot be read."""
    try:
        return tuple(str(one["path"]) for one in json.loads(index)["shards"])
    except (KeyError, TypeError, ValueError):
        return ()


def read_article(output: Path, release: Release) -> str:
    """The text of a release, as outer HTML of `article.gk-body` of its page; raises ManifestError."""
    page = _checked(output, release.page, release.page_digest)
    # What stands around the text is most of a page, and need not be read.
    begin, end = page.find(b'<article class="gk-body'), page.rfind(b"</article>")
    part = page[begin:end] if 0 <= begin < end else page
    if part.startswith(b"<article") and part.count(b"<article") == 1:
        return f"{part.decode('utf-8', 'replace')}</article>"
    # A build never reads its own pages, and this library takes as long to import as half of the engine.
    from bs4 import BeautifulSoup

    article = BeautifulSoup(part.decode("utf-8", "replace"), "html.parser").select_one("article.gk-body")
    if article is None:
        raise ManifestError(f"页面 {release.page} 中没有正文。")
    return str(article)


def read_asset(output: Path, asset: Asset) -> bytes:
    """The bytes of a picture or attachment; raises ManifestError."""
    return _checked(output, asset.path, asset.digest)


def _checked(output: Path, path: str, digest: str) -> bytes:
    target = (output / path).resolve()
    if not target.is_relative_to(output.resolve()):
        raise ManifestError(f"发布清单指向了网站以外的文件：{path}")
    try:
        content = target.read_bytes()
    except OSError as error:
        raise ManifestError(f"网站中缺少 {path}：请重新运行 inv build。") from error
    if sha256(content).hexdigest() != digest:
        raise ManifestError(f"{path} 与发布清单不符，可能被改动过：请重新运行 inv build。")
    return content


def _shard(output: Path, shard: Mapping[str, str]) -> Iterator[Release]:
    for line in _checked(output, shard["path"], shard["sha256"]).decode().splitlines():
        row = json.loads(line)
        beside = {name: row.pop(name) for name in _BESIDE if name in row}
        yield _RELEASE.validate_python(beside | {"record": row})


def _line(release: Release) -> str:
    beside: dict[str, object] = _RELEASE.dump_python(release, mode="json", exclude={"record"})
    return json.dumps(public_fields(release.record) | beside, ensure_ascii=False, sort_keys=True) + "\n"


def _index_text(index: Mapping[str, object]) -> bytes:
    return (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode()


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


_RELEASE: TypeAdapter[Release] = TypeAdapter(Release)
_BESIDE = frozenset(field.name for field in fields(Release)) - {"record"}
