"""Changes after sign-off: one byte of a text, a shown field, an attachment or a picture, held against the review that was signed.

Each is judged by what a build does with it: the changed file is read as a build reads it, and the check of reviews is asked. What
is not refused must be read as the very same document; anything else is a miss. A sample goes through whole builds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry
from plugins.catalog.findings import Finding, Level
from plugins.catalog.manifest import Asset
from plugins.catalog.record import names_by_label, rows
from plugins.catalog.reviews import FILE
from plugins.catalog.signed import FREE, OF_WITHDRAWAL
from plugins.engine.build import run
from plugins.engine.reader import read
from plugins.engine.session import Goal
from plugins.engine.signals import reading
from plugins.review.check import check
from plugins.review.read import read as read_review
from plugins.review.rules import CHANGED
from tests.conftest import Site, write_document
from tests.registers import reviewed

SEED = 20_261_129
COUNT, BUILDS = 10_000, 40
DOCUMENTS = 12
PARTS = ("正文", "信息块", "附件", "图片")
SHOWN = frozenset(
    label for label, name in names_by_label().items() if rows()[name].public and name not in FREE and name not in OF_WITHDRAWAL
)
"""Labels of the fields that a review signs."""
PARAGRAPH = "各市、州、县人民政府，省政府各部门：为做好第{number}项工作，现将有关事项通知如下。"
ITEMS = {
    "主题词": "[政务公开, 政务服务]",
    "内容概述": "就今年的政务公开工作作出安排。",
    "服务对象": "[企业, 个体工商户]",
    "公开环节": "执行",
    "推送标题": "政务公开工作安排印发",
    "推送摘要": "今年的政务公开有哪些安排。",
    "公开依据": "政府信息公开条例第二十条第一项",
    "更正": "{日期: 2026-03-05, 说明: 附件第3行的单位由“万元”改为“元”}",
}

Row = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Change:
    """One byte changed: in which part, of which file, and the file with the change."""

    part: str
    path: str
    raw: bytes


@dataclass(slots=True)
class Tally:
    """How changes fared, by part."""

    refused: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    """Bytes that say nothing: the file is read as the same document, field for field and sign for sign."""
    elsewhere: int = 0
    """Refused by another rule: what was changed can no longer be read."""
    missed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Signed:
    """A portal in which every document was reviewed."""

    site: Site
    entries: Mapping[str, Entry]
    catalog: Catalog

    def refusals(self, change: Change) -> tuple[list[Finding], bool]:
        """The errors that keep a build from going on, and whether the file is read as it was signed."""
        if change.path in self.catalog.assets:
            asset = replace(self.catalog.assets[change.path], digest=sha256(change.raw).hexdigest())
            catalog = self._catalog(self.entries, {change.path: asset})
            return _errors(check(catalog)), False
        with TemporaryDirectory(dir=self.site.folder) as folder:
            changed = Site(Path(folder)).write({change.path: change.raw})
            found = read(changed.content, change.path)
        errors = _errors(found.findings)
        if errors or found.entry is None:
            return errors, False
        before, after = self.entries[change.path], found.entry
        is_same = (before.record, before.digest) == (after.record, after.digest)
        return _errors(check(self._catalog({change.path: after}))), is_same

    def _catalog(self, entries: Mapping[str, Entry], assets: Mapping[str, Asset] | None = None) -> Catalog:
        held = self.catalog.assets | dict(assets or {})
        return Catalog(entries.values(), self.catalog.as_of, held, home=self.site.folder)


def signed_portal(folder: Path) -> Signed:
    """A portal of policies with pictures and attachments, each reviewed as it stands."""
    files: dict[str, str | bytes] = {}
    for number in range(100, 100 + DOCUMENTS):
        form, flow = f"media/2026/form-{number}.csv", f"media/2026/flow-{number}.png"
        numbers = {"索引号": f"990000017/2026-{number:05}", "文号": f"示政发〔2026〕{number}号", "附件": f"[{form}]"}
        body = f"{PARAGRAPH.format(number=number)}\n\n## 一、总体要求\n\n| 任务 | 时限 |\n|:--|--:|\n| 检查 | 6月10日 |\n\n"
        text = write_document(f"{body}![流程图：申请、受理](/{flow})\n", **(numbers | ITEMS | {"保密审查": None}))
        files |= {
            f"policies/2026/{number}.md": text,
            form: f"序号,名称\n{number},甲\n",
            flow: b"\x89PNG\r\n\x1a\n" + bytes(range(200)),
        }
    site = Site(folder).write(files)
    site.write({f"../{FILE}": reviewed(site)})
    catalog = run(site.portal(), Goal.READ).catalog
    assert catalog
    reading.connect(read_review)
    entries = {record.path: entry for record in catalog.records if (entry := read(site.content, record.path).entry)}
    return Signed(site, entries, catalog)


def changes(portal: Signed, count: int, seed: int) -> Iterator[Change]:
    """One byte put in, taken out or replaced, so many of each part."""
    random = Random(seed)
    files = {path: (portal.site.content / path).read_bytes() for path in (*portal.entries, *portal.catalog.assets)}
    texts, assets = list(portal.entries), list(portal.catalog.assets)
    for number in range(count):
        part = PARTS[number % len(PARTS)]
        path = random.choice([one for one in assets if one.endswith(".png") == (part == "图片")] if part in PARTS[2:] else texts)
        raw, region = files[path], _region(part, files[path])
        changed = _changed(raw, region, random)
        # What is no UTF-8 any more is refused without asking for the review: that would try nothing.
        while part in PARTS[:2] and not _is_text(changed):
            changed = _changed(raw, region, random)
        yield Change(part, path, changed)


def tally(portal: Signed, count: int = COUNT, seed: int = SEED) -> Tally:
    """Try changes one by one, until so many were no mere ways of writing the same."""
    found = Tally()
    for change in changes(portal, 2 * count, seed):
        if found.refused.total() + len(found.missed) == count:
            break
        errors, is_same = portal.refusals(change)
        if errors:
            found.refused[change.part] += 1
            found.elsewhere += all(error.code != CHANGED.code for error in errors)
        elif is_same:
            found.same[change.part] += 1
        else:
            found.missed.append(f"{change.part} {change.path}: {change.raw!r}")
    return found


def built(portal: Signed, count: int = BUILDS, seed: int = SEED) -> list[str]:
    """Changes that a whole build let through, of so many; after each, output/ must be as it was."""
    site, through = portal.site, list[str]()
    assert not site.build().report.failed
    published = site.tree()
    for change in changes(portal, count, seed + 1):
        whole = (site.content / change.path).read_bytes()
        site.write({change.path: change.raw})
        refused = site.build().report.failed and site.tree() == published
        if not refused and not portal.refusals(change)[1]:
            through.append(f"{change.part} {change.path}")
        site.write({change.path: whole})
    return through


def judged(found: Tally, through: list[str], count: int = COUNT, builds: int = BUILDS) -> Iterator[Row]:
    """The figures against their goals."""
    for part in PARTS:
        same = f"；另有 {found.same[part]} 处读出来一字不差，不算改动" if found.same[part] else ""
        missed = sum(line.startswith(part) for line in found.missed)
        yield f"审查以后改一个字节（{part}）", f"{found.refused[part]:,} 处都拒绝{same}", "全部拒绝", not missed
    total = found.refused.total()
    said = f"{total:,} 处拒绝（{found.elsewhere:,} 处先被别的检查拦下），{len(found.missed)} 处放过"
    yield "审查以后改一个字节（合计）", said, f"{count:,} 处全部拒绝", total == count
    yield "其中经过完整构建", f"{builds} 处，{len(through)} 处放过", "0 处放过", not through


def safety(count: int = COUNT) -> Iterator[Row]:
    """The rows of the bench."""
    with TemporaryDirectory() as folder:
        portal = signed_portal(Path(folder))
        found = tally(portal, count)
        yield from judged(found, built(portal), count)


def _region(part: str, raw: bytes) -> Sequence[int]:
    """The bytes of a file that belong to a part."""
    head = raw.find(b"\n---\n") + len(b"\n---\n")
    if part == "正文":
        return range(head, len(raw))
    if part != "信息块":
        return range(len(raw))
    places, at = list[int](), 0
    for line in raw[:head].split(b"\n"):
        label, _, value = line.partition(b": ")
        if label.decode() in SHOWN:
            begin = at + len(line) - len(value)
            places += range(begin, begin + len(value))
        at += len(line) + 1
    return places


def _changed(raw: bytes, region: Sequence[int], random: Random) -> bytes:
    at = random.choice(region)
    byte = bytes((random.choice([one for one in range(256) if one != raw[at]]),))
    return random.choice((raw[:at] + byte + raw[at + 1 :], raw[:at] + byte + raw[at:], raw[:at] + raw[at + 1 :]))


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.ERROR]
