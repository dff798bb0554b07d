"""The page about attestations is true: its commands, run against the simulator, print what it shows."""

from pathlib import Path

import pytest

from tests.docs.follow_page import follow
from tests.docs.test_how_tos import HOW_TO
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.github_simulator.server import GitHubSimulator
from tests.integration.test_audit_attestations import PATH, listed, recorded


@pytest.mark.engine
def test_attestations_are_verified(tmp_path: Path, github: GitHubSimulator) -> None:  # noqa: F811 - pytest passes it
    (tmp_path / "reader").mkdir()
    github.put(PATH, listed(recorded()))

    followed = follow(HOW_TO / "verify-attestations.md", tmp_path / "reader")

    codes = [step.exit_code for step in followed if step.command.startswith("clean-release")]
    assert codes == [0, 1, 1]
    assert len(list((tmp_path / "reader" / "evidence").iterdir())) == 1
