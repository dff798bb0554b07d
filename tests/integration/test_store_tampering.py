"""Whoever changes a store is stopped, or found out, and the first entry that does not hold is named."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.store import SqliteStore, SqliteTaskQueue, store_path
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.task import NewTask
from checker.errors import StoreError
from checker.formats.report_v1 import report_bytes
from checker.ports.store import Document, SnapshotRecord
from tests.attacks.store_cases import StoreCase, store_cases
from tests.fakes.fixed_clock import FixedClock
from tests.report_builders import a_document, a_report
from tests.unlocked_store import run_unlocked

SQLITE_READ = sqlite3.SQLITE_READ
ATTACKS = store_cases("store-statements")


def those(*, through: set[str], expect: set[str]) -> list[Any]:
    chosen = [
        attack
        for attack in ATTACKS
        if attack["through"] in through
        and (attack["expect"] if isinstance(attack["expect"], str) else "found") in expect
    ]
    return [pytest.param(attack, id=attack["name"]) for attack in chosen]


def open_store(project: Path) -> SqliteStore:
    return SqliteStore.open(store_path(project, Namespace.REAL), namespace=Namespace.REAL, clock=FixedClock())


def open_queue(project: Path) -> SqliteTaskQueue:
    return SqliteTaskQueue.open(store_path(project, Namespace.REAL), namespace=Namespace.REAL, clock=FixedClock())


def put_report(store: SqliteStore, project: str, *inputs: Document) -> None:
    data = report_bytes(a_report(project=project))
    store.put_report(digest=digest_of(data), data=data, inputs=inputs)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with open_store(tmp_path) as store:
        put_report(store, "one", a_document())
        for name in ("two", "three"):
            put_report(store, name)
    with open_queue(tmp_path) as queue:
        queue.enqueue(task=NewTask(kind="run", key="one", reference="run-001"))
        task = queue.claim(holder="worker", kinds={"run"}, seconds=60)
        assert task is not None
        queue.finish(hold=task.hold)
    return tmp_path


@pytest.fixture
def owner(project: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(store_path(project, Namespace.REAL), isolation_level=None)
    yield connection
    connection.close()


def run(connection: sqlite3.Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement)


@pytest.mark.parametrize("attack", those(through={"store"}, expect={"blocked"}))
def test_the_stores_own_connection_cannot_change_what_is_recorded(attack: StoreCase, project: Path) -> None:
    with open_store(project) as store:
        with pytest.raises(sqlite3.DatabaseError):
            run(store._connection, attack["sql"])

        assert store.verify_trail().holds
        assert len(store.list_reports(limit=9)) == 3


@pytest.mark.parametrize("attack", those(through={"queue"}, expect={"blocked"}))
def test_the_queues_connection_changes_nothing_but_tasks_that_go_on(attack: StoreCase, project: Path) -> None:
    with open_queue(project) as queue, open_store(project) as store:
        before = queue.list_tasks(limit=9)
        with pytest.raises(sqlite3.DatabaseError):
            run(queue._connection, attack["sql"])

        assert queue.list_tasks(limit=9) == before
        assert store.verify_trail().holds
        assert len(store.list_reports(limit=9)) == 3


@pytest.mark.parametrize("attack", those(through={"owner"}, expect={"blocked"}))
def test_the_triggers_stop_even_the_owner_of_the_file(
    attack: StoreCase, owner: sqlite3.Connection, project: Path
) -> None:
    with pytest.raises(sqlite3.DatabaseError, match=r"append-only|a trail entry|a row of|task"):
        run(owner, attack["sql"])

    with open_store(project) as store:
        assert store.verify_trail().holds


@pytest.mark.parametrize("attack", those(through={"unlocked"}, expect={"found"}))
def test_a_changed_row_is_found_and_named(attack: StoreCase, owner: sqlite3.Connection, project: Path) -> None:
    run_unlocked(owner, attack["sql"])

    with open_store(project) as store:
        finding = store.verify_trail()

    assert not finding.holds
    assert finding.first_bad == attack["expect"]["first_bad"], finding.problem
    assert finding.problem


@pytest.mark.parametrize("attack", those(through={"owner"}, expect={"refused"}))
def test_a_store_of_another_shape_is_not_opened(attack: StoreCase, owner: sqlite3.Connection, project: Path) -> None:
    run(owner, attack["sql"])
    owner.close()

    with pytest.raises(StoreError) as refusal:
        open_store(project)

    assert refusal.value.where is not None
    assert refusal.value.where.source.endswith("store.db")


def test_every_attack_is_run_by_one_of_the_tests() -> None:
    run = [
        *those(through={"store", "queue"}, expect={"blocked"}),
        *those(through={"owner"}, expect={"blocked", "refused"}),
        *those(through={"unlocked"}, expect={"found"}),
    ]

    assert len(run) == len(ATTACKS) > 55


@pytest.mark.parametrize(
    ("instead", "problem"),
    [
        ([], "the trail ends at 5, the checkpoint is at 6"),
        (["another four"], "it is not the entry that the checkpoint names"),
        (["another four", "five", "six"], "it is not the entry that the checkpoint names"),
    ],
    ids=["an older copy put back", "a fork of the same length", "a fork that has grown longer"],
)
def test_a_fork_is_found_by_a_checkpoint_kept_elsewhere(project: Path, instead: list[str], problem: str) -> None:
    path = store_path(project, Namespace.REAL)
    copy = shutil.copy(path, project / "older.db")
    with open_store(project) as store:
        put_report(store, "four")
        checkpoint = store.verify_trail().head
    shutil.copy(copy, path)

    with open_store(project) as store:
        for name in instead:
            put_report(store, name)
        assert store.verify_trail().holds
        finding = store.verify_trail(checkpoint=checkpoint)

    assert finding.first_bad == 6
    assert finding.problem.startswith(problem)


@pytest.mark.parametrize("name", ["one", "two", "three"])
def test_one_changed_byte_in_a_page_is_found_and_the_report_is_not_given_out(project: Path, name: str) -> None:
    path = store_path(project, Namespace.REAL)
    data = path.read_bytes()
    needle = f'"project":"{name}"'.encode()
    assert data.count(needle) == 1
    path.write_bytes(data.replace(needle, needle.replace(b"project", b"pr0ject")))

    with open_store(project) as store:
        finding = store.verify_trail()
        with pytest.raises(StoreError, match="has the digest"):
            store.list_reports(limit=9)

    assert finding.first_bad == {"one": 3, "two": 4, "three": 5}[name]
    assert finding.problem.startswith("the report it recorded was changed: its digest is sha256:")


def test_a_torn_page_is_found_or_the_store_refused(project: Path) -> None:
    path = store_path(project, Namespace.REAL)
    whole = path.read_bytes()
    page = 4096
    outcomes = set()
    for start in range(page, len(whole), page):
        path.write_bytes(whole[:start] + b"\xa5" * page + whole[start + page :])
        try:
            with open_store(project) as store:
                finding = store.verify_trail()
                outcomes.add("found" if not finding.holds else f"page at {start} missed")
        except StoreError:
            outcomes.add("refused")

    assert outcomes <= {"found", "refused"}
    assert "found" in outcomes


def a_kept_snapshot(store: SqliteStore) -> SnapshotRecord:
    record = SnapshotRecord(digest=digest_of(b"document"), data=b"document", content=b"content")
    store.put_snapshot(snapshot=record)
    return record


def test_a_snapshot_whose_content_was_changed_is_not_given_out(project: Path, owner: sqlite3.Connection) -> None:
    with open_store(project) as store:
        record = a_kept_snapshot(store)
    run_unlocked(owner, ["UPDATE snapshots SET content = x'00'"])

    with open_store(project) as store, pytest.raises(StoreError, match=r"the content of snapshot .* was changed"):
        store.get_snapshot(digest=record.digest)


def test_a_snapshot_whose_document_was_changed_is_not_given_out(project: Path, owner: sqlite3.Connection) -> None:
    with open_store(project) as store:
        record = a_kept_snapshot(store)
    run_unlocked(owner, ["UPDATE snapshots SET data = x'00'"])

    with open_store(project) as store, pytest.raises(StoreError, match="has the digest"):
        store.get_snapshot(digest=record.digest)


def test_a_document_whose_bytes_were_changed_is_neither_given_out_nor_taken_for_the_same(
    project: Path, owner: sqlite3.Connection
) -> None:
    run_unlocked(owner, ["UPDATE documents SET data = x'00'"])

    with open_store(project) as store:
        with pytest.raises(StoreError, match="has the digest"):
            store.get_document(digest=a_document().digest)
        with pytest.raises(StoreError, match="is stored with other bytes"):
            put_report(store, "four", a_document())


def test_a_trail_that_cannot_be_read_at_all_does_not_hold(project: Path) -> None:
    with open_store(project) as store:
        store._connection.set_authorizer(lambda action, first, *_: int(first == "trail" and action == SQLITE_READ))

        finding = store.verify_trail()

    assert (finding.first_bad, finding.holds) == (1, False)
    assert finding.problem.startswith("the trail cannot be read")


def test_a_document_of_no_known_kind_is_not_given_out(project: Path, owner: sqlite3.Connection) -> None:
    run_unlocked(owner, ["UPDATE documents SET type = 'shopping list'"])

    with open_store(project) as store, pytest.raises(StoreError, match="kept as 'shopping list', which no document is"):
        store.get_document(digest=a_document().digest)
