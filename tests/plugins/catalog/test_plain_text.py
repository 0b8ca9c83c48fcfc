"""The words of a text, whatever it is set in."""

from __future__ import annotations

from hashlib import sha256

import pytest

from plugins.catalog.plain_text import plain_text, text_digest


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>　　甲 <b>乙</b>\n丙</p>", "甲乙丙"),
        ("<p>&lt;甲&gt;&amp;乙</p>", "<甲>&乙"),
        ("<ol><li>甲</li><li>乙<ul><li>丙</li></ul></li></ol>", "1.甲2.乙丙"),
        ('<ol start="3"><li>甲<ol><li>乙</li></ol></li><li>丙</li></ol><p>丁</p>', "3.甲1.乙4.丙丁"),
        ('<p>图<img src="a.png" alt="流程图"></p>', "图"),
    ],
)
def test_words_are_what_a_reader_sees(html: str, words: str) -> None:
    """Numbers of lists too; neither blanks nor tags nor words in place of pictures."""
    assert plain_text(html) == words


def test_the_digest_can_be_made_with_any_tool() -> None:
    """SHA-256 of the title, a line end and the text, without blanks, in UTF-8."""
    assert text_digest("甲 乙", "<p>丙 丁</p>") == sha256("甲乙\n丙丁".encode()).hexdigest()
