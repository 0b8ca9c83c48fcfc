"""The register against the documents: who uses which number, and what was given to nobody who is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import BESIDE, CONTENT, Finding, Rule
from plugins.catalog.index_numbers import Scope
from plugins.catalog.number_register import FILE, Claim, NumberRegister, missing
from plugins.catalog.record import Record
from plugins.numbering import rules

PLACE = f"{BESIDE}{FILE}"
"""The register, as findings name it."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every document against the register, then every line against the documents. Without a register there is nothing to say."""
    register = catalog.numbering.register
    if register is None:
        return
    yield from (rules.DAMAGED.at(PLACE, at) for at in register.damaged)
    for record in catalog.records:
        if register.held.get(record.path, "") != record.index_number or record.index_number in register.voided:
            yield from _of_document(record, catalog, register)
    used = {record.index_number for record in catalog.records}
    for number, claims in register.claims.items():
        if len(claims) > 1 or number not in used:
            yield from _of_number(number, claims, catalog, number in used)
    yield from _passed_over(catalog, register, used)


def moved(record: Record, claims: Mapping[str, Claim], catalog: Catalog) -> bool:
    """Whether a document is the one that a number was given to at a path where nothing lies any more: it has that one's title."""
    return any(not catalog.has_file(path) and claim.line.title == record.title for path, claim in claims.items())


def _of_document(record: Record, catalog: Catalog, register: NumberRegister) -> Iterator[Finding]:
    """A document that uses another number than it was given, or one it was not given."""
    if "index_number" in catalog.entry(record).unreadable:
        return
    number, held = record.index_number, register.held.get(record.path, "")
    claims = register.claims.get(number, {})
    if number in register.voided:
        yield _at(rules.VOIDED, record, catalog, number=number, reason=register.voided[number].line.reason or "没有写原因")
    elif claims and record.path not in claims and not moved(record, claims, catalog):
        holder, claim = next(iter(claims.items()))
        yield _at(rules.OF_ANOTHER, record, catalog, number=number, holder=holder, title=claim.line.title)
    elif held and not claims:
        written = f"写的是“{number}”" if number else "没有写"
        yield _at(rules.CHANGED, record, catalog, held=held, written=written)
    elif number and not claims:
        yield _at(rules.NOT_ENTERED, record, catalog, number=number)


def _of_number(number: str, claims: Mapping[str, Claim], catalog: Catalog, used: bool) -> Iterator[Finding]:
    """A number that two documents were given, or one that nobody has who is there."""
    first, *others = sorted(claims.values(), key=lambda claim: claim.at)
    for claim in others:
        yield rules.TWICE.at(PLACE, claim.at, number=number, first=first.line.path, second=claim.line.path, folder=CONTENT)
    for path, claim in claims.items():
        if not (used or others or catalog.has_file(path)):
            yield rules.NO_DOCUMENT.at(PLACE, claim.at, number=number, document=path, title=claim.line.title)


def _passed_over(catalog: Catalog, register: NumberRegister, in_use: Set[str]) -> Iterator[Finding]:
    """Serials between others that no line names and no document has."""
    form = catalog.numbering.form
    used: dict[Scope, list[int]] = defaultdict(list)
    for scope, serial in filter(None, map(form.run_of, in_use - register.numbers)):
        used[scope].append(serial)
    for scope, run in register.runs(form).items():
        for first, last, claim in missing(run, used[scope]):
            behind = form.read(claim.line.number)
            values = behind.values if behind else {}
            ends = dict.fromkeys(form.make(values, serial) for serial in (first, last))
            words = {"missing": " 至 ".join(ends), "command": " --to ".join(ends), "folder": CONTENT}
            yield rules.PASSED_OVER.at(PLACE, claim.at, 1, number=claim.line.number, **words)


def _at(rule: Rule, record: Record, catalog: Catalog, **values: object) -> Finding:
    return catalog.finding(rule, record, "index_number", document=record.path, folder=CONTENT, **values)
