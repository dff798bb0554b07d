"""The pages on GitLab and on publishing with a permit are true: their files are read, audited, and run."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.adapters.clock import SystemClock
from tests.audited_workflows import audited
from tests.docs.test_how_tos import EXAMPLES, HOW_TO, OWN_STORE
from tests.git_repositories import git
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.conftest import CommandLine, command  # noqa: F401 - a fixture
from tests.integration.registry_asking import registry  # noqa: F401 - a fixture
from tests.integration.released_project import OWNER, WHEEL, ReleasedProject, released  # noqa: F401 - a fixture
from tests.output_claims import cases_of, issues_of
from tools.shown_commands import blocks

TEMPLATE = EXAMPLES / "gitlab" / "clean-release.gitlab-ci.yml"
WORKFLOW = EXAMPLES / "publish" / "release.yml"
JUDGED = """\
schema: clean-release/project/v1
project: widget
repository: github.com/example-org/widget
namespace: demo
release: {tags: ["v*"], environments: [pypi]}
policy: {bundles: ["builtin:release-policy"], collections: [supply-chain]}
inputs: {audits: [audits/example-org-widget.workspace.json]}
"""
PAGES = {"gate-in-gitlab-ci.md": TEMPLATE, "publish-with-a-permit.md": WORKFLOW}


def read(path: Path) -> dict[Any, Any]:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


def program(folder: Path) -> str:
    """A PATH that `clean-release` is on."""
    folder.mkdir()
    file = folder / "clean-release"
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checker "$@"\n', encoding="utf-8")
    file.chmod(0o755)
    return os.pathsep.join([str(folder), os.environ["PATH"]])


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A script as a runner runs it: line by line, until one fails."""
    return subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_its_file(page: str) -> None:
    target = os.path.relpath(PAGES[page], HOW_TO)

    assert f"]({target})" in (HOW_TO / page).read_text(encoding="utf-8")


@pytest.fixture
def widget(tmp_path: Path) -> Path:
    """A checkout of the complete example, its capture imported a moment ago; the anchor lies outside of it."""
    tree = tmp_path / "widget"
    shutil.copytree(EXAMPLES / "complete", tree, ignore=OWN_STORE)
    shutil.move(tree / "anchor.yaml", tmp_path / "ANCHOR")
    index = tree / "capture" / "capture.json"
    now = SystemClock().now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:")
    index.write_text(index.read_text(encoding="utf-8").replace("2026-03-02T11:30:", now), encoding="utf-8")
    shutil.rmtree(tree / "audits")
    subprocess.run(
        [sys.executable, "-m", "checker", "audit", "import", "capture"], cwd=tree, check=True, capture_output=True
    )
    return tree


