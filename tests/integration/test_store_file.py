"""A store as a whole: looked at without changing it, copied while others write, brought to the present shape."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.adapters.sqlite_shape import Shape
from checker.adapters.store import connection, store_path
from checker.adapters.store.migration import SHAPE
from checker.adapters.store.store_file import SqliteStoreFile
from checker.application.migrate_store import migrate_store
from checker.application.restore_store import restore_store
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.errors import ConflictError, NotFoundError, StoreError
from checker.formats.report_v1 import report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.integration.conftest import CommandLine
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
    writable_by_others,
)

NEWEST = len(SHAPE.steps)


@pytest.fixture
def file(tmp_path: Path) -> SqliteStoreFile:
    return a_filled_file(tmp_path)


def test_a_sound_store_is_said_to_be_and_left_alone(file: SqliteStoreFile) -> None:
    before = file.store.read_bytes()

    state = file.examine()

    assert (state.version, state.newest, state.head.seq, state.problems) == (NEWEST, NEWEST, 3, ())
    assert file.store.read_bytes() == before


def test_a_store_that_is_not_there_is_not_found_and_not_made(tmp_path: Path) -> None:
    file = a_file(tmp_path)

    for ask in (file.examine, lambda: file.copy(target=str(tmp_path / "copy.db"))):
        with pytest.raises(NotFoundError):
            ask()
    assert not file.exists()
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE reports SET data = x'00' WHERE seq = 2", "entry 2: the report it recorded was changed"),
        ("DELETE FROM reports WHERE seq = 3", "entry 3: the report it recorded is gone"),
        ("UPDATE tasks SET enqueued = 9000000000000000000", "task 1: "),
    ],
)
def test_what_was_changed_is_named_with_its_place(file: SqliteStoreFile, statement: str, problem: str) -> None:
    tamper(file.store, statement)

    problems = file.examine().problems

    assert problems
    assert problems[0].startswith(problem)


def test_a_document_of_no_known_kind_and_a_digest_that_lies_are_found_in_a_trail_that_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes a store from the beginning can chain anything."""
    monkeypatch.setattr("checker.adapters.store.sqlite_store.refuse_unless_named", lambda *_, **__: None)
    monkeypatch.setattr("checker.adapters.store.sqlite_store.refuse_foreign_report", lambda *_: None)
    file = a_file(tmp_path)
    with opened(file) as store:
        store.put_report(digest=digest_of(b"a pass"), data=b"blocked")
        data = report_bytes(a_report(namespace=Namespace.DEMO))
        store.put_report(digest=digest_of(data), data=data)
        assert store.verify_trail().holds

    first, second = file.examine().problems

    assert first.startswith(f"entry 2: the report {digest_of(b'a pass')} has the digest")
    assert second == "entry 3: the report belongs to the namespace demo, expected real"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (planted_trigger, "the schema differs from what the migrations make: swallow"),
        (writable_by_others, "may be written by others"),
        (text, "file is not a database"),
        (nothing, "not a store of Clean Release"),
    ],
    ids=["a planted trigger", "writable by others", "text", "nothing"],
)
def test_a_store_that_would_not_be_opened_is_a_finding(
    file: SqliteStoreFile, change: Callable[[SqliteStoreFile], None], problem: str
) -> None:
    change(file)

    (found,) = file.examine().problems

    assert problem in found
    with pytest.raises((StoreError, NotFoundError)):
        file.copy(target=str(file.store.parents[1] / "copy.db"))
    assert not list(file.store.parents[1].glob("*copy.db*"))


def test_a_copy_is_whole_private_and_overwrites_nothing(file: SqliteStoreFile) -> None:
    target = Path(copied(file))

    assert target.stat().st_mode & 0o777 == 0o600
    assert reports_in(SqliteStoreFile(store=target, namespace=Namespace.REAL, clock=FixedClock())) == 2
    before = target.read_bytes()
    with pytest.raises(ConflictError, match="is there already"):
        file.copy(target=str(target))
    assert target.read_bytes() == before
    assert not list(target.parent.glob(".copy.db*"))


def test_a_copy_is_made_while_another_connection_writes(file: SqliteStoreFile) -> None:
    with opened(file) as store:
        data = report_bytes(a_report(project="three"))
        store.put_report(digest=digest_of(data), data=data)
        target = copied(file)
        data = report_bytes(a_report(project="four"))
        store.put_report(digest=digest_of(data), data=data)

    assert reports_in(file) == 4
    assert reports_in(SqliteStoreFile(store=Path(target), namespace=Namespace.REAL, clock=FixedClock())) == 3


