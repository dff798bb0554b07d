"""What every watch over a store promises, held by the one over a file and the fake alike."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from checker.adapters.store import SqliteStore, SqliteTaskQueue, store_path
from checker.adapters.store.store_watch import SqliteStoreWatch
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.task import NewTask
from checker.ports.store import Document, Store
from checker.ports.store_watch import StoreWatch
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.fakes.told_watch import ToldWatch

ROOT = Path(__file__).parents[2]


def put(store: Store, text: str) -> None:
    data = text.encode()
    known = len(store.list_documents(kind=DocumentKind.RUN_STAGE))
    document = Document(kind=DocumentKind.RUN_STAGE, digest=digest_of(data), data=data)
    store.add_document(document=document, after=known)


def opened(folder: Path) -> SqliteStore:
    return SqliteStore.open(store_path(folder, Namespace.REAL), namespace=Namespace.REAL, clock=FixedClock())


def watching(folder: Path) -> SqliteStoreWatch:
    return SqliteStoreWatch(store_path(folder, Namespace.REAL))


@pytest.fixture(params=["sqlite", "memory"])
def watched(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Store, StoreWatch]:
    if request.param == "memory":
        store = MemoryStore(clock=FixedClock(), namespace=Namespace.REAL)
        return store, ToldWatch(store)
    return opened(tmp_path), watching(tmp_path)


def test_nothing_changes_while_nobody_commits(watched: tuple[Store, StoreWatch]) -> None:
    store, watch = watched
    put(store, "one")
    before = watch.version()
    store.list_documents(kind=DocumentKind.RUN_STAGE)
    assert watch.version() == before is not None


def test_every_commit_is_another_version(watched: tuple[Store, StoreWatch]) -> None:
    store, watch = watched
    seen = [watch.version()]
    for text in ("one", "two", "three"):
        put(store, text)
        seen.append(watch.version())
    assert len(set(seen)) == 4


@pytest.mark.parametrize("watch", [ToldWatch(), SqliteStoreWatch(Path("nothing", "store.db"))])
def test_a_store_that_is_not_there_has_a_version_too(watch: StoreWatch) -> None:
    assert watch.version() == watch.version() is not None


def test_a_watch_tells_when_it_cannot_tell(tmp_path: Path) -> None:
    store = opened(tmp_path)
    watch = watching(tmp_path)
    before = watch.version()
    writer = sqlite3.connect(store_path(tmp_path, Namespace.REAL), isolation_level=None)
    writer.execute("PRAGMA locking_mode = EXCLUSIVE")
    writer.execute("BEGIN EXCLUSIVE")
    assert watch.version() is None
    writer.execute("ROLLBACK")
    writer.close()
    assert watch.version() not in {None, before}
    store.close()
    assert ToldWatch(MemoryStore(clock=FixedClock(), namespace=Namespace.REAL), is_busy=True).version() is None


def test_a_store_that_was_made_changed_or_replaced_since_has_another_version(tmp_path: Path) -> None:
    watch, path = watching(tmp_path), store_path(tmp_path, Namespace.REAL)
    seen = [watch.version()]
    with opened(tmp_path) as store:
        put(store, "one")
        seen.append(watch.version())
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    copy.replace(path)
    seen.append(watch.version())
    path.chmod(0o660)
    seen.append(watch.version())
    watch.close()
    assert len(set(seen)) == 4


def test_a_change_of_the_queue_counts_and_so_does_one_of_another_process(tmp_path: Path) -> None:
    opened(tmp_path).close()
    watch, path = watching(tmp_path), store_path(tmp_path, Namespace.REAL)
    seen = [watch.version()]
    with SqliteTaskQueue.open(path, namespace=Namespace.REAL, clock=FixedClock()) as queue:
        queue.enqueue(task=NewTask(kind="k", key="k", reference="r"))
        seen.append(watch.version())
    code = (
        "import sys; from pathlib import Path; from tests.contract import test_store_watch_contract as contract;"
        "contract.put(contract.opened(Path(sys.argv[1])), 'theirs')"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, check=True, env={"PYTHONPATH": str(ROOT)})
    seen.append(watch.version())
    assert len(set(seen)) == 3
