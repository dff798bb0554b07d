"""Installing the CI action: packages by hash, a build without a network, and nothing that the workspace brings."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

pytestmark = pytest.mark.unmeasured

BACKEND = '''\
"""A build backend without requirements: one wheel that holds one package."""

import pathlib
import zipfile

def build_wheel(directory, settings=None, metadata=None):
    name = pathlib.Path("name").read_text()
    wheel = f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(directory, wheel), "w") as made:
        made.writestr(f"{name}/__init__.py", "import locked\\n" if name == "checker" else "")
        made.writestr(f"{name}-1.dist-info/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1\\n")
        made.writestr(f"{name}-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        made.writestr(f"{name}-1.dist-info/RECORD", "")
    return wheel
'''
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A machine with a workspace, and an action whose one package lies in a folder."""

    place: Path

    @property
    def requirements(self) -> Path:
        return self.place / "source" / "action" / "requirements.txt"

    @property
    def workspace(self) -> Path:
        return self.place / "workspace"

    def install(self, **changed: str) -> tuple[int, str, str]:
        """Exit code, log, and the environment that the next step is given."""
        output = self.place / "output"
        output.write_text("", encoding="utf-8")
        environment = {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(self.place / "home"),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(output),
            "RUNNER_TEMP": str(self.place / "temporary"),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.place / "wheels"),
            **changed,
        }
        script = self.place / "source" / "action" / "install.sh"
        ended = subprocess.run(
            ["sh", str(script)],
            cwd=self.workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return ended.returncode, ended.stdout, output.read_text(encoding="utf-8").strip().removeprefix("environment=")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    for name in ("workspace", "temporary", "home", "wheels", "source"):
        (tmp_path / name).mkdir()
    shutil.copytree(ROOT / "action", tmp_path / "source" / "action")
    for folder, name in ((tmp_path / "source", "checker"), (tmp_path / "source" / "engine", "engine_of_it")):
        folder.mkdir(exist_ok=True)
        (folder / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
        (folder / "backend.py").write_text(BACKEND, encoding="utf-8")
        (folder / "name").write_text(name, encoding="utf-8")
    wheel = tmp_path / "wheels" / "locked-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        made.writestr("locked.py", "")
        made.writestr("locked-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: locked\nVersion: 1\n")
        made.writestr("locked-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr("locked-1.dist-info/RECORD", "")
    runner = Runner(place=tmp_path)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    runner.requirements.write_text(f"locked==1 --hash=sha256:{digest}\n", encoding="utf-8")
    return runner


def test_an_environment_of_its_own_is_made_outside_of_the_workspace(runner: Runner) -> None:
    for name in ("pip", "venv", "sitecustomize", "checker", "zipfile"):
        (runner.workspace / f"{name}.py").write_text("raise SystemExit('owned')\n", encoding="utf-8")

    code, log, environment = runner.install(PYTHONPATH=str(runner.workspace))

    assert code == 0, log
    assert Path(environment).parent == runner.place / "temporary"
    asked = [f"{environment}/bin/python", "-I", "-c", "import checker, locked, engine_of_it"]
    assert subprocess.run(asked, check=False, cwd=runner.workspace).returncode == 0


@pytest.mark.parametrize("place", ["absolute", "relative", "link"])
def test_a_program_of_the_workspace_is_not_started(runner: Runner, place: str) -> None:
    (runner.place / "link").symlink_to(runner.workspace)
    folder = {"absolute": str(runner.workspace), "relative": ".", "link": str(runner.place / "link")}[place]
    for name in ("python3", "mktemp", "realpath", "dirname"):
        program = runner.workspace / name
        program.write_text(f"#!/bin/sh\ntouch {runner.place}/owned\nexit 1\n", encoding="utf-8")
        program.chmod(0o755)
    usual = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    code, log, _ = runner.install(PATH=os.pathsep.join([folder, usual]))

    assert code == 0, log
    assert not (runner.place / "owned").exists()


@pytest.mark.parametrize("requirement", ["locked==1 --hash=sha256:" + "0" * 64, "locked==1"])
def test_a_package_that_is_not_the_locked_one_is_refused(runner: Runner, requirement: str) -> None:
    runner.requirements.write_text(f"{requirement}\n", encoding="utf-8")

    code, log, environment = runner.install()

    assert (code, environment) == (3, ""), log
    assert "the locked packages were not installed" in log


def test_an_environment_of_the_runner_is_taken_as_it_is(runner: Runner) -> None:
    code, log, environment = runner.install(ENVIRONMENT=sys.prefix)

    assert (code, environment) == (0, sys.prefix), log
    assert list((runner.place / "temporary").iterdir()) == []


def test_an_environment_without_the_product_is_refused(runner: Runner) -> None:
    program = runner.place / "bare" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)

    code, log, environment = runner.install(ENVIRONMENT=str(runner.place / "bare"))

    assert (code, environment) == (3, "")
    assert "there is no clean-release in the environment" in log


def test_an_environment_of_the_workspace_is_refused(runner: Runner) -> None:
    code, log, environment = runner.install(ENVIRONMENT=str(runner.workspace))

    assert (code, environment) == (3, "")
    assert "environment lies in the workspace" in log


def test_an_action_of_the_workspace_is_refused(runner: Runner) -> None:
    code, log, environment = runner.install(GITHUB_WORKSPACE=str(runner.place / "source"))

    assert (code, environment) == (3, "")
    assert "the action lies in the workspace" in log


def test_every_package_of_the_action_is_locked_by_hash() -> None:
    text = (ROOT / "action" / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not line.startswith("#")]

    assert lines
    assert [line for line in lines if not re.match(r"[a-z0-9-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


def test_the_action_builds_with_the_go_that_the_engine_asks_for() -> None:
    hook = (ROOT / "engine" / "hatch_build.py").read_text(encoding="utf-8")
    requirement = re.search(r'GO_REQUIREMENT = "([^"]+)"', hook)

    assert requirement
    assert f"\n{requirement[1]} " in (ROOT / "action" / "requirements.txt").read_text(encoding="utf-8")
