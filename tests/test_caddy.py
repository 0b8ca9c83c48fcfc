"""The example of docs/examples/Caddyfile, in a real Caddy on loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from deploy.make import Order, deploy
from deploy.shelf import Shelf
from tests.conftest import ROOT, Site, write_document
from tests.inspect.server import recommended
from tests.test_nginx import free_ports, get

EXAMPLE = ROOT / "docs/examples/Caddyfile"
CADDY = shutil.which("caddy")


@pytest.fixture
def port(site: Site) -> Iterator[int]:
    """A portal, built and deployed, behind Caddy without TLS."""
    if CADDY is None:
        pytest.skip("no caddy on this machine (apt-get install caddy)")
    assert not site.write({"policies/2026/a.md": write_document()}).build().report.failed
    deploy(Order(output=site.output, shelf=Shelf(site.folder / "deploys"), keep=2))
    (number,) = free_ports(1)
    example = EXAMPLE.read_text("utf-8").replace("www.shili.example {", f"http://127.0.0.1:{number} {{", 1)
    settings = site.folder / "Caddyfile"
    settings.write_text("{\n\tadmin off\n}\n" + example.replace("/srv/portal/var", str(site.folder)), "utf-8")
    words = [CADDY, "run", "--adapter", "caddyfile", "--config", str(settings)]
    home = {"HOME": str(site.folder), "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen(words, env=home, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", number)) == 0:
                break
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        time.sleep(0.05)
    yield number
    process.terminate()
    process.communicate()


def test_the_example_serves_the_portal_as_the_handbook_says(port: int, site: Site) -> None:
    """Headers on every answer, feeds with their types, digested files for ever, one error page."""
    wanted = recommended((ROOT / "docs/operators.md").read_text("utf-8"))
    assert wanted
    types = {
        "/": "text/html; charset=utf-8",
        "/feeds/all.xml": "application/rss+xml; charset=utf-8",
        "/feeds/all.atom": "application/atom+xml; charset=utf-8",
        "/feeds/all.json": "application/feed+json; charset=utf-8",
        "/manifest/2026.ndjson": "application/x-ndjson; charset=utf-8",
        "/manifest/checksums.txt": "text/plain; charset=utf-8",
        "/data/2026.csv": "text/csv; charset=utf-8",
        "/data/2026.jsonld": "application/ld+json; charset=utf-8",
        "/data/schema/release.json": "application/schema+json; charset=utf-8",
    }
    for path, media_type in types.items():
        status, headers, _ = get(port, path)
        assert (path, status, headers["Content-Type"]) == (path, 200, media_type)
        assert {name: headers[name] for name in wanted} == wanted, path
        assert headers["Cache-Control"] == "no-cache"
    script = next(path.relative_to(site.output).as_posix() for path in (site.output / "theme").glob("*.js"))
    assert "immutable" in get(port, f"/{script}")[1]["Cache-Control"]
    status, headers, body = get(port, "/nothing/")
    assert (status, "没有找到这个页面" in body.decode()) == (404, True)
    assert {name: headers[name] for name in wanted} == wanted
