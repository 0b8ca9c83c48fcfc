"""The server block of docs/examples/nginx.conf, in a real nginx on loopback."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from requests import Session

from deploy.live import LiveSite
from deploy.make import Order, deploy
from deploy.shelf import Shelf
from deploy.sources import Kind, Web
from deploy.verify import verify
from plugins.catalog.manifest import Manifest, Release, open_manifest
from publish.callbacks.leaving import Leaving
from publish.callbacks.listener import Listener
from publish.inbox import Inbox
from publish.mailing import Rhythm
from publish.redirects import redirects, write
from publish.sandbox import CallbackManner, Sandbox
from publish.subscribers import Subscribers, Wish
from tests.conftest import ROOT, Site, make_record, write_document
from tests.deploy.portal import KEY
from tests.inspect.server import recommended
from tests.publish.hearing import hearing
from tests.publish.portal import AS_OF, SITE
from tests.publish.sandbox.platforms import Platforms, Time
from verbs.publishing import CALLBACKS

EXAMPLE = ROOT / "docs/examples/nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
AROUND = """pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
events {{}}
http {{ include /etc/nginx/mime.types; access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{block} }}
"""
Answer = tuple[int, Mapping[str, str], bytes]


OLD = "old.shili.example"
FORMER = {
    "a": ("/zwgk/t1.html", "/show.asp?id=12", "/旧文/第一号.html", "/k.asp?k=%B9%AB%BF%AA", "/Mixed/Case.aspx", "/old/", "/bare"),
    "b": (
        f"http://{OLD}/show.jsp?id=5&n=1",
        f"http://www.{OLD}:8080/zwgk/t2.html",
        f"http://{OLD}/zwgk/t2.html",
        f"http://{OLD}",
    ),
    "c": (
        *(f"http://other.{OLD}/zwgk/t2.html", f"http://{OLD}/policies/", f"http://{OLD}/旧 文.html", "https://旧.example/x.asp"),
        *(
            "/policies/2026/c/index.html",
            "https://www.shili.example/policies/2026/c/",
            "/manifest/index.json",
            "/",
            "/robots.txt",
        ),
        *(
            '/x";}server{listen 127.0.0.1:1;}',
            "/y$host$uri",
            "/z\\",
            "/{a};b='c'",
            '/s?q="a b"<$host>',
            "/~^/.*",
            f"http://default/{OLD}",
        ),
    ),
}
"""Old addresses of the policies /policies/2026/a/, b and c: what is asked for, by whom, what would break out, what must stay."""


def adapted(output: Path, port: int, plain: int) -> str:
    """The example on loopback without TLS: the portal on one port, what would be port 80 on the other."""
    block = EXAMPLE.read_text("utf-8").replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    block = block.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("/srv/portal/var", str(output.parent))
    return re.sub(r" +ssl_certificate[^\n]*\n", "", block)


def started(folder: Path, block: str, *words: str) -> subprocess.Popen[bytes]:
    """nginx over that block, which may name files in the folder."""
    if NGINX is None:
        pytest.skip("no nginx on this machine (apt-get install nginx-light)")
    settings = folder / "nginx.conf"
    settings.write_text(AROUND.format(folder=folder, block=block), "utf-8")
    return subprocess.Popen([NGINX, "-p", folder, "-c", settings, *words], stderr=subprocess.PIPE)


@contextmanager
def serving(folder: Path, block: str, port: int) -> Iterator[None]:
    """nginx at work, once its port answers."""
    process = started(folder, block)
    try:
        for _ in range(100):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.communicate()


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    numbers = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return numbers


@pytest.fixture
def ports(site: Site) -> Iterator[tuple[int, int]]:
    """A deployed portal behind nginx, with its map of old addresses: the portal's port, and the one in place of 80."""
    if NGINX is None:
        pytest.skip("no nginx on this machine (apt-get install nginx-light)")
    for number, (name, former) in enumerate(FORMER.items(), 100):
        numbers = {"索引号": f"990000017/2026-00{number}", "文号": f"示政发〔2026〕{number}号"}
        text = write_document(旧址=json.dumps(former, ensure_ascii=False), 附件="[media/2026/t.csv]", **numbers)
        site.write({f"policies/2026/{name}.md": text})
    outcome = site.write({"media/2026/t.csv": "1,2\n"}).build()
    assert not outcome.report.failed, "\n".join(outcome.report.text())
    deploy(Order(output=site.output, shelf=Shelf(site.folder / "deploys"), keep=2, key=KEY))
    write(site.folder / "redirects.map", redirects(open_manifest(site.output)))
    for folder in (site.folder, *site.folder.parents):
        if folder.is_relative_to("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    number, plain = free_ports(2)
    with serving(site.folder, adapted(site.output, number, plain), number):
        yield number, plain


@pytest.fixture
def port(ports: tuple[int, int]) -> int:
    """The portal's port."""
    return ports[0]


def get(port: int, path: str, **headers: str) -> Answer:
    """One answer, redirects not followed."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", quote(path), headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def asked(port: int, target: str, host: str = "127.0.0.1", encoding: str = "utf-8") -> tuple[int, str]:
    """Status and Location for a target sent byte by byte as it is."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode(encoding))
        head = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")[0].decode("utf-8")
    location = re.search(r"^Location: (.*)$", head, re.MULTILINE)
    return int(head.split()[1]), location[1].strip() if location else ""


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
        "/manifest/checksums.txt": "text/plain; charset=utf-8",
        "/data/": "text/html; charset=utf-8",
        "/data/2026.csv": "text/csv; charset=utf-8",
        "/data/2026.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "/data/2026.jsonld": "application/ld+json; charset=utf-8",
        "/data/schema/release.json": "application/schema+json; charset=utf-8",
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
    for path in ("/number/示政发〔2026〕100号/", "/number/990000017/2026-00100/"):
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


def test_every_old_address_is_moved_for_good(port: int) -> None:
    """With its query, in Chinese escaped in either case or not, on the host it was on; and the new address is there."""
    wanted = {
        "a": (
            *(
                ("", "/zwgk/t1.html"),
                ("", "/show.asp?id=12"),
                ("", "/Mixed/Case.aspx"),
                ("", "/old/"),
                ("", "/bare"),
                (OLD, "/bare"),
            ),
            ("", "/%E6%97%A7%E6%96%87/%E7%AC%AC%E4%B8%80%E5%8F%B7.html"),
            ("", "/%e6%97%a7%e6%96%87/%e7%ac%ac%e4%b8%80%e5%8f%b7.html"),
            ("", "/旧文/第一号.html"),
            ("", "/k.asp?k=%b9%ab%bf%aa"),
        ),
        "b": (
            *((OLD, "/show.jsp?id=5&n=1"), (OLD.upper(), "/show.jsp?id=5&n=1"), (f"{OLD}:8080", "/show.jsp?id=5&n=1")),
            *((f"www.{OLD}", "/zwgk/t2.html"), (OLD, "/zwgk/t2.html"), (OLD, "/")),
        ),
        "c": (
            *(
                (f"other.{OLD}", "/zwgk/t2.html"),
                (OLD, "/policies/"),
                (OLD, "/%E6%97%A7%20%E6%96%87.html"),
                ("xn--ygv.example", "/x.asp"),
            ),
            *(("", "/x%22;%7Dserver%7Blisten%20127.0.0.1:1;%7D"), ("", "/y$host$uri"), ("", "/z%5C"), ("", "/%7Ba%7D;b='c'")),
            *(("", "/s?q=%22a%20b%22%3C$host%3E"), ("", "/~^/.*".replace("^", "%5E")), ("default", f"/{OLD}")),
        ),
    }
    for name, requests in wanted.items():
        address = f"/policies/2026/{name}/"
        for host, target in requests:
            assert (host, target, *asked(port, target, host or "127.0.0.1")) == (
                host,
                target,
                301,
                f"https://www.shili.example{address}",
            )
        assert asked(port, address) == (200, "")


def test_what_is_not_an_old_address_stays(port: int) -> None:
    """Misses are misses: another query, another host, another path. No document leads away from what the portal has."""
    for host, target in (
        *(("", "/show.asp?id=13"), ("", "/show.asp?id=12&x=1"), ("", "/show.asp"), ("", "/bare/"), ("", "/旧文/第二号.html")),
        *(("", "/show.jsp?id=5&n=1"), (f"www.{OLD}", "/show.jsp?id=5&n=1"), ("", f"/{OLD}/zwgk/t2.html"), ("", "/zwgk/t2.html")),
        *(("", "/default"), ("", "/x"), ("", "/anything"), ("example.org", "/x.asp")),
    ):
        assert (host, target, *asked(port, target, host or "127.0.0.1")) == (host, target, 404, "")
    for target in ("/", "/policies/", "/policies/2026/c/", "/policies/2026/c/index.html", "/manifest/index.json", "/robots.txt"):
        for host in ("127.0.0.1", "www.shili.example"):
            assert (host, target, *asked(port, target, host)) == (host, target, 200, "")
    assert asked(port, "/zwgk/t1.html?from=share") == (200, "")
    with socket.socket() as knock:
        assert knock.connect_ex(("127.0.0.1", 1))


def test_an_old_name_leads_to_the_portal_at_once(ports: tuple[int, int]) -> None:
    """One step to the new address, not two; what has none goes to the same path of the portal."""
    assert asked(ports[1], "/show.jsp?id=5&n=1", OLD) == (301, "https://www.shili.example/policies/2026/b/")
    assert asked(ports[1], "/show.asp?id=12", "www.shili.example") == (301, "https://www.shili.example/policies/2026/a/")
    assert asked(ports[1], "/nothing?x=1", OLD) == (301, "https://www.shili.example/nothing?x=1")


def test_what_is_moved_is_as_it_was_signed(ports: tuple[int, int], site: Site) -> None:
    """Verified behind the example: a redirect to where the signed page leads is none that somebody else has made."""
    address = f"http://127.0.0.1:{ports[0]}"
    assert asked(ports[0], "/zwgk/t1.html")[0] == 301 and (site.output / "zwgk/t1.html").is_file()
    verdict = verify(Web(LiveSite(address)), [KEY.public], 0)
    assert verdict.differences == () and verdict.serial == 1


def test_a_redirect_that_somebody_else_has_made_is_named(ports: tuple[int, int], site: Site) -> None:
    """To another place, or to the right one from a page that does not lead on, or that is not as it was signed."""
    (number,) = free_ports(1)
    moves = {
        "/zwgk/t1.html": "https://casino.example/",
        "/policies/2026/b/": "https://www.shili.example/policies/2026/b/",
        "/old/": "https://www.shili.example/policies/2026/a/",
    }
    (site.folder / "redirects.map").write_text("".join(f'"{old}" "{new}";\n' for old, new in moves.items()), "utf-8")
    page = site.folder / "deploys/current/old/index.html"
    page.chmod(0o644)
    page.write_bytes(page.read_bytes().replace(b"2026/a", b"2026/c"))
    other = site.folder / "other"
    other.mkdir(mode=0o755)
    with serving(other, adapted(site.output, number, free_ports(1)[0]), number):
        verdict = verify(Web(LiveSite(f"http://127.0.0.1:{number}")), [KEY.public], 0)
    assert {(one.kind, one.path, one.says) for one in verdict.differences} == {
        (Kind.CHANGED, "zwgk/t1.html", "转到 https://casino.example/"),
        (Kind.CHANGED, "policies/2026/b/index.html", "转到 https://www.shili.example/policies/2026/b/"),
        (Kind.CHANGED, "old/index.html", "转到 https://www.shili.example/policies/2026/a/"),
    }


def test_a_large_map_is_read_without_a_warning(tmp_path: Path) -> None:
    """50,000 documents, one of their addresses as long as one may be, with the sizes that the example sets."""
    if NGINX is None:
        pytest.skip("no nginx on this machine (apt-get install nginx-light)")
    shapes = (
        "/zwgk/{:06}/t{}.html",
        "/show.asp?id={}&class={}",
        "http://old.shili.example/art/{}/art_{}.html",
        "/旧文/{}号/{}.html",
    )
    former = ["/" + "a" * 1999, *(shapes[number % 4].format(number, number) for number in range(1, 50_000))]
    releases = (
        Release(
            record=make_record(
                path=f"policies/2026/{number}.md", address=f"/policies/2026/{number}/", former_addresses=(written,)
            ),
            url=f"{SITE.url}/policies/2026/{number}/",
            page="",
            page_digest="",
            revision="",
            relations={},
        )
        for number, written in enumerate(former)
    )
    write(tmp_path / "redirects.map", redirects(Manifest(site=SITE, as_of=AS_OF, releases=tuple(releases))))
    assert (tmp_path / "redirects.map").read_text("utf-8").count('\n"') == 62_500
    process = started(tmp_path, adapted(tmp_path / "output", *free_ports(2)), "-t")
    said = process.communicate(timeout=60)[1].decode()
    assert (process.returncode, "[warn]" in said, "[emerg]" in said) == (0, False, False), said


def of_the_handbook(path: str) -> str:
    """The block of docs/operators.md that passes requests for `path` on to the listener."""
    blocks = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs/operators.md").read_text("utf-8"), re.DOTALL)
    (block,) = (one for one in blocks if f" {path} {{" in one)
    assert f":{CALLBACKS};" in block
    return str(block)


def test_what_wechat_tells_passes_through_the_handbooks_block(tmp_path: Path) -> None:
    """A push in the safe mode does; a visitor finds nothing, what is too large is not taken."""
    block = of_the_handbook("/wechat/callback")
    with Sandbox(tmp_path / "sandbox") as sandbox:
        var, (port,) = tmp_path / "var", free_ports(1)
        with hearing(sandbox, sandbox.environment(), var, lambda: datetime.now(UTC)) as listener:
            block = block.replace(str(CALLBACKS), str(listener.server_port))
            with serving(tmp_path, f"server {{ listen 127.0.0.1:{port}; {block} }}", port), Session() as session:
                sandbox.behaviour.callback_url = f"http://127.0.0.1:{port}/wechat/callback"
                sandbox.behaviour.callback_manner = CallbackManner.EARLY
                Platforms(sandbox, session, Time(), tmp_path).published()
                assert get(port, "/wechat/callback")[0] == 404
                with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
                    connection.request("POST", "/wechat/callback?signature=1", b"x" * 65 * 1024)
                    assert connection.getresponse().status == 413
        assert sandbox.callback_answers() == (200,)
    told = Inbox(var).last()
    assert told is not None
    assert told.url.endswith(told.remote_id)


def test_the_leave_addresses_pass_through_the_handbooks_block(tmp_path: Path) -> None:
    """The button works: of the site's headers the one that would forbid it does not come along."""
    people = Subscribers(tmp_path)
    people.add([Wish(address="yi@x.example", rhythm=Rhythm.DAILY)], AS_OF)
    address = f"/mail/leave/{people.all()[0].token}"
    (port,) = free_ports(1)
    with Listener(None, 0, print, Leaving("/mail/leave/", people)) as listener:
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        block = of_the_handbook("/mail/leave/").replace(str(CALLBACKS), str(listener.server_port))
        site = "add_header Content-Security-Policy \"form-action 'none'\" always;"
        with serving(tmp_path, f"server {{ listen 127.0.0.1:{port}; {site} {block} }}", port):
            status, headers, page = get(port, address)
            assert (status, "form-action 'self'" in headers["Content-Security-Policy"]) == (200, True)
            assert "退订" in page.decode() and len(people.all()) == 1
            with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
                connection.request("POST", address, b"List-Unsubscribe=One-Click")
                assert connection.getresponse().status == 200
        listener.shutdown()
        thread.join()
    assert people.all() == ()
