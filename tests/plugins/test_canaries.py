"""Canaries: what is not public is in no file of output/, in whatever form, and in no line that a build prints.

Drafts, embargoed documents, those for applicants only, withheld, waiting and withdrawn ones of every kind bear phrases in title,
fields, text, attachments and names of files; public documents refer to all of them. Then one comes that nobody reviewed.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

import pytest

from plugins.catalog.manifest import open_manifest, read_article
from plugins.catalog.record import names_by_label, rows
from plugins.catalog.reviews import FILE
from plugins.catalog.terms import FOLDERS, Kind
from publish.channels.protocol import Action
from publish.channels.wechat_article import compose_article
from publish.channels.weibo_post import compose_post
from tests.conftest import Site, write_document
from tests.registers import reviewed
from tests.test_tasks import inv

CANARY, FILE_CANARY = "金丝雀", "canary"
WRITTEN = f"本段是{CANARY}所在"
HIDDEN: dict[str, dict[str, str | None]] = {
    "unfinished": {"状态": "草稿"},
    "embargoed": {"发布日期": "2027-01-04 09:00", "更正": None, "截止日期": "2027-02-01"},
    "on-request": {"公开方式": "依申请公开"},
    "withheld": {"公开方式": "不予公开"},
    "withdrawn": {"状态": "撤回", "撤回说明": "数据有误"},
    "together": {"同步发布": "是"},
}
"""Ways not to be public, by the names of their files."""
SECRET = 7000
"""Numbers of hidden documents begin here, but for withdrawn ones, which keep theirs."""
TRACES = re.compile(rb"2026-07\d{3}|\xe3\x80\x957\d{3}|/(?:unfinished|embargoed|on-request|withheld|together)[/.]")
"""That a hidden document is there: its number, its address."""
SAID = {
    "主题词": f"[{CANARY}]",
    "内容概述": f"内容概述里的{CANARY}",
    "服务对象": "[企业]",
    "公开依据": f"{CANARY}条例",
    "推送标题": f"{CANARY}印发",
    "推送摘要": f"推送里的{CANARY}",
    "补录": f"{CANARY}遗漏，现予补录",
    "更正": f"[{{日期: 2026-03-05, 说明: {CANARY}}}]",
    "推送": "[微博, 微信]",
    "进展": f"[{{文件: policies/2026/public.md, 任务: （一）, 状态: 已完成, 日期: 2026-03-02, 说明: {CANARY}}}]",
}
OF_KIND: dict[Kind, dict[str, str]] = {
    Kind.INTERPRETATION: {"解读对象": "[policies/2026/public.md]"},
    Kind.RESPONSE: {"回应对象": "[policies/2026/public.md]", "关切日期": "2026-03-01"},
    Kind.TOPIC: {"收录": "[policies/2026/public.md]"},
    Kind.NEWS: {"截止日期": "2026-12-20"},
}
BODY = f"""## {CANARY}的标题

{WRITTEN}，见《关于{CANARY}的通知》（示政发〔2026〕777号）。

| {CANARY} | 数 |
|:--|--:|
| {CANARY} | 1 |

（一）建好{CANARY}。（责任单位：省数据局；完成时限：2026年6月底前）

![{CANARY}图](/media/2026/{{picture}})

