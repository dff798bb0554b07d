"""Many writers at once leave one gap-free trail, and everything each was told is there (attack L06)."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from checker.adapters.sqlite_file import Opening, connect_sqlite
from checker.adapters.sqlite_journal import ROLLBACK, WAL, Journal
from checker.adapters.store import SqliteStore, store_path
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from tests.attacks.store_cases import StoreCase, store_cases
from tests.fakes.fixed_clock import FixedClock

ROOT = Path(__file__).resolve().parents[2]
DRIVER = ROOT / "tests" / "system" / "store_driver.py"


JOURNALS = {"delete": ROLLBACK, "wal": WAL}


def a_small_report(writer: int, number: int) -> bytes:
    return b'{"namespace":"real","writer":%d,"number":%d}' % (writer, number)


def open_store(project: Path, journal: Journal = ROLLBACK) -> SqliteStore:
    opening = Opening(connect=connect_sqlite, journal=journal)
    return SqliteStore.open(
        store_path(project, Namespace.REAL), namespace=Namespace.REAL, clock=FixedClock(), by=opening
    )


def assert_complete(project: Path, journal: Journal, *, reports: int) -> None:
    with open_store(project, journal) as store:
        finding = store.verify_trail()
        kept = store.list_reports(limit=10 * reports)
    assert finding.holds, finding.problem
    assert len(kept) == reports
    assert finding.head.seq == reports + 1


@pytest.mark.parametrize("case", store_cases("store-writers"), ids=str)
def test_writers_of_one_process_interleave_without_a_gap(tmp_path: Path, case: StoreCase) -> None:
    journal, writers, each = JOURNALS[case["journal"]], case["writers"], case["each"]
    open_store(tmp_path, journal).close()

    def write(writer: int) -> None:
        with open_store(tmp_path, journal) as store:
            for number in range(each):
                data = a_small_report(writer, number)
                store.put_report(digest=digest_of(data), data=data)

    with ThreadPoolExecutor(max_workers=writers) as pool:
        list(pool.map(write, range(writers)))

    assert_complete(tmp_path, journal, reports=writers * each)


def test_processes_that_find_no_store_make_exactly_one(tmp_path: Path) -> None:
    started = []
    for writer in range(4):
        files = []
        for number in range(3):
            file = tmp_path / f"{writer}-{number}.json"
            file.write_bytes(a_small_report(writer, number))
            files.append(str(file))
        command = [sys.executable, str(DRIVER), str(tmp_path), *files]
        process = subprocess.Popen(
            command, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)

    ended = [(*process.communicate(timeout=120), process.returncode) for process in started]

    assert [code for _, _, code in ended] == [0, 0, 0, 0], ended
    assert_complete(tmp_path, ROLLBACK, reports=12)
