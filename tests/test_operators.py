"""The handbook of operators, done as it says: in a portal of its own, the commands run as they stand.

What is root's and systemd's is in test_empty_server.py. Not run anywhere, because it takes the world outside: the addresses of a
live site and of real accounts, the console of WeChat, and what installs packages (`make site`'s own set-up, apt-get, fandol.sh).
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publish.sandbox.server import Sandbox
from tests.conftest import write_document
from tests.handbook import (
    CALLBACKS,
    EVERY_PUSH,
    HANDBOOK,
    blocks,
    commands,
    copy_to,
    local,
    named,
    run,
    section,
    setting,
    surroundings,
    units,
)
from tests.test_nginx import free_ports

SIGNED, PUSHED = "policies/2026/signed", "policies/2026/pushed"
"""Documents that the tests write, by their addresses."""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository as it stands, built, its news announced to the sandbox, with a key and who may sign."""
    portal = tmp_path_factory.mktemp("srv") / "portal"
    copy_to(portal)
    run(portal, f".venv/bin/inv site\n{commands(blocks('Set up')[0])[2]}")
    public = run(portal, commands(blocks("Sign")[0])[0]).split()[-1]
    # On this day production has nothing overdue; the clock of a machine is no part of a test.
    with (portal / "publishconf.py").open("a", encoding="utf-8") as settings:
        settings.write(f'AS_OF = "2026-11-20 09:00"\nDEPLOY = {{"keys": ["{public}"]}}\n')
    run(portal, "git commit -qam 'Pin the day, say who signs'")
    return portal


def shell() -> str:
    """What a shell is told before it is given commands of the page: the last line of Set up, and the key."""
    return f"{commands(blocks('Set up')[0])[-1]}\n{commands(blocks('Sign')[0])[1]}"


def test_the_demo_becomes_a_portal(tmp_path: Path) -> None:
    """Nothing invented is left but the pages to write over; what was changed since is not taken."""
    remove, keep = commands(blocks("From the demo to your portal")[0])
    check, commit = commands(blocks("From the demo to your portal")[1])
    copy_to(tmp_path / "demo")
    bare, portal = tmp_path / "portal.git", tmp_path / "portal"
    run(tmp_path / "demo", f"git clone -q --bare . {bare}\ngit clone -q {bare} {portal}\nln -s $PWD/.venv {portal}/.venv")
    changed = portal / "content/pages/about.md"
    changed.write_text(changed.read_text("utf-8") + "\n我们的话。\n", "utf-8")
    assert "local modifications" in run(portal, f"{remove} 2>&1 || true")
    run(portal, "git checkout -q content")
    run(portal, f"{shell()}\n{remove}\n{keep}\n{commands(blocks('Set up')[0])[2]}")
    left = sorted(path.relative_to(portal / "content").as_posix() for path in (portal / "content").rglob("*.md"))
    pages = [f"pages/{name}.md" for name in ("about", "accessibility", "contact", "institution")]
    assert left == [*pages, "services/information-request.md"]
    (portal / "vocabularies").mkdir()
    agencies = "source: 本地名录\nagencies:\n  - name: 本省人民政府办公厅\n    region: 本省\n"
    (portal / "vocabularies/agencies.yaml").write_text(agencies, "utf-8")
    with (portal / "publishconf.py").open("a", encoding="utf-8") as settings:
        settings.write('AS_OF = "2026-11-20 09:00"\n')
    assert "0 个错误" in run(portal, f"{shell()}\n{check} 2>&1\n{commit}\n{commands(blocks('Deploy')[0])[0]}")
    assert not (portal / "output/policies/2026").exists() and (portal / "output/about/index.html").exists()
    assert run(portal, f"git -C {bare} log --format=%s -1 main").strip() == "Begin our portal"


