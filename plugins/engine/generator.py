"""The conductor: scan, read, link, check, render, index, seal. The only class Pelican sees."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from pelican.generators import Generator

from plugins.catalog.catalog import Catalog, Entry
from plugins.catalog.findings import Finding
from plugins.catalog.manifest import Manifest, Release, seal
from plugins.catalog.record import Record, public_fields
from plugins.catalog.rules import ADDRESS_TWICE
from plugins.catalog.terms import Relation
from plugins.engine import rules
from plugins.engine.links import check_links, public_assets
from plugins.engine.memory import keeping
from plugins.engine.page import Page, Rooms, SourceFile, copy
from plugins.engine.reader import Reading, read
from plugins.engine.rows import Row, row_of
from plugins.engine.scan import Scan, Source, scan
from plugins.engine.session import SETTING, BuildError, Goal, Session
from plugins.engine.signals import ask, checking, linking, paging
from plugins.engine.stage import Journal, Stage, files_of
from plugins.engine.store import Made, Store
from plugins.engine.theme import Theme
from plugins.engine.workers import Executor, Loss, Lost

LIBRARIES = ("markdown", "nh3", "pyyaml", "jinja2", "feedgen", "lxml", "pydantic", "segno")
RENDER_SECONDS = 120.0
NOT_REVISED = ("channels", "post_title", "post_summary", "path")
"""Public fields that say how a release is announced or kept, not what it is."""


class PortalGenerator(Generator):  # type: ignore[misc]
    """Owns all of output/; the stock generators run empty."""

    def generate_context(self) -> None:
        """From files to a checked catalog."""
        self.session: Session = self.settings[SETTING]
        self.request, self.outcome = self.session.request, self.session.outcome
        self.store = Store(self.request.cache / "store.sqlite", self.request.output)
        self.stage = Stage(self.request.cache, self.request.output)
        self.files = Theme(self.request.theme, self.request.drafts)
        self.code = _code_digest()
        if self.request.goal is Goal.BUILD and self.stage.recover(self.store):
            self.outcome.notices.append("上一次构建没有完成，已先把它做完。")
        timed = self.outcome.timed
        with timed("scan"):
            found = scan(self.request.content, self.store.files())
            self.store.keep_files(found.seen, found.gone)
            self._report(found.findings)
        with keeping(), timed("read"):
            entries = self._read(found)
        region, drafts = self.request.site.region, self.request.drafts
        with timed("link"):
            with keeping():
                self.catalog = Catalog(entries, self.request.as_of, found.assets, drafts=drafts, region=region)
            self._report(check_links(self.catalog))
            self._report(_findings(ask(linking, self.catalog)))
        with timed("check"):
            self._report(_findings(ask(checking, self.catalog)))

    def generate_output(self, writer: object) -> None:
        """From the catalog to output/, unless something is wrong."""
        with self.outcome.timed("pages"):
            pages = [] if self.outcome.report.failed else self._pages()
        if self.request.goal is Goal.BUILD and not self.outcome.report.failed:
            with self.outcome.timed("render"):
                made, removed = self._render(pages)
            with self.outcome.timed("seal"):
                self._seal(pages, made, removed)
        if self.store.notice:
            self.outcome.notices.append(self.store.notice)
        self.store.close()

    def _read(self, found: Scan) -> list[Entry]:
        """Every text, from the store where it is unchanged."""
        keys = {source.path: f"{source.digest}-{self.code}" for source in found.sources}
        known = self.store.readings(keys)
        new = [source for source in found.sources if source.path not in known]
        lost: list[Reading] = []
        readings = [*known.values(), *self.store.keep_readings(self._fresh(new, keys, lost)), *lost]
        self.outcome.documents = self.outcome.report.documents = len(readings)
        self._report(finding for reading in readings for finding in reading.findings)
        return [reading.entry for reading in readings if reading.entry]

    def _fresh(self, new: list[Source], keys: Mapping[str, str], lost: list[Reading]) -> Iterator[tuple[str, Row]]:
        """Every text that must be read, with its key. What was lost is not kept: tomorrow the machine may be less busy."""
        for number, (index, result) in enumerate(self._executor(self.request.seconds).map(self._read_one, new), 1):
            source = new[index]
            if isinstance(result, Lost):
                lost.append(_lost(source, result, self.request.seconds))
            else:
                yield keys[source.path], result
            self.request.progress("读取", number, len(new))

    def _read_one(self, source: Source) -> Row:
        return row_of(read(self.request.content, source.path))

    def _text(self, path: str) -> str:
        """The safe HTML of a document; one that was damaged in the store is read again."""
        kept = self.store.text(path)
        return read(self.request.content, path).html if kept is None else kept

    def _pages(self) -> list[Page]:
        """Every page of the site by path; two that claim one path, or a page and the folder of another, are a finding.

        Raises BuildError for a released document that no plugin makes a page for.
        """
        asked = (answer for answer in ask(paging, self.catalog) if isinstance(answer, Page))
        pages: dict[str, Page] = {}
        for page in (*self.files.pages(), *self._asset_pages(), *asked):
            other = pages.setdefault(page.path.casefold(), page)
            if other is not page:
                self._report([_twice(page, other)])
        for path, page in pages.items():
            above = (pages.get(str(folder)) for folder in PurePosixPath(path).parents)
            self._report(_twice(page, other) for other in above if other)
        shown = {page.source for page in pages.values()}
        homeless = next((record for record in self.catalog.released if record.path not in shown), None)
        if homeless:
            raise BuildError(f"{homeless.path} 没有页面：PLUGINS 里缺少做“{homeless.kind.label}”页面的插件，output/ 保持原样。")
        return sorted(pages.values(), key=lambda page: page.path)

    def _asset_pages(self) -> Iterator[Page]:
        files = {self.catalog.assets[path].path: path for path in public_assets(self.catalog)}
        for path in files.values():
            asset = self.catalog.assets[path]
            yield Page(asset.path, copy, {"file": SourceFile(self.request.content / path, asset.digest)}, source=path)

    def _render(self, pages: list[Page]) -> tuple[dict[str, Made], tuple[str, ...]]:
        """Stage what changed; returns every page as made, and the files that have no page any more."""
        recipe = _digest(self.code, self.files.digest, json.dumps(_site_fields(self.session), ensure_ascii=False))
        before, present = self.store.made(), files_of(self.request.output)
        self.wanted = {page.path: f"{recipe[:16]}-{page.fingerprint(recipe)}" for page in pages}
        reasons = {page.path: _reason(self.wanted[page.path], before.get(page.path), present.get(page.path)) for page in pages}
        new = [page for page in pages if reasons[page.path]]
        if any(isinstance(page.maker, str) for page in new):
            self.files.prepare()
        made = {page.path: before[page.path] for page in pages if not reasons[page.path]}
        drawings: dict[str, dict[str, str]] = {}
        for number, (index, result) in enumerate(self._executor(RENDER_SECONDS).map(self._make_one, new), 1):
            path = new[index].path
            if isinstance(result, Lost):
                raise BuildError(f"页面 {path} 没有做成（{result.problem or result.loss}），output/ 保持原样。")
            made[path], drawn = result
            if drawn:
                drawings[path] = drawn
            self.request.progress("生成", number, len(new))
        self.store.keep_drawings(drawings)
        self.outcome.made = {page.path: reasons[page.path] for page in new}
        self.outcome.kept = len(pages) - len(new)
        return made, tuple(sorted(path for path in present if path not in made))

    def _make_one(self, page: Page) -> tuple[Made, dict[str, str]]:
        """The page as made, and what was drawn anew for it."""
        drawn: dict[str, str] = {}

        def remember(key: str, draw: Callable[[], str]) -> str:
            known = self.store.drawing(page.path, key)
            return known if known is not None else drawn.setdefault(key, draw())

        content = page.make(Rooms(self.request.site, self.files.render, self._text, remember))
        size, modified = self.stage.put(page.path, content)
        return Made(page.path, self.wanted[page.path], sha256(content).hexdigest(), size, modified), drawn

    def _seal(self, pages: list[Page], made: dict[str, Made], removed: tuple[str, ...]) -> None:
        """Index what was released, stage the manifest and move everything at once."""
        pages_of = {page.source: page for page in pages if page.source}
        releases = (self._release(record, made[pages_of[record.path].path]) for record in self.catalog.released)
        manifest = Manifest(
            site=self.request.site,
            as_of=self.request.as_of,
            releases=tuple(releases),
            warnings=self.outcome.report.warnings,
        )
        sealed = [path for path, content in seal(manifest) if self.stage.put(path, content)]
        gone = tuple(path for path in removed if path not in sealed)
        self.outcome.removed = tuple(path for path in gone if not path.startswith("manifest/"))
        new = tuple(made[path] for path in self.outcome.made)
        self.outcome.written = len(new) + len(sealed)
        self.stage.commit(self.store, Journal(str(self.request.output), new, tuple(sealed), gone))

    def _release(self, record: Record, page: Made) -> Release:
        catalog = self.catalog
        pictures, attachments = catalog.pictures(record), catalog.attachments(record)
        said = {name: value for name, value in public_fields(record).items() if name not in NOT_REVISED}
        texts = (catalog.entry(record).digest, *(asset.digest for asset in (*pictures, *attachments)))
        return Release(
            record=catalog.told(record),
            url=self.request.site.absolute(record.address),
            page=page.path,
            page_digest=page.digest,
            revision=_digest(json.dumps(said, ensure_ascii=False, sort_keys=True), *texts)[:16],
            validity=catalog.validity(record),
            relations={
                relation.value: tuple(target.path for target in targets)
                for relation in Relation
                if (targets := catalog.targets(record, relation))
            },
            pictures=pictures,
            attachments=attachments,
        )

    def _executor(self, seconds: float) -> Executor:
        return Executor(self.request.workers, seconds)

    def _report(self, findings: Iterable[Finding]) -> None:
        self.outcome.report.add(findings)


def _twice(page: Page, other: Page) -> Finding:
    return ADDRESS_TWICE.at(page.source or page.path, address=f"/{page.path}", other=other.source or other.path)


def _findings(answers: Iterable[object]) -> Iterator[Finding]:
    return (answer for answer in answers if isinstance(answer, Finding))


def _lost(source: Source, lost: Lost, seconds: float) -> Reading:
    if lost.loss is Loss.TOO_SLOW:
        return Reading(source.path, (rules.TOO_SLOW.at(source.path, seconds=f"{seconds:g}"),))
    return Reading(source.path, (rules.CRASHED.at(source.path, problem=lost.problem or "读取它的进程意外结束"),))


def _reason(wanted: str, before: Made | None, present: tuple[int, int] | None) -> str:
    """Why a page must be made, in 中文; empty where it need not be."""
    if before is None:
        return "新页面"
    if before.fingerprint[:16] != wanted[:16]:
        return "主题、门户信息或程序变了"
    if before.fingerprint != wanted:
        return "显示的内容变了"
    return "" if present == (before.size, before.modified) else "文件不在原处或被改动过"


def _site_fields(session: Session) -> dict[str, object]:
    site = session.request.site
    return {name: getattr(site, name) for name in site.__slots__} | {"drafts": session.request.drafts}


@cache
def _code_digest() -> str:
    """Changes when the portal's own code, its vocabularies or a library that shapes output does.

    Taken once a process: code that is changed later is not what a running process works with.
    """
    root = Path(__file__).parents[1]
    files = sorted(path for path in root.rglob("*") if path.suffix in (".py", ".yaml"))
    texts = (f"{path.relative_to(root).as_posix()}\0{sha256(path.read_bytes()).hexdigest()}" for path in files)
    return _digest(*texts, *(f"{name} {version(name)}" for name in LIBRARIES))[:16]


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()
