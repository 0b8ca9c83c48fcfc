"""A second place for the site, by a real rclone, on a disk and in object storage.

What pages need comes first, the manifest last, what is gone is removed then.
"""

import shutil
import subprocess

import pytest

from deploy import mirror as mirror_module
from deploy.failures import DeployError
from deploy.mirror import mirror
from deploy.rollback import rollback
from tests.deploy import object_storage
from tests.deploy.portal import KEY, NOW, stylesheet

pytestmark = pytest.mark.skipif(shutil.which("rclone") is None, reason="no rclone on this machine (apt-get install rclone)")


@pytest.fixture
def storage(tmp_path, monkeypatch):
    """Object storage that rclone knows as `oss`."""
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    with object_storage.serving() as running:
        for name, says in running.environment("oss").items():
            monkeypatch.setenv(name, says)
        yield running


@pytest.fixture(params=["a disk", "object storage"])
def remote(request, tmp_path, monkeypatch, storage):
    """A place that rclone knows, and how to look at what is there."""
    if request.param == "object storage":
        return "oss:site", storage.files
    monkeypatch.setenv("RCLONE_CONFIG_PLACE_TYPE", "alias")
    monkeypatch.setenv("RCLONE_CONFIG_PLACE_REMOTE", str(tmp_path / "place"))
    return "place:site", lambda: tree(tmp_path / "place/site")


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_holds_what_readers_have_after_each_switch(portal, remote):
    """Also after a rollback; nothing is sent where it is there already."""
    address, there = remote
    portal.deploy()
    assert mirror(portal.shelf, [address]) == (address,)
    assert there() == portal.tree()
    assert mirror(portal.shelf, [address]) == ()
    portal.write(1, 2, 4).deploy()
    mirror(portal.shelf, [address])
    assert there() == portal.tree() and "policies/2026/003/index.html" not in there()
    rollback(portal.shelf, KEY, lambda: NOW, by="张三")
    assert mirror(portal.shelf, [address]) == (address,)
    assert there() == portal.tree()


def test_at_no_step_does_the_manifest_name_what_is_not_there(portal, remote, monkeypatch):
    """Seen after every step of a change that renames the stylesheet and replaces a document."""
    address, there = remote
    portal.deploy()
    mirror(portal.shelf, [address])
    portal.write(1, 2, 4, style="new").deploy()
    steps, run = [], mirror_module._run

    def watched(words, remote):
        run(words, remote)
        steps.append(there())

    monkeypatch.setattr(mirror_module, "_run", watched)
    mirror(portal.shelf, [address])
    assert len(steps) == 7
    for files in steps:
        home = files["index.html"].decode()
        assert home.partition('href="/')[2].partition('"')[0] in files
        for number in (1, 2, 3, 4):
            if f'"path": "policies/2026/00{number}.md"'.encode() in files["manifest/2026.ndjson"]:
                assert f"policies/2026/00{number}/index.html" in files
    assert steps[-2]["manifest/index.json"] == portal.tree()["manifest/index.json"]


def test_what_rclone_refuses_is_a_sentence_and_is_tried_again(portal, remote):
    """The switch stands."""
    address, there = remote
    portal.deploy()
    with pytest.raises(DeployError, match="没有送到 nowhere:site"):
        mirror(portal.shelf, [address, "nowhere:site"])
    assert mirror(portal.shelf, [address]) == ()
    assert subprocess.run(["rclone", "version"], capture_output=True, check=False).returncode == 0
    assert there() == portal.tree()


def test_object_storage_gets_files_first_the_manifest_last_and_then_loses_what_is_gone(portal, storage):
    """As the storage itself has seen it."""
    portal.deploy()
    mirror(portal.shelf, ["oss:site"])
    assert storage.files() == portal.tree()
    storage.changes.clear()
    portal.write(1, 2, 4, style="new").deploy()
    mirror(portal.shelf, ["oss:site"])
    order = [key for method, key in storage.changes if method == "PUT"]
    places = [order.index(path) for path in (stylesheet("new"), "policies/2026/004/index.html", "manifest/2026.ndjson")]
    assert places == sorted(places) and "index.html" in order[: places[2]]
    assert order[-3:] == ["manifest/index.json", "manifest/checksums.txt", "manifest/checksums.txt.minisig"]
    # A page that stays as it is, is not sent again.
    assert len(order) == len(set(order)) and "policies/2026/001/index.html" not in order
    assert storage.changes[len(order) :] == [("DELETE", "policies/2026/003/index.html")]
    assert storage.objects["index.html"].kept["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "cut",
    [
        ("PUT", stylesheet("new")),
        ("PUT", "policies/2026/004/index.html"),
        ("PUT", "manifest/2026.ndjson"),
        ("PUT", "manifest/index.json"),
    ],
)
def test_a_line_cut_in_the_middle_leaves_the_old_manifest_and_all_it_names(portal, storage, cut):
    """The switch stands; the next run sends what is missing, and only that."""
    portal.deploy()
    mirror(portal.shelf, ["oss:site"])
    before = storage.files()
    storage.changes.clear()
    portal.write(1, 2, 4, style="new").deploy()
    storage.cut = cut
    with pytest.raises(DeployError, match="网站已换上，但没有送到 oss:site"):
        mirror(portal.shelf, ["oss:site"])
    assert storage.is_broken
    assert storage.files()["manifest/index.json"] == before["manifest/index.json"]
    assert set(before) <= set(storage.files())
    sent = set(storage.changes)
    storage.mend()
    storage.changes.clear()
    assert mirror(portal.shelf, ["oss:site"]) == ("oss:site",)
    assert storage.files() == portal.tree()
    assert cut in storage.changes and not sent & set(storage.changes)
    assert mirror(portal.shelf, ["oss:site"]) == ()


def test_a_line_cut_before_the_removal_is_made_good_by_the_next_run(portal, storage):
    """What is gone stays a while, named by nothing."""
    portal.deploy()
    mirror(portal.shelf, ["oss:site"])
    portal.write(1, 2, 4, style="new").deploy()
    storage.cut = ("DELETE", "policies/2026/003/index.html")
    with pytest.raises(DeployError, match="没有送到 oss:site"):
        mirror(portal.shelf, ["oss:site"])
    assert set(storage.files()) - set(portal.tree()) == {"policies/2026/003/index.html"}
    storage.mend()
    mirror(portal.shelf, ["oss:site"])
    assert storage.files() == portal.tree()
