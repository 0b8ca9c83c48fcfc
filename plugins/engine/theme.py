"""Theme: the templates, and one stylesheet and one script whose addresses carry a digest of their content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, Template, TemplateSyntaxError
from markupsafe import Markup

from plugins.catalog.dates import chinese_date, clock, iso
from plugins.catalog.site import Site
from plugins.catalog.titles import by_phrases
from plugins.engine.page import Page, SourceFile, copy
from plugins.engine.scan import LEFT_BEHIND
from plugins.engine.session import BuildError

STYLES = ("css/tokens.css", "css/base.css", "css/components/*.css")
SCRIPTS = ("js/*.js",)
COMMON = 8192
"""Components that stand on many pages, kept as they are made: most are lines of lists."""
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
        texts = (text for pair in self.templates for text in pair)
        return sha256("\0".join((self.stylesheet_address, self.script_address, *texts)).encode()).hexdigest()

    @cached_property
    def files_digest(self) -> str:
        """Changes when a static file does, whether or not a page takes anything from it."""
        images = b"".join(sha256(content).digest() for _, content in self.images)
        return sha256(sha256(self.stylesheet).digest() + sha256(self.script).digest() + images).hexdigest()

    @cached_property
    def images(self) -> tuple[tuple[Path, bytes], ...]:
        """The pictures of the theme with their bytes, read once."""
        return tuple((file, file.read_bytes()) for file in self._files(IMAGES))

    @cached_property
    def templates(self) -> tuple[tuple[str, str], ...]:
        """Name and text of every template, read once: what is digested is what is rendered."""
        folder = self.folder / "templates"
        files = (file for file in sorted(folder.rglob("*")) if file.is_file() and not LEFT_BEHIND.fullmatch(file.name))
        return tuple((file.relative_to(folder).as_posix(), file.read_text("utf-8")) for file in files)

    @cached_property
    def stylesheet(self) -> bytes:
        """All stylesheets joined: tokens, base, components by name."""
        return self._joined(STYLES)

    @cached_property
    def script(self) -> bytes:
        """All scripts joined, by name."""
        return self._joined(SCRIPTS)

    @property
    def stylesheet_address(self) -> str:
        """The site path of the stylesheet; a new content has a new address, so old and new pages never mix.

        In a preview it keeps its address: a change of style then remakes no page.
        """
        if self.preview:
            return "/theme/gongkai.css"
        return f"/theme/gongkai.{sha256(self.stylesheet).hexdigest()[:8]}.css"

    @property
    def script_address(self) -> str:
        """The site path of the script."""
        return f"/theme/gongkai.{sha256(self.script).hexdigest()[:8]}.js"

    def pages(self) -> Iterator[Page]:
        """The static files as pages."""
        for address, content in ((self.stylesheet_address, self.stylesheet), (self.script_address, self.script)):
            yield Page(address.lstrip("/"), write, {"text": content.decode()})
        for file, content in self.images:
            digest = sha256(content).hexdigest()
            path = f"theme/{file.relative_to(self.folder / 'static').as_posix()}"
            yield Page(path, copy, {"file": SourceFile(file, digest)})

    def prepare(self) -> None:
        """Compile every template before workers are forked, so that not each of them does. Raises BuildError."""
        try:
            for name, _ in self.templates:
                self._environment.get_template(name)
        except TemplateSyntaxError as error:
            raise BuildError(f"模板 {error.name} 第 {error.lineno} 行有误（{error.message}），output/ 保持原样。") from None

    def render(self, template: str, site: Site, **values: object) -> bytes:
        """One template with its values; a value that is missing is an error, not a blank."""
        return (self._environment.get_template(template).render(site=site, **values).strip() + "\n").encode()

    def _joined(self, patterns: tuple[str, ...]) -> bytes:
        return b"\n".join(file.read_bytes() for file in self._files(patterns))

    def _files(self, patterns: tuple[str, ...]) -> list[Path]:
        return [file for pattern in patterns for file in sorted((self.folder / "static").glob(pattern))]

    @cached_property
    def _environment(self) -> Environment:
        return _environment(self.templates, self.stylesheet_address, self.script_address, self.preview)


class _Environment(Environment):
    """Templates do not change while a process runs: each is looked up by its name alone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._kept: dict[str | Template, Template] = {}

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Asked for by every page that uses a component."""
        found = self._kept.get(name)
        if found is None:
            found = self._kept[name] = super().get_template(name, parent, globals)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary for all templates: Jinja lays a `ChainMap` over it, and looks through that at every import."""
        return {**self.globals, **d} if d else self.globals


@lru_cache(maxsize=1)
def _environment(templates: tuple[tuple[str, str], ...], stylesheet: str, script: str, preview: bool) -> Environment:
    """Kept from one build of a process to the next, with what it compiled, as long as nothing of it changes."""
    environment = _Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(by_phrases=by_phrases, chinese_date=chinese_date, clock=clock, iso=iso)
    environment.filters["section"] = section
    environment.globals.update(stylesheet=stylesheet, script=script, preview=preview, once=lru_cache(maxsize=COMMON)(_called))
    return environment


def section(address: str) -> str:
    """A site path as far as the navigation tells pages apart: those deep in a column are one."""
    first, _, rest = address.strip("/").partition("/")
    return f"/{first}/…" if rest else address


def _called(macro: Callable[..., Markup], *values: object) -> Markup:
    """`once(macro, …)`: a component that many pages show with the same values is made for the first of them."""
    return macro(*values)


def write(site: Site, text: str) -> bytes:
    """The maker of joined files."""
    return text.encode()
