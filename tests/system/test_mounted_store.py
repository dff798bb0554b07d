"""A store on a volume of its own, as a container mounts one: git is asked across the border, and is obeyed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.git_repositories import git

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
MOUNTED = 'mount -t tmpfs -o mode=700 none .clean-release && shift && "$@"'


def made(project: Path) -> subprocess.CompletedProcess[str]:
    """What comes of making a store in a folder that lies on another file system than its checkout."""
    product = [sys.executable, "-m", "checker", "store", "init", "--namespace", "demo"]
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", MOUNTED, "sh", "-", *product],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(project)},
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with a place for a volume."""
    git(tmp_path, "init")
    (tmp_path / ".clean-release").mkdir(mode=0o700)
    return tmp_path


def test_a_store_may_lie_on_a_volume_of_its_own(project: Path) -> None:
    ended = made(project)

    assert (ended.returncode, "store made" in ended.stdout) == (0, True), ended.stderr


def test_a_store_that_git_tracks_is_refused_on_a_volume_as_well(project: Path) -> None:
    (project / ".clean-release" / "demo").mkdir(mode=0o700)
    (project / ".clean-release" / "demo" / "store.db").touch(mode=0o600)
    git(project, "add", "--force", ".clean-release/demo/store.db")
    ended = made(project)

    assert (ended.returncode, "git tracks demo/store.db" in ended.stderr) == (3, True), ended.stderr
