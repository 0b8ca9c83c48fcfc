"""Uploads: what each of the two doors takes, and what it gives for it."""

import pytest

from publish.sandbox.wechat_pictures import INLINE_BYTES, MATERIAL_BYTES

from .platforms import png

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def filled(size, opening=None):
    opening = opening or png()
    return opening + b"\0" * (size - len(opening))


def test_a_picture_of_an_article_must_be_smaller_than_one_megabyte(platforms):
    """At the boundary."""
    assert platforms.upload("media/uploadimg", filled(INLINE_BYTES - 1))["errcode"] == 0
    assert platforms.upload("media/uploadimg", filled(INLINE_BYTES))["errcode"] == 40009


def test_a_material_may_have_ten_megabytes(platforms):
    """At the boundary."""
    query = {"type": "image"}
    assert "media_id" in platforms.upload("material/add_material", filled(MATERIAL_BYTES), query=query)
    assert platforms.upload("material/add_material", filled(MATERIAL_BYTES + 1), query=query)["errcode"] == 40009


@pytest.mark.parametrize(
    ("content", "inline", "material"),
    [
        (png(), 0, 0),
        (JPEG, 0, 0),
        (b"GIF89a\x01", 40005, 0),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", 40005, 40005),
        (b"<svg/>", 40005, 40005),
        (b"", 44001, 44001),
    ],
)
def test_the_type_is_what_the_bytes_say(platforms, content, inline, material):
    """Not what the name says."""
    assert platforms.upload("media/uploadimg", content, name="a.png").get("errcode", 0) == inline
    reply = platforms.upload("material/add_material", content, name="a.png", query={"type": "image"})
    assert reply.get("errcode", 0) == material


@pytest.mark.parametrize("query", [{}, {"type": "video"}])
def test_a_material_must_say_that_it_is_an_image(platforms, query):
    """Other kinds are not built here."""
    assert platforms.upload("material/add_material", png(), query=query)["errcode"] == 40004


@pytest.mark.parametrize(
    "files", [{"picture": ("a.png", png())}, {"media": (None, png())}, {"media": ("", png()), "other": ("b", b"")}]
)
def test_an_upload_without_its_field_or_filename_is_missing(platforms, files):
    """41005."""
    assert platforms.wechat("media/uploadimg", files=files)["errcode"] == 41005


def test_every_upload_is_a_new_material(platforms):
    """Nothing is recognised again; clients keep their own count."""
    assert platforms.cover() != platforms.cover()


def test_an_uploaded_picture_can_be_seen(platforms):
    """By its key, with its own type."""
    reply = platforms.page(f"/pictures/{platforms.cover()}")
    assert (reply.content, reply.headers["Content-Type"]) == (png(), "image/png")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
