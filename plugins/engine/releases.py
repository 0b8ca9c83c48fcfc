"""Releases: what the manifest says of each released document, year by year; only years where something changed are told anew."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from plugins.catalog.catalog import Catalog
from plugins.catalog.manifest import FOLDER, INDEX, CitedDocument, Release, Shard, index_of, restamp, shard, shard_of
from plugins.catalog.marks import digest
from plugins.catalog.record import Record, public_fields
from plugins.catalog.terms import Relation
from plugins.engine.session import Request
from plugins.engine.store import Made, Store

NOT_REVISED = ("channels", "post_title", "post_summary", "path")
"""Public fields that say how a release is announced or kept, not what it is."""


@dataclass(frozen=True, slots=True)
class Releases:
    """The manifest of one build. `made` are its new pages by their documents, `amiss` files that are not as they were made."""

    request: Request
    catalog: Catalog
    store: Store
    made: Mapping[str, Made]
    amiss: set[str]
    recipe: str

    def seal(self, warnings: int, *, moving: bool) -> Iterator[tuple[Made, bytes | None]]:
        """The files of the manifest, the index last, each with its bytes where it must be written.

        The index is written where its bytes are new, and wherever anything moves: until it is there again nothing is announced.
        """
        before = {row.path: row for row in self.store.made_by(FOLDER)}
        shards = []
        for year, records in self._years():
            row, content = self._shard(before.get(shard_of(year)), year, records)
            moving = moving or content is not None
            shards.append(Shard(year=year, path=row.path, records=len(records), sha256=row.digest))
            yield row, content
        content = index_of(self.request.site, self.request.as_of, shards, warnings)
        row, is_new = self._compared(before.get(INDEX), INDEX, "", content)
        yield row, content if moving or is_new else None

    def _shard(self, before: Made | None, year: int | None, records: Sequence[Record]) -> tuple[Made, bytes | None]:
        path, key = shard_of(year), digest(self.recipe, self.catalog.marks.wholes(records))
        told = before and before.fingerprint == key and not any(record.path in self.made for record in records)
        if before and told and path not in self.amiss:
            return before, None
        content = shard(self._release(record) for record in records)
        row, is_new = self._compared(before, path, key, content)
        return row, content if is_new else None

    def _compared(self, before: Made | None, path: str, key: str, content: bytes) -> tuple[Made, bool]:
        """The row of a file, and whether the one in output/ is another."""
        row = Made(path, key, sha256(content).hexdigest(), len(content), before.modified if before else 0, FOLDER)
        return row, before is None or before.digest != row.digest or path in self.amiss

    def _years(self) -> Iterator[tuple[int | None, Sequence[Record]]]:
        years: dict[int | None, list[Record]] = defaultdict(list)
        for (_, year), records in self.catalog.by_year.items():
            years[year] += records
        for year in sorted(years, key=lambda year: year or 0):
            yield year, sorted(years[year], key=lambda record: record.path)

    def _release(self, record: Record) -> Release:
        catalog, page = self.catalog, self.made.get(record.path) or self.store.page_of(record.path)
        pictures, attachments = catalog.pictures(record), catalog.attachments(record)
        said = {name: value for name, value in public_fields(record).items() if name not in NOT_REVISED}
        texts = (catalog.entry(record).digest, *(asset.digest for asset in (*pictures, *attachments)))
        revised = (json.dumps(said, ensure_ascii=False, sort_keys=True), *texts)
        return Release(
            record=catalog.ties.told(record),
            url=self.request.site.absolute(record.address),
            page=page.path,
            page_digest=page.digest,
            revision=sha256("\0".join(revised).encode()).hexdigest()[:16],
            validity=catalog.validity(record),
            relations={
                relation.value: tuple(target.path for target in targets)
                for relation in Relation
                if (targets := catalog.ties.targets(record, relation))
            },
            pictures=pictures,
            attachments=attachments,
            citations=tuple(
                CitedDocument(title=citation.title, number=citation.number, path=target.path if target else None)
                for citation, target in catalog.citations.of(record)
                if not citation.enclosed
            ),
        )


def restamped(request: Request, store: Store) -> tuple[Made, bytes]:
    """The index of an unchanged manifest, told for the moment of this build."""
    content = restamp((request.output / INDEX).read_bytes(), request.as_of)
    row = next(row for row in store.made_by(FOLDER) if row.path == INDEX)
    return replace(row, digest=sha256(content).hexdigest()), content
