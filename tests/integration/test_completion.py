"""Names of the store are offered; no store is made, and what cannot be read is silent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.bootstrap import CleanRelease
from checker.cli.completion import VARIABLE
from checker.domain.namespace import Namespace
from tests.bundle_builders import team_archive, team_contents
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


PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {targets: [{registry: npm, project: widget}, {registry: pypi, project: widget}]}
policy: {bundles: [team, team.tar.gz, absent, "https://policies.example.org/acme.tar.gz"], include: [team.reviewed]}
"""
CHANNELS = """\
channels:
  - {name: prod, registry: pypi, project: widget}
  - {name: nightly, registry: npm, project: widget}
"""


def a_project(folder: Path, *, more: str = "") -> Path:
    """A project with a bundle in a folder and one in an archive, and two that are not here."""
    (folder / "clean-release.yaml").write_text(PROJECT + more, encoding="utf-8")
    for path, data in team_contents().items():
        (folder / "team" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "team" / path).write_bytes(data)
    more_rules = {"rules/team/signed/signed.rego": b"# METADATA\n# title: It is signed\npackage rules.team.signed\n"}
    (folder / "team.tar.gz").write_bytes(team_archive(more=more_rules))
    return folder


def kept(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rules_of_the_bundles_of_a_project_are_offered_and_nothing_is_written(tmp_path: Path) -> None:
    project = a_project(tmp_path)
    before = kept(project)

    assert offered(project, "explain ") == ["team.reviewed", "team.signed"]
    assert offered(project.parent, f"audit permissions --project {project.name} team.s") == ["team.signed"]
    assert [one.about for one in CleanRelease(directory=project).naming().of("rule")] == ["", "It is signed"]
    assert kept(project) == before


def test_a_bundle_that_is_too_large_to_wait_for_has_no_names(tmp_path: Path) -> None:
    project = a_project(tmp_path)
    (project / "team" / "padding.json").write_bytes(b" " * 9 * 1024 * 1024)

    assert offered(project, "explain team.") == ["team.reviewed", "team.signed"]  # those of the archive
    (project / "team.tar.gz").unlink()
    assert offered(project, "explain team.") == []


def test_the_channels_of_a_project_are_offered_or_else_its_targets(tmp_path: Path, empty: Path) -> None:
    project = a_project(tmp_path)

    assert offered(project, "release publish --channel ") == ["npm", "pypi"]
    a_project(tmp_path, more=CHANNELS)
    assert offered(project, "release publish --channel ") == ["prod", "nightly"]
    assert offered(project, "release publish --channel n") == ["nightly"]
    assert set(offered(empty, "release publish --channel ")) > {"npm", "pypi"}


def test_of_a_kind_that_nobody_knows_there_are_no_names(complete: Path) -> None:
    assert CleanRelease(directory=complete).naming().of("nonsense") == ()
    assert CleanRelease(directory=complete).naming(Namespace.DEMO).of("candidate") == ()
