"""Files written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.catalog import whole
from plugins.catalog.whole import rewrite, write_new


def test_a_new_file_is_never_written_over_another(tmp_path: Path) -> None:
    """The one that was there stays, and no draft lies about."""
    write_new(tmp_path / "a/b.md", b"first")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a/b.md", b"second")
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == {"b.md": b"first"}


def test_a_file_is_rewritten_at_once_and_keeps_its_permissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that fails, it is what it was."""
    target = tmp_path / "b.md"
    target.write_bytes(b"first")
    target.chmod(0o640)
    rewrite(target, b"second")
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"second", 0o640)

    def full(path: Path, other: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole.Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        rewrite(target, b"third")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b.md": b"second"}
