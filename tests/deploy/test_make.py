"""A deploy: whole, made of links to what is unchanged, refused where it would hurt."""

import errno
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from deploy import make
from deploy.checksums import LIST, SIGNATURE, read, sums_of_file
from deploy.failures import DeployError, SignatureError
from deploy.guards import check_key
from deploy.make import planned
from deploy.minisign import SigningKey
from deploy.plan import Change
from deploy.sources import Folder
from deploy.verify import verify
from tests.conftest import ROOT
from tests.deploy.portal import KEY, NOW, Portal, stylesheet


def test_readers_get_what_was_built_and_its_list(portal):
    """Byte for byte, and the list names every file by both digests."""
    portal.deploy()
    built = {path.relative_to(portal.output).as_posix(): path.read_bytes() for path in portal.output.rglob("*") if path.is_file()}
    served = portal.tree()
    assert {path: content for path, content in served.items() if path not in (LIST, SIGNATURE)} == built
    listed = read(served[LIST])
    assert listed == {path: sums_of_file(portal.output / path) for path in built}
    assert {oct((portal.current / path).stat().st_mode & 0o777) for path in served} == {"0o444"}


def test_the_list_is_one_that_cksum_checks(portal):
    """With the tool of the system, SM3 included; a changed byte is named."""
    portal.deploy()
    command = ["cksum", "--check", "--strict", "--quiet", LIST]
    good = subprocess.run(command, cwd=portal.current, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "")
    page = portal.current / "index.html"
    page.chmod(0o644)
    page.write_text("defaced")
    bad = subprocess.run(command, cwd=portal.current, capture_output=True, text=True, check=False)
    assert bad.returncode == 1 and "index.html: FAILED" in bad.stdout


def test_what_is_unchanged_is_linked_and_not_read(portal, monkeypatch):
    """One document changes: its page, its shard and the index are copied; nothing else is even opened."""
    portal.deploy()
    first = portal.current.resolve()
    page = portal.output / "policies/2026/002/index.html"
    portal.write(1, 2, 3, 4)
    read_ones = []
    monkeypatch.setattr("deploy.plan.sums_of_file", lambda path: read_ones.append(path) or sums_of_file(path))
    outcome = portal.deploy()
    second = portal.current.resolve()
    same = {path for path in outcome.plan.stamps if (first / path).exists() and os.path.samefile(first / path, second / path)}
    assert same == {"404.html", stylesheet("one"), *(f"policies/2026/00{number}/index.html" for number in (1, 2, 3))}
    assert set(outcome.plan.changes) == {
        (Change.ADDED, "policies/2026/004/index.html"),
        (Change.CHANGED, "index.html"),
        (Change.CHANGED, "manifest/2026.ndjson"),
        (Change.CHANGED, "manifest/index.json"),
    }
    assert page not in read_ones


def test_a_deploy_without_changes_makes_none(portal):
    """Nor does another minute alone, for a day; afterwards the manifest's new moment counts."""
    first = portal.deploy()
    assert first.fresh and not portal.deploy().fresh
    index = portal.output / "manifest/index.json"
    index.write_text(json.dumps(json.loads(index.read_text()) | {"as_of": "2026-11-20T09:05+08:00"}))
    assert not portal.deploy(now=lambda: NOW + timedelta(minutes=5)).fresh
    assert portal.deploy(now=lambda: NOW + timedelta(days=2)).fresh


def test_another_key_is_a_reason_to_deploy(portal):
    """What is served is signed anew with it, though nothing else has changed; without a key the signature stays."""
    portal.deploy(key=SigningKey.new())
    assert not portal.deploy(key=None).fresh
    outcome = portal.deploy()
    assert outcome.fresh and outcome.plan.is_empty
    assert verify(Folder(portal.current), [KEY.public], 0).differences == ()
    (portal.current / SIGNATURE).unlink()
    (portal.current / SIGNATURE).write_text("defaced")
    assert portal.deploy().fresh and not portal.deploy().fresh


