"""A power cut at any moment loses nothing that was acknowledged, and never corrupts the store.

The same sweep must go red where SQLite is told to flush less; otherwise it would prove nothing.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

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
