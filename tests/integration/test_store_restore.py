"""A store is put back from a copy, and nothing that was acknowledged is lost without being named."""

import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from checker.adapters.store import SqliteTaskQueue
from checker.adapters.store.store_file import SqliteStoreFile
from checker.application.restore_store import Restored, restore_store
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.errors import ConflictError, NotFoundError, StoreError
from checker.formats.report_v1 import report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.report_builders import a_report
from tests.store_builders import (
    a_file,
    a_filled_file,
    add_trigger,
    copied,
    nothing,
    opened,
    planted_trigger,
    put,
    reports_in,
    tamper,
    text,
)


@pytest.fixture
def file(tmp_path: Path) -> SqliteStoreFile:
    return a_filled_file(tmp_path)


def restored(file: SqliteStoreFile, source: str, *, may_replace: bool = False, run: str = "") -> Restored:
    return restore_store(file, source=source, may_replace=may_replace, run=run)


def test_a_store_is_put_back_where_there_is_none(file: SqliteStoreFile, tmp_path: Path) -> None:
    target = copied(file)
    fresh = a_file(tmp_path / "elsewhere")
    fresh.store.parents[1].mkdir()

    done = restored(fresh, target)

    assert (done.state.head, done.kept) == (file.examine().head, "")
    assert reports_in(fresh) == 2
    with SqliteTaskQueue.open(fresh.store, namespace=Namespace.REAL, clock=FixedClock()) as queue:
        assert queue.get(key="one").reference == "run-001"


def test_what_a_copy_lacks_is_not_lost_without_being_named(file: SqliteStoreFile) -> None:
    target = copied(file)
    put(file, "three")

    with pytest.raises(ConflictError, match=r"has 4 entries and the copy, of 3, does not continue them"):
        restored(file, target)
    assert reports_in(file) == 3

    done = restored(file, target, may_replace=True)

    assert reports_in(file) == 2
    assert done.kept == f"{file.path}.replaced-20260226T120000Z"
    kept = SqliteStoreFile(store=Path(done.kept), namespace=Namespace.REAL, clock=FixedClock())
    assert reports_in(kept) == 3
    put(file, "four")
    with pytest.raises(ConflictError, match="is there already"):
        restored(file, target, may_replace=True)
    assert reports_in(file) == 3


def test_a_fork_of_the_same_length_is_not_taken_for_the_store(file: SqliteStoreFile) -> None:
    target = copied(file)
    other = SqliteStoreFile(store=Path(target), namespace=Namespace.REAL, clock=FixedClock())
    put(other, "theirs")
    put(file, "ours")

    with pytest.raises(ConflictError, match="does not continue"):
        restored(file, target)


def test_a_copy_that_continues_the_store_is_put_back_without_asking(file: SqliteStoreFile) -> None:
    put(file, "three")
    target = copied(file)
    older = file.store.read_bytes()
    put(file, "four")
    newer = copied(file, "newer.db")
    file.store.write_bytes(older)

    assert restored(file, newer).kept == ""
    assert reports_in(file) == 4
    assert restored(file, newer).kept == ""
    with pytest.raises(ConflictError):
        restored(file, target)


def test_a_process_that_has_the_store_open_goes_on_in_the_one_that_was_put_back(file: SqliteStoreFile) -> None:
    target = copied(file)
    with opened(file) as store:
        data = report_bytes(a_report(project="three"))
        store.put_report(digest=digest_of(data), data=data)
        restored(file, target, may_replace=True)

        assert len(store.list_reports(limit=9)) == 2
        store.put_report(digest=digest_of(data), data=data)

    assert reports_in(file) == 3
    assert file.examine().is_sound


def test_a_store_in_use_is_not_replaced(file: SqliteStoreFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.adapters.sqlite_file.BUSY_SECONDS", 0.05)
    target = copied(file)
    writer = sqlite3.connect(file.store, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="locked"):
        restored(file, target, may_replace=True)

    writer.execute("ROLLBACK")
    writer.close()
    assert reports_in(file) == 2
    assert not list(file.store.parent.glob("*replaced*"))


@pytest.mark.parametrize("damage", [text, planted_trigger], ids=["text", "a planted trigger"])
def test_a_damaged_store_is_moved_aside_as_it_is_and_replaced(
    file: SqliteStoreFile, damage: Callable[[SqliteStoreFile], None]
) -> None:
    target = copied(file)
    damage(file)
    damaged = file.store.read_bytes()
    with pytest.raises(ConflictError, match="is not sound"):
        restored(file, target)

    done = restored(file, target, may_replace=True)

    assert Path(done.kept).read_bytes() == damaged
    assert reports_in(file) == 2


def test_an_empty_file_is_no_store_that_could_be_lost(file: SqliteStoreFile) -> None:
    target = copied(file)
    nothing(file)

    assert restored(file, target).kept == ""
    assert reports_in(file) == 2


def altered(path: Path) -> None:
    tamper(path, "UPDATE reports SET data = x'00' WHERE seq = 2")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def noise(path: Path) -> None:
    path.write_bytes(b"\xa5" * 9999)


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def of_demo(path: Path) -> None:
    path.unlink()
    demo = a_file(path.parent, Namespace.DEMO)
    demo.make()
    demo.copy(target=str(path))


def of_a_later_version(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize("change", [add_trigger, altered, cut, noise, a_pipe, a_folder, of_demo, of_a_later_version])
@pytest.mark.parametrize("may_replace", [False, True], ids=["", "replace"])
def test_a_hostile_copy_changes_nothing(
    file: SqliteStoreFile, change: Callable[[Path], None], *, may_replace: bool
) -> None:
    target = copied(file)
    change(Path(target))
    put(file, "three")
    before = file.store.read_bytes()

    with pytest.raises(StoreError, match=r"not sound|regular file"):
        restored(file, target, may_replace=may_replace)

    assert file.store.read_bytes() == before
    assert [path.name for path in sorted(file.store.parent.glob("store.db*"))] == ["store.db"]


def test_a_journal_beside_a_copy_is_not_rolled_back_into_it(file: SqliteStoreFile) -> None:
    target = copied(file)
    Path(target + "-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 2000)

    assert restored(file, target).state.is_sound


def test_a_copy_that_is_not_there_leaves_no_store_behind(tmp_path: Path) -> None:
    file = a_file(tmp_path)

    with pytest.raises(NotFoundError, match="there is no file"):
        restored(file, str(tmp_path / "copy.db"))
    assert not file.exists()


def test_no_store_travels_between_ci_runs(file: SqliteStoreFile) -> None:
    """A restored store would not be ephemeral, so it could approve on a runner that remembers nothing."""
    with pytest.raises(StoreError, match="no store is put back in a CI run"):
        restored(file, copied(file), run="123")


def test_a_store_that_does_not_read_as_offered_is_not_acknowledged(
    file: SqliteStoreFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = copied(file)
    real = SqliteStoreFile.examine

    def lying(self: SqliteStoreFile) -> object:
        return replace(real(self), problems=("a torn page",))

    monkeypatch.setattr(SqliteStoreFile, "examine", lying)
    with pytest.raises(StoreError, match="was not put back as it was offered: a torn page"):
        restored(file, target)
