"""Every byte that differs is named, every file too many or too few, an older deploy put back."""

import random
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy.checksums import LIST, SIGNATURE
from deploy.live import LiveSite
from deploy.minisign import SigningKey
from deploy.rollback import rollback
from deploy.sources import Folder, Kind, Web
from deploy.verify import remember, seen, verify
from tests.deploy.portal import KEY, NOW
from tests.deploy.tampering import TAMPERINGS
from tests.inspect.server import serving

KEYS = (KEY.public,)


@pytest.fixture
def site(portal, tmp_path):
    """A deploy, copied to where the web server has it."""
    portal.deploy()
    target = tmp_path / "www"
    shutil.copytree(portal.current, target)
    for path in target.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return target


def kinds(verdict):
    return {(one.kind, one.path) for one in verdict.differences}


def test_an_honest_site_has_nothing_to_say(site):
    """In its folder and over HTTP; and the signature says which it is."""
    with serving(site, {}) as address:
        verdicts = [verify(Folder(site), KEYS, 0), verify(Web(LiveSite(address)), KEYS, 1)]
    for verdict in verdicts:
        assert verdict.differences == () and verdict.answered
        assert (verdict.serial, verdict.files) == (1, 8)
        assert verdict.name.startswith("000001-") and verdict.at == "2026-11-20T01:00:00+00:00"


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__)
def test_every_tampering_of_a_folder_is_named(site, tmp_path, tamper):
    """Ten of each kind, each on a site that was honest before."""
    for seed in range(10):
        copy = tmp_path / f"copy{seed}"
        shutil.copytree(site, copy)
        wanted = tamper(copy, random.Random(seed))
        assert wanted in kinds(verify(Folder(copy), KEYS, 0))


def test_over_http_the_same_is_named(site, tmp_path):
    """But for files that nothing leads to."""
    pages = [site / f"policies/2026/00{number}/index.html" for number in (1, 2, 3)]
    pages[0].write_bytes(pages[0].read_bytes().replace(b"<article", b'<a href="/dark/">x</a><article'))
    shutil.rmtree(pages[1].parent)
    (site / "dark").mkdir()
    (site / "dark/index.html").write_text('<a href="deeper.html">more</a>')
    (site / "dark/deeper.html").write_text("deep")
    (site / "gone.html").write_text("withdrawn long ago")
    with serving(site, {}) as address:
        verdict = verify(Web(LiveSite(address), ["gone.html", "404.html", "never.html"]), KEYS, 0)
    assert kinds(verdict) == {
        (Kind.CHANGED, "policies/2026/001/index.html"),
        (Kind.MISSING, "policies/2026/002/index.html"),
        (Kind.EXTRA, "dark/index.html"),
        (Kind.EXTRA, "dark/deeper.html"),
        (Kind.EXTRA, "gone.html"),
    }


def test_a_list_that_was_changed_is_forged(site):
    """Whoever changes a page and its line cannot sign; nor with a key of his own."""
    path = site / LIST
    honest, signature = path.read_bytes(), (site / SIGNATURE).read_bytes()
    path.write_bytes(honest.replace(b"SHA256 (404.html) = ", b"SHA256 (405.html) = "))
    assert kinds(verify(Folder(site), KEYS, 0)) == {(Kind.FORGED, LIST)}
    path.write_bytes(honest)
    (site / SIGNATURE).write_bytes(SigningKey.new().sign(honest, "serial:9 at:now deploy:x"))
    assert kinds(verify(Folder(site), KEYS, 0)) == {(Kind.FORGED, LIST)}
    (site / SIGNATURE).write_bytes(KEY.sign(honest, "whatever"))
    assert kinds(verify(Folder(site), KEYS, 0)) == {(Kind.FORGED, SIGNATURE)}
    (site / SIGNATURE).write_bytes(signature)
    assert kinds(verify(Folder(site), KEYS, 0)) == set()
    (site / SIGNATURE).unlink()
    assert kinds(verify(Folder(site), KEYS, 0)) == {(Kind.MISSING, SIGNATURE)}


def test_an_older_deploy_put_back_is_named_and_a_rollback_is_not(portal, tmp_path):
    """The one has a serial that was passed, the other a new one."""
    memory = tmp_path / "verified.json"
    portal.deploy()
    old = tmp_path / "old"
    shutil.copytree(portal.current, old)
    portal.write(1, 2, 3, 4).deploy()
    remember(memory, verify(Folder(portal.current), KEYS, 0))
    known = seen(memory, str(portal.current))
    assert (known, seen(memory, "elsewhere")) == (2, 0)
    assert kinds(verify(Folder(old), KEYS, known)) == {(Kind.OLDER, SIGNATURE)}
    rollback(portal.shelf, KEY, lambda: NOW, by="张三")
    assert kinds(verify(Folder(portal.current), KEYS, known)) == set()


def test_a_server_that_answers_to_anything_is_named(site):
    """Where every address has a page, a page that is gone cannot be told."""

    class Anything(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Nothing."""

        def send_error(self, code, message=None, explain=None):
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Anything, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        verdict = verify(Web(LiveSite(f"http://127.0.0.1:{server.server_port}")), KEYS, 0)
        server.shutdown()
        thread.join()
    assert [(one.kind, one.says) for one in verdict.differences] == [(Kind.EXTRA, "随便一个网址也有回答")]


def test_a_site_that_does_not_answer_says_so():
    """And is no site that was tampered with."""
    verdict = verify(Web(LiveSite("http://127.0.0.1:9")), KEYS, 0)
    assert kinds(verdict) == {(Kind.UNREACHABLE, LIST)} and not verdict.answered
