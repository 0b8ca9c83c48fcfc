"""Pictures are what their first bytes say."""

import pytest

from publish.sandbox.picture import PictureType, recognise

from .platforms import png


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), PictureType.PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", PictureType.JPEG),
        (b"GIF89a\x01\x00", PictureType.GIF),
        (b"BM\x00\x00", PictureType.BMP),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"", None),
    ],
)
def test_a_picture_is_recognised_by_its_opening(content, kind):
    """WebP, SVG, a bare signature and nothing are no pictures."""
    assert recognise(content) is kind
