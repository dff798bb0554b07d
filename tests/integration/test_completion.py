"""Names of the store are offered; no store is made, and what cannot be read is silent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.bootstrap import CleanRelease
from checker.cli.completion import VARIABLE
from checker.domain.namespace import Namespace
from tests.integration.compliance_project import BY, ComplianceProject
from tests.integration.conftest import CommandLine

MOMENT = "2026-03-02T12:00:00Z"


def offered(folder: Path, typed: str) -> list[str]:
    """What bash is told at the end of a line, by the very program; nothing is said on standard error."""
    line = f"clean-release {typed}"
    asked = {VARIABLE: "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    command = [sys.executable, "-m", "checker"]
    ended = subprocess.run(
        command, cwd=folder, env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.split()


@pytest.mark.engine
def test_reports_and_snapshots_of_the_store_are_offered(command: CommandLine, complete: Path) -> None:
    command("check", complete, "--anchor", complete / "anchor.yaml", "--evaluated-at", MOMENT)
    digest = command("report", "list", "--project", complete).out.split("sha256:")[1][:12]

    assert offered(complete, "report show ") == ["latest", digest]
    assert offered(complete.parent, f"report show --project {complete.name} ") == ["latest", digest]
    assert offered(complete, "report show --namespace real ") == []
    assert offered(complete, "snapshot show ")[0] == "latest"


@pytest.mark.engine
@pytest.mark.enable_socket
def test_what_was_registered_built_and_judged_is_offered(compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    assert compliance("compliance", "run", *BY).code == 0

    assert offered(compliance.tree, "release status --candidate-id ") == ["2026.03.09-rc1"]
    assert offered(compliance.tree, "manifest show ") == ["man-001"]
    assert offered(compliance.tree, "compliance status --run-id ") == ["run-001"]
    assert offered(compliance.tree, "release approve --report-id r") == ["rpt-001"]
    assert offered(compliance.tree, "waiver approve --waiver-id ") == []


def test_where_there_is_no_store_none_is_made(complete: Path) -> None:
    for typed in ("report show ", "snapshot show ", "release approve --candidate-id ", "compliance status --run-id "):
        assert offered(complete, typed) == []

    assert not (complete / ".clean-release").exists()


def test_a_store_or_a_project_that_cannot_be_read_is_silent(complete: Path, tmp_path: Path) -> None:
    (complete / ".clean-release" / "demo").mkdir(parents=True)
    (complete / ".clean-release" / "demo" / "store.db").write_bytes(b"no database")
    (tmp_path / "clean-release.yaml").write_text("schema: [", encoding="utf-8")

    assert offered(complete, "report show ") == []
    assert offered(tmp_path, "waiver approve --waiver-id ") == []
    assert offered(tmp_path, "report show --project /nowhere ") == []


def test_of_a_kind_that_nobody_knows_there_are_no_names(complete: Path) -> None:
    assert CleanRelease(directory=complete).naming().of("nonsense") == ()
    assert CleanRelease(directory=complete).naming(Namespace.DEMO).of("candidate") == ()
