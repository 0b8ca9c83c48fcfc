"""A withdrawn document of every kind: that it was there stays, what it said is in no file."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from plugins.catalog.manifest import open_manifest
from plugins.catalog.record import remains, rows
from plugins.catalog.terms import FOLDERS, Kind
from tests.conftest import Site, write_document

CANARY = "金丝雀"
SAID = {
    "主题词": f"[{CANARY}]",
    "内容概述": CANARY,
    "服务对象": f"[{CANARY}]",
    "重点领域": CANARY,
    "公开依据": CANARY,
    "推送标题": CANARY,
    "推送摘要": CANARY,
    "补录": CANARY,
    "更正": f"[{{日期: 2026-03-05, 说明: {CANARY}}}]",
}
OWN: dict[Kind, dict[str, str | None]] = {
    Kind.INTERPRETATION: {"解读对象": "[示政发〔2026〕1号]"},
    Kind.RESPONSE: {"回应对象": "[示政发〔2026〕1号]"},
    Kind.GAZETTE: {
        "期号": "2026年第1期",
        "总期号": "201",
        "收录": "[示政发〔2026〕1号]",
        "名称": "示例省人民政府公报2026年第1期",
    },
    Kind.TOPIC: {"收录": "[示政发〔2026〕1号]"},
}


def withdrawn(kind: Kind, number: int) -> str:
    """One of a kind, with the canary wherever a withdrawn document must not speak."""
    bare: dict[str, str | None] = {"文号": None} | (
        {} if kind in (Kind.POLICY, Kind.GAZETTE, Kind.REPORT) else {"发文日期": None}
    )
    name = {"名称": f"撤回的{kind.label}", "索引号": f"990000017/2026-{number:05}"}
    media = {"附件": f"[media/2026/{kind.value}.csv]"}
    body = f"## {CANARY}\n\n{CANARY}。\n\n![{CANARY}](/media/2026/a.png)\n"
    status = {"状态": "撤回", "撤回说明": "数据有误"}
    return write_document(body, **(bare | name | SAID | media | OWN.get(kind, {}) | status))


@pytest.fixture
def site(site: Site) -> Site:
    """A portal with one public policy and one withdrawn document of each kind."""
    files: dict[str, str | bytes] = {
        "policies/2026/one.md": write_document(索引号="990000017/2026-00001", 文号="示政发〔2026〕1号"),
        "media/2026/a.png": b"canary picture",
    }
    for number, kind in enumerate(Kind, 100):
        folder = f"{FOLDERS[kind]}/2026" if kind.yearly else FOLDERS[kind]
        files[f"{folder}/gone.md"] = withdrawn(kind, number)
        files[f"media/2026/{kind.value}.csv"] = CANARY
    outcome = site.write(files).build()
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    return site


def test_what_it_said_is_in_no_file(site: Site) -> None:
    """Pages, feeds, manifest, sitemaps; its attachments and pictures are gone too."""
    told = {path for path, content in site.tree().items() if CANARY in content.decode("utf-8", "replace")}
    assert told == set()
    assert not (site.output / "media").exists()


def test_that_it_was_there_stays(site: Site) -> None:
    """Its page says so, first of all; the manifest has its row."""
    for release in open_manifest(site.output).releases:
        if release.record.withdrawn:
            soup = BeautifulSoup(site.page(release.record.address), "html.parser")
            assert "已撤回" in soup.title.text
            assert "数据有误" in soup.select_one(".gk-document__head > .gk-withdrawal:first-child").text
            assert release.record == remains(release.record)
    assert sum(release.record.withdrawn for release in open_manifest(site.output).releases) == len(Kind)


def test_it_stands_on_no_way_in(site: Site) -> None:
    """Neither on the home page nor in the menu, the catalog, a topic or a sitemap."""
    catalog = (path.relative_to(site.output).as_posix() for path in (site.output / "catalog").rglob("*.html"))
    for path in ("index.html", "sitemap-2026.xml", *catalog):
        assert "gone" not in (site.output / path).read_text("utf-8"), path
    assert "共 1 件" in site.page("/catalog/")
    assert not BeautifulSoup(site.page("/"), "html.parser").select(".gk-gazette-cover, .gk-topic-links")
    assert "gk-cover-lead" not in site.page("/gazettes/")
    assert "gk-gazette-contents" not in site.page("/gazettes/2026/gone/")


def test_a_new_field_is_gone_with_the_document_unless_it_is_said_to_remain() -> None:
    """What remains is a short list that somebody chose."""
    assert {name for name, row in rows().items() if row.remains} == {
        *("index_number", "themes", "issuing_agency", "joint_agencies", "issued_on", "title", "document_number", "published_at"),
        *("genre", "disclosure_mode", "issue", "running_number", "channels", "former_addresses", "status", "withdrawal_note"),
        *("first_published", "withdrawn_on"),
    }
