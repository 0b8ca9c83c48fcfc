"""Batches: a key covers all that their pages show, and only what changed is made and written."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest

from plugins.amended.pages import pages as amended_pages
from plugins.amended.read import read as read_instruments
from plugins.catalog.catalog import Catalog
from plugins.catalog.editions import Edition, Editions
from plugins.catalog.manifest import Manifest, Release
from plugins.catalog.register import FILE
from plugins.catalog.site import Site as PortalSite
from plugins.catalog.values import moment
from plugins.disclosure.pages import pages as disclosure_pages
from plugins.editions.pages import pages as edition_pages
from plugins.editions.read import read as read_rare
from plugins.engine.build import Portal
from plugins.engine.page import Batch
from plugins.engine.press import Press
from plugins.engine.reader import Reading, read
from plugins.engine.scan import scan, walk
from plugins.engine.session import BuildError, Outcome
from plugins.engine.signals import reading, silence
from plugins.engine.store import Store
from plugins.feeds.pages import pages as feed_pages
from plugins.gazette.pages import pages as gazette_pages
from plugins.inforce.pages import pages as in_force_pages
from plugins.opendata.pages import pages as data_pages
from plugins.portal import pages as portal_pages
from plugins.taskbook.pages import pages as task_pages
from plugins.taskbook.read import read as read_tasks
from plugins.topics import pages as topic_pages
from publish.register import record_releases
from tests.conftest import ROOT, Site, make_record, write_document

PAGES = (
    portal_pages,
    disclosure_pages,
    gazette_pages,
    in_force_pages,
    topic_pages,
    feed_pages,
    data_pages,
    task_pages,
    amended_pages,
    edition_pages,
)
EDITIONS = Editions(frozenset(Edition), "d" * 64)
SMALL = (
    ("plugins.frame.frame", "CHUNK", 2),
    ("plugins.frame.frame", "TOGETHER", 1),
    ("plugins.frame.frame", "SIZE", 2),
    ("plugins.feeds.archives", "PART", 2),
    ("plugins.feeds.pages", "LIVE", 5),
    ("plugins.inforce.pages", "PART", 3),
    ("plugins.catalog.marks", "SHOWN", 1),
    ("plugins.frame.relations", "SHOWN", 1),
    ("plugins.editions.policies", "TOGETHER", 2),
)
MOMENTS = ("2026-11-20 09:00", "2026-11-21 09:00", "2027-06-01 09:00", "2022-01-01 09:00", "2031-01-01 09:00")
STATES = ("已完成", "进行中")
NUMBERS = ("示民规〔2024〕2号", "示民规〔2025〕4号", "示政办发〔2019〕6号", "示例省人民政府令第399号", "示政发〔2026〕9号")
CITED = (*NUMBERS, "《示例省政务服务办法》", "《示例省节约用水办法》", "《中华人民共和国民法典》")
TASKS = ("示政办发〔2026〕12号, 任务: 三（一）", "示政发〔2024〕5号, 任务: 二（四）", "示政办发〔2026〕24号, 任务: 三（八）")
DAYS = ("2024-01-01", "2025-12-31", "2026-11-20", "2026-11-21", "2027-01-01")
SHELVES = ("agencies/990000017", "genres/notice", "themes/02", "themes/0201", "validity/in-force")
FEEDS = ("all", "policies", "agencies/990000017", "themes/02", "themes/0201", "genres/notice")
DATA = {f"data/2026.{form}" for form in ("csv", "xlsx", "jsonld")}
MANIFEST = {"manifest/2026.ndjson", "manifest/index.json"}


def policies(count: int) -> dict[str, str]:
    """Valid policies with numbers and minutes of their own."""
    return {
        f"policies/2026/p{number:03}.md": write_document(
            索引号=f"990000017/2026-{number:05}",
            文号=f"示政发〔2026〕{number}号",
            发布日期=f"2026-03-02 {number // 60:02}:{number % 60:02}",
        )
        for number in range(1, count + 1)
    }


def interpretation(of: str, **changes: str) -> str:
    """An interpretation of a policy."""
    words = {"解读对象": f"[{of}]", "文号": None, "索引号": "990000017/2026-00901", "名称": "一件事的解读", "发文日期": None}
    return write_document(**words | {"发布日期": "2026-11-02 09:00"} | changes)


@cache
def _reading(content: Path, path: str, digest: str) -> Reading:
    """Each text is read once."""
    return read(content, path)


def look(content: Path, as_of: str, drafts: bool) -> dict[str, tuple[str, dict[str, str]]]:
    """The key of each batch, and the digest of every page it would make; documents with findings are there too."""
    found = scan(walk(content), {})
    readings = (_reading(content, source.path, source.digest) for source in found.sources)
    entries = [reading.entry for reading in readings if reading.entry and reading.entry.record.address]
    sources = {source.path: source.digest for source in found.sources}
    moment_ = moment(as_of)
    assert moment_
    home = content.parent
    given = {"drafts": drafts, "region": "示例省", "sources": sources, "home": home, "editions": EDITIONS}
    catalog = Catalog(entries, moment_, found.assets, **given)
    answers = chain.from_iterable(pages(catalog) for pages in PAGES)
    batches = [answer for answer in answers if isinstance(answer, Batch)]
    assert len({batch.name for batch in batches}) == len(batches), "two batches have one name"
    return {batch.name: (batch.key, {page.path: page.fingerprint("") for page in batch.pages()}) for batch in batches}


def listen() -> None:
    """Let those speak alone whose facts pages show, whatever ran in this process before."""
    silence()
    for read_facts in (read_tasks, read_instruments, read_rare):
        reading.connect(read_facts)


def test_a_page_never_changes_without_the_key_of_its_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the demo portal: days go by, texts are changed, cut, withdrawn, removed, renumbered, files are swapped."""
    listen()
    # Small enough that documents of the demo stand at the ends of batches, pages and archives.
    for module, name, size in SMALL:
        monkeypatch.setattr(import_module(module), name, size)
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    chance = random.Random(5)
    builds = [look(content, as_of, drafts) for as_of in MOMENTS for drafts in (False, True)]
    for _ in range(120):
        source = chance.choice(sorted(content.rglob("*.md")))
        before = source.read_text("utf-8")
        _edit(source, before, chance)
        if chance.random() < 0.2:
            _register(content, chance)
        builds.append(look(content, chance.choice(MOMENTS[:3]), chance.random() < 0.2))
        if chance.random() < 0.6:
            source.write_text(before, "utf-8")
    for asset in sorted(path for path in (content / "media").rglob("*") if path.is_file()):
        asset.write_bytes(asset.read_bytes() + b" ")
        builds.append(look(content, MOMENTS[0], False))
    seen: dict[tuple[str, str], dict[str, str]] = {}
    for build in builds:
        for name, (key, made) in build.items():
            assert seen.setdefault((name, key), made) == made, name
    assert len(seen) > 3 * len(builds[0])


