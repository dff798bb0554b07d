"""A store is used only where nobody else could have put it, and made so that nobody else can change it."""

import os
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.sqlite_file import Opening, connect_sqlite
from checker.adapters.sqlite_journal import ROLLBACK, WAL, Journal
from checker.adapters.store import SqliteStore, store_path
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.errors import NotFoundError, StoreError
from checker.formats.report_v1 import report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.report_builders import a_report

NOBODY = 65534


def open_store(
    project: Path, *, namespace: Namespace = Namespace.REAL, run: str = "", create: bool = True
) -> SqliteStore:
    path = store_path(project, namespace)
    return SqliteStore.open(path, namespace=namespace, clock=FixedClock(), run=run, create=create)


def make(project: Path, *, namespace: Namespace = Namespace.REAL) -> Path:
    open_store(project, namespace=namespace).close()
    return store_path(project, namespace)


def git(directory: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(directory), *arguments], check=True, capture_output=True)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture
def _no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_no_umask")
def test_a_store_and_its_directories_belong_to_their_user_alone(tmp_path: Path) -> None:
    path = make(tmp_path, namespace=Namespace.DEMO)

    assert path == tmp_path / ".clean-release" / "demo" / "store.db"
    assert mode_of(path) == 0o600
    assert mode_of(path.parent) == mode_of(path.parent.parent) == 0o700


def test_a_store_keeps_itself_out_of_git(tmp_path: Path) -> None:
    git(tmp_path, "init")
    make(tmp_path)

    git(tmp_path, "add", "--all")

    listed = subprocess.run(["git", "-C", str(tmp_path), "ls-files"], check=True, capture_output=True, text=True)
    assert listed.stdout == ""
    open_store(tmp_path).close()


def test_a_store_is_ephemeral_only_for_the_process_or_run_that_made_it(tmp_path: Path) -> None:
    with open_store(tmp_path, run="4711/1") as made:
        assert made.is_ephemeral
    with open_store(tmp_path, run="4711/1") as same_run:
        assert same_run.is_ephemeral
    for other in ("", "4711/2"):
        with open_store(tmp_path, run=other) as later:
            assert not later.is_ephemeral


def test_a_store_made_outside_any_run_is_not_ephemeral_later(tmp_path: Path) -> None:
    make(tmp_path)

    with open_store(tmp_path) as store:
        assert not store.is_ephemeral


def test_looking_for_a_store_does_not_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no store at"):
        open_store(tmp_path, create=False)

    assert list(tmp_path.iterdir()) == []


def test_a_store_of_one_namespace_is_not_opened_for_the_other(tmp_path: Path) -> None:
    path = make(tmp_path, namespace=Namespace.DEMO)

    with pytest.raises(StoreError, match="keeps the namespace demo, expected real"):
        SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock())


@pytest.mark.parametrize("which", ["store.db", "demo", ".clean-release"])
@pytest.mark.parametrize("bit", [stat.S_IWGRP, stat.S_IWOTH])
def test_what_others_may_write_is_refused(tmp_path: Path, which: str, bit: int) -> None:
    path = make(tmp_path, namespace=Namespace.DEMO)
    target = {"store.db": path, "demo": path.parent, ".clean-release": path.parent.parent}[which]
    target.chmod(mode_of(target) | bit)

    with pytest.raises(StoreError, match=f"{which} may be written by others"):
        open_store(tmp_path, namespace=Namespace.DEMO)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("which", ["store.db", ".clean-release"])
def test_what_another_user_owns_is_refused(tmp_path: Path, which: str) -> None:
    path = make(tmp_path)
    target = {"store.db": path, ".clean-release": path.parent}[which]
    os.chown(target, NOBODY, NOBODY)

    with pytest.raises(StoreError, match=f"{which} belongs to user {NOBODY}, expected 0"):
        open_store(tmp_path)


