"""Canaries: secrets looked for in whatever is left behind, in ten encodings, so that a leak in disguise is found too."""

from __future__ import annotations

import gzip
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

SHORTEST = 12
"""Characters of a secret that is worth looking for."""


def _base64(secret: bytes, encode: Callable[[bytes], bytes]) -> list[bytes]:
    """What stands for the secret in the code of a longer text, wherever in it the secret begins."""
    return [encode(b"x" * before + secret)[(4 * before + 2) // 3 + 1 : -4] for before in (0, 1, 2)]


def _escaped(secret: str, form: str) -> bytes:
    return "".join(form.format(ord(sign)) for sign in secret).encode()


ENCODINGS: Mapping[str, Callable[[str], list[bytes]]] = {
    "as it is": lambda secret: [secret.encode()],
    "UTF-16": lambda secret: [secret.encode("utf-16-le")],
    "base64": lambda secret: _base64(secret.encode(), b64encode),
    "base64 for addresses": lambda secret: _base64(secret.encode(), urlsafe_b64encode),
    "hexadecimal": lambda secret: [secret.encode().hex().encode()],
    "HEXADECIMAL": lambda secret: [secret.encode().hex().upper().encode()],
    "percent": lambda secret: [quote(secret, safe="").encode(), _escaped(secret, "%{:02X}")],
    "reversed": lambda secret: [secret[::-1].encode()],
    "JSON and HTML escapes": lambda secret: [_escaped(secret, "\\u{:04x}"), _escaped(secret, "&#{};")],
    "compressed": lambda secret: [secret.encode()],
}
"""The tenth is looked for in what decompresses."""


def leaks(content: bytes, secrets: Iterable[str]) -> list[str]:
    """In which encodings any of the secrets is found."""
    found = []
    unpacked = b"".join(_unpacked(content))
    for secret in secrets:
        if len(secret) < SHORTEST:
            raise ValueError("too short to look for")
        for name, forms in ENCODINGS.items():
            where = unpacked if name == "compressed" else content
            if any(form in where for form in forms(secret)):
                found.append(name)
    return found


def leaks_in(folder: Path, secrets: Iterable[str], *, besides: Iterable[str] = ()) -> list[str]:
    """Files under a folder that hold a secret, each with the encoding; `besides` are names of folders to pass over."""
    passed, known = set(besides), tuple(secrets)
    return [
        f"{path.relative_to(folder)}: {name}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not passed & set(path.relative_to(folder).parts)
        for name in leaks(path.read_bytes(), known)
    ]


def _unpacked(content: bytes) -> Iterable[bytes]:
    for magic in (b"\x1f\x8b", b"\x78\x9c", b"\x78\x01", b"\x78\xda"):
        start = content.find(magic)
        while start >= 0:
            try:
                packed = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
                yield packed.decompress(content[start:], 1 << 20)
            except zlib.error:
                pass
            start = content.find(magic, start + 1)


def packed(secret: str) -> bytes:
    """The secret in a compressed text, for the test of this test."""
    return gzip.compress(b"token: " + secret.encode(), mtime=0)
