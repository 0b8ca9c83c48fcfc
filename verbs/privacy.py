"""Personal information: what masking would change, and what must be done to an attachment."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from console import FINDINGS, guarded, screen
from plugins.engine.session import SettingsError


@task(help={"file": "哪一份文件，或者附件、图片", "write": "写进文件；不加这个，只列出会怎么改"})
@guarded
def mask(context: Context, file: str, write: bool = False) -> None:
    """把一份文件里的身份证号、手机号等隐去中间几位；附件和图片只说在哪里、怎么办。"""
    path = Path(file)
    if not path.is_file():
        raise SettingsError(f"没有 {file} 这个文件。")
    if path.suffix == ".md":
        mask_text(path, write)
    else:
        tell(path)


def mask_text(path: Path, write: bool) -> None:
    """Mask a document, or show what would change."""
    from plugins.catalog.findings import printed
    from plugins.catalog.personal import veiled
    from plugins.catalog.whole import rewrite
    from plugins.privacy.masking import diff, in_name_of_file, left, masked
    from verbs.content import show_diff

    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name} 不是 UTF-8 编码，请先运行 inv check --fix。") from None
    name, changed = printed(str(path)), masked(text)
    show_diff(diff(text, name))
    for hit in left(text):
        how = "请给文件改名" if in_name_of_file(hit, text) else "拿不准，请自己看"
        screen.print(
            f"第 {text.count(chr(10), 0, hit.start) + 1} 行：{hit.what.label} {hit.masked}，没有动，{how}。", markup=False
        )
    if changed == text:
        screen.print("没有要隐去的。")
    elif write:
        rewrite(path, changed.encode())
        screen.print(veiled(f"改好了 {name}。"), markup=False)
    else:
        screen.print("还没有写；确认以后加上 --write。")


def tell(path: Path) -> None:
    """What is in an attachment or a picture, and what its owner must do. Exits with 1 where there is something."""
    from plugins.engine.signals import File
    from plugins.privacy.examine import examine
    from plugins.privacy.found import Found
    from plugins.privacy.rules import BY_CODE

    facts = list(examine(File(path)))
    if not facts:
        screen.print("没有查到个人信息。")
        return
    found = Found.unpacked(facts[0].value)
    for spot in found.spots:
        screen.print(" ".join(filter(None, (spot.where, spot.what or BY_CODE[spot.code].message, spot.masked))), markup=False)
    if found.count > len(found.spots):
        screen.print(f"……共 {found.count:,} 处。")
    if found.problem[0]:
        screen.print(BY_CODE[found.problem[0]].message.format(problem=found.problem[1]), markup=False)
    screen.print("附件和图片请在原来的软件里改：号码隐去中间几位，隐藏的内容删去，图片删除“属性和个人信息”；改好另存，再放进来。")
    raise Exit(code=FINDINGS)
