"""Ctrl-C at any step of a command that writes: 130 in one sentence, nothing half-written, and a second run mends all.

`strace` sends the signal at each call that changes what is on disk, one occurrence after the other.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker.adapters.store import SqliteStore, store_path
from checker.domain.namespace import Namespace
from tests.fakes.fixed_clock import FixedClock
from tests.system.occurrences import chosen

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("mkdir", "rename", "pwrite64", "fsync", "fdatasync", "unlink")
INTERRUPTED = 130
SECONDS = 120
MOST = 3
_CALL = re.compile(r"^\d+\s+(\w+)\(", re.MULTILINE)
_SAID = "interrupted; nothing was half-written\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A command, what is taken out of the example before it runs, and the files it writes."""

    words: tuple[str, ...]
    without: tuple[str, ...]
    writes: tuple[str, ...]


CASES = {
    "check": Case(
        words=("check", "{project}", "--anchor", "{project}/anchor.yaml", "--evaluated-at", "2026-03-02T12:00:00Z"),
        without=(),
        writes=(),
    ),
    "lock": Case(
        words=("lock", "--project", "{project}", "--anchor", "{project}/anchor.yaml"),
        without=("clean-release.lock",),
        writes=("clean-release.lock",),
    ),
    "init": Case(
        words=("init", "--project", "{project}"),
        without=("clean-release.lock", "clean-release.yaml"),
        writes=("clean-release.lock", "clean-release.yaml", ".gitignore"),
    ),
    "audit import": Case(
        words=("audit", "import", "{project}/capture", "--output", "{project}/audits"),
        without=("audits",),
        writes=("audits/example-org-widget.repository.json", "audits/example-org-widget.history.json"),
    ),
}


def project_of(case: Case, place: Path) -> Path:
    project = place / "widget"
    shutil.copytree(ROOT / "docs/examples/complete", project, ignore=shutil.ignore_patterns(".clean-release"))
    for name in case.without:
        path = project / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return project


def ran(case: Case, project: Path, *, inject: str = "", log: Path | None = None) -> tuple[int, str]:
    """The exit code and standard error."""
    traced = ["strace", "-f", "-qq", "-o", str(log or os.devnull), "-e", f"trace={','.join(CALLS)}"]
    if inject:
        traced += ["-e", f"inject={inject}"]
    # A shell starts its background jobs deaf to SIGINT, and their children stay so unless somebody undoes it.
    deaf_no_more = ["env", "--default-signal=INT"]
    ended = subprocess.run(
        [
            *traced,
            *deaf_no_more,
            sys.executable,
            "-m",
            "checker",
            *(word.format(project=project) for word in case.words),
        ],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(project.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        start_new_session=True,
    )
    return ended.returncode, ended.stderr


def contents(project: Path) -> dict[str, bytes]:
    """Every file outside of the store, by its name."""
    paths = [path for path in project.rglob("*") if path.is_file() and ".clean-release" not in path.parts]
    return {str(path.relative_to(project)): path.read_bytes() for path in paths}


def trail_holds(project: Path) -> bool:
    """Whether the store, if one was made, opens and holds."""
    path = store_path(project, Namespace.DEMO)
    if not path.exists():
        return True
    with SqliteStore.open(path, namespace=Namespace.DEMO, clock=FixedClock()) as store:
        return store.verify_trail().holds


def breaches(
    case: Case, project: Path, *, code: int, said: str, before: dict[str, bytes], whole: dict[str, bytes]
) -> list[str]:
    """Everything an interrupted run did that may not be."""
    found = []
    if (code, said) != (INTERRUPTED, _SAID):
        found.append(f"ended with {code}: {said[-300:]}")
    after = contents(project)
    found += [
        f"{name} is there in part" for name in case.writes if after.get(name) not in (before.get(name), whole[name])
    ]
    found += [f"{name} was left behind" for name in after.keys() - whole.keys()]
    if not trail_holds(project):
        found.append("the trail does not hold")
    if after != whole and ran(case, project)[0] != 0:
        found.append("a second run is refused")
    if contents(project) != whole:
        found.append("a second run does not mend it")
    return found


@pytest.mark.parametrize("name", CASES)
def test_interrupted_at_any_step_a_command_leaves_nothing_half_written(tmp_path: Path, name: str) -> None:
    case, log = CASES[name], tmp_path / "trace"
    plain = project_of(case, tmp_path / "plain")
    before = contents(plain)
    assert ran(case, plain, log=log)[0] == 0
    whole = contents(plain)
    counted = Counter(_CALL.findall(log.read_text(encoding="utf-8")))
    sites = [(call, number) for call in CALLS for number in chosen(counted[call], most=MOST)]
    assert len(sites) > 5

    def one(site: tuple[str, int]) -> tuple[str, list[str]]:
        call, number = site
        project = project_of(case, tmp_path / f"{call}-{number}")
        code, said = ran(case, project, inject=f"{call}:signal=SIGINT:when={number}")
        return f"{call} {number}", breaches(case, project, code=code, said=said, before=before, whole=whole)

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert {site: found for site, found in pool.map(one, sites) if found} == {}