def test_it_is_deployed_signed_verified_and_rolled_back(portal: Path) -> None:
    """The sections Sign, Deploy and Prove, in the order in which an operator comes to them."""
    build, check, make, back = commands(blocks("Deploy")[0])
    verify, _elsewhere = commands(blocks("Prove that the site is what you published")[0])
    assert "第一次部署" in run(portal, f"{shell()}\n{build}\n{check}") and not (portal / "var/deploys").exists()
    assert "已换上 000001-" in run(portal, f"{shell()}\n{make}")
    page = next((portal / "output/policies").glob("*/*/index.html"))
    page.write_text(page.read_text("utf-8") + "<!-- changed -->", "utf-8")
    assert "已换上 000002-" in run(portal, f"{shell()}\n{make}")
    assert "全部相符" in run(portal, f"{shell()}\n{verify}")
    assert "已退回 000001-" in run(portal, f"{shell()}\n{back}")
    assert "000001-" in run(portal, f"{shell()}\n{verify}")
    if shutil.which("minisign"):
        public = re.findall(r'"keys": \["(.+?)"', (portal / "publishconf.py").read_text("utf-8"))[-1]
        by_hand = named("Prove that the site is what you published", "minisign")[0].replace("RWQ…", public)
        summed = named("Prove that the site is what you published", "cksum")[0]
        assert "verified" in run(portal, f"cd var/deploys/current\n{by_hand}\n{summed} --quiet")


def test_the_key_is_changed_as_it_says(portal: Path) -> None:
    """A key that is not among `keys` is refused; with both there it signs what is served anew, and then stands alone."""
    settings, make = portal / "publishconf.py", commands(blocks("Deploy")[0])[2]
    verify, _elsewhere = commands(blocks("Prove that the site is what you published")[0])
    before = settings.read_text("utf-8")
    run(portal, f"{shell()}\n{make}")
    sign, export = (line.replace("signing.key", "new.key") for line in commands(blocks("Sign")[0]))
    new = run(portal, f"{shell()}\n{sign}").split()[-1]
    assert "不在 DEPLOY 的 keys 里" in run(portal, f"{shell()}\n{export}\n{make} 2>&1 || test $? = 2")
    settings.write_text(before.replace('"keys": [', f'"keys": ["{new}", '), "utf-8")
    assert "已换上" in run(portal, f"{shell()}\n{export}\n{make}")
    settings.write_text(re.sub(r'"keys": .*\]', f'"keys": ["{new}"]', before), "utf-8")
    assert "全部相符" in run(portal, f"{shell()}\n{verify}")
    settings.write_text(before, "utf-8")
    assert "已换上" in run(portal, f"{shell()}\n{make}")


def test_numbers_are_entered_renewed_and_voided(portal: Path) -> None:
    """The section Index numbers, with a document of the demo that is not public yet."""
    (block,) = blocks("Index numbers")
    enter, renew, void = commands(block.replace("00012.md", "data-resources-census.md"))
    assert "登记了 0 个" in run(portal, enter)
    assert "换成了索引号" in run(portal, renew) and "作废了 1 个" in run(portal, void)
    run(portal, "git checkout -q content registers")


def test_old_addresses_and_what_is_owed_and_in_force_are_listed(portal: Path) -> None:
    """Verbs that only read; the map is in the form that nginx includes."""
    assert blocks("The web server")[0].strip() == commands(blocks("Old addresses")[0])[0]
    run(portal, *commands(blocks("Old addresses")[0]))
    assert (portal / "var/redirects.map").read_text("utf-8").count(";\n") > 3
    owed = named("What is owed", "inv owed")
    assert len(owed) == 3 and "其中逾期" in run(portal, owed[0])
    run(portal, "\n".join(owed[1:]))
    assert (portal / "owed.ics").read_text("utf-8").startswith("BEGIN:VCALENDAR")
    assert "政务公开应办事项" in (portal / "owed.html").read_text("utf-8")
    (portal / "owed.ics").unlink()
    (portal / "owed.html").unlink()
    (in_force,) = named("What was in force", "inv inforce")
    assert "2025年6月30日有效的规章" in run(portal, in_force)


