"""What a server writes: looked at and added to in one transaction, refused where the store is not what it was."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any

import pytest

from checker.adapters.group_commit import GroupCommit
from checker.adapters.store import git_index, store_path
from checker.adapters.store.sqlite_tasks import SqliteTaskQueue
from checker.application.build_manifest import build_manifest
from checker.bootstrap.candidates import Candidates
from checker.bootstrap.compliance import opened_queue
from checker.bootstrap.permits import Permits
from checker.bootstrap.serving import HostedProject
from checker.domain.namespace import Namespace
from checker.errors import NotFoundError
from tests.integration.compliance_project import BY, NAME
from tests.integration.served_project import API, REGISTRATION, ServedProject, served

if TYPE_CHECKING:
    from checker.application.open_lifecycle import OpenedLifecycle

__all__ = ["served"]
CANDIDATES = f"{API}/candidates"
JSON = {"Content-Type": "application/json"}
pytestmark = pytest.mark.engine


def etag_of(served: ServedProject) -> str:
    found: str = served.client.get(f"{CANDIDATES}/{NAME}").headers["ETag"]
    return found


def events(served: ServedProject) -> list[str]:
    """What happened, by the store alone."""
    path = store_path(served.project.tree, Namespace.REAL)
    with closing(sqlite3.connect(path)) as connection:
        return [data for (data,) in connection.execute("SELECT digest FROM documents WHERE type = 'lifecycle-event'")]


def test_a_group_lends_its_tasks_to_its_own_namespace_alone(served: ServedProject) -> None:
    served.client.post(CANDIDATES, json=REGISTRATION)
    hosted = HostedProject(name="widget", folder=served.project.tree, namespace=Namespace.REAL)
    with served.serving.turn(hosted) as shared:
        with opened_queue(shared.candidates) as queue:
            assert queue.list_tasks(limit=1) == ()
        with pytest.raises(NotFoundError), opened_queue(shared.facade.candidates(Namespace.DEMO)):
            pass  # nothing was ever kept there


def test_who_acts_on_what_they_read_is_refused_where_another_process_wrote_in_between(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one commits after the request has come, and before it has its turn; it is told what changed."""
    served.client.post(CANDIDATES, json=REGISTRATION)
    etag, artifacts = etag_of(served), (served.project.tree / "artifacts.json").read_bytes()
    turn, coming, committed = GroupCommit.turn, Barrier(2), Event()

    def late(self: GroupCommit[Any]) -> Any:  # noqa: ANN401 - as the method
        coming.wait(60)
        assert committed.wait(60)
        return turn(self)

    monkeypatch.setattr(GroupCommit, "turn", late)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(
            served.client.post,
            f"{CANDIDATES}/{NAME}/artifacts/import",
            content=artifacts,
            headers=JSON | {"If-Match": etag},
        )
        coming.wait(60)
        before = events(served)
        served.project.json("candidate", "import-artifacts", *BY, "--input", "artifacts.json")
        committed.set()
        answer = asked.result(60)

    assert (answer.status_code, answer.json()["code"]) == (412, "precondition-failed")
    assert len(events(served)) == len(before) + 1


