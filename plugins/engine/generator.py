"""The conductor: scan, read, link, check, render, index, seal. The only class Pelican sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from pelican.generators import Generator

from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry
from plugins.catalog.findings import Finding
from plugins.catalog.manifest import FOLDER
from plugins.catalog.number_register import Numbering, read_number_register
from plugins.engine import rules
from plugins.engine.assets import examine
from plugins.engine.links import check_links, public_assets
from plugins.engine.memory import keeping
from plugins.engine.page import Batch, Page, SourceFile, copy
from plugins.engine.presence import SEALED, Watch
from plugins.engine.press import Claim, New, Press
from plugins.engine.reader import Reading, prepare, read
from plugins.engine.recipe import digest, reading_digest, recipe_of
from plugins.engine.rows import Row, row_of
from plugins.engine.scan import Scan, Source, beside, scan, walk
from plugins.engine.seal import Seal
from plugins.engine.session import SETTING, STAGES, BuildError, Goal, Session
from plugins.engine.signals import Equipment, ask, checking, equipping, linking, paging
from plugins.engine.stage import Stage
from plugins.engine.standstill import Standstill, recall
from plugins.engine.store import NAME, Made, Store
from plugins.engine.theme import Theme
from plugins.engine.workers import Aside, Executor, Loss, Lost

OWN = "own"
"""The name of the batch of what is worked out in each build: the theme's files, assets, single pages."""


