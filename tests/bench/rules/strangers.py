"""A host that no page may ask, and a Chromium that would find it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import MSG_PEEK
from socketserver import BaseRequestHandler, ThreadingTCPServer
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, TimeoutError, sync_playwright

from tests.bench.rules.payloads import STRANGER
from tests.browser.readers import launched
from tests.inspect.server import serving
from tests.publish.certificate import certificate

NOTHING = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
"""The browser stays where it is."""
HANDSHAKE = b"\x16"
"""What TLS begins with."""
PATIENCE = 10_000
"""Milliseconds that a page may take which does not let itself be read."""
LEAVINGS = 10
SETTLED = "() => new Promise(done => setTimeout(done, 40, true))"
WATCH = "addEventListener('securitypolicyviolation', event => broke(event.effectiveDirective + ' ' + event.blockedURI), true);"
POKE = """() => {
  const left = [];
  const ours = new Set(["http:", "https:", "mailto:", "tel:"]);
  const runs = new Set(["http:", "https:", "javascript:", "data:", "blob:", "filesystem:", "about:"]);
  const protocol = written => { try { return new URL(written, document.baseURI).protocol; } catch { return ""; } };
  for (const node of document.querySelectorAll("*")) {
    for (const name of node.getAttributeNames()) if (name.startsWith("on")) {
      left.push(name);
      node.dispatchEvent(new Event(name.slice(2)));
    }
    const written = node.getAttribute("href") ?? node.getAttribute("xlink:href");
    const led = written === null ? "" : protocol(written);
    if (led && !ours.has(led)) {
      left.push(written);
      if (runs.has(led)) node.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
    if (node.matches("[formaction], form:not([class^=gk-]) [type=submit]")) {
      left.push(node.tagName);
      if (runs.has(protocol(node.getAttribute("formaction") ?? ""))) node.click();
    }
  }
  return left;
}"""
"""Touch whatever could do something, as a reader might; what of it there was.

What another program would open (`x:y`) is told and not touched: nothing runs of it, and Chromium would ask whether to."""


@dataclass(slots=True)
class Seen:
    """What came of visits."""

    pages: int = 0
    ran: Counter[str] = field(default_factory=Counter)
    """Payloads that ran, by what they said."""
    asked: list[bytes] = field(default_factory=list)
    """How what was sent to the stranger begins."""
    broke: Counter[str] = field(default_factory=Counter)
    """What the policy stopped."""
    left: int = 0
    """Handlers of events, and addresses that are none of the web, in the pages."""
    mute: list[str] = field(default_factory=list)
    """Pages that did not answer in time."""

    @property
    def requests(self) -> list[bytes]:
        """What was asked; a connection over which nothing is asked is opened beforehand, which no policy stops."""
        return [said for said in self.asked if said]


def visit(folder: Path, headers: Mapping[str, str], addresses: Iterable[str], texts: Iterable[str] = ()) -> Seen:
    """Open pages of a built site in Chromium, and the texts as a reader of feeds would; touch everything in them."""
    seen = Seen()
    with _stranger(seen) as port, serving(folder, headers) as home, sync_playwright() as playwright:
        led = f"--host-resolver-rules=MAP {STRANGER}:80 127.0.0.1:{port}, MAP {STRANGER}:443 127.0.0.1:{port}"
        browser = launched(playwright, led, "--ignore-certificate-errors")
        context = browser.new_context()
        _listen(context, seen)
        for address in addresses:
            _open(context, seen, lambda page, address=address: page.goto(home + address))
        for text in texts:
            _open(context, seen, lambda page, text=text: page.set_content(text))
        browser.close()
    return seen


def _listen(context: BrowserContext, seen: Seen) -> None:
    context.expose_binding("ran", lambda _, number=None: seen.ran.update([str(number)]))
    context.expose_binding("broke", lambda _, what: seen.broke.update([what]))
    context.add_init_script(WATCH)
    context.on("dialog", lambda dialog: dialog.dismiss())


def _open(context: BrowserContext, seen: Seen, go: Callable[[Page], object]) -> None:
    page = context.pages[0] if context.pages else context.new_page()
    page.set_default_timeout(PATIENCE)
    # What a payload does to the page may end what is being asked of it: that it ran is told by itself.
    try:
        go(page)
        seen.left += len(_asked(page, POKE))
        _asked(page, SETTLED)
    except TimeoutError:
        seen.mute.append(page.url)
        _leave(page)
    except Error:
        _leave(page)
    for opened in context.pages[1:]:
        opened.close()
    seen.pages += 1


def _leave(page: Page) -> None:
    """To close a page that is on its way to another may take for ever; what it asked for may come first, a few times."""
    for _ in range(LEAVINGS):
        with suppress(Error):
            page.goto("about:blank")
            return
    raise RuntimeError(f"a page would not be left: {page.url}")


def _asked(page: Page, what: str) -> Any:
    """What a page answers, which must be true for JavaScript; unlike `evaluate` this gives up on a page that never does."""
    return page.wait_for_function(what).json_value()


class _Stranger(BaseRequestHandler):
    """Takes whatever comes: a request, in the clear or through TLS, or a connection over which nothing is asked."""

    def handle(self) -> None:
        self.request.settimeout(5)
        said = b""
        with suppress(OSError), ExitStack() as stack:
            line = self.request
            if line.recv(1, MSG_PEEK) == HANDSHAKE:
                line = stack.enter_context(self.server.tls.wrap_socket(line, server_side=True))  # type: ignore[attr-defined]
            said = line.recv(200)
            line.sendall(NOTHING)
        self.server.seen.asked.append(said)  # type: ignore[attr-defined]


@contextmanager
def _stranger(seen: Seen) -> Iterator[int]:
    """Listen on loopback while the block runs."""
    with ThreadingTCPServer(("127.0.0.1", 0), _Stranger) as server, TemporaryDirectory() as folder:
        server.seen = seen  # type: ignore[attr-defined]
        server.tls = SSLContext(PROTOCOL_TLS_SERVER)  # type: ignore[attr-defined]
        server.tls.load_cert_chain(certificate(Path(folder)))  # type: ignore[attr-defined]
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