@pytest.mark.parametrize("which", ["store.db", ".clean-release"])
def test_a_link_is_refused_even_to_a_good_store(tmp_path: Path, which: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = make(elsewhere)
    project = tmp_path / "project"
    link = project / ".clean-release" / "store.db" if which == "store.db" else project / ".clean-release"
    link.parent.mkdir(parents=True, mode=0o700)
    link.symlink_to(path if which == "store.db" else path.parent)

    with pytest.raises(StoreError, match=f"{which} is a link, expected"):
        open_store(project)


def test_a_dangling_link_is_refused_and_nothing_is_made_behind_it(tmp_path: Path) -> None:
    (tmp_path / ".clean-release").mkdir(mode=0o700)
    target = tmp_path / "target.db"
    store_path(tmp_path, Namespace.REAL).symlink_to(target)

    with pytest.raises(StoreError, match="is a link"):
        open_store(tmp_path)

    assert not target.exists()


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_a_planted_side_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = make(tmp_path)
    path.with_name(path.name + suffix).symlink_to("/etc/hostname")

    with pytest.raises(StoreError, match=f"store.db{suffix} is a link"):
        open_store(tmp_path)


@pytest.mark.parametrize("kind", ["directory", "pipe"])
def test_what_is_no_regular_file_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / ".clean-release").mkdir(mode=0o700)
    path = store_path(tmp_path, Namespace.REAL)
    path.mkdir() if kind == "directory" else os.mkfifo(path, 0o600)

    with pytest.raises(StoreError, match="expected a regular file"):
        open_store(tmp_path)


def test_a_file_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".clean-release").write_text("", encoding="ascii")

    with pytest.raises(StoreError, match=r"\.clean-release is a regular file, expected a directory"):
        open_store(tmp_path)


def test_a_project_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used: No such file or directory"):
        open_store(tmp_path / "missing")


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = make(tmp_path)
    path.write_bytes(content)

    with pytest.raises(StoreError, match="the store failed"):
        open_store(tmp_path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path)
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE reports (seq, digest, data)")
    connection.close()
    path.chmod(0o600)

    with pytest.raises(StoreError, match="not a store of Clean Release"):
        open_store(tmp_path)


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    """What a power cut right after the file was made leaves behind."""
    path = make(tmp_path)
    path.write_bytes(b"")

    with open_store(tmp_path) as store:
        assert store.is_ephemeral
        assert store.verify_trail().holds


@pytest.mark.parametrize("file", ["store.db", "store.db-journal", "anything"])
def test_a_store_that_git_tracks_is_refused(tmp_path: Path, file: str) -> None:
    path = make(tmp_path)
    git(tmp_path, "init")
    (path.parent / file).touch(mode=0o600)
    git(tmp_path, "add", "--force", f".clean-release/{file}")

    with pytest.raises(StoreError, match=f"git tracks {file} in .clean-release"):
        open_store(tmp_path)


@pytest.mark.parametrize("file", ["store.db-journal", "store.db-wal", "anything"])
def test_no_store_is_made_where_git_tracks_something_already(tmp_path: Path, file: str) -> None:
    """Attack: a pull request commits the journal of a store that is still to be made."""
    git(tmp_path, "init")
    path = store_path(tmp_path, Namespace.REAL)
    path.parent.mkdir(mode=0o700)
    (path.parent / file).touch(mode=0o600)
    git(tmp_path, "add", "--force", f".clean-release/{file}")

    with pytest.raises(StoreError, match=f"git tracks {file} in .clean-release"):
        open_store(tmp_path)