class PortalGenerator(Generator):  # type: ignore[misc]
    """Owns all of output/; the stock generators run empty."""

    def generate_context(self) -> None:
        """From files to a catalog, and what is wrong with it; nothing where nothing can have changed."""
        self.session: Session = self.settings[SETTING]
        self.request, self.outcome = self.session.request, self.session.outcome
        self.store = Store(self.request.cache / NAME, self.request.output)
        self.stage = Stage(self.request.cache, self.request.output)
        self.files = Theme(self.request.theme, self.request.drafts)
        self.code = reading_digest(self.settings["PLUGINS"])
        self.recipe = recipe_of(self.request, self.files)
        self.watch = None
        if self.request.goal is Goal.BUILD:
            if self.stage.recover(self.store):
                self.outcome.notices.append("上一次构建没有完成，已先把它做完。")
            if not self._is_as_left():
                self.watch = Watch(str(self.request.output), self.store, self.request.workers)
        timed = self.outcome.timed
        with timed("scan"):
            walked = walk(self.request.content)
            self.equipment = self._equipment()
            # Where other programs or fonts are there, a run of the same texts is no standstill.
            beyond = (self.files.files_digest, *(one.editions.digest for one in self.equipment))
            others = (*self.settings["PLUGINS"], beside(self.request.content.parent), *beyond)
            inputs = digest(self.recipe, *others, walked.digest) if walked.digest else ""
            self.seal = Seal(self.session, self.store, self.stage, inputs)
            self.still = self._standstill(inputs)
            if self.still:
                return
            found = scan(walked, self.store.files())
            self.store.keep_files(found.seen, found.gone)
            self._report(found.findings)
        with keeping(), timed("read"):
            entries = self._read(found)
        with timed("link"):
            with keeping():
                self.catalog = self._catalog(entries, found)
            if self.request.goal is not Goal.READ:
                self.catalog.examined = examine(self.catalog, self.store, self.code, self.request)
        if self.request.goal is not Goal.READ:
            self.checks = Aside(self._check, self.request.workers)

    def generate_output(self, writer: object) -> None:
        """From the catalog to output/, unless something is wrong."""
        if self.request.goal is Goal.READ:
            self.outcome.catalog = self.catalog
        elif self.still:
            self.seal.repeat(self.still)
        else:
            self._go_on()
        if self.store.notice:
            self.outcome.notices.append(self.store.notice)
        if self.request.memory is not None:
            self.request.memory.ended = self.store.note(SEALED)
        self.store.close()

    def _is_as_left(self) -> bool:
        """Whether the pages can only be as this process left them: nobody else writes where a preview lies."""
        memory = self.request.memory
        return self.request.drafts and memory is not None and memory.ended != "" and memory.ended == self.store.note(SEALED)

    def _equipment(self) -> list[Equipment]:
        """What the plugins have to make their pages with. A preview shows pages only: nothing that is dear to make."""
        found = () if self.request.drafts else ask(equipping, self.request.site)
        equipment = [one for one in found if isinstance(one, Equipment)]
        if self.request.goal is Goal.BUILD:
            self.outcome.notices += [one.lacking for one in equipment if one.lacking]
        return equipment

    def _go_on(self) -> None:
        press = self._sorted()
        if press and self.request.goal is Goal.CHECK:
            self._report(press.conflicts(press.claims()))
            self.seal.note(self.catalog, (Goal.CHECK,))
        elif press:
            self._build(press)

    def _sorted(self) -> Press | None:
        """The pages to make, worked out while the catalog is checked; None where something is wrong with it."""
        press, problem = None, None
        if not self.outcome.report.failed:
            with self.outcome.timed("pages"):
                try:
                    press = self._press()
                except Exception as error:  # noqa: BLE001  what is wrong with the catalog may be its cause: a finding says it better
                    problem = error
        with self.outcome.timed("check"):
            self._report(self.checks.result())
        if self.outcome.report.failed:
            return None
        if problem:
            raise problem
        return press

    def _standstill(self, inputs: str) -> Standstill | None:
        """What the last run came to, if this one would come to the same."""
        still = recall(self.store, self.request.goal)
        if still is None or not still.holds(inputs, self.request.as_of):
            return None
        if self.watch:
            presence = self.watch.presence()
            pages = presence.counts.total() - presence.counts[FOLDER]
            return None if presence.differs or pages != still.pages else still
        return still

    def _check(self) -> list[Finding]:
        """All that is wrong with the catalog as a whole."""
        answers = (*ask(linking, self.catalog), *ask(checking, self.catalog))
        return [*check_links(self.catalog), *_findings(answers)]

    def _catalog(self, entries: list[Entry], found: Scan) -> Catalog:
        request = self.request
        return Catalog(
            entries,
            request.as_of,
            found.assets,
            drafts=request.drafts,
            region=request.site.region,
            sources={source.path: source.digest for source in found.sources},
            home=request.content.parent,
            numbering=Numbering(request.site.index_number_form, read_number_register(request.content)),
            editions=next((one.editions for one in self.equipment), None),
        )

    def _read(self, found: Scan) -> list[Entry]:
        """Every text, from the store where it is unchanged."""
        keys = {source.path: f"{source.digest}-{self.code}" for source in found.sources}
        known = self._known(keys)
        new = [source for source in found.sources if source.path not in known]
        lost: list[Reading] = []
        taken = [*known.values(), *self.store.keep_readings(self._fresh(new, keys, lost))]
        if self.request.memory is not None:
            self.request.memory.keep(taken, keys)
        readings = [*taken, *lost]
        self.outcome.read = len(new)
        self.outcome.documents = self.outcome.report.documents = len(readings)
        self._report(finding for reading in readings for finding in reading.findings)
        return [reading.entry for reading in readings if reading.entry]

    def _known(self, keys: Mapping[str, str]) -> dict[str, Reading]:
        """What was read before, by path."""
        kept = self.request.memory.readings(keys) if self.request.memory else {}
        return kept or self.store.readings(keys)

    def _fresh(self, new: list[Source], keys: Mapping[str, str], lost: list[Reading]) -> Iterator[tuple[str, Row]]:
        """Every text that must be read, with its key. What was lost is not kept: tomorrow the machine may be less busy."""
        if new:
            prepare()
        executor = Executor(self.request.workers, self.request.seconds, self.request.allowance)
        for number, (index, result) in enumerate(executor.map(self._read_one, new), 1):
            source = new[index]
            if isinstance(result, Lost):
                lost.append(self._lost(source, result))
            else:
                yield keys[source.path], result
            self.request.progress(STAGES["read"], number, len(new))

    def _read_one(self, source: Source) -> Row:
        return row_of(read(self.request.content, source.path))

    def _lost(self, source: Source, lost: Lost) -> Reading:
        seconds, memory = self.request.seconds, self.request.allowance
        if lost.loss is Loss.TOO_SLOW:
            finding = rules.TOO_SLOW.at(source.path, seconds=f"{seconds:g}")
        elif lost.loss is Loss.TOO_HUNGRY:
            finding = rules.TOO_HUNGRY.at(source.path, limit=f"{memory // 2**20} MB")
        else:
            finding = rules.CRASHED.at(source.path, problem=lost.said(seconds, memory))
        return Reading(source.path, (finding,))

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
        press = Press(self.request, self.files, self.store, self.stage, self.recipe, self._text)
        press.sort([Batch(OWN, "", lambda: own), *batches], self.watch.presence() if self.watch else None)
        return press

    def _asset_pages(self) -> Iterator[Page]:
        files = {self.catalog.assets[path].path: path for path in public_assets(self.catalog)}
        for path in files.values():
            asset = self.catalog.assets[path]
            yield Page(asset.path, copy, {"file": SourceFile(self.request.content / path, asset.digest)}, source=path)

    def _build(self, press: Press) -> None:
        """Make what changed and move everything at once; where two pages claim one path, nothing."""
        kept: list[Claim] = []
        pages = Counter[str]()
        new: list[New] = []
        moved: list[Made] = []
        with self.outcome.timed("render"):
            try:
                for worked in press.run():
                    kept += worked.kept
                    pages[worked.batch] += worked.pages
                    new += worked.new
                    moved += worked.moved
            except BuildError:
                # A page may be lost because another stands in its place: that is what to say.
                self._report(press.conflicts(press.claims()))
                if not self.outcome.report.failed:
                    raise
            else:
                claims = sorted((*kept, *((one.made.path, one.made.source) for one in new)))
                self._report(press.conflicts(claims))
        if not self.outcome.report.failed:
            with self.outcome.timed("seal"):
                self.seal.close(self.catalog, press, {path for path, _ in claims}, pages, new, moved)

    def _report(self, findings: Iterable[Finding]) -> None:
        self.outcome.report.add(findings)


def _findings(answers: Iterable[object]) -> Iterator[Finding]:
    return (answer for answer in answers if isinstance(answer, Finding))
