"""The page about waivers is true: its commands, run in order, print what it shows."""

from pathlib import Path

import pytest

from tests.docs.follow_page import follow
from tests.docs.test_how_tos import HOW_TO
from tests.waiver_builders import anchor_of_keys

ANCHOR = """\
schema: clean-release/anchor/v1
bundles: [{bundle: release-policy, method: pinned}]
repositories: [{host: github.com, slug: example-org/widget, namespace: demo}]
required_rules: [manifest.kinds_present]
"""


@pytest.mark.engine
def test_a_violation_is_accepted_for_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reader").mkdir()
    anchor_of_keys(tmp_path / "configured", monkeypatch, beginning=ANCHOR)

    followed = follow(HOW_TO / "accept-a-violation-for-a-time.md", tmp_path / "reader")

    assert [step.exit_code for step in followed] == [0, 1, 0, 0, 3, 0, 0, 0]
