"""The page about collecting is true: its commands, run against the simulator, print what it shows."""

import shutil
from pathlib import Path

import pytest

from tests.docs.follow_page import follow
from tests.docs.test_how_tos import EXAMPLES, HOW_TO, OWN_STORE
from tests.github_simulator import made
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.github_simulator.server import GitHubSimulator


@pytest.mark.engine
def test_an_audit_is_collected(tmp_path: Path, github: GitHubSimulator) -> None:  # noqa: F811 - pytest passes it
    reader = tmp_path / "reader"
    shutil.copytree(EXAMPLES, reader / "docs" / "examples", ignore=OWN_STORE)
    github.load(made.repository("example-org/widget"))

    assert follow(HOW_TO / "collect-an-audit.md", reader)
