"""The CI action judges a signed capture where no network can be reached."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.gated_repository import gated_repository


@pytest.mark.engine
def test_a_signed_capture_is_judged_without_any_network(tmp_path: Path) -> None:
    repository = gated_repository("complete", tmp_path / "runner")

    step = replace(repository, started_by=("unshare", "--net")).judged()

    assert (step.code, step.outputs["outcome"]) == (0, "passed"), step.log
