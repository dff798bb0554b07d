"""Whatever system call fails, and wherever the process is killed: what was acknowledged is there.

`strace` makes each call that writes fail (EIO, ENOSPC) or kills the process at it, one occurrence after the other, in a
small process that stores a report. The files it leaves behind are then opened without faults and read.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker.adapters.store import SqliteStore, store_path
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from tests.attacks.store_cases import StoreCase, store_cases
from tests.fakes.fixed_clock import FixedClock
from tests.system.store_driver import REFUSED

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("store_driver.py")
OLD = b'{"namespace":"real","report":"old"}'
NEW = b'{"namespace":"real","report":"new","filler":"' + b"x" * 20_000 + b'"}'
WRITING = ("mkdir", "openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "unlink", "rename")
FAULTS = ("error=EIO", "error=ENOSPC", "signal=SIGKILL")
SECONDS = 60
_CALL = re.compile(r"^\d+\s+(\w+)\(", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How the driver ended: its exit code, what it acknowledged, and what it said on standard error."""

    code: int
    acknowledged: frozenset[str]
    said: str


def new_project(place: Path, *, with_old_report: bool) -> Path:
    place.mkdir()
    if with_old_report:
        path = store_path(place, Namespace.REAL)
        with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock()) as store:
            store.put_report(digest=digest_of(OLD), data=OLD)
    return place


def drive(project: Path, *, inject: str = "", log: Path | None = None, before: Sequence[str] = ()) -> Run:
    """Store the new report under strace, which sees only calls about the files of the store."""
    report = project / "report.json"
    report.write_bytes(NEW)
    path = store_path(project, Namespace.REAL)
    places = [project, path.parent, path, path.with_name(path.name + "-journal"), path.parent / ".gitignore"]
    command = ["strace", "-f", "-qq", "-o", str(log or os.devnull)]
    for place in places:
        command += ["-P", str(place)]
    if inject:
        command += ["-e", f"inject={inject}"]
    result = subprocess.run(
        [*command, *before, sys.executable, str(DRIVER), str(project), str(report)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    acknowledged = frozenset(line.split()[1] for line in result.stdout.splitlines() if line.startswith("acknowledged "))
    return Run(code=result.returncode, acknowledged=acknowledged, said=result.stderr)


def breaches(project: Path, run: Run, *, with_old_report: bool) -> list[str]:
    """What a run breaks of the store's promises, by what it said and what is on disk afterwards."""
    found = []
    if run.code not in {0, REFUSED, -signal.SIGKILL}:
        found.append(f"ended with {run.code}: {run.said[-300:]}")
    if run.code == REFUSED and (not run.said.startswith("refused ") or len(run.said.splitlines()) != 1):
        found.append(f"refused with something else than one sentence: {run.said[-300:]}")
    if run.code == 0 and run.acknowledged != {digest_of(NEW)}:
        found.append("exit 0 without acknowledging")
    expected = run.acknowledged | ({digest_of(OLD)} if with_old_report else set())
    with SqliteStore.open(store_path(project, Namespace.REAL), namespace=Namespace.REAL, clock=FixedClock()) as store:
        kept = {record.digest for record in store.list_reports(limit=9)}
        finding = store.verify_trail()
    if not expected <= kept:
        found.append(f"acknowledged and lost: {sorted(expected - kept)}")
    if not kept <= {digest_of(OLD), digest_of(NEW)}:
        found.append(f"nobody stored {sorted(kept)}")
    if not finding.holds:
        found.append(f"the trail does not hold: {finding.problem}")
    return found


def sites(tmp_path: Path, *, with_old_report: bool) -> list[tuple[str, int]]:
    """Every occurrence of a writing call in a run without faults: its name and number."""
    project, log = new_project(tmp_path / "plain", with_old_report=with_old_report), tmp_path / "trace"
    run = drive(project, log=log)
    assert run.code == 0, run.said
    assert breaches(project, run, with_old_report=with_old_report) == []
    counted = Counter(_CALL.findall(log.read_text(encoding="utf-8")))
    return [(call, number) for call in WRITING for number in range(1, counted[call] + 1)]


def sweep(
    tmp_path: Path, places: Iterable[tuple[str, int]], fault: str, *, with_old_report: bool
) -> dict[str, list[str]]:
    """The breaches of every run with this fault, one run per site; two at a time."""

    def one(place: tuple[str, int]) -> tuple[str, list[str], int]:
        call, number = place
        project = new_project(tmp_path / f"{call}-{number}", with_old_report=with_old_report)
        run = drive(project, inject=f"{call}:{fault}:when={number}")
        found = breaches(project, run, with_old_report=with_old_report)
        shutil.rmtree(project)
        return f"{call} {number}", found, run.code

    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(one, places))
    assert any(code != 0 for _, _, code in results), "no fault was felt: the test would prove nothing"
    return {name: found for name, found, _ in results if found}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_write_into_a_new_store_loses_nothing_acknowledged(tmp_path: Path, fault: str) -> None:
    places = sites(tmp_path, with_old_report=False)

    assert len(places) > 50
    assert sweep(tmp_path, places, fault, with_old_report=False) == {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_write_into_an_existing_store_keeps_what_was_there(tmp_path: Path, fault: str) -> None:
    places = sites(tmp_path, with_old_report=True)

    assert len(places) > 10
    assert sweep(tmp_path, places, fault, with_old_report=True) == {}


@pytest.mark.parametrize("case", store_cases("store-faults"), ids=str)
def test_a_caller_whose_report_cannot_be_kept_is_told(tmp_path: Path, case: StoreCase) -> None:
    project = new_project(tmp_path / "project", with_old_report=True)

    run = drive(project, inject=case["inject"])

    assert (run.code, run.acknowledged) == (REFUSED, frozenset())
    assert "the store failed" in run.said
    assert breaches(project, run, with_old_report=True) == []


def flushes(project: Path, *before: str) -> int:
    """How many flushes of the store's files reach the kernel while a report is stored."""
    log = project / "trace"
    run = drive(project, log=log, before=before)
    assert run.code == 0, run.said
    counted = Counter(_CALL.findall(log.read_text(encoding="utf-8")))
    return counted["fsync"] + counted["fdatasync"]


def test_flushes_reach_the_kernel_before_a_report_is_acknowledged(tmp_path: Path) -> None:
    """Journal, directory, database, and the journal's deletion."""
    assert flushes(new_project(tmp_path / "project", with_old_report=True)) >= 4


@pytest.mark.skipif(shutil.which("eatmydata") is None, reason="eatmydata is not installed; the power-cut simulator is")
def test_the_proof_goes_red_where_flushes_are_swallowed(tmp_path: Path) -> None:
    """Canary: under eatmydata the test above would fail."""
    assert flushes(new_project(tmp_path / "project", with_old_report=True), "eatmydata") == 0
