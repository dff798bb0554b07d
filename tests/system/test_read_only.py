"""A project on a file system that may only be read: one sentence, the right code, and what is kept can be shown."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$PWD" && shift && exec "$@"'
AT, LATER = "2026-03-02T12:00:00Z", "2026-03-02T12:00:01Z"
CHECK = ("check", "--anchor", "anchor.yaml", "--evaluated-at")
SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A place with a project and a home that can be made read-only for one command."""

    place: Path

    def run(self, *words: str, writable: bool = False) -> subprocess.CompletedProcess[str]:
        product = [sys.executable, "-m", "checker", *words]
        sealed = ["unshare", "--map-root-user", "--mount", "sh", "-c", READ_ONLY, "sh", str(self.place), *product]
        return subprocess.run(
            product if writable else sealed,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(self.place / "home")},
            cwd=self.project,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    @property
    def project(self) -> Path:
        return self.place / "widget"

    def contents(self) -> set[str]:
        return {str(path.relative_to(self.place)) for path in self.place.rglob("*")}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """The complete example, never judged before."""
    place = tmp_path / "machine"
    example = ROOT / "docs" / "examples" / "complete"
    shutil.copytree(example, place / "widget", ignore=shutil.ignore_patterns(".clean-release"))
    (place / "home").mkdir()
    return Machine(place=place)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*CHECK, AT), "store-refused"),
        (("lock", "--anchor", "anchor.yaml"), "store-refused"),
        (("audit", "import", "capture"), "input-refused"),
        (("policy", "new", "team.reviews"), "input-refused"),
        (("keys", "generate", "me"), "not-trusted"),
        (("report", "list"), "not-found"),
    ],
    ids=["check", "lock", "audit import", "policy new", "keys generate", "report list"],
)
def test_what_cannot_be_written_is_refused_in_one_sentence(machine: Machine, words: tuple[str, ...], code: str) -> None:
    before = machine.contents()

    ended = machine.run(*words)

    assert (ended.returncode, ended.stdout, machine.contents()) == (3, "", before)
    first, second = ended.stderr.splitlines()
    assert first.startswith(f"error[{code}]: ")
    assert second.startswith("  hint: ")


def test_nor_can_anything_begin_there(machine: Machine) -> None:
    for name in ("clean-release.yaml", "clean-release.lock"):
        (machine.project / name).unlink()
    before = machine.contents()

    ended = machine.run("init")

    assert (ended.returncode, ended.stderr.count("error["), machine.contents()) == (3, 1, before)
    assert "Read-only file system" in ended.stderr


def test_doctor_names_a_store_that_cannot_be_written_once(machine: Machine) -> None:
    ended = machine.run("doctor", "--anchor", "anchor.yaml")

    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.count("Read-only file system") == 1
    assert "hint: the project directory must be writable for this user" in ended.stdout


def test_what_is_kept_can_be_shown_but_no_new_verdict_is_given(machine: Machine) -> None:
    made = machine.run(*CHECK, AT, writable=True)
    before = machine.contents()

    shown, replayed, again = machine.run("report", "show"), machine.run("report", "replay"), machine.run(*CHECK, LATER)

    assert (made.returncode, shown.returncode, shown.stdout) == (0, 0, made.stdout)
    assert replayed.returncode == 0, replayed.stderr
    assert (again.returncode, again.stdout, again.stderr.count("error[store-refused]: ")) == (3, "", 1)
    assert machine.contents() == before
