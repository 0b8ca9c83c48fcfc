"""The verbs as an editor types them: exit codes, JSON lines, sentences instead of tracebacks."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
from hashlib import sha1
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT, Site, write_document
from tests.deploy.portal import KEY
from tests.preview import Preview

POLICY = "policies/2026/a.md"


def inv(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One verb in a process of its own."""
    command = [sys.executable, "-m", "invoke", *words]
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    return subprocess.run(command, cwd=ROOT, env=variables | environment, capture_output=True, text=True, timeout=120)


def test_check_prints_one_object_a_line_and_exits_1(site: Site) -> None:
    """The keys of the interface, and the path from the folder that holds content/."""
    site.write({POLICY: write_document(文号="示政办发[2026]12号")})
    done = inv("check", "--json", "--content", str(site.content), "--as-of", "2026-11-20")
    finding = json.loads(done.stdout)
    assert done.returncode == 1
    assert (finding["path"], finding["line"], finding["column"], finding["code"]) == (
        "content/policies/2026/a.md",
        4,
        5,
        "DIS012",
    )
    assert set(finding) == {"path", "line", "column", "code", "level", "message", "hint"}


def test_a_clean_check_exits_0(site: Site) -> None:
    """And says how many files it saw."""
    done = inv("check", "--content", str(site.write({POLICY: write_document()}).content))
    assert (done.returncode, "1 个文件中的 0 个" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "--as-of", "后天"), "读不懂时刻"),
        (("check", "--content", "nowhere"), "没有 nowhere/"),
        (("check", "--format", "xml"), "没有“xml”这种格式，可选：text、json、sarif、codequality"),
        (("check", "--dry-run"), "--dry-run 要和 --fix 一起用"),
        (("check", "--fix", "--staged"), "不能同用"),
        (("serve", "--content", "nowhere"), "没有 nowhere/"),
        (("explain", "XXX999"), "没有 XXX999"),
        (("new", "公文", "关于一件事的通知", "--content", "tests/sites/valid/content"), "没有“公文”这一类"),
        (("new", "政策", "关于一件事的通知", "--content", "nowhere"), "没有 nowhere/"),
        (("publish.approve", "--by", " "), "批准人"),
        (("review", "content/pages/none.md", "--content", "tests/sites/reviews/content"), "不是 content/ 里的一份文件"),
        (("review", "content/pages/about.md", "--json"), "--json 要和 --due 一起用"),
        (("publish.retract", "nothing", "--by", "张三", "--reason", "有误", "--content", "nowhere"), "没有 nowhere/"),
        (("publish.settle", "abc", "maybe", "--by", "张三"), "没有“maybe”"),
        (("inspect", "--only", "colour"), "没有“colour”"),
        (("rollback", "--by", " "), "谁决定回退"),
        (("verify", "nowhere"), "没有公钥"),
        (("verify", "nowhere", "--key", "RWQ"), "公钥读不懂"),
        (("verify", "nowhere", "--key", str(KEY.public)), "没有 nowhere 这个文件夹"),
        (("verify", "ftp://a.example", "--key", str(KEY.public)), "网址 ftp://a.example 读不懂"),
        (("intake", "nowhere.txt", "--into", "content/policies/2016/"), "没有 nowhere.txt"),
        (("intake", "README.md"), "--into content/policies/"),
        (("intake", "README.md", "--into", "content/policies/", "--site", "www.a.example"), "http://www.a.example/"),
    ],
)
def test_a_bad_value_is_a_sentence_and_exit_2(words: tuple[str, ...], said: str) -> None:
    """Never a traceback."""
    done = inv(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_verb_waits_only_for_the_rooms_it_needs(site: Site) -> None:
    """A list of the verbs for no page and no Pelican, a build for neither the channels nor the intake."""
    site.write({POLICY: write_document()})
    folders = ("--content", str(site.content), "--output", str(site.output), "--cache", str(site.folder / "cache"))
    for words, strange in ((("-l",), {"pelican", "pydantic"}), (("build", *folders), {"publish", "intake"})):
        done = inv(*words, PYTHONPROFILEIMPORTTIME="1")
        rows = (line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:"))
        rooms = {name.split(".")[0] for name in rows}
        assert (done.returncode, "console" in rooms, rooms & strange) == (0, True, set())


def test_a_missing_settings_file_is_a_sentence(tmp_path: Path) -> None:
    """GONGKAI_SETTINGS names it."""
    done = inv("check", GONGKAI_SETTINGS=str(tmp_path / "none.py"))
    assert (done.returncode, "GONGKAI_SETTINGS" in done.stderr) == (2, True)


def test_build_explains_why_and_leaves_output_on_error(site: Site) -> None:
    """`--explain` names each page made; an error names what was not done."""
    site.write({POLICY: write_document()})
    folders = ("--content", str(site.content), "--output", str(site.output), "--cache", str(site.folder / "cache"))
    assert "policies/2026/a/index.html  新页面" in inv("build", "--explain", *folders).stdout
    site.write({POLICY: write_document(分类=None)})
    done = inv("build", *folders)
    assert (done.returncode, "未更新 output/" in done.stderr) == (1, True)


def test_who_stops_reading_hears_no_complaint(build_site) -> None:  # type: ignore[no-untyped-def]
    """As of `inv … --json | head -1`: the pipe is closed before the verb says anything."""
    site = build_site({POLICY: write_document(旧址="['/show.asp?id=12']")})
    said = {}
    for verb, folder in (("redirects", ("-", "--output", site.output)), ("owed", ("--content", site.content))):
        command = [sys.executable, "-u", "-m", "invoke", verb, *map(str, folder)]
        reads, writes = os.pipe()
        os.close(reads)
        with os.fdopen(writes, "wb") as pipe:
            done = subprocess.run(command, cwd=ROOT, stdout=pipe, stderr=subprocess.PIPE, text=True, timeout=120)
        said[verb] = done.returncode, done.stderr
    # What is under way is told beside what is printed.
    assert said == {"redirects": (141, ""), "owed": (141, "清点 …\n读取 …\n关联 …\n")}


def test_old_addresses_are_written_or_said_why_not(build_site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """To a file or the screen; a folder, a place that is not there and a build that is not there are sentences."""
    site = build_site({POLICY: write_document(旧址="['/show.asp?id=12']")})
    target, output = tmp_path / "redirects.map", ("--output", str(site.output))
    line = '"/show.asp?id=12" "https://www.shili.example/policies/2026/a/";\n'
    written, printed = inv("redirects", str(target), *output), inv("redirects", "-", *output)
    assert (written.returncode, written.stdout, printed.returncode) == (0, f"{target}：旧址 2 个\n", 0)
    assert target.read_text("utf-8") == printed.stdout
    assert printed.stdout.endswith(line)
    before = sorted(tmp_path.rglob("*"))
    for words, said, code in (
        ((str(tmp_path), *output), "不是文件", 2),
        ((str(tmp_path / "nowhere/redirects.map"), *output), "nowhere", 2),
        ((str(target), "--output", str(tmp_path / "nowhere")), "没有发布清单：请先运行 inv build", 3),
    ):
        done = inv("redirects", *words)
        assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert target.read_text("utf-8").endswith(line)


def test_a_day_is_answered_from_what_was_built_and_releases_are_registered(build_site) -> None:  # type: ignore[no-untyped-def]
    """`inforce` and `register`; twice adds nothing, a changed line is a sentence and exit 1."""
    site = build_site({POLICY: write_document(文号="示民规〔2026〕1号", 有效期至="2026-06-30")})
    output, content = ("--output", str(site.output)), ("--content", str(site.content))
    for on, titles in (("2026-06-30", ["示例省人民政府关于一件事的通知"]), ("2026-07-01", [])):
        done = inv("inforce", "--on", on, "--json", *output)
        assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == titles, done.stderr
    assert "2026年6月30日有效的规章、行政规范性文件共 1 件" in inv("inforce", "--on", "2026-06-30", *output).stdout
    for added in (1, 0):
        assert f"新登记 {added} 份，共 1 份" in inv("register", *output, *content).stdout
    register = site.folder / "registers/releases.ndjson"
    register.write_text(register.read_text("utf-8").replace("2026-03-02", "2026-03-01"), "utf-8")
    done = inv("register", *output, *content)
    assert (done.returncode, "第 1 行与上一行接不上" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_build_writes_its_stages_and_counts_as_json(site: Site) -> None:
    """`--profile`: seconds by stage; a second build makes nothing and says so."""
    site.write({POLICY: write_document()})
    profile = site.folder / "profile.json"
    folders = ("--content", str(site.content), "--output", str(site.output), "--cache", str(site.folder / "cache"))
    inv("build", *folders, "--profile", str(profile))
    first = json.loads(profile.read_text("utf-8"))
    inv("build", *folders, "--profile", str(profile))
    second = json.loads(profile.read_text("utf-8"))
    assert set(first["seconds"]) == {"scan", "read", "link", "check", "pages", "render", "seal", "total"}
    assert first["documents"] == 1
    assert first["written"] == len(site.tree())
    assert (second["made"], second["kept"], second["removed"]) == (0, first["made"], 0)


def test_numbers_are_kept_true_by_verbs(site: Site) -> None:
    """Enter what a document has, give it another, void the gap; then there is nothing to find."""
    site.write({POLICY: write_document()})
    where, gap = ("--content", str(site.content)), ("990000017/2026-00102", "--to", "990000017/2026-00103")
    assert inv("numbers.enter", str(site.content), *where).stdout == "登记了 1 个索引号。\n"
    said = inv("numbers.renew", f"content/{POLICY}", *where).stdout
    assert said == f"content/{POLICY} 换成了索引号 990000017/2026-00101。\n"
    refused = inv("numbers.void", *gap, *where)
    assert (refused.returncode, "请写明作废的原因" in refused.stderr) == (2, True)
    assert inv("numbers.void", *gap, "--reason", "系统跳号", *where).stdout == "作废了 2 个索引号。\n"
    assert "0 个错误，0 个警告" in inv("check", *where).stdout


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """A preview of a copy of the demo portal, not yet started."""
    return Preview(tmp_path)


def test_a_preview_ends_with_ctrl_c_and_leaves_nothing_behind(preview: Preview) -> None:
    """A sentence, exit 0, no process, a free port; output/ was never there."""
    with preview:
        said = preview.stop()
    assert (said.splitlines()[-1], preview.process.returncode) == ("预览已结束。", 0)
    with pytest.raises(ProcessLookupError):
        os.killpg(preview.process.pid, 0)
    with socket.create_server(("127.0.0.1", preview.port)):
        pass
    assert not (preview.folder / "output").exists()


def test_ctrl_c_ends_a_long_build_too(preview: Preview) -> None:
    """A text that keeps its worker busy; nobody prints a traceback."""
    slow = preview.content / "policies/2026/slow.md"
    slow.write_text(write_document("[" * 16_384, 索引号="990000017/2026-00900", 文号="示政发〔2026〕900号"), "utf-8")
    with preview:
        time.sleep(1)
        said = preview.stop()
    assert (said, preview.process.returncode) == ("预览已结束。\n", 0)
    with pytest.raises(ProcessLookupError):
        os.killpg(preview.process.pid, 0)


def test_a_port_that_is_taken_is_a_sentence_and_exit_2() -> None:
    """It names another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = inv("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert done.stderr.strip().endswith("已被占用，请换一个，如 inv serve --port 8000。")


def test_callbacks_are_heard_until_ctrl_c() -> None:
    """The platform's check is answered; what is missing, no key, or a taken port is a sentence."""
    secrets = {"GONGKAI_WECHAT_APPID": "wx1", "GONGKAI_WECHAT_CALLBACK_TOKEN": "AAAAA"}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        busy = inv("callbacks", "--port", port, **secrets)
    missing, wrong = inv("callbacks"), inv("callbacks", GONGKAI_WECHAT_CALLBACK_KEY="short", **secrets)
    leave = "https://www.shili.example/mail/leave/"
    half = inv("callbacks", GONGKAI_MAIL_LEAVE=leave, GONGKAI_WECHAT_CALLBACK_TOKEN="AAAAA")
    astray = inv("callbacks", GONGKAI_MAIL_LEAVE=leave.rstrip("/"), **secrets)
    assert [done.returncode for done in (busy, missing, wrong, half, astray)] == [2, 3, 2, 3, 2]
    assert "GONGKAI_WECHAT_CALLBACK_TOKEN" in missing.stderr and "GONGKAI_MAIL_LEAVE" in missing.stderr
    assert "43 个" in wrong.stderr and "以 / 结尾" in astray.stderr
    assert "GONGKAI_WECHAT_APPID" in half.stderr and "GONGKAI_MAIL_LEAVE" not in half.stderr
    command = [sys.executable, "-u", "-m", "invoke", "callbacks", "--port", port]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | secrets, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert port in process.stdout.readline()
        stamp = str(int(time.time()))
        signature = sha1("".join(sorted(("AAAAA", stamp, "7"))).encode()).hexdigest()
        query = f"signature={signature}&timestamp={stamp}&nonce=7&echostr=4375120948345356249"
        with urlopen(f"http://127.0.0.1:{port}/?{query}", timeout=10) as answer:
            assert answer.read() == b"4375120948345356249"
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20)[0] == "不再听了。\n"
        assert process.returncode == 0


def test_a_code_is_explained() -> None:
    """With its mend, its reason, an example before and after, and whether it can be mended without asking."""
    said = inv("explain", "dis012").stdout
    assert "文号格式不符" in said
    assert "GB/T 9704" in said
    assert said.index("示政发[2026]100号") < said.index("示政发〔2026〕100号")
    assert "inv check --fix" in said


@pytest.mark.parametrize("form", ["sarif", "codequality"])
def test_a_report_for_a_forge_is_json_and_nothing_else(form: str, site: Site) -> None:
    """Whatever else is done: what goes to standard output can be read by a machine."""
    site.write({POLICY: write_document(文号="示政发[2026]100号", 分类=None)})
    done = inv("check", "--format", form, "--fix", "--content", str(site.content))
    assert done.returncode == 1
    assert "DIS020" in json.dumps(json.loads(done.stdout))
    assert "〔2026〕" in (site.content / POLICY).read_text("utf-8")


def test_a_fix_shows_its_diff_and_what_is_left(site: Site) -> None:
    """A dry run shows the same diff and writes nothing; the exit code is that of what is left."""
    text = write_document(文号="示政发[2026]100号")
    site.write({POLICY: text})
    dry = inv("check", "--fix", "--dry-run", "--content", str(site.content))
    assert (dry.returncode, (site.content / POLICY).read_text("utf-8")) == (1, text)
    wet = inv("check", "--fix", "--content", str(site.content))
    assert wet.returncode == 0
    for said in (dry.stdout, wet.stdout):
        assert "-文号: 示政发[2026]100号\n+文号: 示政发〔2026〕100号" in said
    assert ("还没有写" in dry.stdout, "改好了 1 个文件" in wet.stdout, "0 个错误" in wet.stdout) == (True, True, True)


def reviewed(site: Site, path: str, *words: str) -> subprocess.CompletedProcess[str]:
    """`inv review` of a portal."""
    return inv("review", path, "--content", str(site.content), "--as-of", "2026-11-20", *words)


def test_review_shows_what_is_signed_and_signs_it(site: Site) -> None:
    """First the register is begun; off a terminal nobody is asked, so all must be said."""
    site.write({POLICY: write_document()})
    said = ("--reviewer", "王五", "--unit", "示例省人民政府办公厅", "--conclusion", "可以公开")
    begun = reviewed(site, str(site.content), *said)
    assert (begun.returncode, begun.stdout) == (0, "登记了 1 份文件的审查；registers/reviews.ndjson 和文件一起提交。\n")
    site.write({POLICY: write_document("改过。\n", 名称="'关于[/b]的[bold]通知'")})
    shown = reviewed(site, str(site.content / POLICY))
    assert (shown.returncode, "没有说审查人、审查单位、结论" in shown.stderr) == (2, True)
    assert "以后改动过：正文、名称" in shown.stdout
    assert "关于[/b]的[bold]通知" in shown.stdout
    waits = inv("review", "--due", "--json", "--content", str(site.content), "--as-of", "2026-11-20")
    assert [json.loads(line) for line in waits.stdout.splitlines()] == [
        {
            "document": POLICY,
            "title": "关于[/b]的[bold]通知",
            "status": "published",
            "why": "changed",
            "changed": ["正文", "名称"],
            "published_at": "2026-03-02T09:00+08:00",
        }
    ]
    due = ("review", "--due", "--content", str(site.content), "--as-of", "2026-11-20")
    listed = inv(*due, COLUMNS="40").stdout.splitlines()
    assert listed[1].split()[0] == f"{site.content.name}/{POLICY}" and listed[-1] == "等审查的文件 1 份。"
    assert reviewed(site, str(site.content / POLICY), *said).returncode == 0
    nothing = inv(*due)
    assert (nothing.returncode, nothing.stdout) == (0, "没有等审查的文件。\n")


def test_review_asks_on_a_terminal(site: Site) -> None:
    """For what was not said, one after the other."""
    site.write({POLICY: write_document(), "../registers/reviews.ndjson": ""})
    command = [sys.executable, "-m", "invoke", "review", str(site.content / POLICY), "--content", str(site.content)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        os.write(ours, "王五\n办公厅\n可以公开\n".encode())
        said = b"".join(iter(lambda: heard(ours), b"")).decode()
    os.close(ours)
    assert process.returncode == 0, said
    assert "登记了 1 份文件的审查" in said
    line = json.loads((site.folder / "registers/reviews.ndjson").read_bytes())
    assert (line["reviewer"], line["unit"], line["conclusion"], line["basis"]) == (
        "王五",
        "办公厅",
        "可以公开",
        "保密法第三十五条",
    )


def heard(terminal: int) -> bytes:
    """What a programme wrote to a terminal; nothing once it has gone."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
