"""The conductor: scan, read, link, check, render, index, seal. The only class Pelican sees."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from pelican.generators import Generator

from plugins.catalog.catalog import Catalog, Entry
from plugins.catalog.findings import Finding
from plugins.catalog.manifest import FOLDER
from plugins.catalog.number_register import Numbering, read_number_register
from plugins.engine import rules
from plugins.engine.links import check_links, public_assets
from plugins.engine.memory import keeping
from plugins.engine.page import Batch, Page, SourceFile, copy
from plugins.engine.press import Claim, New, Press
from plugins.engine.reader import Reading, read
from plugins.engine.releases import Releases
from plugins.engine.rows import Row, row_of
from plugins.engine.scan import Scan, Source, scan
from plugins.engine.session import SETTING, BuildError, Goal, Session
from plugins.engine.signals import ask, checking, linking, paging
from plugins.engine.stage import Journal, Stage, files_of
from plugins.engine.store import Made, Store
from plugins.engine.theme import Theme
from plugins.engine.workers import Executor, Loss, Lost

LIBRARIES = ("markdown", "nh3", "pyyaml", "jinja2", "feedgen", "lxml", "pydantic", "segno")
OWN = "own"
"""The name of the batch of what is worked out in each build: the theme's files, assets, single pages."""


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
        with timed("link"):
            with keeping():
                self.catalog = self._catalog(entries, found)
            self._report(check_links(self.catalog))
            self._report(_findings(ask(linking, self.catalog)))
        with timed("check"):
            self._report(_findings(ask(checking, self.catalog)))

    def generate_output(self, writer: object) -> None:
        """From the catalog to output/, unless something is wrong."""
        if not self.outcome.report.failed:
            with self.outcome.timed("pages"):
                press = self._press()
            if self.request.goal is Goal.CHECK:
                self._report(press.conflicts(press.claims()))
            else:
                self._build(press)
        if self.store.notice:
            self.outcome.notices.append(self.store.notice)
        self.store.close()

    def _catalog(self, entries: list[Entry], found: Scan) -> Catalog:
        request = self.request
        sources = {source.path: source.digest for source in found.sources}
        drafts, region = request.drafts, request.site.region
        numbering = Numbering(request.site.index_number_form, read_number_register(request.content))
        return Catalog(entries, request.as_of, found.assets, drafts=drafts, region=region, sources=sources, numbering=numbering)

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

    def _press(self) -> Press:
        """Everything the plugins make, and which of it must be worked out.

        Raises BuildError for a released document that no plugin makes a page for.
        """
        own, batches = [*self.files.pages(), *self._asset_pages()], []
        for answer in ask(paging, self.catalog):
            if isinstance(answer, Page):
                own.append(answer)
            elif isinstance(answer, Batch):
                batches.append(answer)
        shown = {*(page.source for page in own), *chain.from_iterable(batch.sources for batch in batches)}
        homeless = next((record for record in self.catalog.released if record.path not in shown), None)
        if homeless:
            raise BuildError(f"{homeless.path} 没有页面：PLUGINS 里缺少做“{homeless.kind.label}”页面的插件，output/ 保持原样。")
        recipe = _digest(self.code, self.files.digest, json.dumps(_site_fields(self.session), ensure_ascii=False))
        press = Press(self.request, self.files, self.store, self.stage, recipe, self._text)
        present = files_of(self.request.output) if self.request.goal is Goal.BUILD else None
        press.sort([Batch(OWN, "", lambda: own), *batches], present)
        return press

    def _asset_pages(self) -> Iterator[Page]:
        files = {self.catalog.assets[path].path: path for path in public_assets(self.catalog)}
        for path in files.values():
            asset = self.catalog.assets[path]
            yield Page(asset.path, copy, {"file": SourceFile(self.request.content / path, asset.digest)}, source=path)

    def _build(self, press: Press) -> None:
        """Make what changed and move everything at once; where two pages claim one path, nothing."""
        claims: list[Claim] = []
        new: list[New] = []
        moved: list[Made] = []
        with self.outcome.timed("render"):
            try:
                for worked in press.run():
                    claims += worked.claims
                    new += worked.new
                    moved += worked.moved
            except BuildError:
                # A page may be lost because another stands in its place: that is what to say.
                self._report(press.conflicts(press.claims()))
                if not self.outcome.report.failed:
                    raise
            else:
                self._report(press.conflicts(claims))
        if not self.outcome.report.failed:
            with self.outcome.timed("seal"):
                self._seal(press, {path for path, _ in claims}, new, moved)

    def _seal(self, press: Press, paths: set[str], new: list[New], moved: list[Made]) -> None:
        """Index what was released, stage the manifest and move everything at once."""
        made = tuple(one.made for one in sorted(new, key=lambda one: one.made.path))
        left = {path for path in press.before if path not in paths}
        of_documents = {one.source: one for one in made if one.source}
        releases = Releases(self.request, self.catalog, self.store, of_documents, press.amiss, press.recipe)
        gone = {*left, *press.strays}
        files = list(releases.seal(self.outcome.report.warnings, moving=bool(made or gone)))
        rows = [row if content is None else self._staged(row, content) for row, content in files]
        sealed = tuple(row.path for row, content in files if content is not None)
        gone |= {row.path for row in self.store.made_by(FOLDER)} - {row.path for row in rows}
        self.outcome.made = {one.made.path: one.reason for one in sorted(new, key=lambda one: one.made.path)}
        self.outcome.kept = press.kept + len(paths) - len(made)
        self.outcome.removed = tuple(path for path in sorted(gone) if not path.startswith(f"{FOLDER}/"))
        self.outcome.written = len(made) + len(sealed)
        self.store.keep_keys(press.stale)
        if made or sealed or gone:
            self.stage.commit(self.store, Journal(str(self.request.output), made, sealed, tuple(sorted(gone))))
        self.store.keep_made([*moved, *rows], ())
        self.store.keep_keys({batch.name: press.key(batch) for batch in press.tasks})

    def _staged(self, row: Made, content: bytes) -> Made:
        size, modified = self.stage.put(row.path, content)
        return replace(row, size=size, modified=modified)

    def _executor(self, seconds: float) -> Executor:
        return Executor(self.request.workers, seconds)

    def _report(self, findings: Iterable[Finding]) -> None:
        self.outcome.report.add(findings)


def _findings(answers: Iterable[object]) -> Iterator[Finding]:
    return (answer for answer in answers if isinstance(answer, Finding))


def _lost(source: Source, lost: Lost, seconds: float) -> Reading:
    if lost.loss is Loss.TOO_SLOW:
        return Reading(source.path, (rules.TOO_SLOW.at(source.path, seconds=f"{seconds:g}"),))
    return Reading(source.path, (rules.CRASHED.at(source.path, problem=lost.problem or "读取它的进程意外结束"),))


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
