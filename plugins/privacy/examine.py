"""What a picture or attachment holds of personal information, whatever its name says it is."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.opening.refused import Refused
from plugins.catalog.opening.rules import EXHAUSTED, TOO_LARGE
from plugins.catalog.personal import Hit, Personal, find_personal
from plugins.engine.signals import Fact, File
from plugins.privacy import rules
from plugins.privacy.found import FACT, Finds, Spot, code_of
from plugins.privacy.inside.others import COMPOUND, of_bytes, of_text
from plugins.privacy.inside.passages import Passage
from plugins.privacy.inside.pdfs import Partly, of_pdf
from plugins.privacy.inside.pictures import is_picture, tells_place

TEXTS = {".txt": "", ".csv": ",", ".tsv": "\t"}
ARCHIVES = (b"PK", b"Rar!", b"7z\xbc\xaf")
SILENT = frozenset((".mp3", ".mp4"))
"""Sound and film: nothing of them is text."""
PROVEN = frozenset((Personal.IDENTITY, Personal.MOBILE, Personal.CARD))
"""What may be found among bytes that are no text."""
HEAD = 1024
"""Bytes within which a PDF begins."""


def examine(file: File) -> Iterator[Fact]:
    """The receiver. The first finds are told one by one; the digest is of all."""
    raw = b"" if file.suffix in SILENT else file.path.read_bytes()
    if not raw:
        return
    finds = Finds()
    try:
        _look(raw, file.suffix, finds)
    except Refused as refused:
        rule = rules.UNCHECKED if refused.rule in (EXHAUSTED, TOO_LARGE) else rules.UNOPENABLE
        finds.problem = rule.code, refused.finding.message
    except (Partly, ValueError) as partly:
        finds.problem = rules.UNCHECKED.code, str(partly)
    found = finds.found()
    if found:
        yield Fact(FACT, found.packed())


def _look(raw: bytes, suffix: str, finds: Finds) -> None:
    """Find everything in a file. Raises Refused, Partly, ValueError."""
    if is_picture(raw):
        if tells_place(raw):
            finds.add(Spot(rules.LOCATED.code, "", ""), "")
    elif raw[:HEAD].lstrip().startswith(b"%PDF-"):
        _take(of_pdf(raw), finds)
    elif raw.startswith(COMPOUND) or suffix not in TEXTS:
        _look_into_office(raw, suffix, finds)
    else:
        _take(of_text(raw, TEXTS[suffix]), finds)


def _look_into_office(raw: bytes, suffix: str, finds: Finds) -> None:
    from plugins.privacy.inside.packages import is_package, of_package

    if is_package(raw) or (raw.startswith(COMPOUND) and "EncryptedPackage".encode("utf-16-le") in raw):
        _take(of_package(raw, suffix), finds)
    elif raw.startswith(ARCHIVES):
        raise Partly("压缩包没有解开")
    else:
        _take(of_bytes(raw), finds, PROVEN)
        raise Partly(f"{suffix} 是旧格式，只能逐字节找，可能找漏")


def _take(passages: Iterator[Passage], finds: Finds, only: frozenset[Personal] = frozenset(Personal)) -> None:
    """Find everything in passages, each number at one place once."""
    seen = set[tuple[str, str]]()
    for passage in passages:
        for hit in find_personal(passage.text):
            spell = passage.at(hit.start)
            if hit.what in only and (hit.value, spell.where) not in seen:
                seen.add((hit.value, spell.where))
                finds.add(_spot(hit, spell.where, spell.hidden), hit.value)


def _spot(hit: Hit, where: str, hidden: bool) -> Spot:
    code = rules.HIDDEN.code if hidden and hit.certain else code_of(hit)
    return Spot(code, hit.what.label, hit.masked, where=where)
