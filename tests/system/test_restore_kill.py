"""A store is put back or left as it was, wherever the process that puts it back is killed or the disk gives up."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from checker.adapters.store.store_file import SqliteStoreFile
from tests.store_builders import a_filled_file, copied, put, reports_in
from tests.system.occurrences import chosen

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")
WRITING = ("pwrite64", "fdatasync", "fsync", "unlink")
OLD, NEW = 12, 2
MOST = 2
_CALL = re.compile(r"^\d+\s+(\w+)\(", re.MULTILINE)


def a_store_to_replace(place: Path) -> tuple[SqliteStoreFile, str]:
    """A store with more reports than the copy that is to take its place."""
    place.mkdir()
    file = a_filled_file(place)
    copy = copied(file)
    put(file, *(f"more-{number}" for number in range(OLD - NEW)))
    return file, copy


def restore(file: SqliteStoreFile, copy: str, *strace: str) -> int:
    """Run the command under strace, which sees only calls about the files of the store; how it ended."""
    project = file.store.parents[1]
    command = [
        "strace",
        "-f",
        "-qq",
        "-P",
        str(file.store),
        "-P",
        f"{file.store}-journal",
        "-P",
        str(file.store.parent),
    ]
    command += [*strace, sys.executable, "-m", "checker", "store", "restore", copy, "--replace"]
    return subprocess.run(
        [*command, "--project", str(project), "--namespace", "real"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    ).returncode


def calls_of(tmp_path: Path) -> dict[str, int]:
    """How often each call that writes is made while nothing fails."""
    log = tmp_path / "trace"
    assert restore(*a_store_to_replace(tmp_path / "plain"), "-o", str(log)) == 0
    names = _CALL.findall(log.read_text(encoding="utf-8"))
    return {name: names.count(name) for name in WRITING}


def assert_one_or_the_other(file: SqliteStoreFile, code: int) -> None:
    state = file.examine()

    assert state.is_sound, state.problems
    assert reports_in(file) in ({NEW} if code == 0 else {OLD, NEW})
    kept = list(file.store.parent.glob("store.db.replaced-*Z"))
    assert reports_in(file) == OLD or len(kept) == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_write_of_putting_back_leaves_a_whole_store(tmp_path: Path, fault: str) -> None:
    calls = calls_of(tmp_path)
    assert calls["pwrite64"] > 4
    codes = set()
    for name, number in [(name, number) for name, count in calls.items() for number in chosen(count, most=MOST)]:
        file, copy = a_store_to_replace(tmp_path / f"{name}-{number}")
        code = restore(file, copy, "-e", f"inject={name}:{fault}:when={number}", "-o", os.devnull)
        assert_one_or_the_other(file, code)
        codes.add(code)
    assert codes != {0}, "no fault was felt: the test would prove nothing"