def test_a_backup_is_made_and_the_drill_proves_it(portal: Path) -> None:
    """The ledger comes back whole, a copy is known for one, the site is built and deployed anew; no mirror hears of it."""
    nightly, drill, _restore, _after = blocks("What to keep")
    mirror, settings = portal.parent / "mirror", (portal / "publishconf.py").read_text("utf-8")
    (portal / "publishconf.py").write_text(settings.replace('{"keys"', f'{{"mirrors": ["{mirror}"], "keys"'), "utf-8")
    run(portal, "git commit -qam 'Add a mirror'")
    run(portal, f"{shell()}\n{commands(blocks('Deploy')[0])[2]} --local")
    served = serials(portal)[-1]
    run(portal, nightly)
    said = run(portal, drill)
    assert "前后相符" in said and "已登记" in said and f"已换上 {served + 1:06}-" in said and "全部相符" in said
    assert not (portal / "drill").exists() and not mirror.exists() and serials(portal)[-1] == served
    run(portal, "git revert --no-edit HEAD")


def test_a_lost_server_is_made_anew(portal: Path) -> None:
    """From the repository and the backup; it goes on from the number that those who verify it have seen."""
    nightly, _drill, restore, after = blocks("What to keep")
    run(portal, f"{shell()}\n{commands(blocks('Deploy')[0])[2]}\n{nightly}")
    anew = portal.parent / "anew"
    run(portal, f"git clone -q . {anew}\nln -s $PWD/.venv {anew}/.venv\nmkdir {anew}/backups {anew}/var")
    shutil.copy(portal / "backups/var.tar.gz", anew / "backups")
    assert serials(anew) == []
    enter = commands(blocks("Set up")[0])[-1]
    said = run(anew, f"{enter}\n{restore}")
    assert "前后相符" in said and "全部相符" in said and serials(anew)[-1] == serials(portal)[-1] + 1
    judge = anew / "var/verified.json"
    judge.write_text('{"var/deploys/current": 57}', "utf-8")
    verify = f"{enter}\n{commands(blocks('Prove that the site is what you published')[0])[0]}"
    assert "旧版" in run(anew, f"{verify} || test $? = 1")
    assert "已换上 000058-" in run(anew, f"{shell()}\n{after}") and "全部相符" in run(anew, verify)


def serials(portal: Path) -> list[int]:
    """The numbers of all switches that the portal's record knows."""
    record = portal / "var/deploys/log.ndjson"
    return [json.loads(line)["serial"] for line in record.read_text("utf-8").splitlines()] if record.exists() else []


def test_a_document_is_signed_approved_and_posted(portal: Path) -> None:
    """The sections The register of reviews and Approve; a draft of WeChat is the post that a person settles."""
    write(portal, SIGNED)
    sign, commit = commands(blocks("The register of reviews")[0])
    enter = commands(blocks("Index numbers")[0])[0]
    assert "登记了 1 份" in run(portal, f"{enter}\n{sign}")
    run(portal, f"git add content registers\n{commit}\n.venv/bin/inv build")
    doctor, plan, approve, send, status, settle, halt, resume, _retract = commands(blocks("Approve")[0])
    with Sandbox(portal / "var/sandbox", site_domain="shili.example") as sandbox:
        accounts = sandbox.environment() | {"GONGKAI_WECHAT_MODE": "draft"}
        assert "前后相符" in run(portal, doctor, **accounts)
        assert "待批准" in run(portal, plan, **accounts) and (portal / "var/previews/index.html").exists()
        assert "已批准" in run(portal, approve, **accounts)
        said = run(portal, f"{send} || test $? = 3", **accounts)
        key = re.search(r"^(\w+) +微信 +发布 +待人工处理", said, re.MULTILINE)
        assert key and key[1] in run(portal, status, **accounts)
        settled = settle.replace("KEY", key[1]).replace("https://…", "https://mp.weixin.qq.com/s/abc")
        assert "已发布" in run(portal, settled, **accounts)
        assert "已叫停" in run(portal, halt, **accounts) and "已恢复" in run(portal, resume, **accounts)