def test_a_key_that_nobody_trusts_signs_nothing():
    """Where the settings name no key yet, any will do."""
    check_key(KEY, ())
    check_key(None, (KEY.public,))
    check_key(KEY, (SigningKey.new().public, KEY.public))
    with pytest.raises(SignatureError, match=f"公钥不在 DEPLOY 的 keys 里.*{re.escape(str(KEY.public))}"):
        check_key(KEY, (SigningKey.new().public,))


def test_a_lost_record_goes_on_after_what_others_have_seen(portal):
    """Once, though nothing has changed; a number that names cannot hold is refused."""
    portal.deploy()
    assert portal.deploy(after=41).deploy.name.startswith("000042-")
    assert verify(Folder(portal.current), [KEY.public], 41).differences == ()
    assert not portal.deploy(after=41).fresh
    with pytest.raises(DeployError, match="最大是 999999"):
        portal.deploy(after=999_999)
    assert portal.shelf.log()[-1].serial == 42


def test_assets_stay_for_readers_of_earlier_pages(portal):
    """For as long as their deploy is kept, and no longer."""
    portal.deploy()
    for number in (1, 2):
        portal.write(1, 2, 3, style=f"style {number}").deploy()
        assert (portal.current / stylesheet("one")).read_text() == "one"
        assert stylesheet("one") in read((portal.current / LIST).read_bytes())
    portal.write(1, 2, 3, style="style 3").deploy()
    assert not (portal.current / stylesheet("one")).exists()
    assert [one.name[:6] for one in portal.shelf.deploys()] == ["000002", "000003", "000004"]


def test_a_build_that_is_not_sealed_is_refused(portal):
    """Half-built, damaged, empty or homeless: each has its sentence, and readers keep what they have."""
    portal.deploy()
    before = portal.tree()
    index, shard, home = (portal.output / path for path in ("manifest/index.json", "manifest/2026.ndjson", "index.html"))
    for path, content, said in (
        (index, None, "没有做完"),
        (index, b"{", "读不出来"),
        (shard, b"{}\n", "与封存时不符"),
        (index, b'{"shards": []}', "一份文件也没有"),
        (home, None, "没有首页"),
    ):
        kept = path.read_bytes()
        path.unlink() if content is None else path.write_bytes(content)
        with pytest.raises(DeployError, match=said):
            portal.deploy()
        path.write_bytes(kept)
    assert portal.tree() == before


def test_a_site_that_lost_much_is_refused_until_somebody_says_how_much(tmp_path):
    """More than one page in twenty, or a whole column."""
    portal = Portal(tmp_path).write(*range(1, 41))
    (portal.output / "news").mkdir()
    (portal.output / "news/index.html").write_text("新闻")
    portal.deploy()
    portal.write(*range(1, 41))
    with pytest.raises(DeployError, match=r"整个栏目都没有了：news.*--removes 1"):
        portal.deploy()
    portal.deploy(removes=1)
    portal.write(*range(1, 26))
    with pytest.raises(DeployError, match=r"移除 15 页.*--removes 15"):
        portal.deploy()
    assert portal.deploy(removes=15).fresh


def test_a_symbolic_link_is_never_deployed(portal):
    """Whatever it leads to."""
    (portal.output / "secret.html").symlink_to("/etc/passwd")
    with pytest.raises(DeployError, match=r"secret\.html"):
        portal.deploy()


def test_what_somebody_put_into_the_site_is_gone_with_the_next_deploy(portal):
    """A link, a page of his own, a page that he wrote over: none keeps the next one from taking its place."""
    portal.deploy()
    honest = portal.tree()
    (portal.current / "dark.html").symlink_to("/etc/passwd")
    (portal.current / "casino.html").write_text("casino")
    page = portal.current / "policies/2026/001/index.html"
    page.unlink()
    page.write_text("defaced")
    portal.write(1, 2, 3, 4).deploy()
    assert not {"dark.html", "casino.html"} & set(portal.tree())
    assert portal.tree()["policies/2026/001/index.html"] == honest["policies/2026/001/index.html"]


