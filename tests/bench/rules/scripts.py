"""The sanitiser and the policy, each alone, against payloads in every carrier: nothing runs, nobody else is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from plugins.catalog.findings import Report
from plugins.engine import body, theme
from plugins.engine.build import Portal, run
from plugins.engine.session import Goal
from tests.bench.rules.carriers import carry
from tests.bench.rules.payloads import payloads
from tests.bench.rules.strangers import Seen, visit
from tests.conftest import AS_OF, ROOT
from tests.inspect.server import recommended

EACH_TIMES = 2
"""The bench asks for ten thousand of everything; of payloads there are twenty."""
CONTROL = 1_000
"""Payloads that meet neither the sanitiser nor the policy: they show that what runs is seen."""
SEED = 20_261_129
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
LISTS = 40
CARRIERS = "policies/2026"
LEADING_ON = b'http-equiv="refresh"'
"""Pages that lead to another at once: what they lead to is visited."""
NEVER = "default-src 'none'"

Row = tuple[str, str, str, bool]


def safety(count: int) -> Iterator[Row]:
    """Try twice as many payloads as other parts try changes, and say what came of it against the goals."""
    count = EACH_TIMES * count
    with TemporaryDirectory() as folder:
        clean = hostile(Path(folder) / "clean", count, sanitised=True)
        raw = hostile(Path(folder) / "raw", count, sanitised=False)
        control = hostile(Path(folder) / "control", min(count, CONTROL), sanitised=False)
        demo = honest(Path(folder) / "demo")
        without, alone, neither, guarded = bare(clean), policed(raw), bare(control), policed(demo, every_page(demo))
    mute = len(without.mute) + len(alone.mute)
    pages = f"{count:,} 个，{without.pages + alone.pages:,} 页" + (f"（{mute} 页没有应声）" if mute else "")
    yield "写进各处的攻击", pages, "", True
    yield "没有内容安全策略，只有净化：执行", f"{without.ran.total()}", "0", not without.ran
    yield "没有内容安全策略，只有净化：向外请求", f"{len(without.asked)}", "0", not without.asked
    yield "没有内容安全策略，只有净化：留下的事件和地址", f"{without.left}", "0", not without.left
    yield "没有净化，只有内容安全策略：执行", f"{alone.ran.total()}", "0", not alone.ran
    yield "没有净化，只有内容安全策略：向外请求（转走和预连接除外）", f"{len(alone.requests)}", "0", not alone.requests
    yield (
        "两样都没有：执行、向外请求（应当很多）",
        f"{len(neither.ran)} 个、{len(neither.asked)} 次",
        "> 0",
        bool(neither.ran and neither.asked),
    )
    yield "示范门户违反内容安全策略", f"{guarded.broke.total()}（{guarded.pages} 页）", "0", not guarded.broke and not guarded.ran


def hostile(folder: Path, count: int, sanitised: bool) -> Path:
    """Build a portal of payloads, whatever the rules say of it; with `sanitised` false nothing is sanitised nor escaped."""
    wanted = (one for one in payloads(count, SEED) if sanitised or one.stoppable)
    carry(wanted, folder / "content")
    portal = Portal(
        settings=ROOT / "pelicanconf.py",
        content=folder / "content",
        output=folder / "output",
        cache=folder / "cache",
        as_of=AS_OF,
        seconds=120.0,
    )
    with ExitStack() as stack:
        stack.enter_context(patch.object(Report, "failed", False))
        if not sanitised:
            stack.enter_context(_unsanitised())
        run(portal, Goal.BUILD)
    return folder / "output"


def honest(folder: Path) -> Path:
    """Build the demo portal."""
    run(Portal(settings=ROOT / "pelicanconf.py", output=folder / "output", cache=folder / "cache"), Goal.BUILD)
    return folder / "output"


def bare(output: Path) -> Seen:
    """Visit a site that nobody gave a policy: neither the server nor its own pages."""
    for file in output.rglob("*.html"):
        file.write_bytes(POLICY.sub(b"", file.read_bytes()))
    return visit(output, {}, _addresses(output), _feeds(output))


def policed(output: Path, addresses: Iterable[str] = ()) -> Seen:
    """Visit a site, or these addresses of it, with the headers that the handbook asks for."""
    headers = recommended((ROOT / "docs/operators.md").read_text("utf-8"))
    assert NEVER in headers["Content-Security-Policy"]
    return visit(output, headers, addresses or _addresses(output))


def every_page(output: Path) -> list[str]:
    """Not feeds: what Chromium shows of XML is a page of its own making, with a style that our policy stops."""
    files = (file for file in sorted(output.rglob("*.html")) if LEADING_ON not in file.read_bytes())
    return [_address(file, output) for file in files]


def _addresses(output: Path) -> Iterator[str]:
    """The page of every document; of lists and of what a browser shows of feeds and site maps, so many."""
    files = sorted((*output.rglob("*.html"), *output.rglob("*.xml"), *output.rglob("*.atom")))
    own = [file for file in files if output / CARRIERS in file.parents]
    lists = [file for file in files if output / CARRIERS not in file.parents and LEADING_ON not in file.read_bytes()]
    for file in (*own, *lists[:: len(lists) // LISTS + 1]):
        yield _address(file, output)


def _address(file: Path, output: Path) -> str:
    return f"/{file.relative_to(output).as_posix().removesuffix('index.html')}"


def _feeds(output: Path) -> Iterator[str]:
    """What a reader of feeds shows: the texts of each."""
    for file in sorted((output / "feeds").rglob("*.json")):
        items = json.loads(file.read_text("utf-8")).get("items", ())
        yield "\n".join(f"<article>{item.get('content_html', '')}</article>" for item in items)


class _Open:
    """No sanitiser: whatever Markdown makes goes on."""

    def clean(self, html: str, seen: object) -> str:
        """As it is."""
        return html


@contextmanager
def _unsanitised() -> Iterator[None]:
    """Neither is anything sanitised nor escaped."""
    made = theme._environment.__wrapped__

    def unescaped(*of: object):  # type: ignore[no-untyped-def]
        environment = made(*of)
        environment.autoescape = False
        return environment

    with patch.object(body, "_sanitiser", _Open), patch.object(theme, "_environment", unescaped):
        yield
