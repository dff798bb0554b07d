"""The page about who can publish is true: its commands, run against the simulator, print what it shows."""

from pathlib import Path

from tests.docs.follow_page import follow
from tests.docs.test_how_tos import HOW_TO
from tests.github_simulator import made
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.github_simulator.server import GitHubSimulator


def test_who_can_publish_is_found_out(tmp_path: Path, github: GitHubSimulator) -> None:  # noqa: F811 - pytest passes it
    (tmp_path / "reader").mkdir()
    github.load(made.repository("octo/widget"))
    page = tmp_path / "find-out-who-can-publish.md"
    text = (HOW_TO / "find-out-who-can-publish.md").read_text(encoding="utf-8")
    page.write_text(text.replace("github.com/octo", "127.0.0.1/octo"), encoding="utf-8")

    followed = follow(page, tmp_path / "reader")

    assert [step.exit_code for step in followed if "audit paths" in step.command] == [3, 1, 1]
