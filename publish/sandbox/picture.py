"""Pictures the platforms were given: recognised by their first bytes, never by their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PictureType(StrEnum):
    """The media types one of the two platforms accepts."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    GIF = "image/gif"
    BMP = "image/bmp"

    @property
    def short(self) -> str:
        """The word WeChat puts into the addresses of pictures."""
        return self.value.removeprefix("image/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A stored picture."""

    key: str
    type: PictureType
    content: bytes


_OPENINGS: Mapping[bytes, PictureType] = {
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR": PictureType.PNG,
    b"\xff\xd8\xff": PictureType.JPEG,
    b"GIF87a": PictureType.GIF,
    b"GIF89a": PictureType.GIF,
    b"BM": PictureType.BMP,
}


def recognise(content: bytes) -> PictureType | None:
    """The type that the bytes themselves declare, None for anything else (WebP, SVG, HTML …)."""
    for opening, kind in _OPENINGS.items():
        if content.startswith(opening):
            return kind
    return None
