"""Citations on the pages of a portal: links, lists both ways, the picture, the manifest, and what is wrong with them."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup

from intake.run import take_in
from intake.write import shelf_of
from plugins.catalog.manifest import CitedDocument, open_manifest
from tests.conftest import Site, write_document


def policy(number: int, body: str = "正文。\n", **changes: str) -> str:
    """A policy with numbers of its own."""
    own = {
        "索引号": f"990000017/2026-{number:05}",
        "文号": f"示政发〔2026〕{number}号",
        "名称": f"示例省人民政府关于第{number}件事的通知",
    }
    return write_document(body, **own | changes)


def groups(page: str) -> dict[str, list[str]]:
    """The relation panel: the titles below each heading."""
    soup = BeautifulSoup(page, "html.parser")
    return {
        section.h2.get_text(): [next(one.stripped_strings) for one in section.select(".gk-relation-panel__item")]
        for section in soup.select(".gk-relation-panel")
        if section.h2
    }


def codes(site: Site) -> list[tuple[str, int, str]]:
    """What the check says of citations."""
    found = site.check().report
    return [(finding.path, finding.line, finding.message) for finding in found if finding.code.startswith("CIT")]


def test_a_citation_is_a_link_and_both_pages_tell_of_it(build_site) -> None:  # type: ignore[no-untyped-def]
    """And what the portal does not have stands there as text."""
    body = "按照《示例省人民政府关于第1件事的通知》（示政发〔2026〕1号）和《中华人民共和国行政许可法》办理。\n"
    site = build_site({"policies/2026/a.md": policy(1), "policies/2026/b.md": policy(2, body)})
    page, cited = site.page("/policies/2026/b/"), site.page("/policies/2026/a/")
    assert (
        '<a href="/policies/2026/a/">《示例省人民政府关于第1件事的通知》（<span class="gk-number">示政发〔2026〕1号</span>）</a>'
        in page
    )
    assert groups(page) == {"引用的文件": ["示例省人民政府关于第1件事的通知", "中华人民共和国行政许可法"]}
    assert groups(cited) == {"引用本文件的文件": ["示例省人民政府关于第2件事的通知"]}
    assert "gk-neighbourhood__picture" in page
    assert "gk-neighbourhood__picture" in cited
    (release,) = [one for one in open_manifest(site.output).releases if one.record.path == "policies/2026/b.md"]
    assert release.citations == (
        CitedDocument(title="示例省人民政府关于第1件事的通知", number="示政发〔2026〕1号", path="policies/2026/a.md"),
        CitedDocument(title="中华人民共和国行政许可法"),
    )


def test_nothing_tells_of_a_document_before_its_release(build_site) -> None:  # type: ignore[no-untyped-def]
    """On its day the page that cites it is made again, and only what shows it."""
    files = {
        "policies/2026/a.md": policy(1, 发布日期="2026-11-25 09:00"),
        "policies/2026/b.md": policy(2, "按照示政发〔2026〕1号办理。\n"),
        "policies/2026/c.md": policy(3),
    }
    site = build_site(files)
    assert '<data value="示政发〔2026〕1号">' in site.page("/policies/2026/b/")
    assert "/policies/2026/a/" not in "".join(
        content.decode() for path, content in site.tree().items() if path.endswith((".html", ".ndjson"))
    )
    outcome = site.build(as_of="2026-11-25 09:00")
    assert '<a href="/policies/2026/a/">' in site.page("/policies/2026/b/")
    assert "policies/2026/b/index.html" in outcome.made
    assert "正文、相关文件、关系图变了" in outcome.made["policies/2026/b/index.html"]


def test_a_relation_is_not_told_twice(build_site) -> None:  # type: ignore[no-untyped-def]
    """Who repeals a document cites it, too."""
    site = build_site(
        {
            "policies/2026/a.md": policy(1),
            "policies/2026/b.md": policy(2, "示政发〔2026〕1号同时废止。\n", 废止="[示政发〔2026〕1号]"),
        }
    )
    assert list(groups(site.page("/policies/2026/b/"))) == ["本文件废止的文件"]
    assert list(groups(site.page("/policies/2026/a/"))) == ["废止本文件的文件"]
    assert codes(site) == []


def test_a_document_in_force_that_cites_one_that_is_not_is_named_with_both_places(site: Site) -> None:
    """Repealed or expired; the line of the citation, and who ended it when."""
    site.write(
        {
            "policies/2026/a.md": policy(1),
            "policies/2026/b.md": policy(2, 废止="[示政发〔2026〕1号]", 施行日期="2026-04-01"),
            "policies/2026/c.md": policy(3, "各市、州：\n\n按照示政发〔2026〕1号和《示例省人民政府关于第4件事的通知》办理。\n"),
            "policies/2026/d.md": policy(4, 有效期至="2026-06-30"),
        }
    )
    said = codes(site)
    assert [(path, line) for path, line, _ in said] == [("policies/2026/c.md", 15), ("policies/2026/c.md", 15)]
    assert "（policies/2026/a.md），它自 2026-04-01 起被“示政发〔2026〕2号”（policies/2026/b.md）废止" in said[0][2] + said[1][2]
    assert "（policies/2026/d.md），它有效期到 2026-06-30，已经失效" in said[0][2] + said[1][2]


def test_a_number_with_the_title_of_another_document_is_named(site: Site) -> None:
    """A part of the title, or what the document encloses, is enough."""
    body = "\n\n".join(
        (
            "按照《秋粮收购办法》（示政发〔2026〕1号）办理。",
            "按照《关于第2件事的通知》（示政发〔2026〕2号）办理。",
            "按照《乙要点》（示政发〔2026〕3号）办理。",
        )
    )
    site.write(
        {
            **{f"policies/2026/p{number}.md": policy(number) for number in (1, 2)},
            "policies/2026/p3.md": policy(3, "现将《乙要点》印发给你们。\n"),
            "policies/2026/p4.md": policy(4, body),
        }
    )
    ((path, _, message),) = codes(site)
    assert path == "policies/2026/p4.md"
    assert "示政发〔2026〕1号 是《秋粮收购办法》" in message


def test_a_long_list_is_folded_and_cut(build_site) -> None:  # type: ignore[no-untyped-def]
    """And another citation beyond its end makes the page of the law no more."""
    files = {f"policies/2026/p{number:03}.md": policy(number, "按照示政发〔2026〕1号办理。\n") for number in range(2, 40)}
    files = {path: text.replace("09:00", f"09:{at:02}") for at, (path, text) in enumerate(files.items())}
    site = build_site({"policies/2026/p001.md": policy(1, 发布日期="2026-03-02 08:00")} | files)
    page = BeautifulSoup(site.page("/policies/2026/p001/"), "html.parser")
    assert len(page.select(".gk-relation-panel > ul > li")) == 6
    assert len(page.select(".gk-relation-panel details li")) == 24
    assert page.select_one('.gk-relation-panel__more a[href="/data/"]')
    site.write({"policies/2026/new.md": policy(40, "按照示政发〔2026〕1号办理。\n", 发布日期="2026-03-05 09:00")})
    assert "policies/2026/p001/index.html" not in site.build().made


def test_the_founding_document_shows_its_citations(corpus: Path, site: Site) -> None:
    """Seven numbers as data; nine documents in the panel and in the picture."""
    shelf, kind = shelf_of(site.content / "policies/2016", site.content)
    take_in(corpus / "founding-document.txt", shelf, kind, lambda *step: None, workers=0)
    assert not site.build().report.failed
    page = site.page("/policies/2016/38396/")
    article = page.partition('<article class="gk-body')[2].partition("</article>")[0]
    assert len(re.findall(r'<data value="[^"]+号">', article)) == 7
    assert len(groups(page)["引用的文件"]) == 9
    assert page.count("gk-neighbourhood__box--elsewhere") == 9
