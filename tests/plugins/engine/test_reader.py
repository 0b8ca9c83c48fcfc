"""One file in: whatever it holds, a record or a finding comes out, never an exception and never nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.engine.controls import CONTROLS
from plugins.engine.reader import read
from tests.conftest import BLOCK, write_document

PATH = "policies/2026/a.md"
PUNCTUATION = st.sampled_from(list(":：#[]{}'\"&*!|>%@`,-\t\n 〔〕（）\\"))
SLIPS = st.text(st.one_of(PUNCTUATION, st.characters(codec="utf-8")), max_size=30)


def reading_of(raw: bytes):  # type: ignore[no-untyped-def]
    """Read these bytes as the one file of a portal."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / PATH
        file.parent.mkdir(parents=True)
        file.write_bytes(raw)
        return read(Path(folder), PATH)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_an_entry_or_a_finding(raw: bytes) -> None:
    """No silent loss."""
    reading = reading_of(raw)
    assert reading.entry or reading.findings


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(BLOCK)), SLIPS)
def test_a_slip_in_one_value_is_read_or_named_in_its_own_file(label: str, slip: str) -> None:
    """Findings lie within the file, and what the page will show holds no control character."""
    text = write_document(**{label: slip})
    reading = reading_of(text.encode("utf-8", "surrogatepass"))
    assert reading.entry or reading.findings
    assert all(1 <= finding.line <= text.count("\n") + 2 and finding.column >= 1 for finding in reading.findings)
    if reading.entry:
        assert not CONTROLS.search(reading.entry.record.title)


@settings(max_examples=150, deadline=None)
@given(st.text(st.one_of(st.sampled_from(list("<>[]()*_`#|&;\"'/=")), st.characters(codec="utf-8")), max_size=200))
def test_any_body_becomes_html_without_a_script(body: str) -> None:
    """Whatever an editor or an attacker types."""
    html = reading_of(write_document(body).encode()).html.lower()
    assert "<script" not in html
    assert 'href="javascript:' not in html
