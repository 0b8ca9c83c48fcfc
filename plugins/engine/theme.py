"""Theme: the templates and the one stylesheet, whose address carries a digest of its content."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.catalog.addresses import FEED
from plugins.catalog.dates import chinese_date, clock, iso
from plugins.catalog.site import Site
from plugins.engine.page import Page, SourceFile, copy

STYLES = ("css/tokens.css", "css/base.css", "css/components/*.css")
IMAGES = ("img/*.svg", "img/*.png")


class Theme:
    """One folder of templates and static files."""

    def __init__(self, folder: Path, preview: bool = False) -> None:
        """`folder` holds templates/ and static/; the pages of a preview carry its script."""
        self.folder = folder
        self.preview = preview

    @cached_property
    def digest(self) -> str:
        """Changes when what every page takes from the theme does: a template, or the address of the stylesheet."""
        whole = sha256(self.stylesheet_address.encode())
        for file in sorted(path for path in (self.folder / "templates").rglob("*") if path.is_file()):
            whole.update(b"\0" + file.relative_to(self.folder).as_posix().encode() + b"\0" + file.read_bytes())
        return whole.hexdigest()

    @cached_property
    def stylesheet(self) -> bytes:
        """All stylesheets joined: tokens, base, components by name."""
        files = [file for pattern in STYLES for file in sorted((self.folder / "static").glob(pattern))]
        return b"\n".join(file.read_bytes() for file in files)

    @property
    def stylesheet_address(self) -> str:
        """The site path of the stylesheet; a new content has a new address, so old and new pages never mix.

        In a preview it keeps its address: a change of style then remakes no page.
        """
        if self.preview:
            return "/theme/gongkai.css"
        return f"/theme/gongkai.{sha256(self.stylesheet).hexdigest()[:8]}.css"

    def pages(self) -> Iterator[Page]:
        """The static files as pages."""
        yield Page(self.stylesheet_address.lstrip("/"), join_styles, {"styles": self.stylesheet.decode()})
        for file in (file for pattern in IMAGES for file in sorted((self.folder / "static").glob(pattern))):
            digest = sha256(file.read_bytes()).hexdigest()
            path = f"theme/{file.relative_to(self.folder / 'static').as_posix()}"
            yield Page(path, copy, {"file": SourceFile(file, digest)})

    def render(self, template: str, site: Site, **values: object) -> bytes:
        """One template with its values; a value that is missing is an error, not a blank."""
        return (self._environment.get_template(template).render(site=site, **values).strip() + "\n").encode()

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self.folder / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.filters.update(chinese_date=chinese_date, clock=clock, iso=iso)
        environment.globals.update(stylesheet=self.stylesheet_address, feed=FEED, preview=self.preview)
        return environment


def join_styles(site: Site, styles: str) -> bytes:
    """The maker of the stylesheet."""
    return styles.encode()
