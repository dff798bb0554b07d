"""The examples: each reaches the verdict that was worked out by hand, twice the same, and can be replayed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
MOMENTS = {"demo": "2026-02-26T17:00:00Z", "complete": "2026-03-02T12:00:00Z", "blocked": "2026-03-02T12:00:00Z"}


@pytest.fixture(params=sorted(MOMENTS))
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of an example, so that its store is new."""
    target = tmp_path / str(request.param)
    shutil.copytree(EXAMPLES / str(request.param), target, ignore=shutil.ignore_patterns(".clean-release"))
    return target


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "checker", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def checked(example: Path, *more: str) -> subprocess.CompletedProcess[str]:
    anchor = str(example / "anchor.yaml")
    return run("check", str(example), "--anchor", anchor, "--evaluated-at", MOMENTS[example.name], *more)


def golden(example: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "tests" / "golden" / f"{example.name}.json").read_text(encoding="utf-8"))
    return read


def test_an_example_reaches_the_verdict_worked_out_by_hand(example: Path) -> None:
    expected = golden(example)
    result = checked(example, "--format", "json")
    assert result.stderr == ""
    report = json.loads(result.stdout)["report"]
    assert {rule["code"]: rule["outcome"] for rule in report["rules"]} == {
        code: rule["outcome"] for code, rule in expected["rules"].items()
    }
    assert (report["verdict"], result.returncode) == (expected["verdict"], expected["exit_code"])
    assert report["gating"] == {"gating": True, "because": []}


def test_a_second_run_gives_the_same_report(example: Path) -> None:
    first, second = checked(example), checked(example)
    assert first.stdout == second.stdout
    last = first.stdout.splitlines()[-1]
    assert last.startswith("report sha256:")
    assert len(last) == len("report sha256:") + 64


def test_a_report_holds_and_is_replayed_byte_for_byte(example: Path) -> None:
    checked(example)
    verified = run("report", "verify", "--project", str(example))
    replayed = run("report", "replay", "--project", str(example))
    assert (verified.returncode, verified.stdout.splitlines()[-1].split(":")[0]) == (0, "holds")
    assert (replayed.returncode, replayed.stdout.split(" for ")[0]) == (0, "replayed: the same bytes")


def test_importing_the_capture_again_gives_the_audits_of_the_example(example: Path, tmp_path: Path) -> None:
    capture = next(folder for folder in (example / "seed", example / "capture") if folder.is_dir())
    result = run("audit", "import", str(capture), "--output", str(tmp_path / "again"))
    assert result.returncode == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (example / "audits").iterdir()}


def test_every_gap_names_what_would_settle_it(example: Path) -> None:
    report = json.loads(checked(example, "--format", "json").stdout)["report"]
    assert all(gap["why"] and gap["needs"] for gap in report["unread"])