def job(tree: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """The job of the template, its file variables written as GitLab writes them: for everybody."""
    anchor = tree.parent / "ANCHOR"
    anchor.chmod(0o666)
    given = {
        "CLEAN_RELEASE_PROJECT": ".",
        "CLEAN_RELEASE_OPTIONS": "",
        "CLEAN_RELEASE_ANCHOR": str(anchor),
        "CLEAN_RELEASE_ANCHOR_DIGEST": hashlib.sha256(anchor.read_bytes()).hexdigest(),
        "PATH": program(tree.parent / "programs"),
        **changed,
    }
    return run("umask 0\n" + "\n".join(read(TEMPLATE)[".clean-release"]["script"]), tree, **given)


def test_the_template_is_one_job_that_may_not_fail_and_keeps_what_it_wrote() -> None:
    (name, template), *others = read(TEMPLATE).items()

    assert (name, others) == (".clean-release", [])
    assert template["allow_failure"] is False
    page = (HOW_TO / "gate-in-gitlab-ci.md").read_text(encoding="utf-8")
    named = set(re.findall(r"CLEAN_RELEASE_[A-Z_]+", TEMPLATE.read_text(encoding="utf-8")))
    assert {name for name in named if f"| `{name}` |" not in page} == set()
    kept = template["artifacts"]
    assert kept["when"] == "always"
    written = {part.partition("=")[2] for part in template["script"][-1].split() if "=" in part}
    assert {*kept["paths"], *kept["reports"].values()} == written


def test_the_page_extends_the_template_and_waits_for_it() -> None:
    (shown,) = (one.body for one in blocks((HOW_TO / "gate-in-gitlab-ci.md").read_text()) if one.language == "yaml")
    pipeline = yaml.safe_load(shown)

    assert pipeline["release-gate"]["extends"] in read(TEMPLATE)
    assert pipeline["publish"]["needs"] == ["release-gate"]
    assert pipeline["include"][0]["file"] == TEMPLATE.name


@pytest.mark.engine
def test_a_pass_is_a_job_that_succeeds(widget: Path) -> None:
    ended = job(widget)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert issues_of((widget / "clean-release.codequality.json").read_text(encoding="utf-8")) == []
    cases = cases_of((widget / "clean-release.junit.xml").read_text(encoding="utf-8"))
    assert all(case.find("failure") is None and case.find("error") is None for case in cases)
    assert json.loads((widget / "clean-release.json").read_text(encoding="utf-8"))["report"]["verdict"] == "passed"


@pytest.mark.engine
def test_what_does_not_open_the_gate_fails_and_is_kept(widget: Path) -> None:
    (widget / "audits" / "example-org-widget.repository.json").unlink()
    missing = job(widget)
    assert missing.returncode == 3

    shutil.rmtree(widget / "audits")
    shutil.rmtree(widget.parent / "programs")
    shutil.copytree(EXAMPLES / "complete" / "audits", widget / "audits")
    old = job(widget)
    assert old.returncode == 3
    assert (
        issues_of((widget / "clean-release.codequality.json").read_text(encoding="utf-8"))[0]["severity"] == "blocker"
    )
    assert cases_of((widget / "clean-release.junit.xml").read_text(encoding="utf-8"))[0].find("error") is not None


def test_another_anchor_than_the_named_one_judges_nothing(widget: Path) -> None:
    ended = job(widget, CLEAN_RELEASE_ANCHOR_DIGEST="0" * 64)

    assert ended.returncode != 0
    assert not (widget / "clean-release.json").exists()


def step(name: str) -> dict[str, Any]:
    """A step of the publishing job."""
    (found,) = (one for one in read(WORKFLOW)["jobs"]["publish"]["steps"] if one.get("name") == name)
    assert isinstance(found, dict)
    return found


def test_only_what_was_verified_is_uploaded() -> None:
    names = [
        one.get("name", one.get("uses", "").partition("@")[0]) for one in read(WORKFLOW)["jobs"]["publish"]["steps"]
    ]

    assert names == ["actions/download-artifact", "Verify the permit", "Upload"]
    assert "--into verified" in step("Verify the permit")["run"]
    assert step("Upload")["with"] == {"packages-dir": "verified"}


def test_no_job_may_do_more_than_it_must_and_no_action_moves() -> None:
    workflow = read(WORKFLOW)

    assert workflow["permissions"] == {}
    assert {name: one["permissions"] for name, one in workflow["jobs"].items()} == {
        "test": {"contents": "read"},
        "build": {"contents": "read"},
        "publish": {"id-token": "write"},
    }
    used = [one["uses"] for job in workflow["jobs"].values() for one in job["steps"] if "uses" in one]
    assert all(len(name.partition("@")[2]) == 40 for name in used)


def test_zizmor_finds_nothing_in_it(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    shutil.copy(WORKFLOW, folder)

    assert [finding["ident"] for finding in audited(tmp_path)] == []


@pytest.mark.engine
def test_no_rule_over_workflows_that_blocks_denies_it(
    command: CommandLine,  # noqa: F811 - pytest passes it
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "widget" / ".github" / "workflows"
    folder.mkdir(parents=True)
    shutil.copy(WORKFLOW, folder)
    tree = tmp_path / "widget"
    (tree / "clean-release.yaml").write_text(JUDGED, encoding="utf-8")
    git(tree, "init", "--quiet", "--initial-branch", "main")
    git(tree, "remote", "add", "origin", "https://github.com/example-org/widget.git")
    git(tree, "add", ".")
    git(tree, "commit", "--quiet", "-m", "Release")
    monkeypatch.chdir(tree)
    assert command("audit", "workflows", "-o", "audits").code == 0

    report = json.loads(command("check", "--json").out)["report"]

    outcomes = {rule["code"]: rule["outcome"] for rule in report["rules"] if rule["code"].startswith("workflow.")}
    passed = {code for code, outcome in outcomes.items() if outcome == "passed"}
    failed = {code for code, outcome in outcomes.items() if outcome == "failed"}
    # The page says why: to the rule, which only warns, every command but an upload is code of the project.
    assert failed == {"workflow.publish_apart"}
    assert {"workflow.uses_pinned", "workflow.permissions_read", "workflow.job_permissions_least"} <= passed
    assert {"workflow.verified_first", "workflow.hosted_runner", "workflow.id_token_in_environment"} <= passed


def test_the_registry_would_accept_it(command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811 - as above
    here = tmp_path / "widget"
    shutil.copytree(EXAMPLES / "complete", here, ignore=OWN_STORE)
    with (here / "clean-release.yaml").open("a", encoding="utf-8") as project:
        project.write(
            "publishers:\n  - {registry: pypi, project: widget, owner: example-org, owner_id: 4242,\n"
            "     repository: widget,\n"
            "     workflow: release.yml, environment: pypi,\n"
            '     issuer: "https://token.actions.githubusercontent.com"}\n'
        )
    audit = here / "audits" / "example-org-widget.repository.json"
    document = json.loads(audit.read_bytes())
    document["collected_at"] = SystemClock().now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    audit.write_text(json.dumps(document), encoding="utf-8")
    (here / "pyproject.toml").write_bytes(b'[project]\nname = "widget"\n')
    workflows = here / ".github" / "workflows"
    workflows.mkdir(parents=True)
    shutil.copy(WORKFLOW, workflows)
    git(here, "init", "--quiet", "--initial-branch", "main")
    git(here, "add", ".")
    git(here, "commit", "--quiet", "-m", "Release")
    git(here, "tag", "v2.0.0")
    monkeypatch.chdir(here)

    ended = command("audit", "publisher")

    assert (ended.code, ended.err) == (0, ""), ended.out


@pytest.mark.engine
def test_the_job_uploads_what_is_permitted_and_stops_at_everything_else(released: ReleasedProject) -> None:  # noqa: F811 - as above
    released.to_approval()
    head = git(released.tree, "rev-parse", "HEAD")
    workflow = "octo/widget/.github/workflows/release.yml@refs/tags/v1.2.0-rc1"
    how = ("--environment", "pypi", "--run-id", "4711", "--run-attempt", "1", "--workflow-ref", workflow)
    issue = ("release", "publish", *OWNER, "--report-id", "rpt-001", "--channel", "prod", "--workflow-sha", head)
    released.done(*issue, *how, "-o", "permit.json")
    temporary = released.tree.parent / "runner"
    temporary.mkdir()
    anchor = released.anchor
    environment = {
        "PERMIT": (released.tree / "permit.json").read_text(encoding="utf-8"),
        "CHANNEL": "prod",
        "ANCHOR": str(anchor),
        "ANCHOR_DIGEST": hashlib.sha256(anchor.read_bytes()).hexdigest(),
        "RUNNER_TEMP": str(temporary),
        "PATH": program(released.tree.parent / "on-path"),
        "GITHUB_SERVER_URL": "https://127.0.0.1",
        "GITHUB_REPOSITORY_ID": "7",
        "GITHUB_REPOSITORY_OWNER_ID": "3",
        "GITHUB_SHA": head,
        "GITHUB_REF": "refs/tags/v1.2.0-rc1",
        "GITHUB_WORKFLOW_REF": workflow,
        "GITHUB_WORKFLOW_SHA": head,
        "GITHUB_RUN_ID": "4711",
        "GITHUB_RUN_ATTEMPT": "1",
    }
    script, verified = step("Verify the permit")["run"], released.tree / "verified"

    for wrong in ({"GITHUB_RUN_ID": "4712"}, {"ANCHOR_DIGEST": "0" * 64}, {"PERMIT": "{}"}, {"CHANNEL": "pypi"}):
        assert run(script, released.tree, **{**environment, **wrong}).returncode not in {0, 4}
        assert not verified.exists()
    ended = run(script, released.tree, **environment)

    assert ended.returncode == 0, ended.stderr
    assert [path.name for path in verified.iterdir()] == [WHEEL]
