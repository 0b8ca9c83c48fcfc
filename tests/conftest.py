"""What the tests share: records, small portals built by real Pelican, the corpus where it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.catalog.blocks import SecrecyReview
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.catalog.values import moment
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal, Outcome

ROOT = Path(__file__).parents[1]
AS_OF = "2026-11-20 09:00"
PRINTED = ("plugins.editions",)
"""What most tests do without: it takes a machine with fonts, and time."""
BLOCK = {
    "名称": "示例省人民政府关于一件事的通知",
    "索引号": "990000017/2026-00100",
    "文号": "示政发〔2026〕100号",
    "分类": "综合政务\\政务公开",
    "发布机构": "示例省人民政府",
    "发文日期": "2026-03-01",
    "发布日期": "2026-03-02 09:00",
    "作者": "李四",
    "保密审查": "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2026-03-01}",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden` rewrites the expectations of tests/sites/."""
    parser.addoption("--golden", action="store_true")


def write_document(body: str = "各市、州、县人民政府：\n\n正文。\n", **changes: str | None) -> str:
    """A valid policy as text, with some of its lines changed; None leaves a line out."""
    lines = (f"{label}: {value}" for label, value in (BLOCK | changes).items() if value is not None)
    return "\n".join(("---", *lines, "---", "", body))


def make_record(**changes: object) -> Record:
    """A published policy, with some attributes changed."""
    record = Record(
        path="policies/2026/a.md",
        kind=Kind.POLICY,
        address="/policies/2026/a/",
        title="示例省人民政府关于一件事的通知",
        index_number="990000017/2026-00100",
        document_number="示政发〔2026〕100号",
        issuing_agency="示例省人民政府",
        published_at=moment("2026-03-02 09:00"),
        secrecy_review=SecrecyReview(conclusion="可以公开", reviewer="张三"),
    )
    return replace(record, **changes)


class Site:
    """A small portal in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content, self.output = folder / "content", folder / "output"
        self.content.mkdir(parents=True, exist_ok=True)

    def write(self, files: Mapping[str, str | bytes]) -> Site:
        """Put files under content/."""
        for path, text in files.items():
            target = self.content / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def portal(self, **changes: object) -> Portal:
        """The portal with the demo's settings and these folders."""
        portal = Portal(
            settings=ROOT / "pelicanconf.py",
            content=self.content,
            output=self.output,
            cache=self.folder / "cache",
            as_of=AS_OF,
            workers=1,
            without=PRINTED,
        )
        return replace(portal, **changes)

    def build(self, **changes: object) -> Outcome:
        """Build it."""
        return run(self.portal(**changes), Goal.BUILD)

    def check(self, **changes: object) -> Outcome:
        """Check it."""
        return run(self.portal(**changes), Goal.CHECK)

    def page(self, address: str) -> str:
        """The HTML at an address."""
        return (self.output / address.strip("/") / "index.html").read_text("utf-8")

    def tree(self, folder: Path | None = None) -> dict[str, bytes]:
        """Every file of output/ with its bytes."""
        root = folder or self.output
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty portal."""
    return Site(tmp_path)


@pytest.fixture
def build_site(site: Site) -> Callable[[Mapping[str, str | bytes]], Site]:
    """A portal with these files, built; any error-level finding fails the test."""

    def build(files: Mapping[str, str | bytes]) -> Site:
        outcome = site.write(files).build()
        assert not outcome.report.failed, "\n".join(outcome.report.text())
        return site

    return build


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real documents beside the repository, where they are."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("no corpus beside the repository (../shared/corpus)")
    return folder