def test_a_deploy_without_changes_repairs_what_somebody_did(portal):
    """A page of his own alone, a page written over by one of the same size, a stylesheet of an earlier build."""
    portal.deploy(keep=9)
    portal.write(1, 2, 3, style="new").deploy()
    old = portal.current / stylesheet("one")
    for path, content in (("casino.html", b"casino"), ("404.html", (portal.output / "404.html").read_bytes()[::-1])):
        (portal.current / path).unlink(missing_ok=True)
        (portal.current / path).write_bytes(content)
        outcome = portal.deploy(keep=9)
        assert outcome.fresh and {changed for _, changed in outcome.plan.changes} == {path}
        assert verify(Folder(portal.current), [KEY.public], 0).differences == ()
    for number in range(100):
        (portal.current / f"{number}.html").write_text("casino")
    assert portal.deploy(keep=9).fresh and not portal.deploy(keep=9).fresh
    old.unlink()
    old.write_text("evil")
    assert portal.deploy(keep=9).fresh and not old.exists()
    assert verify(Folder(portal.current), [KEY.public], 0).differences == ()


def test_a_full_disk_leaves_what_is_served(portal, monkeypatch):
    """And nothing of what was begun."""
    portal.deploy()
    before = portal.tree()
    portal.write(1, 2, 3, 4)

    def full(source, target):
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(make, "_copied", full)
    with pytest.raises(DeployError, match="磁盘满了"):
        portal.deploy()
    assert portal.tree() == before
    assert list(portal.shelf.folder.glob(".draft-*")) == []


def test_a_really_full_disk_leaves_what_is_served(tmp_path):
    """The same on a file system of two megabytes, where this machine lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    try:
        portal = Portal(tmp_path).write(1, 2, 3)
        portal.shelf.folder = disk / "deploys"
        portal.current = portal.shelf.folder / "current"
        portal.deploy()
        before = portal.tree()
        (portal.output / "big.bin").write_bytes(os.urandom(4 << 20))
        with pytest.raises(DeployError, match="磁盘满了"):
            portal.deploy()
        assert portal.tree() == before
        (portal.output / "big.bin").unlink()
        assert portal.write(1, 2, 3, 4).deploy().fresh
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_build_at_work_meanwhile_is_noticed(portal, monkeypatch):
    """Its manifest is another file when the copy is done."""
    plain = make._fill

    def disturbed(*arguments):
        plain(*arguments)
        portal.write(1, 2, 3, 4)

    monkeypatch.setattr(make, "_fill", disturbed)
    with pytest.raises(DeployError, match="另一个构建"):
        portal.deploy()
    assert portal.shelf.current() is None


def test_the_second_of_two_at_once_waits_and_says_so(portal):
    """A real second process."""
    told = []
    code = (
        "import fcntl, sys, time; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX); print('held', flush=True);"
        "sys.stdin.readline()"
    )
    portal.shelf.folder.mkdir(parents=True)
    words = [sys.executable, "-c", code, str(portal.shelf.folder / "lock")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
        assert other.stdout.readline() == "held\n"

        def tell(step, done, total):
            told.append(step)
            if step.startswith("等"):
                other.stdin.write("\n")
                other.stdin.flush()

        outcome = portal.deploy(progress=tell)
    assert outcome.waited and told[0] == "等另一次部署结束"


def test_a_killed_deploy_is_made_again(portal):
    """One that died between its record and the switch, and one that died before: both leave the old site and no trace."""
    portal.deploy()
    log = portal.shelf.folder / "log.ndjson"
    last = portal.shelf.log()[-1]
    log.write_text(log.read_text() + replace(last, serial=2, name="000002-0123456789ab").line() + '{"serial": 3, "na')
    (portal.shelf.folder / ".draft-000003").mkdir()
    assert not portal.shelf.is_settled()
    outcome = portal.deploy()
    assert outcome.fresh and outcome.deploy.name.startswith("000003-")
    assert [switch.serial for switch in portal.shelf.log()] == [1, 2, 3]
    assert list(portal.shelf.folder.glob(".draft-*")) == []


def test_what_would_change_is_told_without_a_trace(portal):
    """Not even a folder."""
    assert {path for _, path in planned(portal.order()).changes} == set(planned(portal.order()).stamps)
    assert not portal.shelf.folder.exists()
    portal.deploy()
    time.sleep(0.01)
    portal.write(1, 2)
    assert (Change.REMOVED, "policies/2026/003/index.html") in planned(portal.order()).changes