def test_a_store_planted_from_a_checkout_is_refused(tmp_path: Path) -> None:
    """Attack: a pull request commits a store whose trigger swallows the report and whose rows say `passed`."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    path = make(origin, namespace=Namespace.DEMO)
    git(origin, "init")
    git(origin, "add", "--force", path.relative_to(origin).as_posix())
    git(origin, "commit", "--message", "Plant a store")
    git(tmp_path, "clone", str(origin), str(clone))
    for planted in (clone / ".clean-release").rglob("*"):
        planted.chmod(0o700 if planted.is_dir() else 0o600)

    with pytest.raises(StoreError, match=r"git tracks demo/store.db"):
        open_store(clone, namespace=Namespace.DEMO)


def test_a_project_inside_a_larger_repository_is_checked_too(tmp_path: Path) -> None:
    git(tmp_path, "init")
    project = tmp_path / "packages" / "one"
    project.mkdir(parents=True)
    make(project)
    open_store(project).close()
    git(tmp_path, "add", "--force", "packages/one/.clean-release/store.db")

    with pytest.raises(StoreError, match=r"git tracks store.db"):
        open_store(project)


def test_nothing_the_repository_configures_is_run(tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {witness}\n", encoding="ascii")
    program.chmod(0o700)
    project = tmp_path / "project"
    project.mkdir()
    git(project, "init")
    for setting in ("core.fsmonitor", "core.hooksPath", "core.pager", "diff.external", "alias.ls-files"):
        git(project, "config", setting, str(program))
    make(project)

    open_store(project).close()

    assert not witness.exists()


def test_without_git_a_store_in_a_repository_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init")
    make(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))

    with pytest.raises(StoreError, match="could not be found out: there is no git on PATH"):
        open_store(tmp_path)


def test_without_git_a_store_outside_any_repository_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))

    open_store(tmp_path).close()


@pytest.mark.parametrize("script", ["exit 3", "sleep 60"])
def test_a_git_that_does_not_answer_leaves_the_store_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    git(tmp_path, "init")
    make(tmp_path)
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    fake.chmod(0o700)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    monkeypatch.setattr("checker.adapters.store.git_index._SECONDS", 0.2)

    with pytest.raises(StoreError, match=r"could not be found out: git (ended with 3|did not answer: TimeoutExpired)"):
        open_store(tmp_path)


def test_a_store_that_is_busy_for_too_long_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    impatient = Opening(
        connect=lambda name: sqlite3.connect(name, timeout=0.05, isolation_level=None), journal=ROLLBACK
    )

    with (
        SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=impatient) as store,
        pytest.raises(StoreError, match="database is locked") as refusal,
    ):
        store.record_revision(bundle="release-policy", revision=1)

    assert refusal.value.hint == "another process is writing; try again"
    holder.close()


@pytest.mark.parametrize("journal", [ROLLBACK, WAL], ids=["rollback", "wal"])
def test_either_journal_keeps_reports(tmp_path: Path, journal: Journal) -> None:
    path = store_path(tmp_path, Namespace.REAL)
    data = report_bytes(a_report())
    for _ in range(2):
        opening = Opening(connect=connect_sqlite, journal=journal)
        with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as store:
            store.put_report(digest=digest_of(data), data=data)
            assert store.get_report(name=digest_of(data)).data == data
            assert store.verify_trail().holds


def test_a_setting_that_sqlite_does_not_take_is_refused(tmp_path: Path) -> None:
    """A database in memory cannot keep a rollback journal on disk, so nothing in it would survive."""
    opening = Opening(connect=lambda _: sqlite3.connect(":memory:", isolation_level=None), journal=ROLLBACK)

    with pytest.raises(StoreError, match="journal_mode = memory, expected delete"):
        SqliteStore.open(store_path(tmp_path, Namespace.REAL), namespace=Namespace.REAL, clock=FixedClock(), by=opening)


class LosesReports(sqlite3.Connection):
    """SQLite on a machine that says it wrote a report and did not, or wrote another."""

    instead = "SELECT 1 WHERE 0"

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 declares it
        if sql.startswith("INSERT INTO reports"):
            return super().execute(self.instead, parameters if "?" in self.instead else ())
        return super().execute(sql, parameters)


class ChangesReports(LosesReports):
    instead = "INSERT INTO reports (seq, digest, data) VALUES (?, ?, coalesce(x'7b7d', ?))"


@pytest.mark.parametrize("kind", [LosesReports, ChangesReports])
def test_a_report_that_was_not_kept_as_given_is_noticed_and_nothing_is_recorded(
    tmp_path: Path, kind: type[sqlite3.Connection]
) -> None:
    make(tmp_path)
    data = report_bytes(a_report())
    opening = Opening(connect=lambda name: sqlite3.connect(name, isolation_level=None, factory=kind), journal=ROLLBACK)
    path = store_path(tmp_path, Namespace.REAL)

    with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as store:
        with pytest.raises(StoreError, match="did not keep row 2 as given"):
            store.put_report(digest=digest_of(data), data=data)
        assert store.list_reports(limit=9) == ()
        assert store.verify_trail().head.seq == 1
