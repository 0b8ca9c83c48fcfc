"""The server block of docs/examples/nginx.conf, in a real nginx on loopback."""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import ROOT, Site, write_document
from tests.inspect.server import recommended

EXAMPLE = ROOT / "docs/examples/nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
AROUND = """pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
events {{}}
http {{ include /etc/nginx/mime.types; access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{block} }}
"""
Answer = tuple[int, Mapping[str, str], bytes]


def adapted(output: Path, port: int) -> str:
    """The example's first server, on loopback without TLS."""
    block = EXAMPLE.read_text("utf-8").partition("\nserver {\n    listen 80")[0]
    block = re.sub(r"listen 443 ssl;", f"listen 127.0.0.1:{port};", block)
    return re.sub(r" +ssl_certificate[^\n]*\n", "", block).replace("/srv/portal/output", str(output))


@pytest.fixture
def port(site: Site) -> Iterator[int]:
    """A built portal behind nginx."""
    if NGINX is None:
        pytest.skip("no nginx on this machine (apt-get install nginx-light)")
    site.write(
        {"policies/2026/a.md": write_document(旧址="[/zwgk/t1.html]", 附件="[media/2026/t.csv]"), "media/2026/t.csv": "1,2\n"}
    )
    assert not site.build().report.failed
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    for folder in (site.folder, *site.folder.parents):
        if folder.is_relative_to("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    settings = site.folder / "nginx.conf"
    settings.write_text(AROUND.format(folder=site.folder, block=adapted(site.output, number)), "utf-8")
    process = subprocess.Popen([NGINX, "-p", site.folder, "-c", settings], stderr=subprocess.PIPE)
    for _ in range(100):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", number)) == 0:
                break
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        time.sleep(0.05)
    yield number
    process.terminate()
    process.communicate()


def get(port: int, path: str, **headers: str) -> Answer:
    """One answer, redirects not followed."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", quote(path), headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def test_the_example_serves_the_portal_as_the_handbook_says(port: int, site: Site) -> None:
    """Headers on every answer, feeds with their types, digested files for ever, one error page for all."""
    wanted = recommended((ROOT / "docs/operators.md").read_text("utf-8"))
    assert wanted
    script = next(path.relative_to(site.output).as_posix() for path in (site.output / "theme").glob("*.js"))
    types = {
        "/": "text/html; charset=utf-8",
        "/feeds/": "text/html; charset=utf-8",
        "/feeds/all.xml": "application/rss+xml; charset=utf-8",
        "/feeds/all.atom": "application/atom+xml; charset=utf-8",
        "/feeds/all.json": "application/feed+json; charset=utf-8",
        "/sitemap.xml": "text/xml; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/manifest/2026.ndjson": "application/x-ndjson; charset=utf-8",
        f"/{script}": "application/javascript; charset=utf-8",
    }
    for path, media_type in types.items():
        status, headers, _ = get(port, path)
        assert (path, status, headers["Content-Type"]) == (path, 200, media_type)
        assert {name: headers[name] for name in wanted} == wanted, path
    assert "immutable" in get(port, f"/{script}")[1]["Cache-Control"]
    assert get(port, "/policies/")[1]["Cache-Control"] == "no-cache"


def test_numbers_old_addresses_and_misses_find_their_page(port: int) -> None:
    """Also without the last slash; a folder without a page is a miss, not an English refusal."""
    for path in ("/number/示政发〔2026〕100号/", "/number/990000017/2026-00100/", "/zwgk/t1.html"):
        status, _, body = get(port, path)
        assert (path, status) == (path, 200)
        assert b"url=/policies/2026/a/" in body
    status, headers, _ = get(port, "/number/示政发〔2026〕100号")
    assert (status, headers["Location"]) == (301, quote("/number/示政发〔2026〕100号/"))
    for path in ("/nothing/", "/zwgk/", "/feeds/agencies/"):
        status, _, body = get(port, path)
        assert status in (403, 404)
        assert "没有找到这个页面" in body.decode()


def test_texts_travel_compressed(port: int, site: Site) -> None:
    """And unpack to what was built."""
    _, headers, body = get(port, "/feeds/all.xml", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == (site.output / "feeds/all.xml").read_bytes()
