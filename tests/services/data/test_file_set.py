"""Files that take the place of others: all of them or none, whenever the power goes."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.files.atomic import CannotWrite
from annotator.services.data.file_set import ARRIVING, arrive, finish
from annotator.services.data.workspace import Workspace

NOW = datetime.datetime(2026, 3, 14, 9, 30, tzinfo=datetime.UTC)
OLD = {"a.db": b"old a", "b.key": b"old b"}
NEW = {"a.db": b"new a", "b.key": b"new b"}


class PowerCut(BaseException):
    """Nothing catches this one."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a.db-wal").write_bytes(b"old wal")
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in OLD if (folder / name).exists()}


def test_the_old_ones_are_kept_whole(folder: Path) -> None:
    kept = arrive(folder, NEW, NOW)
    assert content(folder) == NEW
    assert kept is not None
    assert content(kept) == OLD
    assert (kept / "a.db-wal").read_bytes() == b"old wal"
    assert not (folder / "a.db-wal").exists(), "old changes must not be played into the new file"
    assert (folder / "b.key").stat().st_mode & 0o77 == 0


def test_into_an_empty_folder(tmp_path: Path) -> None:
    assert arrive(tmp_path, NEW, NOW) is None
    assert content(tmp_path) == NEW
    assert finish(tmp_path, NOW) is None


def test_a_power_cut_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut before the n-th rename, then start again: all old or all new, and nothing is lost."""
    outcomes = []
    for cut in range(1, 20):
        folder = tmp_path / str(cut)
        folder.mkdir()
        for name, data in OLD.items():
            (folder / name).write_bytes(data)
        if not _cut_at(folder, cut, monkeypatch):
            break
        with Workspace.open(folder):
            pass  # the next start
        outcomes.append(content(folder))
        assert content(folder) in (OLD, NEW), cut
        everything = {path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert set(OLD.values()) <= everything, cut
        assert not (folder / ARRIVING).exists()
    assert OLD in outcomes
    assert NEW in outcomes
    assert len(outcomes) == 5, "every rename was cut once"


def _cut_at(folder: Path, cut: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    rename: Callable[[Path, Path], Path] = Path.rename
    count = 0

    def cutting(path: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == cut:
            raise PowerCut
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", cutting)
        # A power cut removes nothing either.
        patch.setattr("annotator.services.data.file_set.shutil.rmtree", lambda _: None)
        try:
            arrive(folder, NEW, NOW)
        except PowerCut:
            return True
    return False


def test_no_room_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("annotator.services.data.file_set.os.fsync", full)
    with pytest.raises(CannotWrite, match="the disk is full"):
        arrive(folder, NEW, NOW)
    assert content(folder) == OLD
    assert sorted(path.name for path in folder.iterdir()) == ["a.db", "a.db-wal", "b.key"]
