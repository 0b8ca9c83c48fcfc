"""Draft: a document taken in, before it is written: its fields, its body, the files it brings, what a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from intake import history, rules
from intake.closing import closing, signature
from intake.labels import DERIVED
from intake.opening import labelled, opening
from intake.reading import Block, Brought, Claim, Labelled, Origin, Reading, Refused
from intake.settle import WEAK, settle, split_title
from intake.shapes import organs_in, squeezed
from intake.structure import body_of
from intake.trim import is_folio, trimmed
from plugins.catalog.findings import Finding
from plugins.catalog.numbers import HAN, prefix_of_document_number
from plugins.catalog.record import rows
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import agencies

TITLED = re.compile(r"(?P<organs>.{3,80}?)(?:关于|令|公告|通告|批转|转发|印发)")
ANNEX_NUMBER = re.compile(r"^附件?\s*\d{0,2}\s*[._、：:-]?\s*")
HAN_CHARACTER = re.compile(rf"[{HAN}]")
SOURCES = ("来源", "信息来源", "文章来源", "稿源", "内容来源")
NO_DESCRIPTION = re.compile(r'!\[\]\(|<img src="[^"]*" alt="">')
SIZE_LIMIT = 1000 * 1000
"""Bytes of a body; a document of the portal may have a mebibyte (plugins/engine/reader.py)."""
SHOWN = 40
"""Characters of a value in a finding."""


@dataclass(slots=True)
class Draft:
    """Fields under the labels of the official block, paragraphs of Markdown, and findings for the editor."""

    fields: dict[str, object]
    body: list[str]
    files: list[Brought] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    told_by: dict[str, tuple[Origin, ...]] = field(default_factory=dict)
    """Field to the places of the source that tell it so."""
    events: list[history.Event] = field(default_factory=list)
    """The dates of the note under the title."""

    @property
    def title(self) -> str:
        """名称."""
        return str(self.fields["名称"])


def draft_of(reading: Reading, kind: Kind, name: str, old: bool) -> Draft:
    """What will be written of a reading; `name` is the file's own, `old` says that the document was public before."""
    blocks, claims, foreign = _opened(reading)
    settled = settle(
        [*claims, *_file_name(name), *signature(blocks), *history.claims_of(blocks), *_issuers(claims, foreign)], reading
    )
    _say_foreign(foreign, reading)
    fields = settled.fields
    if "名称" not in fields:
        fields["名称"] = name
        reading.doubt(rules.TITLE_FROM_NAME, name=name)
    body = list(body_of(blocks))
    if not body:
        reading.doubt(rules.NO_BODY)
    size = sum(len(paragraph.encode()) for paragraph in body)
    if size > SIZE_LIMIT:
        raise Refused(rules.TOO_LONG, size=f"{size / 1024 / 1024:.1f}", limit=1)
    pictures = sum(len(NO_DESCRIPTION.findall(paragraph)) for paragraph in body)
    if pictures:
        reading.doubt(rules.NO_DESCRIPTION, count=pictures)
    _published(fields, settled.told_by, reading, old)
    _for_kind(fields, kind, reading)
    _complete(fields, kind, reading, old)
    told = {label: origins for label, origins in settled.told_by.items() if label in fields}
    return Draft(_ordered(fields), body, reading.files, reading.findings, told, history.note_events(blocks))


def _opened(reading: Reading) -> tuple[list[Block], list[Claim], list[Labelled]]:
    """The blocks of the body, every claim made before it, and the labels nobody has a field for."""
    reading.blocks = [one for one in reading.blocks if not is_folio(one)]
    block = labelled(reading.blocks, leading=True)
    before = reading.blocks[: min(block.used, default=0)]
    blocks, furniture = trimmed(reading.blocks[block.body :])
    claims = [*reading.claims, *block.claims]
    claims += opening([*reading.before, *before], _told_title(claims), ended=True).claims
    title = _told_title(claims)
    found = opening(blocks, title)
    among = labelled(blocks[: min(found.body, 12)])
    used = found.used | among.used
    loose = list(before)
    if reading.inferred and used:
        loose += [one for at, one in enumerate(blocks[: max(used)]) if at not in used]
        used |= set(range(max(used)))
    loose = [one for one in loose if squeezed(split_title(one.text)[0]) != squeezed(title)]
    for words in (*furniture, *(one.text for one in loose)):
        reading.doubt(rules.FURNITURE_LEFT_OUT, what=words if len(words) <= SHOWN else f"{words[:SHOWN]}……")
    rest = [one for at, one in enumerate(blocks) if at not in used]
    end = closing(rest)
    annexed = next((at for at, one in enumerate(rest[end:]) if one.text.startswith("附")), len(rest) - end)
    below = labelled(rest[end : end + annexed])
    rest, left_out = trimmed([one for at, one in enumerate(rest) if at - end not in below.used])
    for words in left_out:
        reading.doubt(rules.FURNITURE_LEFT_OUT, what=words)
    told = [*claims, *found.claims, *among.claims, *below.claims]
    return rest, told, [*reading.foreign, *block.foreign, *among.foreign, *below.foreign]