[{CANARY}表](/media/2026/{{table}})
"""


def path_of(kind: Kind, name: str) -> str:
    """Where a document of a kind lies."""
    return f"{FOLDERS[kind]}/2026/{name}.md" if kind.yearly else f"{FOLDERS[kind]}/{name}.md"


def fit(kind: Kind, changes: Mapping[str, str | None], number: int) -> dict[str, str | None]:
    """The items that a kind can have, under numbers of its own."""
    own = {"索引号": f"990000017/2026-{number:05}", "文号": f"示政发〔2026〕{number}号", "发文日期": "2026-03-01"}
    if kind is Kind.GAZETTE:
        issue = number % SECRET + 1
        named = {"名称": f"示例省人民政府公报2026年第{issue}期", "期号": f"2026年第{issue}期", "总期号": str(issue)}
        own |= named | {"收录": "[policies/2026/public.md]"}
    whole = own | OF_KIND.get(kind, {}) | dict(changes)
    return {label: value if kind in rows()[names_by_label()[label]].kinds else None for label, value in whole.items()}


def hidden(kind: Kind, state: str, number: int) -> tuple[str, dict[str, str | bytes]]:
    """A document that is not public, with its files; of a withdrawn one what remains bears no canary."""
    stem = f"{FILE_CANARY}-{state}-{kind.value}"
    remains = {} if state == "withdrawn" else {"名称": f"关于{CANARY}的通知", "旧址": f"[/zwgk/{stem}.html]"}
    said = SAID | remains | {"附件": f"[media/2026/{stem}.csv]"} | HIDDEN[state]
    text = write_document(BODY.format(picture=f"{stem}.png", table=f"{stem}.xlsx"), **fit(kind, said, number))
    media = {f"media/2026/{stem}.{ending}": f"{CANARY} {stem} {ending}".encode() for ending in ("csv", "png", "xlsx")}
    return path_of(kind, state), {path_of(kind, state): text, **media}


def public(kind: Kind, number: int, others: list[str]) -> str:
    """A public document that refers to all that is hidden."""
    links = "".join(f"见[另一份文件](/{path})。\n\n" for path in others)
    refers = {"依据": f"[{', '.join(path for path in others if path.startswith('policies/'))}]"} if kind is Kind.POLICY else {}
    asks = {Kind.TOPIC: {"收录": f"[{', '.join(path for path in others if path.split('/')[0] in ('policies', 'news'))}]"}}
    tasks = "（一）建好平台。（责任单位：省数据局；完成时限：2026年6月底前）\n\n"
    changes: dict[str, str | None] = {**refers, **asks.get(kind, {}), "旧址": f"[/zwgk/{kind.value}.html]"}
    return write_document(f"各市、州、县人民政府：\n\n{tasks}{links}", **fit(kind, changes, number))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A portal of public and hidden documents of every kind, all reviewed."""
    site, paths = Site(tmp_path_factory.mktemp("canaries")), list[str]()
    states = [(kind, state) for kind in Kind for state in HIDDEN if state != "together" or kind is Kind.POLICY]
    for number, (kind, state) in enumerate(states):
        path, files = hidden(kind, state, number + (100 if state == "withdrawn" else SECRET))
        paths.append(path)
        site.write(files)
    for number, kind in enumerate(Kind, 200):
        site.write({path_of(kind, "public"): public(kind, number, paths)})
    return site.write({f"../{FILE}": reviewed(site)})


def built(site: Site) -> subprocess.CompletedProcess[str]:
    """A build as a server runs it, with all it can tell."""
    folders = ("--content", str(site.content), "--output", str(site.output), "--cache", str(site.folder / "cache"))
    return inv("build", "--explain", "--profile", str(site.folder / "profile.json"), "--as-of", "2026-11-20 09:00", *folders)


def forms(phrase: str) -> set[bytes]:
    """A phrase as a file may hold it."""
    entities = "".join(f"&#{ord(sign)};" for sign in phrase)
    texts = (phrase, quote(phrase), quote(phrase).lower(), json.dumps(phrase)[1:-1], escape(phrase), entities)
    return {text.encode() for text in texts} | {phrase.encode("utf-16-le"), phrase.encode("gb18030")}


