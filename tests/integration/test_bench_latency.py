"""`bench latency` times decisions about the project, and its figures are evidence for a release."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.application.add_evidence import read_evidence
from checker.domain.release_record import EvidenceKind
from tests.git_repositories import commit, git

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine


def test_the_page_and_every_sample_are_written_and_nothing_is_left_in_the_project(
    complete: Path, command: "CommandLine", tmp_path: Path
) -> None:
    raw, page = tmp_path / "raw.jsonl", tmp_path / "page.md"
    before = {one.name for one in complete.iterdir()}
    measuring = ("bench", "latency", "--project", complete, "--anchor", complete / "anchor.yaml", "--samples", 25)
    ended = command(*measuring, "--seed", 7, "--raw-output", raw, "--report", page)

    verdict = {0: "PASS", 1: "FAIL"}[ended.code]
    assert page.read_text().startswith(f"# Latency of the gate: {verdict}\n")
    assert ended.out == page.read_text()
    assert "25 decisions of" in ended.out
    assert "drawn with the seed 7" in ended.out
    lines = [json.loads(line) for line in raw.read_text().splitlines()]
    assert len({line["input"] for line in lines}) == len({line["moment"] for line in lines}) == 25
    assert min(line["microseconds"] for line in lines) > 0
    assert {one.name for one in complete.iterdir()} == before
    assert command.refused(*measuring, "--report", page).code == 2


def test_the_figures_are_evidence_for_the_commit_that_is_checked_out(
    complete: Path, command: "CommandLine", tmp_path: Path
) -> None:
    git(complete, "init", "--quiet", "--initial-branch=main")
    head = commit(complete)
    written = tmp_path / "latency.json"
    command(
        *("bench", "latency", "--project", complete, "--anchor", complete / "anchor.yaml"),
        *("--samples", 2, "--evidence", written),
    )

    found = read_evidence(written.read_bytes(), source="it", commit=head, at="2261-01-01T00:00:00Z")
    assert (found.kind, found.samples) == (EvidenceKind.GATE_LATENCY, 2)


@pytest.mark.parametrize("samples", [0, -1, 100_001])
def test_too_few_or_too_many_samples_are_refused(complete: Path, command: "CommandLine", samples: int) -> None:
    assert command.refused("bench", "latency", "--project", complete, "--samples", samples).code == 2
