"""A power cut at any moment loses nothing that was acknowledged, and never corrupts the store.

The same sweep must go red where SQLite is told to flush less; otherwise it would prove nothing.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from checker.adapters.store import SqliteStore, store_path
from checker.adapters.store.connection import Opening, connect_sqlite
from checker.adapters.store.journal import ROLLBACK, WAL, Journal
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.errors import StoreError
from tests.fakes.fixed_clock import FixedClock
from tests.integration.power_cut import ApswConnection, RecordingVFS, Step, disks_after_cut

REPORTS = [b'{"namespace":"real","n":%d,"filler":"%s"}' % (number, b"x" * 3000) for number in range(3)]
FLUSHES_LESS = {
    "a rollback journal that is never flushed": Journal(mode="delete", synchronous=0),
    "a rollback journal whose deletion is not flushed": Journal(mode="delete", synchronous=2),
    "WAL that is flushed at checkpoints only": Journal(mode="wal", synchronous=1),
    "WAL that is never flushed": Journal(mode="wal", synchronous=0),
}


def recorded(project: Path, journal: Journal) -> list[Step]:
    """What the disk is asked for while a new store records three reports."""
    steps: list[Step] = []
    name = f"recording-{id(steps)}"
    vfs = RecordingVFS(name, steps)

    def connect(path: str) -> sqlite3.Connection:
        connection: object = ApswConnection(path, vfs=name)
        return connection  # type: ignore[return-value]  # as much of it as the store uses

    path = store_path(project, Namespace.REAL)
    opening = Opening(connect=connect, journal=journal)
    with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as store:
        for data in REPORTS:
            store.put_report(digest=digest_of(data), data=data)
            steps.append(Step(what="acknowledged", name=digest_of(data)))
    vfs.unregister()
    return steps


def breaches(project: Path, journal: Journal, *, seed: int) -> Iterator[str]:
    """What is lost or damaged after any of the cuts, with the number of the cut."""
    steps = recorded(project / "recorded", journal)
    path = store_path(project / "cut", Namespace.REAL)
    path.parent.mkdir(parents=True, mode=0o700)
    for number, (acknowledged, files) in enumerate(disks_after_cut(steps, seed=seed, first=path.name)):
        for file in path.parent.iterdir():
            file.unlink()
        for name, data in files.items():
            (path.parent / name).write_bytes(data)
            (path.parent / name).chmod(0o600)
        yield from (f"cut {number}: {problem}" for problem in after_cut(path, acknowledged, journal))


def after_cut(path: Path, acknowledged: set[str], journal: Journal) -> list[str]:
    known = Journal(mode=journal.mode, synchronous=2)
    try:
        opening = Opening(connect=connect_sqlite, journal=known)
        with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as store:
            kept = {str(record.digest) for record in store.list_reports(limit=9)}
            finding = store.verify_trail()
    except StoreError as error:
        return [f"the store does not open: {error.message}"]
    problems = [] if finding.holds else [f"the trail does not hold: {finding.problem}"]
    return problems + ([f"lost {len(acknowledged - kept)} acknowledged reports"] if acknowledged - kept else [])


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 6))])
@pytest.mark.parametrize("journal", [ROLLBACK, WAL], ids=["rollback", "wal"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, journal: Journal, seed: int) -> None:
    (tmp_path / "recorded").mkdir()

    assert list(breaches(tmp_path, journal, seed=seed)) == []


@pytest.mark.parametrize("case", sorted(FLUSHES_LESS))
def test_the_simulator_goes_red_where_less_is_flushed(tmp_path: Path, case: str) -> None:
    (tmp_path / "recorded").mkdir()

    assert next(breaches(tmp_path, FLUSHES_LESS[case], seed=1), "")


def test_the_recorder_sees_what_a_file_is_asked_for(tmp_path: Path) -> None:
    steps: list[Step] = []
    vfs = RecordingVFS("recorder", steps)
    create = apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_MAIN_DB

    file = vfs.xOpen(str(tmp_path / "file"), [create, 0])
    file.xWrite(b"abc", 0)
    file.xSync(apsw.SQLITE_SYNC_NORMAL)
    file.xTruncate(1)
    file.xClose()
    vfs.xDelete(str(tmp_path / "file"), syncdir=True)
    vfs.unregister()

    assert [step.what for step in steps] == ["create", "write", "sync", "truncate", "delete"]
    assert {step.name for step in steps} == {"file"}


def found_after(*steps: Step) -> list[dict[str, bytes]]:
    """The files after a cut at the end: everything pending lost, everything kept."""
    return [files for _, files in disks_after_cut(list(steps), seed=1, first="db")][-3:-1]


WRITE = Step(what="write", name="db", data=b"x" * 1024)
NEW = (Step(what="create", name="journal"), Step(what="write", name="journal", data=b"y"))


def test_what_was_not_synced_can_be_lost_or_kept() -> None:
    assert found_after(WRITE) == [{"db": b""}, {"db": b"x" * 1024}]


def test_what_was_synced_is_kept() -> None:
    assert found_after(WRITE, Step(what="sync", name="db")) == [{"db": b"x" * 1024}] * 2


def test_a_write_can_be_torn_between_sectors() -> None:
    found = {files["db"] for seed in range(20) for _, files in disks_after_cut([WRITE], seed=seed, first="db")}

    assert found == {b"", b"x" * 512, b"\0" * 512 + b"x" * 512, b"x" * 1024}


def test_a_new_file_is_found_once_it_was_synced_and_may_be_before() -> None:
    assert found_after(*NEW) == [{"db": b""}, {"db": b"", "journal": b"y"}]
    assert found_after(*NEW, Step(what="sync", name="journal")) == [{"db": b"", "journal": b"y"}] * 2


@pytest.mark.parametrize("is_synced", [True, False])
def test_a_deleted_file_may_be_back_unless_the_directory_was_synced(is_synced: bool) -> None:  # noqa: FBT001 - the case
    made = (*NEW, Step(what="sync", name="journal"))

    lost, kept = found_after(*made, Step(what="delete", name="journal", is_synced=is_synced))

    assert ("journal" in lost) is not is_synced
    assert kept == {"db": b""}
