"""The map of old addresses: its lines, what may never be in it, and its writing. tests/test_nginx.py asks a real nginx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.catalog.manifest import Asset, Manifest, Release, open_manifest
from plugins.catalog.record import Record
from publish.redirects import redirects, write
from tests.conftest import make_record, write_document
from tests.publish.portal import AS_OF, SITE

LINE = re.compile(r'"[^"\\\x00-\x20\x7f]*" "https://www\.shili\.example/[A-Za-z0-9/.%-]*";\n')
"""Two quoted words and an end, whatever an editor wrote: no quote, no backslash, no control character inside."""


def document(name: str, *former: str, **changes: object) -> Record:
    """A policy with old addresses."""
    return make_record(path=f"policies/2026/{name}.md", address=f"/policies/2026/{name}/", former_addresses=former, **changes)


def lines(*records: Record, attachments: tuple[Asset, ...] = ()) -> list[str]:
    """The lines below the head."""
    releases = (
        Release(
            record=record,
            url=SITE.absolute(record.address),
            page="",
            page_digest="",
            revision="",
            relations={},
            attachments=attachments,
        )
        for record in records
    )
    return list(redirects(Manifest(site=SITE, as_of=AS_OF, releases=tuple(releases))))[1:]


def test_each_old_address_is_a_line_in_one_order() -> None:
    """Whatever the order of documents and of their addresses; in the case that nginx compares in."""
    one, other = document("a", "/z.asp?id=1", "http://OLD.cn/T1.html"), document("b", "/Y.html")
    new = "https://www.shili.example/policies/2026"
    wanted = [f'"/y.html" "{new}/b/";\n', f'"/z.asp?id=1" "{new}/a/";\n', f'"old.cn/t1.html" "{new}/a/";\n']
    assert lines(one, other) == lines(other, one) == wanted
    assert lines(document("a", "http://old.cn/T1.html", "/z.asp?id=1"), other) == wanted


def test_chinese_is_there_escaped_and_as_it_is() -> None:
    """What is not UTF-8 stays escaped."""
    keys = [line.split('"')[1] for line in lines(document("a", "/旧/%E4%B8%80.html", "/k?%B9%AB", "/%E3%80%80"))]
    assert keys == ["/%e3%80%80", "/%e6%97%a7/%e4%b8%80.html", "/k?%b9%ab", "/旧/一.html"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(min_size=1), max_size=5), st.sampled_from(["", "/", "http://old.cn/", "http://", "/a?"]))
def test_nothing_an_editor_writes_breaks_a_line(written: list[str], start: str) -> None:
    """And no key comes twice: nginx would not start."""
    found = lines(document("a", *(start + text for text in written), '/";}\nserver{', "/\\", "/$host"))
    assert [line for line in found if not LINE.fullmatch(line)] == []
    keys = [line.split('"')[1].encode().lower() for line in found]
    assert len(keys) == len(set(keys)) >= 3


def test_what_the_portal_has_leads_nowhere_else() -> None:
    """Pages, lists, files, in any case, with the portal's own name or none; on another host each is an old address like any."""
    live = (
        "/policies/2026/b/",
        "/Policies/2026/B/",
        "/policies/2026/b",
        "/policies/2026/b/index.html",
        "/policies/",
        "/",
        "/index.html",
    )
    live += (
        "/manifest/index.json",
        "/sitemap-2026.xml",
        "/theme/x.css",
        "/feeds/all.xml",
        "/media/2026/t.csv",
        "/policies/2026/a/",
    )
    asset = Asset(path="media/2026/t.csv", digest="", size=1)
    for written in live:
        for start in ("", "https://www.shili.example", "http://WWW.shili.example:80"):
            assert lines(document("a", start + written), document("b"), attachments=(asset,)) == [], start + written
        assert len(lines(document("a", f"http://old.cn{written}"), document("b"), attachments=(asset,))) == 1, written


def test_of_two_documents_the_first_released_keeps_the_address() -> None:
    """A build with such a clash seals no manifest; nginx would not start over a key that comes twice."""
    assert lines(document("b", "/x.asp"), document("a", "/X.asp")) == ['"/x.asp" "https://www.shili.example/policies/2026/b/";\n']


def test_a_withdrawn_document_leads_to_its_notice_and_an_embargo_is_not_told(build_site) -> None:  # type: ignore[no-untyped-def]
    """The manifest is the only door."""
    numbers = ({"索引号": f"990000017/2026-0010{number}", "文号": f"示政发〔2026〕10{number}号"} for number in range(3))
    site = build_site(
        {
            "policies/2026/a.md": write_document(旧址="['/a.asp']", **next(numbers)),
            "policies/2026/gone.md": write_document(旧址="['/gone.asp']", 状态="撤回", 撤回说明="有误", **next(numbers)),
            "policies/2026/later.md": write_document(
                **next(numbers) | {"旧址": "['/later.asp']", "发布日期": "2026-12-01 09:00"}
            ),
        }
    )
    found = list(redirects(open_manifest(site.output)))[1:]
    assert [re.findall(r'"/(\w+)\.asp" ".*/(\w+)/"', line) for line in found] == [[("a", "a")], [("gone", "gone")]]


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A failure on the way leaves the old one, and nothing beside it."""

    def failing() -> Iterator[str]:
        yield "half"
        raise OSError("no space")

    target = tmp_path / "redirects.map"
    write(target, iter(["old\n"]))
    with pytest.raises(OSError, match="no space"):
        write(target, failing())
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"redirects.map": "old\n"}
    write(target, iter(["new\n"]))
    assert target.read_text("utf-8") == "new\n"
