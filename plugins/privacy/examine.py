"""What a picture or attachment holds of personal information, whatever its name says it is."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.addresses import PICTURES
from plugins.catalog.opening.refused import Refused
from plugins.catalog.opening.rules import DAMAGED, EXHAUSTED, TOO_LARGE
from plugins.catalog.personal import Hit, Personal, find_personal
from plugins.engine.signals import Fact, File
from plugins.privacy import rules
from plugins.privacy.found import FACT, Finds, Spot, code_of
from plugins.privacy.inside.others import COMPOUND, is_text, of_bytes, of_text
from plugins.privacy.inside.passages import Partly, Passage
from plugins.privacy.inside.pictures import is_picture, tells_place

SEPARATORS = {".csv": ",", ".tsv": "\t"}
"""Of tables of text."""
ARCHIVES = (b"PK", b"Rar!", b"7z\xbc\xaf")
MODERN = frozenset((".docx", ".xlsx", ".pptx", ".ofd", ".pdf"))
SILENT = frozenset((".mp3", ".mp4"))
"""Sound and film: nothing of them is text."""
PROVEN = frozenset((Personal.IDENTITY, Personal.MOBILE, Personal.CARD))
"""What may be found among bytes that are no text."""
HEAD = 1024
"""Bytes within which a PDF begins."""
BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError)
"""What reading raises of a file that is sound outside and not inside."""


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
    except Partly as partly:
        finds.problem = rules.UNCHECKED.code, str(partly)
    except BROKEN:
        finds.problem = rules.UNOPENABLE.code, "里面的内容读不通"
    found = finds.found()
    if found:
        yield Fact(FACT, found.packed())


def _look(raw: bytes, suffix: str, finds: Finds) -> None:
    """Find everything in a file. Raises Refused, Partly, and what `BROKEN` names."""
    if is_picture(raw) or suffix in PICTURES:
        if tells_place(raw):
            finds.add(Spot(rules.LOCATED.code, "", ""), "")
    elif raw[:HEAD].lstrip().startswith(b"%PDF-"):
        # A build without new attachments does not wait for the libraries.
        from plugins.privacy.inside.pdfs import of_pdf

        _take(of_pdf(raw), finds)
    elif is_text(raw):
        _take(of_text(raw, SEPARATORS.get(suffix, "")), finds)
    else:
        _look_into_office(raw, suffix, finds)


def _look_into_office(raw: bytes, suffix: str, finds: Finds) -> None:
    from plugins.privacy.inside.packages import is_package, of_package

    if is_package(raw) or (raw.startswith(COMPOUND) and "EncryptedPackage".encode("utf-16-le") in raw):
        _take(of_package(raw, suffix), finds)
    elif raw.startswith(ARCHIVES):
        raise Partly("压缩包没有解开")
    elif suffix in MODERN:
        raise Refused(DAMAGED, problem=f"它不是完整的 {suffix} 文件")
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
