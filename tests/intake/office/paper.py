"""Small PDFs made in a test: lines of text at given places, in a font that says which characters it draws."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

TextAt = tuple[str, float, float, float]
"""Words, x, y and size, in points."""
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def 1 begincodespacerange <0000> <FFFF> "
    b"endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)
NO_UNICODE = TO_UNICODE.replace(b"<0000> <FFFF> <0000> endbf", b"<5000> <67FF> <E000> endbf")


def pdf(pages: Sequence[Sequence[TextAt]], *, extra: bytes = b"", picture: bool = False, cmap: bytes = TO_UNICODE) -> bytes:
    """A PDF of A4 pages; `extra` is drawn on each."""
    contents = [b"".join(map(_shown, texts)) + extra for texts in pages]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I) >> >>",
        5: stream(cmap),
        6: stream(
            b"\0" * 100, b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceGray"
        ),
    }
    drawn = b"/XObject << /I 6 0 R >>" if picture else b""
    for number, content in enumerate(contents):
        objects[10 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> %s >> /Contents %d 0 R >>"
            % (drawn, 11 + 2 * number)
        )
        objects[11 + 2 * number] = stream(content)
    kids = b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(len(contents)))
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents))
    return assembled(objects)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A packed stream."""
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), more, packed)


def assembled(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A whole file."""
    out, places = b"%PDF-1.7\n", {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = max(objects) + 1
    rows = b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    table = b"xref\n0 %d\n%s" % (size, rows)
    return out + table + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))


def _shown(text: TextAt) -> bytes:
    words, x, y, size = text
    return b"BT /F %f Tf 1 0 0 1 %f %f Tm <%s> Tj ET\n" % (size, x, y, words.encode("utf-16-be").hex().encode())
