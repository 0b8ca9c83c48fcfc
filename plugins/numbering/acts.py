"""Acts on the register beside allocating: enter what documents have, give a document another number, void a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from plugins.catalog.heads import within
from plugins.catalog.index_numbers import IndexNumberForm
from plugins.catalog.number_register import Act, Line
from plugins.catalog.record import rows
from plugins.catalog.whole import rewrite
from plugins.numbering.desk import NUMBER, Desk, Holder, NumberingError, entered, open_desk

HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?---[^\n]*\n.*?\n---", re.DOTALL)
LABEL = f"(?:{rows()[NUMBER].label}|{NUMBER})"
MOST = 1000
"""Numbers that one command may void: more is a slip of the pen."""


def enter(content: Path, form: IndexNumberForm, path: str, on: date) -> list[Line]:
    """Enter the numbers that documents have and the register lacks: of one document, or of all in a folder.

    One that is named alone takes a number over from another path, or from itself under another number. Raises NumberingError.
    """
    with open_desk(content, form, on) as desk:
        begun = [claim.line for claim in desk.register.lines] if desk.begun else []
        inside = within(desk.content, path)
        if not (content / inside).is_dir():
            lines = list(_named(desk, _holder(desk, path), on))
        else:
            register = desk.register
            below = (one for one in desk.holders.values() if Path(one.path).is_relative_to(inside))
            free = (one for one in below if one.number not in register.claims and one.number not in register.voided)
            lines = [entered(one, on) for one in free if one.path not in register.held]
        desk.add(*lines)
    return begun + lines


def renew(content: Path, form: IndexNumberForm, path: str, on: date) -> Line:
    """Give a document the next number of the run that its own belongs to; voids the old one if nobody else has it.

    The year stays that of the old number. Raises NumberingError.
    """
    with open_desk(content, form, on) as desk:
        holder = _holder(desk, path)
        old = desk.read_number(holder.number)
        try:
            number = desk.next(old.values)
        except ValueError as error:
            raise NumberingError(str(error)) from None
        file = content / holder.path
        before = file.read_bytes()
        rewrite(file, _renumbered(before, holder.number, number))
        line = Line(number=number, act=Act.ALLOCATED, path=holder.path, title=holder.title, on=on)
        alone = len(desk.users(holder.number)) == 1 and desk.register.held.get(holder.path) == holder.number
        freed = alone and len(desk.register.claims[holder.number]) == 1
        try:
            desk.add(*([desk.void(holder.number, on, f"改用 {number}")] if freed else []), line)
        except BaseException:
            rewrite(file, before)
            raise
    return line


def void(content: Path, form: IndexNumberForm, first: str, last: str, reason: str, on: date) -> list[Line]:
    """Void a number, or all from the first to the last of one run, that no document has. Raises NumberingError."""
    if not reason.strip():
        raise NumberingError("请写明作废的原因：--reason 起草后未发文。")
    with open_desk(content, form, on) as desk:
        numbers = list(_between(desk, first, last or first))
        _check_reached(desk, numbers[0])
        for number in numbers:
            if users := desk.users(number):
                raise NumberingError(f"{content.name}/{users[0].path} 正用着索引号“{number}”，不能作废。")
        lines = [desk.void(number, on, reason.strip()) for number in numbers if number not in desk.register.voided]
        desk.add(*lines)
    return lines


def _named(desk: Desk, holder: Holder, on: date) -> Iterator[Line]:
    """What makes the register say what a document says: it is entered, or takes the number over."""
    register, number = desk.register, holder.number
    if number in register.voided:
        raise NumberingError(f"索引号“{number}”已经作废，不能再用；请换号：inv numbers.renew {desk.content.name}/{holder.path}")
    before = register.held.get(holder.path)
    if before == number:
        return
    others = [one.path for one in desk.users(number) if one.path != holder.path]
    if others:
        raise NumberingError(f"{desk.content.name}/{others[0]} 也用着索引号“{number}”，请先给其中一份换号（inv numbers.renew）。")
    if before and not desk.users(before) and len(register.claims[before]) == 1:
        yield desk.void(before, on, f"改用 {number}")
    act = Act.MOVED if register.claims.get(number) else Act.ENTERED
    yield Line(number=number, act=act, path=holder.path, title=holder.title, on=on)


def _holder(desk: Desk, path: str) -> Holder:
    inside = within(desk.content, path)
    found = desk.holders.get(inside)
    if found is None:
        why = "里没有索引号" if (desk.content / inside).is_file() else "不是一份文件"
        raise NumberingError(f"{path} {why}。")
    return found


def _between(desk: Desk, first: str, last: str) -> Iterable[str]:
    begin, end = desk.read_number(first), desk.read_number(last)
    if begin.values != end.values or not 0 <= end.serial - begin.serial < MOST:
        raise NumberingError(f"“{first}”到“{last}”不是同一串流水号里由小到大的一段（至多 {MOST} 个）。")
    return (desk.form.make(begin.values, serial) for serial in range(begin.serial, end.serial + 1))


def _check_reached(desk: Desk, number: str) -> None:
    """What is given out next may be voided, and any gap before it; further on the run would have a gap."""
    asked, run = desk.read_number(number), desk.form.run_of(number)
    last = desk.highest().get(run[0], 0) if run else 0
    if asked.serial > last + 1:
        reached = f"这一串分配到 {desk.form.make(asked.values, last)}" if last else "这一串一个也没有分配"
        raise NumberingError(f"索引号“{number}”还没有分配过（{reached}）：作废它，中间的就成了空号。")


def _renumbered(file: bytes, old: str, number: str) -> bytes:
    """The file with another index number, every other byte as it was."""
    head = HEAD.match(file)
    block = head[0] if head else b""
    written = re.compile(rf"^({LABEL}[ \t]*:[^\r\n]*?){re.escape(old)}".encode(), re.MULTILINE)
    changed, found = written.subn(lambda match: match[1] + number.encode(), block, count=1)
    if not found:
        raise NumberingError(f"信息块里的“{old}”不在索引号那一行，请手改，再运行 inv numbers.enter。")
    return changed + file[len(block) :]
