"""Previews: each post beside the page it is about, as one file of HTML for the person who approves. No script runs in it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from plugins.catalog.manifest import Asset, ManifestError, read_asset
from publish import approve
from publish.channels.protocol import Channel, Picture, Post
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
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-src 'self'">
<title>推送预览</title>
<style>
body { margin: 0 auto; max-width: 76rem; padding: 1rem; font: 1rem/1.7 sans-serif; color: #1a1a1a; background: #f4f5f7 }
section { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: 0 0 2rem; padding: 1rem; background: #fff }
h2, .facts { grid-column: 1 / -1; margin: 0 } h2 { font-size: 1.1rem } .facts { color: #555 }
.post { white-space: pre-wrap } iframe { width: 100%; height: 32rem; border: 1px solid #ccc } img { max-width: 100% }
@media (max-width: 50rem) { section { grid-template-columns: 1fr } }
</style>
<h1>推送预览：$number 条</h1>
$sections
</html>
"""
)
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
    return "；".join((entry.state.label, length, f"摘要值 {post.digest[:12]}", *post.notes))


def _post(desk: Desk, post: Post) -> str:
    if post.parts:
        return "".join(f"<h3>{escape(part.title)}</h3>{_post(desk, part)}" for part in post.parts)
    pictures = {picture.digest: _inline(desk, picture) for picture in post.pictures}
    if not post.html:
        return f'<p class="post">{escape(post.text)}</p>' + "".join(f'<img src="{one}" alt="">' for one in pictures.values())
    html = re.sub(r"asset:([0-9a-f]{64})", lambda found: pictures.get(found.group(1), ""), post.html)
    return f"<p>{escape(post.title)}<br>{escape(post.author)}<br>{escape(post.text)}</p>" + _frame(html)


def _page(desk: Desk, step: Step) -> Iterable[str]:
    for release in step.releases:
        try:
            html = desk.article(release)
        except ManifestError as error:
            html = escape(str(error))
        yield f"<p>网站：{escape(release.url)}</p>" + _frame(html)


def _frame(html: str) -> str:
    # Without a word in `sandbox` nothing in the frame may run, load a page or send a form.
    return f'<iframe sandbox srcdoc="{escape(html)}" title="预览"></iframe>'


def _inline(desk: Desk, picture: Picture) -> str:
    content = read_asset(desk.output, Asset(path=picture.path, digest=picture.digest, size=picture.size))
    kind = _TYPES.get(f".{picture.path.rpartition('.')[2].lower()}", "application/octet-stream")
    return f"data:{kind};base64,{b64encode(content).decode()}"