def _edit(source: Path, text: str, chance: random.Random) -> None:
    """One of the things an editor does to a text."""
    block, _, body = text.removeprefix("---\n").partition("\n---\n")
    lines = block.split("\n")
    at = chance.randrange(len(lines))
    if chance.random() < 0.2:
        source.unlink()
        return
    label, _, value = lines[at].partition(": ")
    edits = {
        "drop": lambda: lines.pop(at),
        "title": lambda: lines.__setitem__(0, lines[0] + "（修订）"),
        "value": lambda: lines.__setitem__(at, f"{label}: {value}甲"),
        "status": lambda: lines.extend(["状态: 撤回", "撤回说明: 有误"]),
        "draft": lambda: lines.append("状态: 草稿"),
        "corrected": lambda: lines.append("更正: [{日期: 2026-11-05, 说明: 改了一字}]"),
        "later": lambda: lines.append("旧址: [/zwgk/t1.html]"),
        "repeals": lambda: lines.append(f"废止: [{chance.choice(NUMBERS)}]"),
        "amends": lambda: lines.append(f"修改: [{chance.choice(NUMBERS)}]"),
        "effective": lambda: lines.append(f"施行日期: {chance.choice(DAYS)}"),
        "expires": lambda: lines.append(f"有效期至: {chance.choice(DAYS)}"),
        "normative": lambda: lines.append("规范性文件: " + chance.choice("是否")),
        "late": lambda: lines.append("补录: 系统迁移时遗漏，现予补录"),
        "progress": lambda: lines.append(
            f"进展: [{{文件: {chance.choice(TASKS)}, 状态: {chance.choice(STATES)}, 日期: 2026-11-01}}]"
        ),
        "body": lambda: None,
        "cites": lambda: None,
    }
    name = chance.choice(sorted(edits))
    edits[name]()
    added = {"body": "\n另一段。\n", "cites": f"\n按照{chance.choice(CITED)}办理。\n"}.get(name, "")
    source.write_text("---\n" + "\n".join(lines) + "\n---\n" + body + added, "utf-8")


