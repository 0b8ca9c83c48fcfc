"""`python -m tests.browser.walkthrough FOLDER`: the pictures of “从 Word 到网页” in docs/editors.md, from the real program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from plugins.engine.build import Portal, run
from plugins.engine.preview.server import PreviewServer
from plugins.engine.session import Goal
from tests.browser.notice import STEPS, write_notice
from tests.browser.readers import launched
from tests.browser.windows import chart, editor, paper, picture, sheets, terminal
from tests.conftest import PRINTED, ROOT
from tests.preview import Preview, replace

WORD, DOCUMENT, PAGE = "供水通知.docx", "content/policies/2026/2026-061.md", "policies/2026/2026-061/"
TODAY, RELEASED = "2026-12-04 09:00", "2026-12-07 09:00"
"""The day on which the notice is taken in, and the moment it names for its release."""
FILLED = """索引号: 990000025/2026-00190
分类：农业、林业、水利\\水利
作者: 李四
发布日期: 2026-12-07 09:00
主题词: [农村供水, 防冻]
保密审查: {结论: 可以公开, 依据: 《中华人民共和国保守国家秘密法》第三十五条, 审查人: 张三, 日期: 2026-12-03}
"""
DRAFT = "状态: 草稿\n"
FONTS = {"宋体": "Serif", "仿宋": "Serif", "楷体": "Serif", "黑体": "Sans"}
"""Faces of official documents, and which Noto stands in where they are not installed."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The portal of an editor, and where the pictures go."""

    folder: Path
    pictures: Path
    browser: Browser

    @property
    def document(self) -> Path:
        """The document that the Word file becomes."""
        return self.folder / DOCUMENT

    def inv(self, *words: str) -> tuple[str, str]:
        """Run a verb; the command as an editor types it, and what it said."""
        variables = os.environ | {"GONGKAI_SETTINGS": str(self.folder / "pelicanconf.py"), "COLUMNS": "100"}
        command = [sys.executable, "-m", "invoke", "-r", str(ROOT), *words]
        done = subprocess.run(command, cwd=self.folder, env=variables, capture_output=True, text=True, check=False)
        return f"inv {' '.join(words)}", done.stdout + done.stderr

    def draw(self, name: str, html: str, scale: float = 1.5) -> None:
        """Take a picture of drawn windows; with ImageMagick in fewer colours, a third of the size and the same to the eye."""
        with closing(self.browser.new_page(viewport={"width": 1240, "height": 900}, device_scale_factor=scale)) as page:
            page.set_content(html)
            path = self.pictures / f"{name}.png"
            page.locator("#picture").screenshot(path=path)
        if shutil.which("mogrify"):
            subprocess.run(
                ["mogrify", "-dither", "None", "-colors", "96", "-strip", "-define", "png:format=png8", path], check=True
            )

    def reader(self, width: int, height: int, scale: float) -> Page:
        """A tab; close it."""
        return self.browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)


def main(pictures: Path) -> None:
    """Walk the whole way once, a picture at each step."""
    pictures.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="gongkai-walk-") as room,
        sync_playwright() as playwright,
        closing(launched(playwright)) as browser,
    ):
        preview = Preview(Path(room) / "portal")
        walk = Walk(preview.folder, pictures, browser)
        replace(walk.folder / "pelicanconf.py", 'AS_OF = "2026-11-20 09:00"', f'AS_OF = "{TODAY}"')
        word_file(walk)
        taking_in(walk)
        filling_in(walk)
        with preview:
            previewed(walk, preview.built().address)
        published(walk)


def word_file(walk: Walk) -> None:
    """Step 1: the notice as Word shows it."""
    with TemporaryDirectory() as aside:
        flow = Path(aside) / "flow.png"
        Walk(walk.folder, flow.parent, walk.browser).draw("flow", chart(STEPS), scale=1)
        write_notice(walk.folder / WORD, flow)
    walk.draw("walk-1-word", picture(laid_out(walk.folder / WORD)))