def opened(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and whatever it packs."""
    yield name, content
    if content.startswith(b"\x1f\x8b"):
        yield from opened(f"{name}!", gzip.decompress(content))
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for inner in packed.namelist():
                yield from opened(f"{name}!{inner}", packed.read(inner))


def told_in(tree: dict[str, bytes]) -> dict[str, str]:
    """Files that hold a canary, in their bytes or their names, each with what stands around it."""
    phrases = forms(CANARY) | forms(FILE_CANARY)
    found = {}
    for path, content in tree.items():
        for name, part in opened(path, content):
            at = next((part.find(phrase) for phrase in phrases if phrase in part), -1)
            if at >= 0 or FILE_CANARY in name:
                found[name] = part[max(at - 80, 0) : at + 80].decode("utf-8", "replace")
    return found


def test_what_is_not_public_is_in_no_file_and_in_no_line_of_the_build(site: Site) -> None:
    """Pages, feeds, manifest, sitemaps, pictures, attachments, redirects, tables to download, calendars, graphs, the profile."""
    done = built(site)
    assert done.returncode == 0, done.stdout + done.stderr
    tree = site.tree()
    assert len(tree) > 100
    assert any(path.endswith(".xlsx") for path in tree)
    assert told_in(tree) == {}
    assert {path: TRACES.findall(content) for path, content in tree.items() if TRACES.search(content)} == {}
    said = {"stdout": done.stdout, "stderr": done.stderr, "profile": (site.folder / "profile.json").read_text("utf-8")}
    assert told_in({name: text.encode() for name, text in said.items()}) == {}


def test_no_post_speaks_of_what_is_not_public(site: Site) -> None:
    """Those of every release that is not withdrawn, on each channel."""
    assert built(site).returncode == 0
    manifest = open_manifest(site.output)
    posts = {}
    for release in manifest.releases:
        if not release.record.withdrawn:
            article = read_article(site.output, release)
            posts[f"weibo {release.url}"] = repr(compose_post(release, manifest.site, Action.PUBLISH)).encode()
            posts[release.url] = repr(compose_article(release, article, manifest.site, correction=False, mark="a" * 8)).encode()
    assert (len(posts), told_in(posts)) == (2 * len(Kind), {})


def test_the_search_finds_a_canary_where_there_is_one() -> None:
    """In every form, packed or not: a test that cannot fail would be none."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as table:
        table.writestr("xl/sharedStrings.xml", CANARY)
    files = {str(at): phrase for at, phrase in enumerate(forms(CANARY))}
    files |= {"table.xlsx": packed.getvalue(), "a.gz": gzip.compress(packed.getvalue()), f"media/{FILE_CANARY}.png": b""}
    assert set(told_in(files)) == {
        *map(str, range(len(forms(CANARY)))),
        *("table.xlsx!xl/sharedStrings.xml", "a.gz!!xl/sharedStrings.xml", f"media/{FILE_CANARY}.png"),
    }


def test_a_document_that_nobody_reviewed_stops_the_build_and_is_in_no_line_of_it(site: Site) -> None:
    """output/ stays as it was, byte for byte; also where what was reviewed is changed, or unpublished only in the block."""
    assert built(site).returncode == 0
    before = site.tree()
    claim = {"保密审查": "{结论: 可以公开, 依据: 保密法第三十五条, 审查人: 张三, 日期: 2026-03-01}"}
    changes = SAID | {"名称": f"关于{CANARY}的通知", "附件": f"[media/2026/{FILE_CANARY}.csv]"}
    body = BODY.format(picture=f"{FILE_CANARY}.png", table=f"{FILE_CANARY}.xlsx")
    media: dict[str, str | bytes] = {f"media/2026/{FILE_CANARY}.{ending}": CANARY for ending in ("csv", "png", "xlsx")}
    sound = (site.content / "policies/2026/public.md").read_text("utf-8")
    for path, text in (
        ("policies/2026/unreviewed.md", write_document(body, **fit(Kind.POLICY, changes | claim, 900))),
        ("policies/2026/public.md", f"{sound}\n{WRITTEN}。\n"),
    ):
        site.write({path: text, **(media if "unreviewed" in path else {})})
        done = built(site)
        assert done.returncode == 1
        assert told_in({"stdout": done.stdout.encode(), "stderr": done.stderr.encode()}) == {}
        assert site.tree() == before
        site.write({"policies/2026/public.md": sound})
        (site.content / "policies/2026/unreviewed.md").unlink(missing_ok=True)
        for name in media:
            (site.content / name).unlink(missing_ok=True)
    assert built(site).returncode == 0
