"""Reader: one file in; a record, its safe HTML and every finding about its text out. A plain function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from plugins.catalog.addresses import kind_of
from plugins.catalog.citations import own_names
from plugins.catalog.entry import Entry, written
from plugins.catalog.findings import Finding
from plugins.catalog.meant import mending
from plugins.catalog.parse import Parsed, parse
from plugins.catalog.terms import Kind
from plugins.engine import rules
from plugins.engine.body import Body, make_body
from plugins.engine.controls import CONTROLS
from plugins.engine.frontmatter import begins_with_block, read_block, split
from plugins.engine.proof import proofread
from plugins.engine.signals import Document, Fact, ask
from plugins.engine.signals import reading as reading_signal

SIZE_LIMIT = 1024 * 1024
MAX_CONTROLS = MAX_OUTSIDE = 20
"""Of a document no more are named at once: a hostile one has tens of thousands."""
UTF_16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"-\0-\0": "utf-16-le", b"\0-\0-": "utf-16-be"}
"""How texts begin that are written in UTF-16, with a mark or with the fence of a block."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gave. `entry` is None only where there was no block to read."""

    path: str
    findings: tuple[Finding, ...]
    entry: Entry | None = None
    html: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the body of a text. `parsed` is None only where there was no block to read."""

    findings: tuple[Finding, ...]
    parsed: Parsed | None = None
    body: str = ""
    body_line: int = 1


def prepare() -> None:
    """Load what reading takes and other runs do without, so that processes forked from this one have it: patterns that take
    long to compile."""
    import_module("plugins.engine.simple_block")
    import_module("plugins.catalog.personal.finding")


def read(content: Path, path: str) -> Reading:
    """Read one file under `content`; nothing about it is raised, everything is a finding."""
    try:
        head = read_head((content / path).read_bytes(), path)
        parsed = head.parsed
        if parsed is None:
            return Reading(path, head.findings)
        body = make_body(head.body, path, own_names(parsed.record.title, parsed.record.document_number))
    except RecursionError:
        return Reading(path, (rules.TOO_DEEP.at(path),))
    document = Document(parsed.record, head.body, head.body_line)
    facts, asked = _asked(document)
    entry = Entry(
        record=parsed.record,
        places=dict(parsed.places) | dict(_places(body, document)),
        unreadable=parsed.unreadable,
        facts=facts,
        digest=body.digest,
        links=body.links,
        pictures=body.pictures,
        headings=written(body.outline),
        titles={target: title for target, title in body.titles.items() if not target.endswith((".md", "/"))},
        citations=body.citations,
    )
    return Reading(path, (*head.findings, *_about(body, document), *asked), entry, body.html)


def read_head(raw: bytes, path: str) -> Head:
    """Everything but the body. Raises RecursionError."""
    if len(raw) > SIZE_LIMIT:
        size, limit = f"{len(raw) / 1024:.0f} KB", f"{SIZE_LIMIT // 1024} KB"
        return Head((rules.TOO_LARGE.at(path, size=size, limit=limit),))
    text = decode(raw, path)
    if isinstance(text, Finding):
        return Head((text,))
    text, findings = strip_controls(text, path)
    parts = split(text, path)
    if isinstance(parts, Finding):
        return Head((*findings, parts))
    block, wrong = read_block(parts.block, path)
    parsed = parse(block, path, kind_of(path) or Kind.PAGE)
    return Head((*findings, *wrong, *parsed.findings), parsed, parts.body, parts.body_line)


def decode(raw: bytes, path: str) -> str | Finding:
    """UTF-8 text with plain line ends; any other encoding is recognised and named."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        at, before = error.start, raw[: error.start]
    line = before.count(b"\n") + 1
    for beginning, encoding in UTF_16.items():
        if raw.startswith(beginning):
            return rules.ENCODING.at(path, encoding="UTF-16", **_recoded(raw, encoding))
    for encoding in ("gb18030", "big5"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return rules.ENCODING.at(path, line, encoding=encoding.upper(), **_recoded(raw, encoding))
    return rules.UNREADABLE.at(path, line, offset=at)


def _recoded(raw: bytes, encoding: str) -> dict[str, str]:
    """The encoding that surely is meant: read by it, the text begins with a block of ours."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return {}
    return mending(encoding, "utf-8") if begins_with_block(text.replace("\r\n", "\n")) else {}


def strip_controls(text: str, path: str) -> tuple[str, list[Finding]]:
    """The text without control and bidirectional characters, and where they stood."""
    findings = []
    for match in CONTROLS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        findings.append(rules.CONTROL.at(path, line, column, character=f"U+{ord(match[0]):04X}", written=match[0]))
        if len(findings) == MAX_CONTROLS:
            break
    return (CONTROLS.sub("", text), findings) if findings else (text, findings)


def _places(body: Body, document: Document) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where links and citations stand."""
    for target, name in body.written.items():
        yield f"link {target}", document.place(name)
    for number, words in enumerate(body.cited_as):
        yield f"citation {number}", document.place(words)


def _about(body: Body, document: Document) -> Iterable[Finding]:
    path = document.record.path
    for character in body.controls:
        yield rules.CONTROL.at(path, document.body_line, character=character)
    for target in body.outside[:MAX_OUTSIDE]:
        yield rules.OUTSIDE.at(path, *document.place(target), target=target)
    for rule, at, words in proofread(document.body):
        line, column = document.at(at)
        yield rule.at(path, line, column, **words)


def _asked(document: Document) -> tuple[dict[str, object], list[Finding]]:
    """What the plugins make of the document: facts by name, and findings."""
    facts, findings = dict[str, object](), list[Finding]()
    for answer in ask(reading_signal, document):
        if isinstance(answer, Fact):
            facts[answer.name] = answer.value
        elif isinstance(answer, Finding):
            findings.append(answer)
    return facts, findings
