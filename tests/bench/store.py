"""The store and its queue: appends against bare inserts, verifying, listing, many writers, a killed worker.

`python -m tests.bench.store FOLDER` prints its rows as JSON, `make bench CASE=store` shows them. Appends and inserts
of the same bytes are taken in turn in one process, so that whatever else the disk does meets both alike. A bare insert
is one row in one table, one transaction, the same journal and the same flushes.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from checker.adapters.clock import SystemClock
from checker.adapters.sqlite_file import connect_sqlite, opening_here, set_up, transaction
from checker.adapters.store import SqliteStore, rows, store_path
from checker.domain.digest import digest_of
from checker.domain.latency import percentile
from checker.domain.namespace import Namespace
from tests.bench.figures import Row, Sample, row
from tests.killed_worker import work_with_one_killed

APPENDS, KEPT, PAGE, WRITERS, EACH, TASKS, LEASE = 400, 100_000, 100, 16, 25, 2_000, 6
WARM_UP, VERIFIED = 20, 5


def main() -> None:
    """Measure in the folder that is named."""
    folder = Path(sys.argv[1])
    measured = [*_appends(folder / "appends"), *_large(folder / "large"), _writers(folder / "writers")]
    measured.append(_tasks(folder / "tasks"))
    sys.stdout.write(json.dumps(measured) + "\n")


def _report(number: int) -> bytes:
    return b'{"namespace":"real","number":%d,"filler":"%s"}' % (number, b"x" * 1000)


def _store(project: Path) -> SqliteStore:
    project.mkdir(parents=True, exist_ok=True)
    return SqliteStore.open(store_path(project, Namespace.REAL), namespace=Namespace.REAL, clock=SystemClock())


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _processor_seconds() -> float:
    """What this process and the children that have ended have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _appends(project: Path) -> list[Row]:
    with _store(project) as store:
        bare = _bare(project / "bare.db")
        appended, inserted = [], []
        for number in range(APPENDS + WARM_UP):
            data = _report(number)
            appended.append(_timed(lambda data=data: store.put_report(digest=digest_of(data), data=data)))  # type: ignore[misc]
            inserted.append(_timed(lambda data=data: _insert(bare, data)))  # type: ignore[misc]
        bare.close()
    ours, theirs = (Sample(wall=tuple(taken[WARM_UP:])) for taken in (appended, inserted))
    share = percentile(theirs.wall, 50) / percentile(ours.wall, 50)
    told = f"{share:.0%} of the rate of a bare insert"
    return [
        row("a bare insert, as durable", theirs, warm_up=WARM_UP),
        row("a report appended to the trail", ours, warm_up=WARM_UP, note=told, aim="80 %", is_met=share >= 0.8),
    ]


def _bare(path: Path) -> sqlite3.Connection:
    opening = opening_here(path)
    connection = connect_sqlite(str(path))
    set_up(connection, opening.journal)
    connection.execute("CREATE TABLE kept (seq INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, data BLOB) STRICT")
    return connection


def _insert(connection: sqlite3.Connection, data: bytes) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO kept (digest, data) VALUES (?, ?)", (digest_of(data), data))


def _large(project: Path) -> list[Row]:
    """Verifying and listing of a store that is as large as few will be; filled in few transactions."""
    with _store(project) as store:
        for first in range(0, KEPT, 10_000):
            with transaction(store._connection):
                found = [_report(number) for number in range(first, first + 10_000)]
                store._append(rows.report_row(digest=digest_of(data), data=data) for data in found)
        before_all = _processor_seconds()
        verified = [_timed(store.verify_trail) for _ in range(VERIFIED)]
        spent = (_processor_seconds() - before_all) / VERIFIED
        rate = KEPT / (min(verified) / 1000)
        told = f"{rate:,.0f} rows/s at best, {KEPT / spent:,.0f} for each second of processor time of both processes"
        pages: list[float] = []
        before = 0
        for _ in range(KEPT // PAGE):
            begun = time.perf_counter()
            page = store.list_reports(limit=PAGE, before=before)
            pages.append((time.perf_counter() - begun) * 1000)
            before = page[-1].seq
    listed = Sample(wall=tuple(pages))
    is_quick = percentile(listed.wall, 95) <= 100
    return [
        row(
            f"trail verify, {KEPT:,} rows",
            Sample(wall=tuple(verified)),
            warm_up=0,
            note=told,
            aim="200,000 rows/s",
            is_met=rate >= 200_000,
        ),
        row(f"a page of {PAGE} of {KEPT:,} reports", listed, warm_up=0, aim="P95 100 ms", is_met=is_quick),
    ]


def _writers(project: Path) -> Row:
    _store(project).close()

    def write(writer: int) -> None:
        with _store(project) as store:
            for number in range(EACH):
                data = _report(writer * EACH + number)
                store.put_report(digest=digest_of(data), data=data)

    def all_write() -> None:
        with ThreadPoolExecutor(max_workers=WRITERS) as pool:
            list(pool.map(write, range(WRITERS)))

    taken = _timed(all_write)
    with _store(project) as store:
        kept, holds = len(store.list_reports(limit=10 * WRITERS * EACH)), store.verify_trail().holds
    told = f"{kept} of {WRITERS * EACH} kept, the trail {'holds' if holds else 'does not hold'}"
    is_whole = holds and kept == WRITERS * EACH
    return row(f"{WRITERS} writers", Sample(wall=(taken,)), warm_up=0, note=told, aim="nothing lost", is_met=is_whole)


def _tasks(project: Path) -> Row:
    project.mkdir(parents=True)
    found = []
    taken = _timed(lambda: found.append(work_with_one_killed(project, tasks=TASKS, lease_seconds=LEASE)))
    (worked,) = found
    done = worked.states.get("done", 0)
    told = f"{done} done, {worked.distinct} distinct, {len(worked.again)} claimed again"
    name = f"{TASKS:,} tasks, two workers, one killed"
    is_whole = (done, worked.distinct) == (TASKS, TASKS)
    return row(name, Sample(wall=(taken,)), warm_up=0, note=told, aim="all, each once", is_met=is_whole)


if __name__ == "__main__":
    main()