def test_an_editors_push_publishes_and_so_does_the_timer(portal: Path) -> None:
    """The script, the hook that runs it in a bare repository, and the command of the unit, each as it is printed."""
    script, hook = (block for block in blocks(EVERY_PUSH) if block.startswith("#!/bin/sh"))
    bare, editor = portal.parent / "portal.git", portal.parent / "editor"
    executable(portal / "publish.sh", local(script, portal))
    run(portal, f"echo /publish.sh >> .git/info/exclude\ngit clone -q --bare . {bare}\ngit clone -q {bare} {editor}")
    run(portal, f"git remote add origin {bare}\ngit fetch -q\ngit branch -q -u origin/main")
    executable(bare / "hooks/post-receive", local(hook, portal))
    with Sandbox(portal / "var/sandbox", site_domain="shili.example") as sandbox:
        credentials = "\n".join(f"{name}='{value}'" for name, value in sandbox.environment().items())
        (portal / "var/credentials").write_text(credentials + "\n", "utf-8")
        posts = len(sandbox.weibo_posts())
        write(editor, PUSHED, 索引号="990000017/2026-00901", 文号="示政发〔2026〕901号", 推送="[微博]")
        signing = " && ".join(
            [
                commands(blocks("Index numbers")[0])[0],
                commands(blocks("The register of reviews")[0])[0],
                "git add content registers",
            ]
        )
        (editor / ".venv").symlink_to(portal / ".venv")
        run(editor, f"{signing} && git -c user.name=e -c user.email=e@e.example commit -qm Write && git push -q")
        pushed = portal / "var/deploys/current" / PUSHED / "index.html"
        assert "正文" in pushed.read_text("utf-8")
        assert len(sandbox.weibo_posts()) == posts + 1
        # What the run has registered went back to the editors.
        assert "Register releases" in run(editor, "git pull -q && git log --format=%s -3")
        switched = (portal / "var/deploys/log.ndjson").read_text("utf-8").count("\n")
        run(portal, f"{setting('gongkai.service', 'ExecStart')}\ngit diff --quiet")
        assert len(sandbox.weibo_posts()) == posts + 1
        assert (portal / "var/deploys/log.ndjson").read_text("utf-8").count("\n") == switched


def test_a_document_is_taken_back_from_the_site_and_every_channel(portal: Path) -> None:
    """The line of the section Approve; what no interface can do is listed, with exit 3."""
    command = commands(blocks("Approve")[0])[-1]
    with Sandbox(portal / "var/sandbox", site_domain="shili.example") as sandbox:
        posted = next(row for row in announced(portal, sandbox) if row["channel"] == "wechat" and row["state"] == "confirmed")
        wanted = command.replace("990000017/2026-00012", posted["document"]).replace("…", "数据有误")
        run(portal, ".venv/bin/inv deploy --by 张三")
        said = run(portal, f"{wanted} || test $? = 3", **sandbox.environment())
        rows = {row["channel"]: row for row in announced(portal, sandbox) if row["action"] == "retract"}
    written = re.search(r"已写进 content/(\S+)\.md", said)
    assert written and "收不回的" in said
    assert rows["wechat"]["state"] == "retracted" and rows["weibo"]["state"] == "needs_human"
    assert "数据有误" in (portal / "var/deploys/current" / written[1] / "index.html").read_text("utf-8")


