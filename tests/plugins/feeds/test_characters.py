"""Characters."""

from __future__ import annotations

from lxml import etree

from plugins.feeds.characters import legal


def test_what_stays_can_stand_in_xml() -> None:
    """Of every sort that Unicode has."""
    every = "".join(map(chr, (*range(0x300), 0x516C, *range(0xD700, 0xE100), *range(0xFF00, 0x10010), 0x1F600, 0x10FFFF)))
    kept = legal(every)
    element = etree.Element("a")
    element.text = kept
    assert etree.fromstring(etree.tostring(element)).text == kept
    assert {"\t", "\n", "a", "é", "公", "\U0001f600"} <= set(kept)
    assert not {"\x00", "\x0b", "\x0c", "\x1f", "\x85", "\ud800", "\ufffe", "\uffff"} & set(kept)
