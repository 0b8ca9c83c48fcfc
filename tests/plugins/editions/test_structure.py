"""PDFs for those who listen: the rules of PDF/UA-1 that a file shows, and what qpdf says."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.plugins.editions.structure import faults


def pdfs(folder: Path) -> list[Path]:
    """Every PDF we made."""
    return sorted(path for path in folder.rglob("*.pdf") if "media" not in path.parts)


def test_every_rule_that_a_file_shows_is_kept(printed: Path) -> None:
    """Tags, language, title, embedded fonts, headings level by level, heads of tables, words for pictures."""
    found = {path.name: faults(path.read_bytes()) for path in pdfs(printed)}
    assert len(found) == 6
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_an_untagged_file_breaks_them(printed: Path) -> None:
    """The rules can be broken."""
    import weasyprint

    plain = weasyprint.HTML(string="<h2>甲</h2><p>乙").write_pdf(pdf_variant="pdf/ua-1")
    assert "7.2 the language" in faults(plain)
    assert "7.4.2 the first heading is of the first level" in faults(plain)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="no qpdf: apt-get install qpdf")
def test_qpdf_finds_nothing(printed: Path) -> None:
    """Neither warnings nor errors."""
    for path in pdfs(printed):
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_only_free_faces_are_embedded_as_subsets(printed: Path) -> None:
    """Fandol, and Noto for the characters of names that Fandol lacks."""
    names = set()
    for path in pdfs(printed):
        for page in PdfReader(io.BytesIO(path.read_bytes())).pages:
            names |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert all(name[7] == "+" for name in names)
    assert {name[8:].split("-")[0] for name in names} == {"FandolFang", "FandolHei", "FandolKai", "FandolSong", "Noto"}