def test_the_listener_runs_by_the_command_of_its_unit(portal: Path) -> None:
    """With the variables that the section names, from the file of the unit; at a port that is free."""
    names = dict.fromkeys(re.findall(r"GONGKAI_WECHAT_\w+", section(CALLBACKS)))
    assert list(names) == ["GONGKAI_WECHAT_APPID", "GONGKAI_WECHAT_CALLBACK_TOKEN", "GONGKAI_WECHAT_CALLBACK_KEY"]
    values = dict(zip(names, ("wx0000sandbox00001", "ATokenByChance", "a" * 42 + "Q"), strict=True))
    file = Path(local(setting("gongkai-callbacks.service", "EnvironmentFile"), portal))
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
    variables = dict(line.split("=", 1) for line in file.read_text("utf-8").splitlines())
    folder = Path(local(setting("gongkai-callbacks.service", "WorkingDirectory"), portal))
    (port,) = free_ports(1)
    command = f"{setting('gongkai-callbacks.service', 'ExecStart')} --port {port}"
    with at_work(portal, command, folder, **variables) as (listener, said):
        assert f"http://127.0.0.1:{port}/" in said
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            assert listener.poll() is None


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine (apt-get install curl)")
def test_callbacks_are_rehearsed_in_two_terminals(portal: Path) -> None:
    """The sandbox in one, the listener with the variables that it prints in the other; then the two calls of the page."""
    tell, finish = named(CALLBACKS, "curl")
    port, heard = free_ports(2)
    with at_work(portal, f".venv/bin/inv sandbox --port {port}", portal) as (sandbox, said):
        assert sandbox.stdout and f"http://127.0.0.1:{port}" in said
        printed: dict[str, str] = {}
        while "GONGKAI_WEBHOOK_SECRET" not in printed:
            name, _, value = shlex.split(sandbox.stdout.readline().removeprefix("export "))[0].partition("=")
            printed[name] = value
        with at_work(portal, f".venv/bin/inv callbacks --port {heard}", portal, **printed):
            run(portal, f"{tell} -fsS".replace("8766", str(heard)).replace("PORT", str(port)))
            run(portal, f"{finish} -fsS".replace("PORT", str(port)))
            assert str(heard) in run(portal, f"curl -fsS http://127.0.0.1:{port}/__sandbox/behaviour")


def test_every_unit_and_verb_of_the_page_is_there(portal: Path) -> None:
    """A unit names users and files of the page; a verb that is gone, or was never, fails here."""
    assert {setting(name, "User") for name, unit in units() if "User=" in unit} == {"portal"}
    verbs = {name for line in run(portal, "inv -l").splitlines() if (name := line.strip().partition(" ")[0])}
    printed = {verb.rstrip(".") for verb in re.findall(r"\binv ([a-z][\w.-]*)", HANDBOOK)}
    assert printed - verbs == set() and len(printed) > 25


@contextmanager
def at_work(portal: Path, command: str, folder: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A programme that runs until it is ended, and the first line that it says."""
    words, environment = local(command, portal).split(), surroundings(portal) | {"PYTHONUNBUFFERED": "1"} | variables
    with subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, process.stdout.readline() if process.stdout else ""
        finally:
            process.terminate()


def announced(portal: Path, sandbox: Sandbox) -> list[dict[str, str]]:
    """What the ledger says, a row for each entry."""
    lines = run(portal, ".venv/bin/inv publish.status --json", **sandbox.environment()).splitlines()
    return [json.loads(line) for line in lines]


def write(portal: Path, address: str, **changes: str) -> None:
    """A new document that is to be posted, which nobody has signed yet."""
    lines = {
        "索引号": "990000017/2026-00900",
        "文号": "示政发〔2026〕900号",
        "发文日期": "2026-11-19",
        "发布日期": "2026-11-20 08:00",
    }
    text = write_document(**(lines | {"推送": "[微信]", "保密审查": None} | changes))
    (portal / f"content/{address}.md").write_text(text, "utf-8")


def executable(path: Path, content: str) -> None:
    """A script of the page in its place."""
    path.write_text(content, "utf-8")
    path.chmod(0o755)
