"""Attack G09: what a workflow runs that is not in it is told as what it is, and never as part of the commit."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.command import run_command

RELEASE = """\
on:
  push:
    tags: ["v*"]
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: %s
  publish:
    uses: %s
"""
COMMIT = "a" * 40


def uses(tmp_path: Path, action: str, called: str) -> tuple[str, str]:
    """How the action and the called workflow are pinned, as `audit workflows` says it."""
    file = tmp_path / "release.yml"
    file.write_text(RELEASE % (action, called), encoding="utf-8")
    ended = run_command(["audit", "workflows", str(file), "--json"])
    assert ended.code == 0, ended.err
    (workflow,) = json.loads(ended.out)["workflows"]
    jobs: dict[str, Any] = {job["id"]: job for job in workflow["jobs"]}
    return jobs["build"]["steps"][0]["uses"]["pin"], jobs["publish"]["calls"]["pin"]


@pytest.mark.parametrize("ref", ["main", "v1", "v1.2.3", "aaaaaaa", "refs/heads/main", "A" * 41])
def test_g09_a_reusable_workflow_or_composite_action_of_a_ref_that_moves_is_not_pinned(
    tmp_path: Path, ref: str
) -> None:
    found = uses(tmp_path, f"octo/actions/setup@{ref}", f"octo/shared/.github/workflows/publish.yml@{ref}")
    assert found == ("moving", "moving")


def test_g09_only_a_whole_commit_pins_and_only_a_local_path_is_of_the_same_commit(tmp_path: Path) -> None:
    called = f"octo/shared/.github/workflows/publish.yml@{COMMIT}"
    assert uses(tmp_path, "./.github/actions/build", "./.github/workflows/publish.yml") == ("same-commit",) * 2
    pinned, also = uses(tmp_path, f"octo/actions/setup@{COMMIT}", called)
    assert "moving" not in (pinned, also)
    assert pinned == also != "same-commit"
