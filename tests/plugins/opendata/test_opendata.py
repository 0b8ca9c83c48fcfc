"""The catalog as files for people with spreadsheets and for machines."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from plugins.catalog.site import Site as Portal
from plugins.opendata.sheets import csv_file, headings, xlsx_file
from tests.conftest import Site, write_document

POLICY = "policies/2026/a.md"
SITE = Portal(name="示例", url="https://www.shili.example")
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1")


def sheet(site: Site, year: int = 2026) -> list[dict[str, str]]:
    """The rows of a year's CSV."""
    return list(csv.DictReader(io.StringIO((site.output / f"data/{year}.csv").read_text("utf-8-sig"), newline="")))


def workbook(content: bytes) -> list[tuple[object, ...]]:
    """The rows of a workbook, as another program reads them."""
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_a_document_is_a_row_of_its_year(build_site) -> None:  # type: ignore[no-untyped-def]
    """Labels as the editors know them, dates as machines read them, the full address; nothing private."""
    site = build_site({POLICY: write_document(主题词="[政务公开, 服务]", 分类="综合政务\\政务公开; 科技、教育\\教育")})
    (row,) = sheet(site)
    assert (row["栏目"], row["文号"], row["发文日期"], row["有效性"]) == ("政策", "示政发〔2026〕100号", "2026-03-01", "现行有效")
    assert (row["主题词"], row["分类"]) == ("政务公开；服务", "综合政务\\政务公开；科技、教育\\教育")
    assert row["网址"] == "https://www.shili.example/policies/2026/a/"
    assert not {"作者", "保密审查"} & row.keys()
    content = (site.output / "data/2026.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n") == 2
    titles, cells = workbook((site.output / "data/2026.xlsx").read_bytes())
    assert dict(zip(titles, (cell or "" for cell in cells), strict=True)) == row


def test_linked_data_and_the_catalog_of_files_name_what_is_there(build_site) -> None:  # type: ignore[no-untyped-def]
    """schema.org for the documents, DCAT for the files; every address is whole and every file is in output/."""
    site = build_site({POLICY: write_document()})
    year = json.loads((site.output / "data/2026.jsonld").read_text("utf-8"))
    (law,) = year["hasPart"]
    assert (year["@type"], law["@type"], law["legislationIdentifier"]) == ("Dataset", "Legislation", "示政发〔2026〕100号")
    assert law["@id"] == "https://www.shili.example/policies/2026/a/"
    (data_set,) = json.loads((site.output / "data/catalog.jsonld").read_text("utf-8"))["dcat:dataset"]
    files = [one["dcat:downloadURL"]["@id"].removeprefix("https://www.shili.example/") for one in data_set["dcat:distribution"]]
    assert files == ["data/2026.csv", "data/2026.xlsx", "data/2026.jsonld"]
    assert all((site.output / file).is_file() for file in files)
    page = site.page("/data/")
    assert all(f'href="/{file}"' in page for file in (*files, "manifest/2026.ndjson", "data/schema/release.json"))


def test_only_what_the_catalog_lists_is_there(build_site) -> None:  # type: ignore[no-untyped-def]
    """No news, nothing withdrawn, and no reference to what is not released."""
    numbers = {"索引号": "990000017/2026-00101", "文号": "示政发〔2026〕101号"}
    later = {"索引号": "990000017/2026-00102", "文号": "示政发〔2026〕102号", "发布日期": "2026-12-01"}
    site = build_site(
        {
            POLICY: write_document(依据="[示政发〔2026〕102号]"),
            "policies/2026/b.md": write_document(状态="撤回", 撤回说明="有误", **numbers),
            "policies/2026/c.md": write_document(**later),
            "news/2026/n.md": write_document(文号=None, 发文日期=None, 索引号=None),
        }
    )
    (row,) = sheet(site)
    assert (row["文号"], row["依据"]) == ("示政发〔2026〕100号", "")
    assert not [path for path, content in site.tree().items() if path.startswith("data/") and "102号".encode() in content]


@pytest.mark.parametrize("title", DANGEROUS)
def test_no_cell_is_a_formula(title: str) -> None:
    """An apostrophe before it in CSV; in a workbook a text is a text."""
    row = ("政策", *([title] * (len(headings()) - 2)), "/policies/2026/a/")
    written = csv_file(SITE, 2026, (row,)).decode("utf-8-sig")
    (_, cells) = csv.reader(io.StringIO(written, newline=""))
    assert cells[1] == f"'{title}"
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(SITE, 2026, (row,))))
    cell = book.active["B2"]
    assert (cell.data_type, str(cell.value).strip()) == ("s", title.strip())


def test_the_same_documents_give_the_same_bytes(build_site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A workbook too says nothing of the moment it was made in."""
    first = build_site({POLICY: write_document()}).tree()
    again = Site(tmp_path / "again").write({POLICY: write_document()})
    again.build()
    data = {path: content for path, content in first.items() if path.startswith("data/")}
    assert len(data) == 15
    assert data == {path: content for path, content in again.tree().items() if path.startswith("data/")}


def test_a_new_document_rewrites_the_files_of_its_year_alone(build_site) -> None:  # type: ignore[no-untyped-def]
    """And the two lists of files."""
    old = {"文号": "示政发〔2025〕1号", "索引号": "990000017/2025-00001", "发文日期": "2025-03-01", "发布日期": "2025-03-02"}
    old |= {"保密审查": "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2025-03-01}"}
    site = build_site({POLICY: write_document(), "policies/2025/b.md": write_document(**old)})
    new = {"索引号": "990000017/2026-00101", "文号": "示政发〔2026〕101号", "发布日期": "2026-03-03 09:00"}
    made = site.write({"policies/2026/c.md": write_document(**new)}).build().made
    expected = {"data/2026.csv", "data/2026.xlsx", "data/2026.jsonld", "data/catalog.jsonld", "data/index.html"}
    assert {path for path in made if path.startswith("data/")} == expected
