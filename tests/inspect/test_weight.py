"""What a first visit fetches, by hand-made pages and by the demo portal."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from plugins.catalog.terms import Kind
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from tests.conftest import PRINTED, ROOT
from tests.inspect.pages import Page
from tests.inspect.weight import heaviest, weigh

PAGE = Page(path="a/index.html", kind=Kind.POLICY)


def packed(text: str) -> int:
    """Bytes of a text on the wire."""
    return len(gzip.compress(text.encode(), 9, mtime=0))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with one page and what it names."""
    files = {
        "a/index.html": '<link rel="stylesheet" href="/theme/a.css"><link rel="stylesheet" href="../theme/a.css">'
        '<img src="/big.png"><script src="/theme/a.js" type="module"></script>',
        "theme/a.css": "@import url('b.css'); p { color: red }",
        "theme/b.css": "b { color: blue }",
        "theme/a.js": 'import { b } from "./b.js"',
        "theme/b.js": "export const b = 1",
        "big.png": "x" * 1000,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def test_a_page_weighs_itself_its_styles_and_its_scripts_once_each(tree: Path) -> None:
    """With what those fetch in their turn; pictures apart."""
    weight = weigh(tree, PAGE)
    sizes = {path: packed((tree / path).read_text()) for path in ("a/index.html", *(f"theme/{name}" for name in NAMES))}
    assert weight.html == sizes["a/index.html"]
    assert weight.styles == sizes["theme/a.css"] + sizes["theme/b.css"]
    assert weight.scripts == sizes["theme/a.js"] + sizes["theme/b.js"]
    assert weight.total == sum(sizes.values())
    assert weight.missing == ()


NAMES = ("a.css", "b.css", "a.js", "b.js")


def test_what_cannot_be_weighed_is_said(tree: Path) -> None:
    """A missing file, or one of somebody else's."""
    (tree / "a/index.html").write_text('<script src="gone.js"></script><script src="https://cdn.example/x.js"></script>')
    weight = weigh(tree, PAGE)
    assert set(weight.missing) == {"/a/gone.js", "https://cdn.example/x.js"}
    assert not weight.measure().passed


def test_a_heavy_document_fails_and_a_heavy_list_has_no_goal(tree: Path) -> None:
    """The goal is a document's."""
    noise = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(30_000))
    (tree / "a/index.html").write_text(noise)
    assert not weigh(tree, PAGE).measure().passed
    assert weigh(tree, Page(path="a/index.html")).measure().passed


def test_no_document_of_the_demo_portal_is_heavier_than_its_goal(tmp_path: Path) -> None:
    """The figure itself, cheap enough for every test run."""
    portal = Portal(settings=ROOT / "pelicanconf.py", output=tmp_path / "output", cache=tmp_path / "cache", without=PRINTED)
    assert not run(portal, Goal.BUILD).report.failed
    measures = [weight.measure() for weight in heaviest(tmp_path / "output")]
    assert {"重量 政策", "重量 解读", "重量 回应", "重量 首页"} <= {measure.label for measure in measures}
    assert [measure.as_json() for measure in measures if not measure.passed] == []
