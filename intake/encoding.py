"""Bytes to text: the encoding a page really has, whatever it declares.

A declaration is only a hint: old portals declare gb2312 and send UTF-8, or the other way round. What decides is whether the
bytes can be read at all and whether the characters that come out are the common ones of the script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake import rules
from intake.reading import Reading, Refused

DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})|<\?xml[^>]{0,100}?encoding=["']([\w-]{2,20})""", re.I
)
HEAD = 8192
"""Bytes in which a declaration is looked for."""
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "utf8": "utf-8"}
"""What is declared, and the larger set that is meant."""
CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
SAMPLE = 4_000
"""Characters that are looked at."""
PLAUSIBLE = 0.75
"""Share of common characters that real text has; misread text has half of it."""
BROKEN_LIMIT = 0.01
"""Share of unreadable characters above which a text is refused."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def decoded(raw: bytes, reading: Reading) -> str:
    """The text, in its true encoding; what differs from the declaration is noted. Raises Refused."""
    text = _read(raw, reading)
    broken = text.count("\ufffd")
    if broken:
        if broken > max(3, len(text) * BROKEN_LIMIT):
            raise Refused(rules.DAMAGED, problem="文字编码认不出来")
        at = text.index("\ufffd")
        reading.doubt(
            rules.UNREADABLE_BYTES,
            text.count("\n", 0, at) + 1,
            count=broken,
            near=" ".join(text[max(0, at - 10) : at + 10].split()),
        )
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _read(raw: bytes, reading: Reading) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    if b"\0" in raw:
        return _wide(raw)
    declared = _declared(raw)
    best, text = max(_readings(raw, declared), key=lambda found: _plausibility(found[1]))
    if _plausibility(text) < PLAUSIBLE and not text.isascii():
        reading.doubt(rules.ENCODING_DOUBTFUL, encoding=best.upper())
    elif declared and declared != best and not text.isascii():
        reading.doubt(rules.ENCODING_DIFFERS, declared=declared.upper(), encoding=best.upper())
    elif not declared and best != "utf-8":
        reading.doubt(rules.ENCODING_CONVERTED, encoding=best.upper())
    return text


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark: every other byte of its ASCII is nought."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _plausibility(text) >= PLAUSIBLE:
            return text
    raise Refused(rules.DAMAGED, problem="这不是文本文件")


def _declared(raw: bytes) -> str:
    match = DECLARED.search(raw[:HEAD])
    name = (match[1] or match[2]).decode("ascii").lower() if match else ""
    return WIDER.get(name, name)


def _readings(raw: bytes, declared: str) -> Iterator[tuple[str, str]]:
    """The text in each encoding that may be meant, faults marked; UTF-8 without fault can be nothing else."""
    try:
        yield "utf-8", raw.decode("utf-8")
    except UnicodeDecodeError:
        names = dict.fromkeys([*([declared] if declared in CANDIDATES else []), *CANDIDATES])
        yield from ((name, raw.decode(name, "replace")) for name in names)


def _plausibility(text: str) -> float:
    """The share of common characters among those that are not ASCII: in the first level of GB 2312 or of Big5."""
    seen = [char for char in text[:SAMPLE] if char > "\x7f"]
    if not seen:
        return 1.0
    simple = sum(_is_common(char, "gb2312", 0xA1, 0xD7) for char in seen)
    traditional = sum(_is_common(char, "big5", 0xA1, 0xC6) for char in seen)
    return max(simple, traditional) / len(seen)


def _is_common(char: str, encoding: str, first: int, last: int) -> bool:
    lead = char.encode(encoding, "ignore")[:1]
    return (bool(lead) and first <= lead[0] <= last) or char in "\xa0\u3000"
