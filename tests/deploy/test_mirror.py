"""A second place for the site, by a real rclone: what pages need first, the manifest last, what is gone removed."""

import shutil
import subprocess

import pytest

from deploy import mirror as mirror_module
from deploy.failures import DeployError
from deploy.mirror import mirror
from deploy.rollback import rollback
from tests.deploy.portal import KEY, NOW

pytestmark = pytest.mark.skipif(shutil.which("rclone") is None, reason="no rclone on this machine (apt-get install rclone)")


@pytest.fixture
def remote(tmp_path, monkeypatch):
    """A place that rclone knows, and its folder."""
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    monkeypatch.setenv("RCLONE_CONFIG_PLACE_TYPE", "alias")
    monkeypatch.setenv("RCLONE_CONFIG_PLACE_REMOTE", str(tmp_path / "place"))
    return "place:site", tmp_path / "place/site"


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_holds_what_readers_have_after_each_switch(portal, remote):
    """Also after a rollback; nothing is sent where it is there already."""
    address, folder = remote
    portal.deploy()
    assert mirror(portal.shelf, [address]) == (address,)
    assert tree(folder) == portal.tree()
    assert mirror(portal.shelf, [address]) == ()
    portal.write(1, 2, 4).deploy()
    mirror(portal.shelf, [address])
    assert tree(folder) == portal.tree() and not (folder / "policies/2026/003").exists()
    rollback(portal.shelf, KEY, lambda: NOW, by="张三")
    assert mirror(portal.shelf, [address]) == (address,)
    assert tree(folder) == portal.tree()


def test_at_no_step_does_the_manifest_name_what_is_not_there(portal, remote, monkeypatch):
    """Seen after every step of a change that renames the stylesheet and replaces a document."""
    address, folder = remote
    portal.deploy()
    mirror(portal.shelf, [address])
    portal.write(1, 2, 4, style="new").deploy()
    steps, run = [], mirror_module._run

    def watched(words, remote):
        run(words, remote)
        steps.append(tree(folder))

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


def test_what_rclone_refuses_is_a_sentence_and_is_tried_again(portal, remote, tmp_path):
    """The switch stands."""
    address, folder = remote
    portal.deploy()
    with pytest.raises(DeployError, match="没有送到 nowhere:site"):
        mirror(portal.shelf, [address, "nowhere:site"])
    assert mirror(portal.shelf, [address]) == ()
    assert subprocess.run(["rclone", "version"], capture_output=True, check=False).returncode == 0
    assert folder.is_dir()
