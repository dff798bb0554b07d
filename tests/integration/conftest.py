"""The command line in this process, and projects to run it on."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker.cli.app import run
from tests.done_once import done_once  # noqa: F401 - a fixture
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.github_simulator.server import GitHubSimulator
from tests.integration.asking import asker  # noqa: F401 - a fixture
from tests.integration.collecting import Collecting
from tests.integration.compliance_project import compliance  # noqa: F401 - a fixture
from tests.integration.policy_shell import shell  # noqa: F401 - a fixture
from tests.integration.registry_asking import ask, registry  # noqa: F401 - fixtures
from tests.integration.released_project import released  # noqa: F401 - a fixture
from tests.integration.served_project import served  # noqa: F401 - a fixture
from tests.package_index import index  # noqa: F401 - a fixture

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended: its exit code, and what it wrote to standard output and standard error."""

    code: int
    out: str
    err: str


class CommandLine:
    """Runs commands as a shell would; a defect or a traceback fails the test, whatever it is about."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Ended:
        self._monkeypatch.setattr(sys, "argv", ["clean-release", *map(str, arguments)])
        self._capsys.readouterr()
        code = run()
        written = self._capsys.readouterr()
        assert "Traceback" not in written.err
        assert "error[defect]" not in written.err
        return Ended(code=code, out=written.out, err=written.err)

    def refused(self, *arguments: object) -> Ended:
        """A command that is refused: nothing on standard output, one sentence with its code, and a hint."""
        ended = self(*arguments)
        assert ended.out == ""
        first, second = ended.err.splitlines()
        assert first.startswith("error[")
        assert second.startswith("  hint: ")
        return ended


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def complete(tmp_path: Path) -> Path:
    """The complete example in the namespace demo, never judged before."""
    target = tmp_path / "widget"
    shutil.copytree(EXAMPLES / "complete", target, ignore=shutil.ignore_patterns(".clean-release"))
    return target


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """The example that is one setting away from the complete one."""
    target = tmp_path / "blocked"
    shutil.copytree(EXAMPLES / "blocked", target, ignore=shutil.ignore_patterns(".clean-release"))
    return target


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


@pytest.fixture
def collect(
    command: CommandLine,
    github: GitHubSimulator,  # noqa: F811 - pytest passes it
    empty: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Collecting:
    """The simulator with one repository in it, and a folder to write to."""
    monkeypatch.chdir(empty)
    return Collecting(command, github, empty / "audits")
