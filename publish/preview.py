"""Previews: each post beside the page it is about, as one file of HTML for the person who approves. No script runs in it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path
from string import Template
from urllib.parse import unquote

from plugins.catalog.manifest import Asset, ManifestError, Release, read_asset
from publish import approve
from publish.channels.mail_message import to_look_at
from publish.channels.protocol import Action, Channel, Picture, Post, picture_of
from publish.channels.weibo_count import TEXT_LIMIT, count
from publish.desk import Desk
from publish.draft import Step
from publish.entry import Entry
from publish.failures import Rejected

FILE = "index.html"
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
_PAGE = Template(
    """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-src 'self'">
<title>推送预览</title>
<style>
body { margin: 0 auto; max-width: 76rem; padding: 1rem; font: 1rem/1.7 sans-serif; color: #1a1a1a; background: #f4f5f7 }
h1 { font-size: 1.4rem } h2, h3 { font-size: 1.1rem } p, h2, h3 { margin: 0 0 .5rem; overflow-wrap: anywhere }
section { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 1.5rem; margin: 0 0 1.5rem; padding: 1rem;
 background: #fff }
h2, .facts { grid-column: 1 / -1 } .facts { color: #555 } .post { white-space: pre-wrap }
iframe { box-sizing: border-box; width: 100%; height: 32rem; border: 1px solid #ccc } img { max-width: 100% }
@media (max-width: 50rem) { section { grid-template-columns: minmax(0, 1fr) } }
</style>
<main>
<h1>推送预览：$number 条</h1>
$sections
</main>
</html>
"""
)
_STYLE = "<style>body { font: 1rem/1.7 sans-serif } img { max-width: 100%; height: auto }</style>"
_SECTION = Template(
    """<section>
<h2>$channel · $action：$title</h2>
<p class="facts">编号 $key · $facts</p>
<div>$post</div>
<div>$page</div>
</section>"""
)


def write_previews(folder: Path, desk: Desk, steps: Iterable[Step]) -> Path:
    """One page of all steps under `folder`; gives its path."""
    sections = [_section(desk, step, channel) for step in steps if (channel := desk.channel(step.entry))]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_text(_PAGE.substitute(number=len(sections), sections="\n".join(sections) or "<p>没有要推送的。</p>"), "utf-8")
    return path


def _section(desk: Desk, step: Step, channel: Channel) -> str:
    try:
        post = approve.preview(desk, step, channel)
        shown, facts = _post(desk, post), _facts(step.entry, post)
    except (Rejected, ManifestError) as error:
        shown, facts = f"<p>{escape(str(error))}</p>", "不能推送"
    return _SECTION.substitute(
        channel=escape(channel.label),
        action=step.entry.action.label,
        title=escape(step.entry.title),
        key=step.entry.key[:8],
        facts=escape(facts),
        post=shown,
        page="".join(_page(desk, step)),
    )


def _facts(entry: Entry, post: Post) -> str:
    length = f"{len(post.html)} 字符" if post.html else f"{count(post.text)} / {TEXT_LIMIT} 字"
    measured = () if entry.action is Action.RETRACT or post.parts else (length,)
    return "；".join((entry.state.label, *measured, f"摘要值 {post.digest[:12]}", *post.notes))


def _post(desk: Desk, post: Post) -> str:
    if post.parts:
        return "".join(f"<h3>{escape(part.title)}</h3>{_post(desk, part)}" for part in post.parts)
    pictures = {picture.digest: _inline(desk, picture) for picture in post.pictures}
    if not post.html:
        return f'<p class="post">{escape(post.text)}</p>' + "".join(f'<img src="{one}" alt="">' for one in pictures.values())
    html = re.sub(r"asset:([0-9a-f]{64})", lambda found: pictures.get(found.group(1), ""), post.html)
    return f"<p>{escape(post.title)}<br>{escape(post.author)}<br>{escape(to_look_at(post.text))}</p>" + _frame(html)


def _page(desk: Desk, step: Step) -> Iterable[str]:
    for release in step.releases:
        yield f"<p>网站：{escape(release.url)}</p>"
        if step.entry.action is Action.RETRACT:
            yield f"<p>撤回说明：{escape(release.record.withdrawal_note)}</p>"
            continue
        try:
            html = _with_pictures(desk, release)
        except ManifestError as error:
            html = escape(str(error))
        yield _frame(html)


def _with_pictures(desk: Desk, release: Release) -> str:
    assets = {asset.path: asset for asset in release.pictures}

    def shown(found: re.Match[str]) -> str:
        asset = assets.get(unquote(unescape(found[1])))
        return f'src="{_inline(desk, picture_of(asset))}"' if asset else found[0]

    return re.sub(r'src="/([^"]*)"', shown, desk.article(release))


def _frame(html: str) -> str:
    # Without a word in `sandbox` nothing in the frame may run, load a page or send a form.
    return f'<iframe sandbox srcdoc="{escape(_STYLE + html)}" title="预览"></iframe>'


def _inline(desk: Desk, picture: Picture) -> str:
    content = read_asset(desk.output, Asset(path=picture.path, digest=picture.digest, size=picture.size))
    kind = _TYPES.get(f".{picture.path.rpartition('.')[2].lower()}", "application/octet-stream")
    return f"data:{kind};base64,{b64encode(content).decode()}"