def _register(content: Path, chance: random.Random) -> None:
    """Another register of releases: some documents were there on one day, some on another."""
    file = content.parent / FILE
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    site = PortalSite(name="x", url="https://x.example")
    paths = [path.relative_to(content).as_posix() for path in sorted(content.rglob("*.md"))]
    for as_of in sorted(chance.sample(["2021-05-01", "2021-06-01", "2026-11-19", "2026-11-20 08:00"], 2)):
        records = (make_record(path=path, index_number="") for path in chance.sample(paths, len(paths) // 2))
        releases = tuple(Release(record=one, url="", page="", page_digest="", revision="", relations={}) for one in records)
        record_releases(Manifest(site=site, as_of=moment(as_of), releases=releases), content.parent)


def written(before: dict[str, int], site: Site) -> set[str]:
    """Files of output/ whose time is another, or that are new."""
    return {path for path, time in times(site).items() if before.get(path) != time}


def times(site: Site) -> dict[str, int]:
    """Every file of output/ with its modification time."""
    return {
        path.relative_to(site.output).as_posix(): path.stat().st_mtime_ns for path in site.output.rglob("*") if path.is_file()
    }


def test_nothing_changed_and_nothing_is_made_or_written(build_site) -> None:  # type: ignore[no-untyped-def]
    """Not a file of the manifest either."""
    site = build_site(policies(45))
    before = times(site)
    outcome = site.build()
    assert (outcome.made, outcome.removed, outcome.written) == ({}, (), 0)
    assert outcome.kept == len([path for path in before if not path.startswith("manifest/")])
    assert written(before, site) == set()


def test_a_minute_later_only_the_index_says_so(build_site) -> None:  # type: ignore[no-untyped-def]
    """Publishing asks what was released when."""
    site = build_site(policies(3))
    before = times(site)
    assert site.build(as_of="2026-11-20 09:01").written == 1
    assert written(before, site) == {"manifest/index.json"}


def test_a_policy_with_its_interpretation_is_added(build_site) -> None:  # type: ignore[no-untyped-def]
    """Two documents, their numbers, a neighbour, the newest pages of their lists, their feeds, a shard."""
    files = policies(70)
    site = build_site(files | {"interpretations/2026/i.md": interpretation("示政发〔2026〕3号", 索引号="990000017/2026-00801")})
    before = times(site)
    policy = write_document(索引号="990000017/2026-00900", 文号="示政发〔2026〕900号", 发布日期="2026-11-01 09:00")
    site.write({"policies/2026/new.md": policy, "interpretations/2026/new.md": interpretation("示政发〔2026〕900号")})
    outcome = site.build()
    chain = "chains/policies/2026/new"
    lists = ("policies", "interpretations", *(f"catalog/{shelf}" for shelf in SHELVES))
    expected = {
        "index.html",
        "catalog/index.html",
        "catalog/years/2026/index.html",
        *("data/index.html", "data/catalog.jsonld", *DATA),
        *(f"policies/2026/{name}/index.html" for name in ("new", "p070")),
        *(f"interpretations/2026/{name}/index.html" for name in ("new", "i")),
        *(f"{one}/{year}index.html" for one in lists for year in ("", "2026/")),
        *(f"number/{number}/index.html" for number in ("示政发〔2026〕900号", "990000017/2026-00900", "990000017/2026-00901")),
        *(f"feeds/{feed}.{form}" for feed in (*FEEDS, "interpretations", chain) for form in ("xml", "atom", "json")),
        "sitemap-2026.xml",
    }
    assert set(outcome.made) - expected == archives(outcome)
    assert expected - set(outcome.made) == set()
    assert written(before, site) == set(outcome.made) | MANIFEST
    assert outcome.written == len(outcome.made) + len(MANIFEST)


def archives(outcome: Outcome) -> set[str]:
    """Pages that a list or a feed has now and did not have, and the page that led to them."""
    return {path for path in outcome.made if "/page-" in path or (path.startswith("feeds/") and "2026-" in path)}


def test_a_changed_title_is_where_the_title_stands(build_site) -> None:  # type: ignore[no-untyped-def]
    """Its page, its neighbours, its interpretation, its numbers, the pages of lists that show it, feeds, the shard."""
    files = policies(90) | {"interpretations/2026/i.md": interpretation("示政发〔2026〕3号")}
    site = build_site(files)
    before = times(site)
    site.write({"policies/2026/p003.md": files["policies/2026/p003.md"].replace("一件事", "另一件事", 1)})
    outcome = site.build()
    lists = ("policies/2026", "catalog/years/2026", *(f"catalog/{shelf}/2026" for shelf in SHELVES))
    assert set(outcome.made) == {
        *(f"policies/2026/p{number:03}/index.html" for number in (2, 3, 4)),
        "interpretations/2026/i/index.html",
        *(f"feeds/chains/policies/2026/p003.{form}" for form in ("xml", "atom", "json")),
        "number/示政发〔2026〕3号/index.html",
        "number/990000017/2026-00003/index.html",
        *(f"{one}/page-1/index.html" for one in lists),
        *(f"feeds/{feed}/2026-1.atom" for feed in ("all", "policies")),
        *DATA,
    }
    assert outcome.made["policies/2026/p003/index.html"] == "标题、信息表、关系图、政策脉络、页头、结构化数据变了"
    assert outcome.made["policies/2026/p004/index.html"] == "前后两篇变了"
    assert outcome.made["interpretations/2026/i/index.html"] == "相关文件、关系图、结构化数据变了"
    assert outcome.made["policies/2026/page-1/index.html"] == "列出的文件变了"
    assert outcome.made["feeds/all/2026-1.atom"] == "订阅的文件变了"
    assert written(before, site) == set(outcome.made) | MANIFEST


def test_a_changed_template_makes_every_page_and_reads_no_text(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of the theme alone stays where its bytes did."""
    shutil.copy(ROOT / "pelicanconf.py", site.folder)
    shutil.copytree(ROOT / "theme", site.folder / "theme")
    settings = {"settings": site.folder / "pelicanconf.py"}
    site.write(policies(5)).build(**settings)
    template = site.folder / "theme/templates/base.html"
    template.write_text(template.read_text("utf-8").replace("</body>", " </body>"), "utf-8")
    monkeypatch.setattr("plugins.engine.generator.read", None)
    outcome = site.build(**settings)
    assert (outcome.kept, set(outcome.made.values())) == (0, {"主题、门户信息或程序变了"})
    assert set(outcome.made) == {path for path in site.tree() if not path.startswith("manifest/")}


def test_a_page_that_cannot_be_made_is_named(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its batch is tried page by page; output/ stays as it was."""
    site.write(policies(4))
    make = Press._make

    def failing(self: Press, page, *rest):  # type: ignore[no-untyped-def]
        if page.path == "policies/2026/p003/index.html":
            raise RuntimeError("no ink")
        return make(self, page, *rest)

    monkeypatch.setattr(Press, "_make", failing)
    with pytest.raises(BuildError, match=r"policies/2026/p003/index\.html 没有做成（RuntimeError: no ink）"):
        site.build(workers=2)
    assert not site.output.exists()


def test_a_check_looks_into_changed_batches_only(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the others claim is remembered, also where nothing was ever built."""
    files, worked = policies(120), list[set[str]]()
    keep = Store.keep_claims

    def noting(self: Store, claims: Mapping[str, tuple[str, str]]) -> None:
        worked.append({name for name, (key, _) in claims.items() if key})
        keep(self, claims)

    monkeypatch.setattr(Store, "keep_claims", noting)
    site.write(files).check()
    site.write({"policies/2026/p002.md": files["policies/2026/p002.md"] + "再说一句。\n"}).check()
    every, some = worked
    assert "documents policies 2026 0" in some
    assert len(some) < len(every) / 2
    fresh = site.check(cache=site.folder / "fresh")
    assert list(fresh.report.text()) == list(site.check().report.text())
    assert worked[2] == every
    assert worked[3] == set()


@pytest.mark.parametrize(("deed", "said"), [(os._exit, "做它的进程意外结束"), (bytearray, "要用的内存超过 100 MB")])
def test_a_page_that_ends_its_worker_is_named(site: Site, monkeypatch: pytest.MonkeyPatch, deed, said: str) -> None:  # type: ignore[no-untyped-def]
    """Whether it dies or needs more memory than there is: a sentence, and output/ as it was."""
    site.write(policies(4))
    make = Press._make

    def failing(self: Press, page, *rest):  # type: ignore[no-untyped-def]
        if page.path == "policies/2026/p003/index.html":
            deed(2**30)
        return make(self, page, *rest)

    monkeypatch.setattr(Press, "_make", failing)
    with pytest.raises(BuildError, match=rf"policies/2026/p003/index\.html 没有做成（{said}）"):
        site.build(workers=2, allowance=100 * 2**20)
    assert not site.output.exists()


def test_a_build_stopped_before_it_is_sealed_leaves_no_key_behind(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of one state with keys of another would be taken for whole."""
    files = policies(3)
    site.write(files).build()
    changed = files["policies/2026/p002.md"].replace("一件事", "另一件事", 1)
    monkeypatch.setattr("plugins.engine.store.Store.keep_made", _stop)
    with pytest.raises(KeyboardInterrupt):
        site.write({"policies/2026/p002.md": changed}).build(workers=0)
    monkeypatch.undo()
    site.write(files).build()
    portal: Portal = site.portal(output=site.folder / "cold", cache=site.folder / "other")
    site.build(output=portal.output, cache=portal.cache)
    assert site.tree() == site.tree(portal.output)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt
