"""A power cut at any moment loses nothing that was acknowledged, and never corrupts the store.

The same sweep must go red where SQLite is told to flush less; otherwise it would prove nothing.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from checker.adapters.sqlite_file import Connect, Opening, connect_sqlite
from checker.adapters.sqlite_journal import Journal
from checker.adapters.store import SqliteStore, SqliteTaskQueue, store_path
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.task import NewTask
from checker.errors import StoreError
from tests.attacks.store_cases import StoreCase, store_cases
from tests.fakes.fixed_clock import FixedClock
from tests.integration.power_cut import ApswConnection, RecordingVFS, Step, disks_after_cut
from tests.report_builders import a_document

REPORTS = [b'{"namespace":"real","n":%d,"filler":"%s"}' % (number, b"x" * 3000) for number in range(3)]
KINDS = (DocumentKind.MANIFEST, DocumentKind.LIFECYCLE_EVENT)
QUEUED = ("queued", "leased", "done")
"""What becomes of a task here, in order."""


def opening_of(case: StoreCase, *, connect: Connect = connect_sqlite) -> Opening:
    return Opening(connect=connect, journal=Journal(mode=case["journal"], synchronous=case["synchronous"]))


def recorded(path: Path, case: StoreCase) -> list[Step]:
    """What the disk is asked for while a store is written to, and what was acknowledged meanwhile."""
    steps: list[Step] = []
    name = f"recording-{id(steps)}"
    vfs = RecordingVFS(name, steps)

    def connect(path: str) -> sqlite3.Connection:
        connection: object = ApswConnection(path, vfs=name)
        return connection  # type: ignore[return-value]  # as much of it as the store uses

    opening = opening_of(case, connect=connect)
    for acknowledged in WRITES[case["what"]](path, opening):
        steps.append(Step(what="acknowledged", name=acknowledged))  # noqa: PERF401 - what is written appends steps too
    vfs.unregister()
    return steps


def write_reports(path: Path, opening: Opening) -> Iterator[str]:
    with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as store:
        for data in REPORTS:
            store.put_report(digest=digest_of(data), data=data)
            yield digest_of(data)


def write_events(path: Path, opening: Opening) -> Iterator[str]:
    """Each with a manifest that is kept beside it."""
    with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as store:
        for after, data in enumerate((b'{"event":1}', b'{"event":2}')):
            manifest = a_document(b'{"manifest":%d}' % after, kind=DocumentKind.MANIFEST)
            event = a_document(data, kind=DocumentKind.LIFECYCLE_EVENT)
            store.add_document(document=event, after=after, beside=(manifest,))
            yield manifest.digest
            yield event.digest


def write_tasks(path: Path, opening: Opening) -> Iterator[str]:
    with SqliteTaskQueue.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as queue:
        for number in (1, 2):
            queue.enqueue(task=NewTask(kind="run", key=f"key-{number}", reference="run"))
            yield f"task {number} queued"
        task = queue.claim(holder="worker", kinds={"run"}, seconds=60)
        assert task is not None
        yield "task 1 leased"
        queue.finish(hold=task.hold)
        yield "task 1 done"


WRITES: dict[str, Callable[[Path, Opening], Iterator[str]]] = {
    "reports": write_reports,
    "events": write_events,
    "tasks": write_tasks,
}


def breaches(project: Path, case: StoreCase) -> Iterator[str]:
    """What is lost or damaged after any of the cuts, with the number of the cut."""
    path, there = store_path(project / "cut", Namespace.REAL), store_path(project / "recorded", Namespace.REAL)
    (project / "recorded").mkdir()
    durable = b""
    if not case.get("new"):
        SqliteStore.open(there, namespace=Namespace.REAL, clock=FixedClock(), by=opening_of(case)).close()
        durable = there.read_bytes()
    steps = recorded(there, case)
    path.parent.mkdir(parents=True, mode=0o700)
    cuts = disks_after_cut(steps, seed=case["seed"], first=path.name, durable=durable)
    for number, (acknowledged, files) in enumerate(cuts):
        for file in path.parent.iterdir():
            file.unlink()
        for name, data in files.items():
            (path.parent / name).write_bytes(data)
            (path.parent / name).chmod(0o600)
        yield from (f"cut {number}: {problem}" for problem in after_cut(path, acknowledged, case))


def after_cut(path: Path, acknowledged: set[str], case: StoreCase) -> list[str]:
    opening = Opening(connect=connect_sqlite, journal=Journal(mode=case["journal"], synchronous=2))
    try:
        with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as store:
            kept = {str(record.digest) for record in store.list_reports(limit=9)}
            kept |= {str(one.digest) for kind in KINDS for one in store.list_documents(kind=kind)}
            finding = store.verify_trail()
        with SqliteTaskQueue.open(path, namespace=Namespace.REAL, clock=FixedClock(), by=opening) as queue:
            for task in queue.list_tasks(limit=9):
                kept |= {f"task {task.number} {word}" for word in QUEUED[: QUEUED.index(task.state) + 1]}
    except StoreError as error:
        return [f"the store does not open: {error.message}"]
    problems = [] if finding.holds else [f"the trail does not hold: {finding.problem}"]
    return problems + ([f"lost {sorted(acknowledged - kept)}"] if acknowledged - kept else [])


@pytest.mark.parametrize("case", store_cases("store-cuts", kind="pass"), ids=str)
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, case: StoreCase) -> None:
    assert list(breaches(tmp_path, case)) == []


@pytest.mark.parametrize("case", store_cases("store-cuts", kind="fail"), ids=str)
def test_the_simulator_goes_red_where_less_is_flushed(tmp_path: Path, case: StoreCase) -> None:
    assert next(breaches(tmp_path, case), "")


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