def _told_title(claims: list[Claim]) -> str:
    """The title by the most trusted place."""
    titles = sorted((one for one in claims if one.label == "名称"), key=lambda one: list(Origin).index(one.origin))
    return split_title(titles[0].value)[0] if titles else ""


def _file_name(name: str) -> Iterator[Claim]:
    """What a file's name tells: its title, a number or a day in brackets behind it."""
    title, claims = split_title(ANNEX_NUMBER.sub("", name))
    if len(HAN_CHARACTER.findall(title)) >= 4:
        yield Claim(label="名称", value=title, origin=Origin.FILE_NAME)
        yield from (replace(one, origin=Origin.FILE_NAME) for one in claims)


def _issuers(claims: list[Claim], foreign: list[Labelled]) -> Iterator[Claim]:
    """Where else the issuing organ may be told: the title, the number's 代字, the source of a news item."""
    for claim in claims:
        if claim.label == "名称":
            title, others = split_title(claim.value)
            yield from others
            match = TITLED.match(title)
            if match and organs_in(match["organs"]):
                yield Claim(label="发布机构", value=match["organs"], origin=Origin.TEXT)
        elif claim.label == "文号":
            agency = agencies().by_prefix.get(prefix_of_document_number(claim.value))
            organ = agency.name if agency else claim.value.rpartition("令第")[0]
            if organ:
                yield Claim(label="发布机构", value=organ, origin=Origin.TEXT)
    for one in foreign:
        if one.name in SOURCES and organs_in(one.value):
            yield Claim(label="发布机构", value=one.value, origin=Origin.FILE_NAME)


def _say_foreign(foreign: list[Labelled], reading: Reading) -> None:
    for one in foreign:
        if one.name in DERIVED:
            reading.doubt(rules.DERIVED_LABEL, one.line, name=one.name, value=one.value)
    others = dict.fromkeys(f"{one.name}：{one.value[:SHOWN]}" for one in foreign if one.name not in DERIVED)
    if others:
        reading.doubt(rules.FOREIGN_LABELS, labels="；".join(others))


def _for_kind(fields: dict[str, object], kind: Kind, reading: Reading) -> None:
    """Fields that documents of this kind do not have are named and left out."""
    for row in rows().values():
        if row.label in fields and kind not in row.kinds:
            value = fields.pop(row.label)
            reading.doubt(rules.NOT_FOR_KIND, kind=kind.label, label=row.label, value=value)


def _published(fields: dict[str, object], told_by: dict[str, tuple[Origin, ...]], reading: Reading, old: bool) -> None:
    """When and where it was public before. A guess that would have it public before it was signed is dropped."""
    issued = fields.get("发文日期")
    if issued and str(fields.get("发布日期", "9"))[:10] < str(issued):
        if set(told_by["发布日期"]) <= WEAK:
            del fields["发布日期"]
        else:
            reading.doubt(rules.TOO_EARLY, published=fields["发布日期"], issued=issued)
            fields["状态"] = "草稿"
    if issued and old and "发布日期" not in fields:
        fields["发布日期"] = issued
        reading.doubt(rules.PUBLISHED_BORROWED, day=issued)
    if not old or "发布日期" not in fields:
        return
    fields["原载"] = {"日期": str(fields["发布日期"])[:10], **({"网址": reading.address} if reading.address else {})}
    if reading.address:
        fields["旧址"] = [reading.address]
    reading.doubt(rules.REVIEW_UNKNOWN)


def _complete(fields: dict[str, object], kind: Kind, reading: Reading, old: bool) -> None:
    """A document that lacks what only a person can know is a draft, and says so."""
    missing = [row for row in rows().values() if kind in row.needed and row.label not in fields]
    needed = [row.label for row in missing]
    if kind is Kind.POLICY and "文号" not in fields:
        reading.doubt(rules.NO_NUMBER)
    lacking = [row.label for row in missing if not row.spared]
    if not old:
        fields["状态"] = "草稿"
        reading.doubt(rules.NEW_DRAFT, labels="、".join((*needed, "保密审查")))
    elif lacking:
        fields["状态"] = "草稿"
        reading.doubt(rules.LACKING, labels="、".join(needed))
    elif needed:
        reading.doubt(rules.LACKING_HISTORY, labels="、".join(needed))


def _ordered(fields: dict[str, object]) -> dict[str, object]:
    order = [row.label for row in rows().values()]
    return {label: fields[label] for label in sorted(fields, key=order.index)}
