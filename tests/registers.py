"""Registers of releases for tests, grown as a server grows them: build by build."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.catalog.manifest import Manifest, Release
from plugins.catalog.record import Record
from plugins.catalog.register import read_register
from plugins.catalog.site import Site
from plugins.catalog.values import moment


def manifest(at: str, records: Iterable[Record]) -> Manifest:
    """What a build released."""
    releases = (Release(record=record, url="", page="", page_digest="", revision="", relations={}) for record in records)
    as_of = moment(at)
    assert as_of
    return Manifest(site=Site(name="x", url="https://x.example"), as_of=as_of, releases=tuple(releases))


def grown(*builds: tuple[str, Iterable[Record]]) -> bytes:
    """The register after these builds."""
    content = b""
    for at, records in builds:
        content += "".join(read_register(content).following(manifest(at, records))).encode()
    return content
