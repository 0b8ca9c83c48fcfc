"""Sources: the files to take in and what lies beside each; nothing outside the folder that was named is read."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import sources
from intake.reading import Refused
from intake.sources import Source, is_home, site_of, sources_in
from tests.intake.making import make_source

SECRET = b"secret"


@pytest.fixture
def page(tmp_path: Path) -> Source:
    """A page two folders down, and a secret outside the root."""
    (tmp_path / "secret.doc").write_bytes(SECRET)
    return make_source(tmp_path / "root", "www.gov.example/zwgk/page.html", "", site="")


def test_the_files_of_a_folder_come_in_a_fixed_order(tmp_path: Path) -> None:
    """What systems leave behind, links and the folders they lead to are passed over."""
    for name in ("b.txt", "a/文 件#1%.html", "a/b.html", ".git/x.txt", "~$a.docx", "c.txt~", "Thumbs.db", "a/.hidden.txt"):
        make_source(tmp_path / "in", name, "甲")
    make_source(tmp_path, "out/d.txt", "甲")
    (tmp_path / "in/link.txt").symlink_to(tmp_path / "out/d.txt")
    (tmp_path / "in/linked").symlink_to(tmp_path / "out")
    assert [source.name for source in sources_in(tmp_path / "in")] == ["a/b.html", "a/文 件#1%.html", "b.txt"]


def test_a_single_file_is_its_own_source(tmp_path: Path) -> None:
    """Its folder is the root."""
    source = make_source(tmp_path, "文件.TXT", "甲")
    (found,) = sources_in(source.path)
    assert (found.root, found.name, found.ending, found.read()) == (tmp_path, "文件.TXT", ".txt", "甲".encode())


@pytest.mark.parametrize(
    ("name", "site", "address"),
    [
        ("www.shili.gov.cn/zwgk/t1.html", "", "http://www.shili.gov.cn/zwgk/t1.html"),
        ("www.shili.gov.cn:8080/t1.html", "", "http://www.shili.gov.cn:8080/t1.html"),
        ("zwgk/t1.html", "", ""),
        ("t1.gov.cn", "", ""),
        ("zwgk/t1.html", "https://www.shili.gov.cn/", "https://www.shili.gov.cn/zwgk/t1.html"),
        ("政策/第1号#.html", "http://a.cn/旧/", "http://a.cn/旧/%E6%94%BF%E7%AD%96/%E7%AC%AC1%E5%8F%B7%23.html"),
        ("www.shili.gov.cn/政策.html", "", "http://www.shili.gov.cn/%E6%94%BF%E7%AD%96.html"),
        ("www.shili.gov.cn/index.html", "", ""),
        ("index.html", "http://a.cn/", ""),
        ("t1.html", "https://www.shili.gov.cn/zwgk", "https://www.shili.gov.cn/zwgk/t1.html"),
    ],
)
def test_where_a_file_lies_may_tell_its_address(name: str, site: str, address: str) -> None:
    """By the folder of its host, or the site that was named."""
    assert Source(Path("root"), name, site).address() == address


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("http://www.shili.gov.cn", "http://www.shili.gov.cn/"),
        (" https://www.shili.gov.cn:8080/zwgk/ ", "https://www.shili.gov.cn:8080/zwgk/"),
        ("http://www.shili.gov.cn/政务", "http://www.shili.gov.cn/%E6%94%BF%E5%8A%A1/"),
    ],
)
def test_the_site_is_an_address_with_a_slash(text: str, site: str) -> None:
    """However it was typed."""
    assert site_of(text) == site


@pytest.mark.parametrize(
    "text", ["www.shili.gov.cn", "ftp://a.cn/", "http://", "http:///a", "http://a.cn/?x", "http://[::1", "甲 乙", "http://a b/"]
)
def test_what_is_no_address_is_no_site(text: str) -> None:
    """It says what one looks like."""
    with pytest.raises(ValueError, match="--site 须是老网站的网址"):
        site_of(text)


@pytest.mark.parametrize(
    "address", ["http://a.cn", "http://a.cn/", "http://a.cn//", "http://a.cn/index.html", "http://a.cn/Index.jsp"]
)
def test_a_home_page_is_no_documents_address(address: str) -> None:
    """Systems write it on every page."""
    assert is_home(address)
    assert not is_home("http://a.cn/?id=3") and not is_home("http://a.cn/zwgk/index.html") and not is_home("")


def test_a_file_that_cannot_be_opened_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its path and without English."""

    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    source = make_source(tmp_path, "a.txt", "甲")
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(Refused, match="文件打不开：没有权限"):
        source.read()