def taking_in(walk: Walk) -> None:
    """Steps 2 and 3: the command, and the file it wrote."""
    walk.draw("walk-2-intake", picture(terminal([walk.inv("intake", WORD, "--into", "content/policies/")])))
    text = walk.document.read_text("utf-8")
    last, draft = text.index("\n---\n", 4), text.index(DRAFT)
    notes = {
        text.count("\n", 0, draft) + 1: "补齐以后删去这一行",
        text.count("\n", 0, last + 1) + 1: "在这一行上面补：索引号、分类、发布日期、保密审查",
    }
    walk.draw("walk-3-draft", picture(editor("2026-061.md", text, notes, until=22)))


def filling_in(walk: Walk) -> None:
    """Step 4: a person fills in what only a person knows, slips once, and mends it."""
    replace(walk.document, DRAFT, FILLED)
    slipped = walk.document.read_text("utf-8")
    number = slipped.count("\n", 0, slipped.index("分类：")) + 1
    before = walk.inv("check")
    replace(walk.document, "分类：", "分类: ")
    window = editor("2026-061.md", slipped, {number: "冒号是全角的"}, until=12)
    walk.draw("walk-4-check", picture(window, terminal([before, walk.inv("check")])))


def previewed(walk: Walk, address: str) -> None:
    """Step 5: the page before it is public."""
    with closing(walk.reader(1000, 780, 1.17)) as page:
        page.goto(address + PAGE)
        page.locator("gongkai-preview [role=status]").filter(has_text="个警告").wait_for()
        walk.draw("walk-5-preview", picture(sheets(page.screenshot()), wide=True), scale=1)


def published(walk: Walk) -> None:
    """Step 6: the page as readers get it, on a desktop from its head, on a phone at its annex."""
    output = walk.folder / "output"
    run(
        Portal(
            settings=walk.folder / "pelicanconf.py", output=output, cache=walk.folder / ".cache", as_of=RELEASED, without=PRINTED
        ),
        Goal.BUILD,
    )
    with PreviewServer(output) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with closing(walk.reader(1000, 1060, 1)) as page:
            page.goto(server.address + PAGE)
            desktop = page.screenshot()
        with closing(walk.reader(390, 1060, 1)) as page:
            page.goto(server.address + PAGE)
            page.locator(".gk-body img").evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top - 60)")
            phone = page.screenshot()
        server.shutdown()
    walk.draw("walk-6-page", picture(f'<div class="row">{pane(desktop, 1000)}{pane(phone, 390)}</div>', wide=True), scale=1)


def pane(png: bytes, share: int) -> str:
    """A screenshot as wide as its share of the row."""
    return sheets(png).replace('class="row"', f'style="flex: {share}"')


def laid_out(word: Path) -> str:
    """The first and the last page of a Word file, by LibreOffice; without it, its text on a sheet."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        import mammoth

        with word.open("rb") as file:
            return paper(mammoth.convert_to_html(file).value)
    with TemporaryDirectory() as aside:
        folder = Path(aside)
        (folder / "fonts.conf").write_text(font_settings(), "utf-8")
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", aside, str(word)]
        subprocess.run(command, env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}, check=True, capture_output=True)
        subprocess.run(
            ["pdftoppm", "-r", "110", "-png", str(folder / f"{word.stem}.pdf"), str(folder / "page")],
            check=True,
            capture_output=True,
        )
        pages = sorted(folder.glob("page*.png"))
        return sheets(pages[0].read_bytes(), pages[-1].read_bytes())


def font_settings() -> str:
    """Fonts for LibreOffice: the faces of official documents by their nearest kin."""
    kin = "".join(
        f'<match target="pattern"><test name="family"><string>{face}</string></test><edit name="family" mode="assign" '
        f'binding="strong"><string>Noto {family} CJK SC</string></edit></match>'
        for face, family in FONTS.items()
    )
    return f'<?xml version="1.0"?><fontconfig><include>/etc/fonts/fonts.conf</include>{kin}</fontconfig>'


if __name__ == "__main__":
    main(Path(sys.argv[1]))
