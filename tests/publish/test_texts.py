"""One text in every edition: found where it is so, named where it is not; in a folder and behind an address."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from plugins.catalog.manifest import ManifestError
from plugins.editions.equipment import this_machine
from publish.deployed import deployed_at
from publish.pdf_words import UnreadablePdf, pdf_words
from publish.texts import Compared, compare_texts
from tests.conftest import Site, write_document
from tests.intake.corpus import take

POLICY, ISSUE = "policies/2026/a/a", "gazettes/2026/01"
TABLE = "| 品种 | 数量 |\n|:--|--:|\n" + "".join(f"| 第{number}种 | {number} |\n" for number in range(1, 60))
BODY = f"""各市、州、县人民政府：

大连重工•起重集团和让·雅克，喆堃镕玥；共“3”项…⋯

1. 第一项
2. 第二项

- 不编号的

{TABLE}
附件：[申请表](../../media/2026/form.docx)

示例省人民政府

2026年3月1日
"""


def issue(contents: str) -> str:
    """An issue of the gazette."""
    values = {
        "名称": "示例省人民政府公报（2026年第1期）",
        "索引号": "990000025/2026-00201",
        "文号": None,
        "分类": None,
        "发文日期": None,
        "发布日期": "2026-04-01",
        "期号": "2026年第1期",
        "总期号": "205",
        "收录": contents,
    }
    return write_document("本期刊登一件文件。\n", **values)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of one policy and one issue, with a table over two pages."""
    lack = this_machine().lack
    if lack:
        pytest.skip(lack)
    corrected = "[{日期: 2026-03-05, 说明: 改了一字}]"
    files: dict[str, str | bytes] = {
        "policies/2026/a.md": write_document(BODY, 更正=corrected),
        "gazettes/2026/01.md": issue("[示政发〔2026〕100号]"),
        "media/2026/form.docx": b"1",
    }
    site = Site(tmp_path_factory.mktemp("texts")).write(files)
    assert not site.build(without=()).report.failed
    return site.output


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return shutil.copytree(built, tmp_path / "output")


@pytest.fixture
def address(built: Path) -> Iterator[str]:
    """The same portal behind an address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=built)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def compared(where: str | Path) -> Compared:
    """What comes of comparing."""
    with deployed_at(str(where)) as site:
        return compare_texts(site, lambda *step: None)


def said(found: Compared) -> list[str]:
    """The differences as an operator reads them."""
    return [str(difference) for difference in found.differences]


def test_every_edition_has_the_words_of_the_page(built: Path, address: str) -> None:
    """Lists, tables over pages, look-alikes, rare characters, corrections before the text of a feed."""
    for where in (built, address):
        found = compared(where)
        assert said(found) == []
        assert dict(found.counts) == {"网页": 2, "PDF": 2, "通读本": 1, "EPUB": 1, "订阅": 2}


def test_a_page_that_was_changed_differs_from_its_digest_and_from_its_editions(output: Path) -> None:
    """The manifest knows the page by its bytes, so that a changed one is not even read."""
    page = output / "policies/2026/a/index.html"
    page.write_text(page.read_text("utf-8").replace("第一项", "第二项"), "utf-8")
    with pytest.raises(ManifestError, match="与发布清单不符"):
        compared(output)


def spoil_book(output: Path) -> None:
    """One word of a chapter."""
    book = output / f"{ISSUE}/01.epub"
    with zipfile.ZipFile(book) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts["EPUB/d1.xhtml"] = parts["EPUB/d1.xhtml"].replace("第一项".encode(), "第三项".encode())
    with zipfile.ZipFile(book, "w") as after:
        for name, content in parts.items():
            after.writestr(name, content)


def spoil_reading(output: Path) -> None:
    """One word of the page of the whole issue."""
    page = output / f"{ISSUE}/reading/index.html"
    page.write_text(page.read_text("utf-8").replace("第一项", "第三项"), "utf-8")


def spoil_feed(output: Path) -> None:
    """One word of an entry."""
    feed = output / "feeds/policies.json"
    feed.write_text(feed.read_text("utf-8").replace("第一项", "第三项"), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "edition"),
    [
        (spoil_book, "EPUB 的文字不同"),
        (spoil_reading, "通读本 的文字不同"),
        (spoil_feed, "订阅 的文字不同"),
        (lambda output: (output / f"{POLICY}.pdf").unlink(), f"PDF /{POLICY}.pdf 不在网站上"),
        (lambda output: (output / f"{POLICY}.pdf").write_bytes(b"%PDF-1.7\n"), "PDF 读不出文字"),
    ],
)
def test_an_edition_that_says_something_else_is_named(output: Path, spoil: Callable[[Path], object], edition: str) -> None:
    """With its document."""
    spoil(output)
    (difference,) = said(compared(output))
    assert difference.startswith("policies/2026/a.md：")
    assert edition in difference


def test_the_pdf_of_another_text_is_no_pdf_of_this_one(output: Path) -> None:
    """Neither title nor words nor digest are its own."""
    shutil.copy(output / f"{ISSUE}/01.pdf", output / f"{POLICY}.pdf")
    assert said(compared(output)) == []
    (output / f"{ISSUE}/01.pdf").write_bytes((output / f"{POLICY}.pdf").read_bytes())
    site = Site(output.parent / "other").write(
        {"policies/2026/a.md": write_document("另一份。\n", 名称="示例省人民政府关于另一件事的通知")}
    )
    site.build(without=())
    shutil.copy(site.output / f"{POLICY}.pdf", output / f"{POLICY}.pdf")
    assert said(compared(output)) == [
        "policies/2026/a.md：PDF 没有标题，或者标题不同",
        "policies/2026/a.md：PDF 的文字不同",
        "policies/2026/a.md：PDF 的文本校验码不同",
    ]


def test_a_place_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    """Neither a folder nor an address; a folder without a manifest; a server that is not there."""
    for where in (tmp_path / "nowhere", tmp_path, "http://127.0.0.1:9"):
        with pytest.raises(ManifestError):
            compared(where)


def test_what_is_no_pdf_is_said() -> None:
    """Not a traceback."""
    with pytest.raises(UnreadablePdf):
        pdf_words(b"not a PDF")


def test_real_documents_have_one_text_in_every_edition(corpus: Path, tmp_path: Path) -> None:
    """Thirty-six captured pages taken in, each in print, all bound in one issue."""
    lack = this_machine().lack
    if lack:
        pytest.skip(lack)
    site = Site(tmp_path)
    take(corpus / "govcn-html" / "pages", site.content)
    paths = sorted(path.relative_to(site.content).as_posix() for path in (site.content / "policies").rglob("*.md"))
    assert len(paths) == 36
    site.write({"gazettes/2026/01.md": issue(f"[{', '.join(paths)}]")})
    assert not site.build(without=(), workers=None).report.failed
    found = compared(site.output)
    assert said(found) == []
    assert (found.counts["PDF"], found.counts["EPUB"]) == (37, 1)