@pytest.mark.parametrize(
    ("lies", "url"),
    [
        ("www.gov.example/zwgk/a.doc", "a.doc"),
        ("www.gov.example/zwgk/a.doc", "./a.doc?x=1#y"),
        ("www.gov.example/zwgk/附 件#1%.doc", quote("附 件#1%.doc")),
        ("www.gov.example/zwgk/附件.doc", "附件.doc"),
        ("www.gov.example/files/a.doc", "../files/a.doc"),
        ("www.gov.example/files/a.doc", "/files/a.doc"),
        ("files/a.doc", "/files/a.doc"),
        ("www.gov.example/zwgk/a.doc", "http://www.gov.example/other/a.doc"),
        ("www.gov.example/files/a.doc", "http://www.gov.example/files/a.doc"),
        ("www.gov.example/files/a.doc", "//www.gov.example/files/a.doc"),
        ("www.gov.example/zwgk/a.doc", "file:///C:/Users/x/a.doc"),
    ],
)
def test_a_file_beside_a_page_is_found(page: Source, lies: str, url: str) -> None:
    """By its path, by its path on the site, by its name alone."""
    make_source(page.root, lies, "甲")
    assert page.beside(url, "http://www.gov.example/zwgk/page.html") == (lies, (page.root / lies).read_bytes())


@pytest.mark.parametrize("url", ["ftp://www.gov.example/zwgk/a.doc", "mailto:a.doc", "javascript:a.doc", "data:a.doc"])
def test_an_address_of_another_kind_is_not_looked_for(page: Source, url: str) -> None:
    """Though a file of that name lies there."""
    make_source(page.root, "www.gov.example/zwgk/a.doc", "甲")
    assert page.beside(url) is None


def test_a_whole_address_of_another_host_is_looked_for_in_its_folder(page: Source) -> None:
    """As programs that mirror sites lay them; and by the name alone beside the page."""
    make_source(page.root, "files.gov.example/x/b.doc", b"b")
    assert page.beside("http://files.gov.example/x/b.doc", "http://www.gov.example/") == ("files.gov.example/x/b.doc", b"b")
    assert page.beside("http://files.gov.example/b.doc", "http://www.gov.example/") is None
    assert page.lies_beside("http://files.gov.example/x/b.doc")


@pytest.mark.parametrize(
    "url",
    [
        "../../../secret.doc",
        "../../../../../../../../secret.doc",
        "%2e%2e/%2e%2e/%2e%2e/secret.doc",
        "..%2f..%2f..%2fsecret.doc",
        "/../secret.doc",
        "{}/secret.doc",
        "file://{}/secret.doc",
        "http://../secret.doc",
        "http://www.gov.example/../../secret.doc",
        "link.doc",
        "linked/secret.doc",
        "",
        ".",
        "/",
        "a\0.doc",
        "a%00.doc",
        "http://[::1/a.doc",
        "javascript:alert(1)",
        "data:,x",
        f"{'长' * 120}.doc",
        f"{'a/' * 3000}b.doc",
    ],
)
def test_nothing_outside_the_root_is_read(page: Source, url: str) -> None:
    """Up, absolute, through a link, by a broken address: nothing is found and nothing stumbles."""
    outside = page.root.parent
    (page.path.parent / "link.doc").symlink_to(outside / "secret.doc")
    (page.path.parent / "linked").symlink_to(outside)
    assert page.beside(url.replace("{}", str(outside)), "http://www.gov.example/zwgk/page.html") is None


STEPS = st.sampled_from(["..", "%2e%2e", "/", "//", ".", "secret.doc", "root", "http:", "file:", "\\", "%2f", "?", "#", " "])


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS).map("".join), st.sampled_from(["", "http://www.gov.example/", "http://../", "http://./"]))
def test_no_address_leads_out_of_the_root(url: str, address: str) -> None:
    """However it is put together."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "secret.doc").write_bytes(SECRET)
        found = make_source(Path(folder) / "root", "zwgk/page.html", "").beside(url, address)
        assert found is None or found[1] != SECRET


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is read."""
    monkeypatch.setattr(sources, "SIZE_LIMIT", 3)
    with pytest.raises(Refused, match="超过"):
        make_source(tmp_path, "a.txt", "1234").read()
    assert make_source(tmp_path, "b.txt", "123").read() == b"123"
