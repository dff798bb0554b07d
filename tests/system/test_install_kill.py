"""B18: killed at any step of installing a bundle, the store is without it or wholly with it; a second run mends all."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from checker.adapters.store import SqliteStore, store_path
from checker.domain.namespace import Namespace
from checker.formats.snapshot_v1 import read_snapshot
from tests.fakes.fixed_clock import FixedClock
from tests.system.occurrences import chosen

ROOT = Path(__file__).resolve().parents[2]
CASE: dict[str, Any] = json.loads((ROOT / "tests/attacks/B18__pass/case.json").read_text(encoding="utf-8"))
LOCK = "clean-release.lock"
SECONDS = 120
MOST = 6
_CALL = re.compile(r"^\d+\s+(\w+)\(", re.MULTILINE)


def new_project(place: Path) -> Path:
    source = ROOT / "docs" / "examples" / str(CASE["example"])
    shutil.copytree(source, place, ignore=shutil.ignore_patterns(".clean-release", LOCK))
    return place


def lock(project: Path) -> int:
    """Run the command."""
    return run([], project)


def traced(project: Path, *, inject: str = "", log: Path | None = None) -> int:
    """Run the command under strace, which sees only calls about the store and the lock."""
    store = store_path(project, Namespace.DEMO)
    watched = [project, store.parent.parent, store.parent, store, store.with_name(store.name + "-journal")]
    command = ["strace", "-f", "-qq", "-o", str(log or os.devnull)]
    for place in [*watched, project / LOCK]:
        command += ["-P", str(place)]
    if inject:
        command += ["-e", f"inject={inject}"]
    return run(command, project)


def run(before: list[str], project: Path) -> int:
    product = [sys.executable, "-m", "checker", *CASE["command"], "--project", str(project)]
    result = subprocess.run(
        [*before, *product, "--anchor", str(project / "anchor.yaml")],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(project.parent)},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    return result.returncode


def breaches(project: Path, whole: bytes) -> list[str]:
    """Everything a killed run left behind that may not be."""
    found = []
    written = project / LOCK
    if written.exists() and written.read_bytes() != whole:
        found.append("the lock is there in part")
    path = store_path(project, Namespace.DEMO)
    if path.exists():
        with SqliteStore.open(path, namespace=Namespace.DEMO, clock=FixedClock()) as store:
            for digest in store.list_snapshots(limit=9):
                record = store.get_snapshot(digest=digest)
                read_snapshot(data=record.data, content=record.content)
            if not store.verify_trail().holds:
                found.append("the trail does not hold")
    if lock(project) != 0 or written.read_bytes() != whole:
        found.append("a second run does not mend it")
    return found


def test_killed_at_any_step_an_install_is_whole_or_not_there(tmp_path: Path) -> None:
    plain, log = new_project(tmp_path / "plain"), tmp_path / "trace"
    assert traced(plain, log=log) == 0
    whole = (plain / LOCK).read_bytes()
    counted = Counter(_CALL.findall(log.read_text(encoding="utf-8")))
    sites = [(call, number) for call in CASE["calls"] for number in chosen(counted[call], most=MOST)]
    assert len(sites) > 20

    def one(site: tuple[str, int]) -> tuple[str, list[str], int]:
        call, number = site
        project = new_project(tmp_path / f"{call}-{number}")
        code = traced(project, inject=f"{call}:signal=SIGKILL:when={number}")
        found = breaches(project, whole)
        shutil.rmtree(project)
        return f"{call} {number}", found, code

    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(one, sites))
    assert any(code != 0 for _, _, code in results), "no kill was felt: the test would prove nothing"
    assert {name: found for name, found, _ in results if found} == {}
