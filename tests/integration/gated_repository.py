"""A repository with a signed capture, and the runner of a CI service around it, all of it real but the service."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from shutil import copytree, ignore_patterns

from checker.adapters.clock import SystemClock
from tests.architecture.source_tree import ROOT

ACTION = ROOT / "action"
EXAMPLES = ROOT / "docs" / "examples"
PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/example-org/widget
release:
  branches: [main]
  tags: ["v*"]
  environments: [pypi]
  checks: [build, test]
  publish_tokens: [PYPI_API_TOKEN]
  targets:
    - {registry: pypi, project: widget}
policy:
  bundles: ["builtin:release-policy"]
  collections: [release-gate]
"""
ANCHOR = """\
schema: clean-release/anchor/v1
bundles:
  - bundle: release-policy
    method: pinned
repositories:
  - {host: github.com, slug: example-org/widget, id: 424242, owner_id: 4242, namespace: real}
required_collections: [release-gate]
may_not_apply: [manifest.version_new]
keys:
"""
AUDITS = ("repository", "history")
WORKFLOW = ".github/workflows/gate.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How a step of the action ended, and what it left behind."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatedRepository:
    """A checked-out repository whose first commit was reviewed, and the files around it."""

    place: Path
    base: str
    inputs: dict[str, str] = field(default_factory=dict)
    started_by: tuple[str, ...] = ()
    """What begins the command that judges."""

    @property
    def workspace(self) -> Path:
        return self.place / "workspace"

    @property
    def anchor(self) -> Path:
        return self.place / "trust" / "anchor.yaml"

    def commit(self) -> str:
        """Commit everything that changed; returns the commit."""
        _git(self.workspace, "add", "--all")
        _git(self.workspace, "commit", "--quiet", "--message", "Change something")
        return _git(self.workspace, "rev-parse", "HEAD").strip()

    def lock(self) -> None:
        """Lock the project file that lies in the workspace."""
        (self.workspace / "clean-release.lock").unlink(missing_ok=True)
        _product(self.place, "lock", "--anchor", str(self.anchor))

    def judged(self, **changed: str) -> Step:
        """Judge as the runner would; `changed` are variables that differ."""
        temporary = self.place / "temporary"
        temporary.mkdir(exist_ok=True)
        output, summary = self.place / "output", self.place / "summary"
        output.write_text("", encoding="utf-8")
        summary.write_text("# An earlier step\n", encoding="utf-8")
        head = _git(self.workspace, "rev-parse", "HEAD").strip()
        environment = {
            "PATH": os.environ["PATH"],
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(temporary),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_SHA": head,
            "GITHUB_REPOSITORY": "example-org/widget",
            "GITHUB_WORKFLOW_REF": f"example-org/widget/{WORKFLOW}@refs/pull/7/merge",
            **self.inputs,
            **changed,
        }
        ended = subprocess.run(
            [*self.started_by, "sh", str(ACTION / "judge.sh")],
            cwd=self.workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return Step(
            code=ended.returncode,
            log=ended.stdout,
            outputs=dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines()),
            summary=summary.read_text(encoding="utf-8"),
        )


def gated_repository(example: str, place: Path) -> GatedRepository:
    """An example as a repository that counts: captured a moment ago, signed, locked, and committed."""
    place.mkdir()
    workspace, trust = place / "workspace", place / "trust"
    copytree(EXAMPLES / example, workspace, ignore=ignore_patterns(".clean-release", "audits", "anchor.yaml"))
    trust.mkdir()
    (workspace / "clean-release.yaml").write_text(PROJECT, encoding="utf-8")
    _capture_now(workspace / "capture" / "capture.json")
    key = _product(place, "keys", "generate", "capture-job", "--role", "auditor")
    anchor = trust / "anchor.yaml"
    anchor.write_text(ANCHOR + key, encoding="utf-8")
    repository = GatedRepository(place=place, base="")
    repository.lock()
    _product(place, "audit", "import", "capture", "--output", "../unsigned")
    (workspace / "audits").mkdir()
    for kind in AUDITS:
        unsigned = f"../unsigned/example-org-widget.{kind}.json"
        _product(place, "audit", "sign", unsigned, "--key", "capture-job", "-o", f"audits/{kind}.json")
    (workspace / ".gitignore").write_text(".clean-release/\n", encoding="utf-8")
    (workspace / WORKFLOW).parent.mkdir(parents=True, exist_ok=True)
    (workspace / WORKFLOW).write_text("on: pull_request\n", encoding="utf-8")
    _git(workspace, "init", "--quiet", "--initial-branch", "main")
    base = repository.commit()
    return GatedRepository(place=place, base=base, inputs=inputs_of(anchor))


def inputs_of(anchor: Path) -> dict[str, str]:
    """The inputs of the action for such a repository, as its steps get them."""
    return {
        "ENVIRONMENT": sys.prefix,
        "ANCHOR": str(anchor),
        "ANCHOR_DIGEST": hashlib.sha256(anchor.read_bytes()).hexdigest(),
        "PROJECT": ".",
        "MANIFEST": "manifest.json",
        "ARTIFACTS": "artifacts.json",
        "AUDITS": "".join(f"audits/{kind}.json\n" for kind in AUDITS),
        "BASE_COMMIT": "",
    }


def _capture_now(capture: Path) -> None:
    moment = SystemClock().now() - timedelta(minutes=2)
    text = capture.read_text(encoding="utf-8").replace("2026-03-02T11:30:", f"{moment:%Y-%m-%dT%H:%M}:")
    capture.write_text(text, encoding="utf-8")


def _product(place: Path, *arguments: str) -> str:
    """Standard output of the product, run in the workspace with a home of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(place / "home")}
    command = [sys.executable, "-I", "-m", "checker", *arguments]
    ended = subprocess.run(
        command, cwd=place / "workspace", env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def _git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", *identity, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True
    ).stdout
