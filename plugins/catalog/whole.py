"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

NAME_LIMIT = 60
"""Characters of a name that the draft beside it keeps: file systems take 255 bytes."""
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def write_new(target: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises FileExistsError where it is: never over another."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(target)
    try:
        draft.write_bytes(content)
        os.link(draft, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _write_plainly(target, content)
    finally:
        draft.unlink(missing_ok=True)


def rewrite(target: Path, content: bytes) -> None:
    """Put other content in the place of a file's, at once; its permissions stay."""
    draft = _draft(target)
    try:
        draft.write_bytes(content)
        draft.chmod(target.stat().st_mode)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _draft(target: Path) -> Path:
    return target.with_name(f".{target.name[:NAME_LIMIT]}.{os.getpid()}")


def _write_plainly(target: Path, content: bytes) -> None:
    """As `write_new`, on a disk without hard links: a USB stick, a shared folder."""
    with target.open("xb") as file:
        try:
            file.write(content)
        except OSError:
            target.unlink()
            raise
