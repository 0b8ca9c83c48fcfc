"""Windows drawn in HTML for the pictures of the handbook: sheets of paper, a terminal, a text editor with notes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape

STYLE = """
* { box-sizing: border-box }
body { margin: 0; background: #fff; color: #1b1f24; font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif }
.picture { display: flex; flex-direction: column; gap: 14px; padding: 14px; background: #e7eaee; width: 800px }
.picture.wide { width: 1200px }
.row { display: flex; gap: 14px; align-items: flex-start }
.sheet { flex: 1; background: #fff; border: 1px solid #b8bfc7; min-width: 0 }
.sheet img { display: block; width: 100% }
.window { border: 1px solid #9aa3ad; background: #fff; border-radius: 6px; overflow: hidden }
.bar { display: flex; gap: 8px; align-items: center; padding: 5px 12px; background: #dfe3e8; color: #3c444d; font-size: 13px }
.bar i { width: 10px; height: 10px; border-radius: 5px; background: #aab2bb }
.lines { padding: 10px 0; font-family: "Noto Sans Mono CJK SC", "Sarasa Mono SC", Consolas, monospace; font-size: 14px }
.terminal .lines { padding: 10px 14px; background: #14171a; color: #d5d9de; white-space: pre-wrap; word-break: break-all }
.terminal b { color: #fff; font-weight: 700 }
.terminal u { color: #f2c14e; text-decoration: none }
.line { display: flex; gap: 12px; padding-right: 14px }
.line > s { flex: 0 0 40px; text-align: right; color: #9aa3ad; text-decoration: none }
.line > span { flex: 1; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.6em }
.line.marked { background: #fff3cf }
.line em { flex: none; color: #b5121b; font: 700 13px/1.75 "Noto Sans CJK SC", sans-serif }
.chart { display: inline-flex; align-items: center; padding: 20px; font-size: 22px; background: #fff }
.chart div { border: 2px solid #17406d; padding: 12px 16px; text-align: center; line-height: 1.5; white-space: pre }
.chart b { padding: 0 10px; font-weight: 400 }
"""


def picture(*parts: str, wide: bool = False) -> str:
    """A page whose element #picture is the picture."""
    return f'<style>{STYLE}</style><div id="picture" class="picture {"wide" if wide else ""}">{"".join(parts)}</div>'


def chart(steps: Iterable[str]) -> str:
    """A page whose element #picture is a row of boxes with arrows between them."""
    boxes = "<b>→</b>".join(f"<div>{escape(step)}</div>" for step in steps)
    return f'<style>{STYLE}</style><div id="picture" class="chart">{boxes}</div>'


def sheets(*images: bytes) -> str:
    """Pictures side by side, each on a sheet."""
    return f'<div class="row">{"".join(f"<div class=sheet>{image(one)}</div>" for one in images)}</div>'


def paper(html: str) -> str:
    """A text on a sheet, where nothing on this machine lays it out as Word does."""
    return f'<div class="sheet" style="padding: 40px 60px">{html}</div>'


def terminal(runs: Iterable[tuple[str, str]]) -> str:
    """A terminal: each command and what it said."""
    lines = "\n\n".join(f"<b>$ {escape(command)}</b>\n{_said(output)}" for command, output in runs)
    return f'<div class="window terminal">{_bar("命令行")}<div class="lines">{lines}</div></div>'


def editor(name: str, text: str, notes: Mapping[int, str] | None = None, until: int = 0) -> str:
    """A text editor with the first lines of a file; a line with a note is marked, its note stands at its end."""
    told = notes or {}
    rows = "".join(
        f'<div class="line{" marked" if number in told else ""}"><s>{number}</s><span>{escape(line)}</span>'
        f"<em>{escape(told.get(number, ''))}</em></div>"
        for number, line in enumerate(text.splitlines()[: until or None], 1)
    )
    return f'<div class="window">{_bar(name)}<div class="lines">{rows}</div></div>'


def image(png: bytes) -> str:
    """A picture within a page."""
    return f'<img alt="" src="data:image/png;base64,{b64encode(png).decode()}">'


def _bar(title: str) -> str:
    return f'<div class="bar"><i></i><i></i><i></i>{escape(title)}</div>'


def _said(output: str) -> str:
    """What a command said; its hints in another colour."""
    lines = (escape(line) for line in output.rstrip().splitlines())
    return "\n".join(f"<u>{line}</u>" if line.lstrip().startswith("提示：") else line for line in lines)
