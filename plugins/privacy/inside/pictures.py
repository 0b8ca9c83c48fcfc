"""Pictures: whether they say where they were taken."""

from __future__ import annotations

import logging
import re
from io import BytesIO

from plugins.privacy.inside.passages import Partly

BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF8")
PLACE = b"GPSLatitude"
"""How XMP, which stands in a file as it is, names it."""
NOTES = re.compile(rb"(?:Exif\0\0|eXIf|EXIF.{4}(?:Exif\0\0)?)(?=II\*\0|MM\0\*)", re.DOTALL)
"""What stands before the notes of a camera in JPEG, PNG and WebP: they are a small TIFF (Exif 2.32, 4.5)."""


def is_picture(raw: bytes) -> bool:
    """Whether these bytes are a picture of a kind that pages show."""
    return raw.startswith(BEGINNINGS)


def tells_place(raw: bytes) -> bool:
    """Whether a picture holds the latitude of the place where it was taken. Raises Partly where its notes are broken."""
    return PLACE in raw or any(_has_latitude(raw[notes.end() :]) for notes in NOTES.finditer(raw))


def _has_latitude(tiff: bytes) -> bool:
    """A camera without reception writes zeros."""
    import exifread

    logging.getLogger("exifread").disabled = True
    try:
        latitude = exifread.process_file(BytesIO(tiff), details=False).get("GPS GPSLatitude")
        return latitude is not None and any(float(part) for part in latitude.values)
    except Exception as error:
        # The library raises whatever broken notes lead it to.
        raise Partly("图片的附带信息（EXIF）读不出来") from error