def test_a_damaged_store_is_not_copied_as_if_it_were_whole(file: SqliteStoreFile) -> None:
    tamper(file.store, "UPDATE reports SET data = x'00' WHERE seq = 2")

    with pytest.raises(StoreError, match="the copy is not sound: entry 2"):
        copied(file)
    assert not list(file.store.parents[1].glob("*copy.db*"))


def test_a_copy_into_a_folder_that_is_not_there_is_refused(file: SqliteStoreFile) -> None:
    with pytest.raises(StoreError, match="cannot be written: No such file or directory"):
        copied(file, "nowhere/copy.db")


@pytest.fixture
def of_version_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqliteStoreFile:
    """A store that an older program made, and wrote a report into."""
    steps = tmp_path / "steps"
    steps.mkdir()
    shutil.copy(SHAPE.folder / "0001_first.sql", steps)
    file = a_file(tmp_path)
    with monkeypatch.context() as older:
        older.setattr(connection, "SHAPE", Shape(folder=steps, application_id=SHAPE.application_id))
        put(file, "one")
    return file


def test_looking_at_an_older_store_does_not_change_it(of_version_1: SqliteStoreFile) -> None:
    before = of_version_1.store.read_bytes()

    state = of_version_1.examine()

    assert (state.version, state.is_sound) == (1, True)
    assert of_version_1.store.read_bytes() == before


def test_an_older_store_is_copied_as_it_was_and_migrated(of_version_1: SqliteStoreFile) -> None:
    before = of_version_1.examine()

    done = migrate_store(of_version_1)

    assert (done.before, done.after.version, done.after.head) == (before, NEWEST, before.head)
    assert done.copy == f"{of_version_1.path}.version-1"
    kept = SqliteStoreFile(store=Path(done.copy), namespace=Namespace.REAL, clock=FixedClock())
    assert (kept.examine().version, kept.examine().head) == (1, before.head)
    assert reports_in(of_version_1) == 1
    assert migrate_store(of_version_1).copy == ""


def test_nothing_is_migrated_where_the_copy_has_no_place(of_version_1: SqliteStoreFile, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")

    with pytest.raises(ConflictError):
        migrate_store(of_version_1, target=str(tmp_path / "taken"))
    assert of_version_1.examine().version == 1


def test_a_store_that_is_not_sound_is_not_migrated(of_version_1: SqliteStoreFile) -> None:
    tamper(of_version_1.store, "UPDATE reports SET data = x'00' WHERE seq = 2")

    with pytest.raises(StoreError, match="the store is not sound: entry 2"):
        migrate_store(of_version_1)
    assert of_version_1.examine().version == 1


def test_any_command_brings_an_older_store_up_to_date_in_one_transaction(of_version_1: SqliteStoreFile) -> None:
    assert reports_in(of_version_1) == 1
    assert (of_version_1.examine().version, of_version_1.examine().is_sound) == (NEWEST, True)


def test_an_older_copy_is_put_back_in_the_present_shape(of_version_1: SqliteStoreFile) -> None:
    target = copied(of_version_1)
    migrate_store(of_version_1)

    assert restore_store(of_version_1, source=target, may_replace=False, run="").state.version == NEWEST


def test_the_commands_say_what_was_done_and_what_is_wrong(command: CommandLine, tmp_path: Path) -> None:
    where = ("--project", tmp_path, "--namespace", "demo")
    copy = tmp_path / "copy.db"
    assert command.refused("store", "check", *where).code == 3
    assert "store made:" in command("store", "init", *where).out
    assert "store there already:" in command("store", "init", *where).out
    ended = command("store", "backup", copy, *where)
    assert (ended.code, f"kept  {copy}" in ended.out, "namespace demo" in ended.out) == (0, True, True)
    assert command.refused("store", "backup", copy, *where).code == 2
    assert "of the present version already" in command("store", "migrate", *where).out
    assert '"done": "put back"' in command("store", "restore", copy, *where, "--json").out

    add_trigger(store_path(tmp_path, Namespace.DEMO))
    ended = command("store", "check", *where)
    assert (ended.code, "wrong the schema differs" in ended.out) == (1, True)
    assert "(namespace demo, not read)" in ended.out, "it must not look as if nothing were in it"
    assert command.refused("store", "restore", copy, *where).code == 2
    ended = command("store", "restore", copy, *where, "--replace")
    assert (ended.code, "replaced-" in ended.out) == (0, True)
    assert command("store", "check", *where).code == 0