def test_nobody_writes_between_what_is_looked_at_and_what_is_added(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process that tries while the request is looked at waits until that is durable."""
    served.client.post(CANDIDATES, json=REGISTRATION)
    etag, artifacts = etag_of(served), (served.project.tree / "artifacts.json").read_bytes()
    path = store_path(served.project.tree, Namespace.REAL)
    as_shown, refused = Candidates.as_shown, []

    def while_looking(candidate: Any) -> Any:  # noqa: ANN401 - as the method
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                refused.append(str(error))
        return as_shown(candidate)

    monkeypatch.setattr(Candidates, "as_shown", staticmethod(while_looking))
    answer = served.client.post(
        f"{CANDIDATES}/{NAME}/artifacts/import", content=artifacts, headers=JSON | {"If-Match": etag}
    )

    assert answer.status_code == 200
    assert refused == ["database is locked"]


def test_what_takes_long_is_added_to_what_was_looked_at_or_refused(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing judges again and keeps no lock meanwhile: whoever writes then is noticed when its event is added."""
    served.project.to_manifest()
    seen: list[OpenedLifecycle] = []
    etag = etag_of(served)
    body = {"report_id": "rpt-001", "channel": "pypi"}

    def published(self: Permits, asked: Any, *, actor: str, progress: object) -> Any:  # noqa: ANN401 - as the method
        del progress
        candidates = self.approving.candidates
        with candidates.writing(actor) as (opened, by):
            seen.append(opened)
            if len(seen) == 1:
                served.project.json("manifest", "build", *BY)
            return build_manifest(opened, asked.candidate, by=by)

    monkeypatch.setattr(Permits, "publish", published)
    answer = served.client.post(f"{CANDIDATES}/{NAME}/publish", json=body, headers={"If-Match": etag})

    assert (answer.status_code, answer.json()["code"]) == (409, "overtaken"), answer.text
    assert len(events(served)) == len(seen[0].events) + 1


def test_runs_of_many_who_ask_together_are_each_one(served: ServedProject) -> None:
    served.project.to_manifest()
    barrier = Barrier(8)

    def ask(_: int) -> str:
        barrier.wait(30)
        answer = served.client.post(f"{CANDIDATES}/{NAME}/compliance-runs")
        assert answer.status_code == 202, answer.text
        assert answer.json()["task"]["state"] == "queued", answer.text
        run: str = answer.json()["run_id"]
        return run

    with ThreadPoolExecutor(8) as pool:
        runs = sorted(pool.map(ask, range(8)))

    assert runs == [f"run-{number:03d}" for number in range(1, 9)]
    path = store_path(served.project.tree, Namespace.REAL)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM tasks WHERE state = 'queued'").fetchone() == (8,)


def test_a_run_whose_task_cannot_be_kept_is_not_kept_either(
    served: ServedProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.project.to_manifest()
    before = events(served)

    def failing(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("no")

    monkeypatch.setattr(SqliteTaskQueue, "enqueue", failing)
    answer = served.client.post(f"{CANDIDATES}/{NAME}/compliance-runs")

    assert answer.status_code >= 500
    assert events(served) == before


# -- a store that is another one at the next request -----------------------------------------------------------------


def planted(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER planted AFTER INSERT ON documents BEGIN SELECT 1; END")


def replaced(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE documents (digest, type, data)")
    path.chmod(0o600)


def altered(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for name in ("documents_no_update", "documents_no_delete"):
            connection.execute(f"DROP TRIGGER {name}")


def swapped(path: Path) -> None:
    """A copy with an event changed, under the same name, with size and time of the first."""
    before = path.stat()
    other = path.with_name("other.db")
    shutil.copy2(path, other)
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        (seq, data) = connection.execute("SELECT seq, data FROM documents WHERE type = 'lifecycle-event'").fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'documents_no_update'").fetchone()
        connection.execute("DROP TRIGGER documents_no_update")
        connection.execute("UPDATE documents SET data = ? WHERE seq = ?", (data.replace(b"1.2.0", b"9.9.9"), seq))
        connection.execute(sql)
    other.chmod(0o600)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def shared(path: Path) -> None:
    path.chmod(0o660)


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))
    path.symlink_to("elsewhere.db")


def tracked(path: Path) -> None:
    tree = path.parent.parent
    subprocess.run(["git", "-C", str(tree), "add", "--force", str(path)], check=True, capture_output=True)


@pytest.mark.parametrize("do", [planted, replaced, altered, swapped, shared, linked, tracked])
def test_a_store_that_became_another_between_two_requests_is_refused(
    served: ServedProject, do: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_index, "_SETTLED_SECONDS", 0.0)
    path = store_path(served.project.tree, Namespace.REAL)
    for number in range(3):
        body = REGISTRATION | {"candidate_id": f"before-{number}"}
        assert served.client.post(CANDIDATES, json=body).status_code == 201

    do(path)
    answer = served.client.post(CANDIDATES, json=REGISTRATION)

    assert (answer.status_code, answer.json()["code"]) == (503, "store-refused"), answer.text
