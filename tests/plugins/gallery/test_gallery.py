"""The gallery shows every component there is."""

from __future__ import annotations

import re

from plugins.frame.views import Head
from plugins.gallery.samples import ON_EVERY_PAGE, samples
from tests.conftest import ROOT, Site, write_document

COMPONENTS = ROOT / "theme/templates/components"
STYLES = ROOT / "theme/static/css/components"


def test_every_component_has_a_sample() -> None:
    """A component that nobody can look at grows crooked."""
    shown = {component for component, _, _ in samples(Head(title="", address="/gallery/"))}
    assert {file.stem for file in COMPONENTS.iterdir()} == shown | set(ON_EVERY_PAGE)


def test_every_class_of_a_component_is_styled_or_carries_meaning() -> None:
    """Classes are written out and begin with gk-; the stylesheet of a component has its name."""
    styles = {file.stem for file in STYLES.iterdir()}
    unstyled = {"head_meta", "section_list"}
    assert {file.stem for file in COMPONENTS.iterdir()} - unstyled <= styles
    for file in COMPONENTS.iterdir():
        for written in re.findall(r'class="([^"{]+)"', file.read_text("utf-8")):
            assert all(name.startswith("gk-") for name in written.split()), f"{file.name}: {written}"


def test_the_gallery_is_in_previews_only(site: Site) -> None:
    """The public portal has no such page."""
    site.write({"policies/2026/a.md": write_document()})
    site.build(plugins=("plugins.gallery",), drafts=True)
    assert "gk-gallery" in site.page("/gallery/")
    site.build()
    assert not (site.output / "gallery").exists()
