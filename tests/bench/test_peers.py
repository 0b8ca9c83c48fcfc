"""The peers' sites: files that their readers can read, each page of which shows what a document has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import jinja2
import pytest
import yaml

from plugins.engine.session import SettingsError
from tests.bench.build.cases import Case, Editing, Place
from tests.bench.build.corpus import Corpus
from tests.bench.build.forms import FORMS, put
from tests.bench.build.texts import write
from tests.bench.build.tools import MISSING, PEERS, SITES, Tool, chosen, gongkai, pelican

FIELDS = ("index", "number", "kind", "words")


@pytest.mark.parametrize("folder", ["pelican/theme/templates", "eleventy/src"])
def test_templates_are_well_formed(folder: str) -> None:
    """Those of Jinja and, in what we use of it, of Nunjucks."""
    found = [file for file in (SITES / folder).rglob("*") if file.suffix in (".html", ".njk")]
    for file in found:
        jinja2.Environment().parse(re.sub(r"\A---\n.*?\n---\n", "", file.read_text("utf-8"), flags=re.DOTALL))
    assert found


def test_hugo_s_settings_and_templates_are_well_formed() -> None:
    """TOML; as many ends as beginnings."""
    settings = tomllib.loads((SITES / "hugo/hugo.toml").read_text("utf-8"))
    assert settings["taxonomies"] == {"agency": "agencies", "theme": "themes", "year": "years"}
    for file in (SITES / "hugo/layouts").iterdir():
        text = file.read_text("utf-8")
        assert len(re.findall(r"\{\{ (?:if|range|with|define|block) ", text)) == text.count("{{ end }}"), file.name


@pytest.mark.parametrize(("name", "page"), [("pelican", "theme/templates/article.html"), ("hugo", "layouts/page.html")])
def test_a_page_shows_every_field_of_the_record(name: str, page: str) -> None:
    """Both under their own names."""
    text = (SITES / name / page).read_text("utf-8")
    assert all(re.search(rf"(?:article|\.Params)\.{field}\b", text) for field in FIELDS)


def test_front_matter_is_yaml_and_says_the_same_as_pelican_s_lines() -> None:
    """Values of one document in both forms."""
    corpus = Corpus().grow(120)
    for document in corpus.documents:
        body = write(document, corpus.seed)
        values = yaml.safe_load(FORMS["hugo"].text(document, body, corpus).split("---")[1])
        lines = FORMS["pelican"].text(document, body, corpus).split("\n\n")[0].splitlines()
        said = dict(line.split(": ", 1) for line in lines)
        assert values["title"] == said["Title"]
        assert values["related"] == said["Related"].split() if "Related" in said else "related" not in values
        assert (values["agencies"], values["themes"]) == ([said["Category"]], [said["Tags"]])
        assert values["years"] == [said["Date"][:4]]


def test_plain_pelican_builds_a_page_for_each_document(tmp_path: Path) -> None:
    """With related links, lists, a feed and a sitemap."""
    place = site(pelican(), tmp_path, 60)
    taken = place.build(tmp_path / "output")
    pages = list((tmp_path / "output").glob("*/20*/*/index.html"))
    assert len(pages) == 60
    assert any("相关文件" in page.read_text("utf-8") for page in pages)
    assert len(ElementTree.parse(tmp_path / "output/sitemap.xml").getroot()) == 60
    assert (tmp_path / "output/feed.atom").exists()
    assert taken.wall > 0


@pytest.mark.parametrize("name", ["gongkai", *PEERS])
def test_every_case_changes_a_site_and_is_undone(name: str, tmp_path: Path) -> None:
    """Whether the generator is installed or not."""
    place = site(tool(name), tmp_path, 60)
    before = files(place.site)
    changed = set()
    for case in Case:
        found = files(place.site)
        place.edit(case)
        if files(place.site) != found:
            changed.add(case)
    place.undo()
    assert changed == {Case.ADDED, Case.THEME, Case.TITLE}
    assert files(place.site) == before


def test_ours_says_what_it_did(tmp_path: Path) -> None:
    """Counts of a cold build and of one with nothing changed."""
    place = site(gongkai(), tmp_path, 40)
    place.build(tmp_path / "output")
    cold = place.counts(tmp_path / "output")
    place.build(tmp_path / "output")
    again = place.counts(tmp_path / "output")
    assert (cold["documents"], again["made"], again["kept"]) == (40, 0, cold["made"])


def test_an_unknown_peer_is_a_sentence() -> None:
    """And one that is not installed says how to get it."""
    with pytest.raises(SettingsError, match="jekyll"):
        chosen("hugo,jekyll")
    assert set(MISSING) | {"pelican"} == set(PEERS)


def tool(name: str) -> Tool:
    """A generator as the bench would use it; one that is not installed has everything but a program."""
    layouts = {"hugo": ("content", "layouts/baseof.html"), "eleventy": ("src/docs", "src/_includes/base.njk")}
    found = gongkai() if name == "gongkai" else PEERS[name]()
    return found or Tool(name, name, *layouts[name], lambda site, output: [], "")


def site(tool: Tool | None, folder: Path, count: int) -> Place:
    """A site with some documents."""
    assert tool
    corpus = Corpus().grow(count)
    tool.make_site(folder / tool.name)
    put(corpus, corpus.documents, {tool.name: folder / tool.name / tool.documents})
    return Place(tool, folder / tool.name, Editing.of(corpus))


def files(folder: Path) -> dict[str, bytes]:
    """Everything in it."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
