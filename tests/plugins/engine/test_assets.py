"""Assets: plugins are shown each file that documents refer to, once for its bytes, in a worker that it may cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry, Examined
from plugins.engine.assets import examine
from plugins.engine.build import request_of
from plugins.engine.scan import scan, walk
from plugins.engine.session import Request
from plugins.engine.signals import Fact, File, examining, silence
from plugins.engine.store import Store
from tests.conftest import Site, make_record

FILES = {"media/2026/a.csv": b"abc", "media/2026/B.CSV": b"abc", "media/2026/a.txt": b"abc", "media/2026/unused.csv": b"d"}
USED = tuple(path for path in FILES if "unused" not in path)


def measure(file: File) -> Iterator[Fact]:
    """A receiver: what it is called and how long it is; it stumbles over one kind of file."""
    if file.suffix == ".bad":
        raise ValueError("stumbled")
    if file.suffix != ".txt":
        yield Fact("size", [file.suffix, len(file.path.read_bytes())])


@pytest.fixture
def request_(site: Site) -> Iterator[Request]:
    """A run over a portal with these files."""
    silence()
    examining.connect(measure)
    yield request_of(site.write(FILES).portal(workers=0))
    silence()


def examined(site: Site, request: Request, key: str = "k", paths: tuple[str, ...] = USED) -> dict[str, Examined]:
    """What is found in what one document refers to."""
    store = Store(site.folder / "cache/store.sqlite", site.output)
    entry = Entry(make_record(attachments=paths[:1]), links=paths[1:2], pictures=paths[2:])
    catalog = Catalog([entry], request.as_of, scan(walk(site.content), {}).assets)
    found = examine(catalog, store, key, request)
    store.close()
    return found


def test_each_file_that_is_referred_to_is_examined(site: Site, request_: Request) -> None:
    """By its bytes and its ending; one in which nothing is found has been looked into."""
    size = Examined({"size": [".csv", 3]})
    assert examined(site, request_) == {USED[0]: size, USED[1]: size, USED[2]: Examined({})}


def test_what_was_examined_is_not_looked_into_again(site: Site, request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the code is another; what nobody refers to any more is forgotten."""
    first = examined(site, request_)
    monkeypatch.setattr(type(site.content), "read_bytes", lambda path: pytest.fail(f"read {path}"))
    assert examined(site, request_) == first
    monkeypatch.undo()
    (site.content / USED[0]).write_bytes(b"abcd")
    assert examined(site, request_)[USED[0]] == Examined({"size": [".csv", 4]})
    assert examined(site, request_, paths=("media/2026/unused.csv",)) == {
        "media/2026/unused.csv": Examined({"size": [".csv", 1]})
    }
    store = Store(site.folder / "cache/store.sqlite", site.output)
    assert len(store.examined({})) == 0
    assert examined(site, request_, key="other")[USED[1]] == Examined({"size": [".csv", 3]})


def test_a_file_that_is_lost_says_why_and_is_tried_again(site: Site, request_: Request) -> None:
    """Tomorrow the machine may be less busy."""
    site.write({"media/2026/a.bad": b"x"})
    assert examined(site, request_, paths=("media/2026/a.bad",))["media/2026/a.bad"].problem == "ValueError: stumbled"
    examining.disconnect(measure)
    examining.connect(other)
    assert examined(site, request_, paths=("media/2026/a.bad",)) == {"media/2026/a.bad": Examined({"other": 1})}


def test_where_no_plugin_asks_nothing_is_opened(site: Site, request_: Request) -> None:
    """A portal without such a plugin pays nothing."""
    examining.disconnect(measure)
    assert examined(site, replace(request_, content=site.folder / "gone")) == {}


def other(file: File) -> Iterator[Fact]:
    """Another receiver."""
    yield Fact("other", 1)
