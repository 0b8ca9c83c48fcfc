"""The gallery shows every component there is."""

from __future__ import annotations

import re

from plugins.frame.views import Head
from plugins.gallery.samples import ON_EVERY_PAGE, samples
from tests.conftest import ROOT, Site, write_document

COMPONENTS = ROOT / "theme/templates/components"
STYLES = ROOT / "theme/static/css/components"
UNSTYLED = ("gk-document-tools__code", "gk-document-tools__said", "gk-outline__item")
"""Elements that need no style of their own."""
WITHOUT_MACRO = ("body", "document", "fold", "gallery", "site_map", "reading", "table", "topic_row")
"""Stylesheets of what is no component: texts, whole pages, folds."""


def test_every_component_has_a_sample() -> None:
    """A component that nobody can look at grows crooked."""
    shown = {component for component, _, _ in samples(Head(title="", address="/gallery/"))}
    assert {file.stem for file in COMPONENTS.iterdir()} == shown | set(ON_EVERY_PAGE)


def test_every_class_is_written_in_a_template_and_in_a_stylesheet() -> None:
    """A class nobody styles and a rule nobody meets are dead; the stylesheet of a component has its name."""
    static = STYLES.parents[1]
    styled = set(re.findall(r"\.(gk-[\w-]+)", "".join(file.read_text("utf-8") for file in static.rglob("*.css"))))
    sources = [*COMPONENTS.parent.rglob("*.html"), *(static / "js").iterdir(), *(ROOT / "plugins/engine").glob("*.py")]
    sources += [ROOT / "plugins/catalog/titles.py"]
    text = "".join(file.read_text("utf-8") for file in sources)
    written = set(re.findall(r"gk-[\w-]+", text))
    made = ("gk-body--", "gk-document--", "gk-validity-badge--", "gk-level-", "gk-align-")
    assert {name for name in styled - written if not name.startswith(made)} == set()
    bare = {name for name in re.findall(r"gk-[a-z-]+__[a-z-]+", text) if name not in styled}
    assert bare == set(UNSTYLED)
    assert {file.stem for file in STYLES.iterdir()} - {file.stem for file in COMPONENTS.iterdir()} == set(WITHOUT_MACRO)


def test_the_gallery_is_in_previews_only(site: Site) -> None:
    """The public portal has no such page."""
    site.write({"policies/2026/a.md": write_document()})
    site.build(plugins=("plugins.gallery",), drafts=True)
    assert "gk-gallery" in site.page("/gallery/")
    site.build()
    assert not (site.output / "gallery").exists()
