"""The page about driving a release is true: its commands, run in order, print what it shows."""

from pathlib import Path

from tests.docs.follow_page import follow
from tests.docs.test_how_tos import HOW_TO


def test_a_release_is_driven(tmp_path: Path) -> None:
    (tmp_path / "reader").mkdir()

    followed = follow(HOW_TO / "drive-a-release.md", tmp_path / "reader")

    codes = [step.exit_code for step in followed if step.command.startswith("clean-release")]
    assert codes == [0, 0, 0, 3, 0, 0, 0, 3, 0]
