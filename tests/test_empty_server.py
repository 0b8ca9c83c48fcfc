"""What the handbook of operators asks of root and of systemd, as far as it can be done where systemd is not at work.

The commands of the first section run in a copy of this machine that is thrown away: an overlay in name spaces of its own,
without a network. Not run: apt-get, of which only the names are proved, and `systemctl`, which needs a systemd that has started
the machine; what it would be given is proved by systemd-analyze, and the commands of the units run in test_operators.py.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.handbook import EVERY_PUSH, HANDBOOK, blocks, commands, copy_to, local, setting, units
from tests.test_operators import executable

OVERLAY = """
mount -t tmpfs none "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay none -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount --rbind /dev "$1/root/dev"
cp -r "$2" "$1/root/srv/repository.git"
exec chroot "$1/root" sh -euc "$3"
"""
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine (apt-get install systemd)"
)


def thrown_away(folder: Path, repository: Path, words: str) -> subprocess.CompletedProcess[str]:
    """Run as root in a copy of this machine, the repository at /srv/repository.git."""
    (folder / "machine").mkdir(parents=True, exist_ok=True)
    inside = ["unshare", "--mount", "--net", "sh", "-euc", OVERLAY, "sh", str(folder / "machine"), str(repository), words]
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null"}
    return subprocess.run(inside, env=environment, cwd="/", capture_output=True, text=True, timeout=120)


def test_root_prepares_the_server_as_it_says(tmp_path: Path) -> None:
    """User, folders, clone and web server, in the order of the page; nginx takes the example as it is."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("adduser", "nginx", "openssl"))):
        pytest.skip("not root, or no adduser, nginx-light or openssl here")
    copy_to(tmp_path / "portal")
    repository = tmp_path / "portal/.git"
    if thrown_away(tmp_path, repository, "true").returncode:
        pytest.skip("this machine lets nobody mount an overlay")
    _packages, add_user, folders = commands(blocks("From an empty server")[0])
    clone, _make, _name, var, _shell = commands(blocks("Set up")[0])
    clone = clone.replace("<your repository>", "/srv/repository.git")
    old_addresses, as_root = blocks("The web server")[:2]
    certificate, copy_example, link, serve = commands(as_root)
    served, _, reload = serve.rpartition(" && ")
    assert old_addresses == "inv redirects var/redirects.map\n"
    assert reload == "systemctl reload nginx"
    words = [
        add_user,
        folders,
        "chown -R portal /srv/repository.git",
        f"su portal -c '{clone} && {var} && mkdir var/deploys && : > var/redirects.map'",
        f"{certificate} 2>&1",
        copy_example,
        f"rm -f /etc/nginx/sites-enabled/* && {link}",
        served,
        "su -s /bin/sh www-data -c 'test -r /srv/portal/var/deploys'",
        "stat -c '%U %a' /srv/portal /etc/gongkai /srv/portal/var",
        "su portal -c 'touch /etc/gongkai/signing.key'",
    ]
    done = thrown_away(tmp_path, repository, "\n".join(words))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-3:] == ["portal 755", "portal 700", "portal 711"]
    assert "test is successful" in done.stderr
    assert not Path("/etc/gongkai").exists() and not Path("/srv/repository.git").exists()


def test_every_package_is_debians() -> None:
    """Of every `apt-get install` of the page."""
    lines = re.findall(r"apt(?:-get)? install (?:-y )?([a-z0-9. -]+)", HANDBOOK)
    names = sorted({name for line in lines for name in line.split()})
    assert {"rclone", "nginx-light", "bubblewrap", "fonts-noto-cjk"} <= set(names)
    if shutil.which("apt-cache") is None or not any(Path("/var/lib/apt/lists").glob("*Packages*")):
        pytest.skip("no lists of Debian's packages here (apt-get update)")
    found = subprocess.run(["apt-cache", "show", "--no-all-versions", *names], capture_output=True, text=True)
    assert {line[9:] for line in found.stdout.splitlines() if line.startswith("Package: ")} == set(names), found.stderr


@needs_systemd
def test_systemd_takes_the_units_as_they_are_printed(tmp_path: Path) -> None:
    """Without a word, each with its command in its place; a unit that is wrong is named."""
    (script,) = (block for block in blocks(EVERY_PUSH) if block.startswith("#!/bin/sh\nset"))
    executable(tmp_path / "publish.sh", script)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    for name, unit in units():
        (tmp_path / name).write_text(local(unit, tmp_path), "utf-8")
        done = verified(tmp_path / name)
        assert (done.returncode, done.stderr) == (0, ""), name
    wrong = tmp_path / "gongkai.service"
    wrong.write_text(wrong.read_text("utf-8").replace("ExecStart=", "ExecStart=no"), "utf-8")
    assert verified(wrong).returncode != 0


def verified(unit: Path) -> subprocess.CompletedProcess[str]:
    """What systemd has to say of a unit."""
    words = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


@needs_systemd
def test_the_timer_goes_off_every_five_minutes() -> None:
    """As the page says: embargoes lift on time."""
    asked = ["systemd-analyze", "calendar", "--iterations=3", "--base-time=2026-11-20 09:01:00 UTC", "--"]
    asked.append(setting("gongkai.timer", "OnCalendar"))
    said = subprocess.run(asked, env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"(\d\d:\d\d:\d\d) UTC$", said, re.MULTILINE) == ["09:05:00", "09:10:00", "09:15:00"]
