"""Office packages: a bomb, an entity, a lie about size are refused quickly and cheaply; what is active is never opened."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from intake.office.active import report_active
from intake.reading import Reading, Refused
from intake.rules import ACTIVE_LEFT_OUT, DAMAGED, ENCRYPTED, EXTERNAL_LEFT_OUT, HOSTILE, MISNAMED, TOO_LARGE
from plugins.catalog.opening.packages import ELEMENTS_LIMIT, ENTRIES_LIMIT, open_package
from tests.conftest import ROOT
from tests.intake.office.making import docx, lied_about, p, relationships, said, word_parts, zipped

GOOD = word_parts(p("正文。"))
MEASURE = """
import re, sys
from intake.reading import Reading, Refused
from intake.office.word import word_html
raw = open(sys.argv[1], "rb").read()
code = "none"
try:
    word_html(raw, Reading())
except Refused as refusal:
    code = refusal.finding.code
print(code, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def refusal(raw: bytes) -> str:
    """The code a package is refused with."""
    with pytest.raises(Refused) as refused:
        open_package(raw, ".docx")
    return refused.value.finding.code


def test_a_sound_package_opens() -> None:
    """Its parts are read, its relations resolved to names of parts."""
    package = open_package(docx(p("正文。"), styles=""), ".docx")
    assert package.related("", "officeDocument") == "word/document.xml"
    assert package.related("word/document.xml", "styles") == "word/styles.xml"
    tree = package.tree("word/document.xml")
    assert tree is not None and "".join(tree.itertext()) == "正文。"
    assert package.tree("word/none.xml") is None


def repeated(content: bytes, times: int) -> bytes:
    """A package whose main part is the same again and again."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(times):
            part.write(content)
    return out.getvalue()


def bombs() -> dict[str, tuple[bytes, str]]:
    """Hostile packages and the code each is refused with."""
    return {
        "half a gigabyte of text": (repeated(b"a" * 1_000_000, 500), HOSTILE.code),
        "a part of 21 MB, packed 1000:1": (docx(f"<w:t>{'字' * 7_000_000}</w:t>"), HOSTILE.code),
        "millions of elements": (docx("<w:p/>" * 2_000_000), HOSTILE.code),
        "millions of elements, hardly packed": (zipped(word_parts("<w:p/>" * 2_000_000), ZIP_STORED), HOSTILE.code),
        "deep": (docx("<w:r>" * 100_000 + "</w:r>" * 100_000), HOSTILE.code),
        "a 50 MB file": (zipped({**GOOD, "word/media/a.png": bytes(50_000_000)}, ZIP_STORED), TOO_LARGE.code),
        "entities": (
            zipped({**GOOD, "word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
            HOSTILE.code,
        ),
    }


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_bombs_are_refused_within_256_mb(tmp_path: Path) -> None:
    """Each in a process of its own, so that its memory is its own."""
    for name, (raw, code) in bombs().items():
        file = tmp_path / "a.docx"
        file.write_bytes(raw)
        done = subprocess.run([sys.executable, "-c", MEASURE, file], cwd=ROOT, capture_output=True, text=True, check=True)
        found, megabytes = done.stdout.split()
        assert found == code, name
        assert int(megabytes) < 256, name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    """Also with a part of its own choosing; no office program writes one."""
    declared = "" if encoding.startswith("utf-8") else '<?xml version="1.0" encoding="UTF-16"?>'
    text = declared + '<!DOCTYPE a [<!ENTITY b "c">]><a/>'
    content = text.encode(encoding) if encoding != "utf-16-be" else b"\xfe\xff" + text.encode(encoding)
    for part in ("word/document.xml", "customXml/item1.xml", "word/_rels/document.xml.rels"):
        assert refusal(zipped({**GOOD, part: content})) == HOSTILE.code


def test_words_that_look_like_a_declaration_are_words() -> None:
    """In text and in CDATA `<!DOCTYPE` is only what somebody wrote."""
    package = open_package(docx(p("&lt;!DOCTYPE") + "<w:p><w:r><w:t><![CDATA[<!ENTITY]]></w:t></w:r></w:p>"), ".docx")
    assert package.tree("word/document.xml") is not None


def test_an_encoding_of_another_kind_is_refused() -> None:
    """OOXML knows UTF-8 and UTF-16 only; another one hides markup from whoever reads bytes."""
    assert refusal(zipped({**GOOD, "word/document.xml": b'<?xml version="1.0" encoding="cp1252"?><a/>'})) == HOSTILE.code


def test_an_entry_longer_than_it_declares_is_refused() -> None:
    """zipfile would cut it off in silence."""
    parts = {**GOOD, "word/document.xml": "<a>" + "x" * 5000 + "</a>"}
    raw = lied_about(parts, "word/document.xml", 100)
    with ZipFile(BytesIO(raw)) as archive:
        assert archive.getinfo("word/document.xml").file_size == 100
    assert refusal(raw) == HOSTILE.code


def test_overlapping_entries_are_refused() -> None:
    """The quoted-overlap bomb: many entries over the same packed bytes."""
    raw = zipped({"a.bin": bytes(2000), "b.bin": bytes(2000)}, ZIP_STORED)
    second = raw.index(b"PK\x01\x02", raw.index(b"PK\x01\x02") + 4)
    assert refusal(raw[: second + 42] + bytes(4) + raw[second + 46 :]) == HOSTILE.code


def test_many_entries_and_twins_are_refused() -> None:
    """Before the list of entries is built."""
    assert refusal(zipped({f"{n}": b"" for n in range(ENTRIES_LIMIT + 1)}, ZIP_STORED)) == HOSTILE.code
    assert refusal(zipped({**GOOD, "WORD/document.xml": "<a/>"})) == HOSTILE.code


def test_what_is_no_package_is_refused_in_words() -> None:
    """Damaged, encrypted, an old format under a new name."""
    raw = docx(p("正文。"))
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    assert refusal(b"") == DAMAGED.code
    assert refusal(raw[: len(raw) // 2]) == DAMAGED.code
    assert refusal(zipped({**GOOD, "word/document.xml": "<a>"})) == DAMAGED.code
    assert refusal(compound + "EncryptedPackage".encode("utf-16-le")) == ENCRYPTED.code
    assert refusal(compound + "WordDocument".encode("utf-16-le")) == MISNAMED.code
    position = raw.index(b"PK\x01\x02") + 8
    assert refusal(raw[:position] + b"\x01" + raw[position + 1 :]) == ENCRYPTED.code


def test_a_changed_byte_is_noticed() -> None:
    """By the checksum."""
    raw = zipped({**GOOD, "word/media/a.xml": "<a>one</a>"}, ZIP_STORED)
    assert refusal(raw.replace(b"<a>one</a>", b"<a>two</a>")) == DAMAGED.code


def test_what_is_active_or_elsewhere_is_told_and_never_fetched() -> None:
    """Macros, objects, remote templates, linked pictures; an ordinary link is neither."""
    relations = [
        ("a", "vbaProject", "vbaProject.bin"),
        ("b", "oleObject", "embeddings/o.bin"),
        ("c", "attachedTemplate", "https://evil.example/t.dotm"),
        ("d", "image", "//evil.example/share/a.png"),
        ("e", "hyperlink", "https://www.gov.example/"),
    ]
    settings = relationships([("f", "attachedTemplate", "file:///C:/t.dotm")])
    raw = docx(p("正文。"), relations=relations, parts={"word/_rels/settings.xml.rels": settings})
    reading = Reading()
    report_active(open_package(raw, ".docx"), reading)
    assert sorted(said(reading, ACTIVE_LEFT_OUT)) == [
        "文件里有宏，没有打开，也没有收入",
        "文件里有嵌入的对象，没有打开，也没有收入",
    ]
    assert sorted(said(reading, EXTERNAL_LEFT_OUT)) == [
        "文件引用了外面的图片“//evil.example/share/a.png”，没有去取",
        "文件引用了外面的模板“file:///C:/t.dotm”，没有去取",
        "文件引用了外面的模板“https://evil.example/t.dotm”，没有去取",
    ]


def test_the_limits_leave_room_for_real_documents() -> None:
    """A law of 1,500 articles has some 60,000 elements, a budget book some 400,000."""
    assert ELEMENTS_LIMIT >= 600_000
    open_package(docx("<w:p><w:r><w:t>条</w:t></w:r></w:p>" * 100_000), ".docx")
