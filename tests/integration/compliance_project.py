"""A project with a candidate, its repository in the simulator, and an anchor that binds both."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine, Ended

NAME = "2026.03.09-rc1"
OF = ("--candidate-id", NAME)
BY = (*OF, "--actor", "release-bot")
WHEEL = "widget-1.2.0-py3-none-any.whl"
PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: 127.0.0.1/octo/widget
release: {branches: [main], tags: ["v*"], targets: [{registry: pypi, project: widget}]}
policy: {bundles: ["builtin:release-policy"], include: [branch.no_bypass]}
"""
ANCHOR = """\
schema: clean-release/anchor/v1
bundles: [{bundle: release-policy, method: pinned}]
repositories: [{host: 127.0.0.1, slug: octo/widget, id: 7, owner_id: 3, namespace: real}]
required_rules: [branch.no_bypass]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceProject:
    """The project, the command line in it, and its repository at the provider."""

    command: "CommandLine"
    github: GitHubSimulator
    tree: Path
    anchor: Path

    def __call__(self, *words: object) -> "Ended":
        return self.command(*words)

    def json(self, *words: object, code: int = 0) -> dict[str, Any]:
        """What a command prints with `--json`."""
        ended = self.command(*words, "--json")
        assert ended.code == code, ended.err + ended.out
        read: dict[str, Any] = json.loads(ended.out)
        return read

    def to_manifest(self) -> None:
        """Everything up to the manifest, as an operator types it."""
        source = ("--version", "1.2.0", "--source-snapshot", "v1.2.0-rc1")
        assert self("candidate", "register", *BY, *source).code == 0
        assert self("candidate", "import-artifacts", *BY, "--input", "artifacts.json").code == 0
        assert self("manifest", "build", *BY).code == 0


def released_tree(folder: Path) -> Path:
    """A checkout with a project file and the list of what is released, tagged as a candidate."""
    tree = clone_with_upstream(folder)
    write(tree / "clean-release.yaml", PROJECT)
    write(tree / ".gitignore", "/.clean-release/\n")
    one = {"name": WHEEL, "kind": "wheel", "sha256": hashlib.sha256(b"wheel").hexdigest(), "size": 5}
    document = {"schema": "clean-release/artifacts/v1", "project": "widget", "version": "1.2.0", "artifacts": [one]}
    write(tree / "artifacts.json", json.dumps(document))
    commit(tree, "Release")
    git(tree, "remote", "set-url", "origin", "https://127.0.0.1/octo/widget")
    git(tree, "tag", "v1.2.0-rc1")
    return tree


@pytest.fixture
def compliance(
    command: "CommandLine", github: GitHubSimulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ComplianceProject:
    """A project up to its lock; nothing is registered yet."""
    tree = released_tree(tmp_path / "repositories")
    anchor = tmp_path / "configuration" / "clean-release" / "anchor.yaml"
    anchor.parent.mkdir(parents=True, mode=0o700)
    write(anchor, ANCHOR)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    monkeypatch.chdir(tree)
    github.load(made.repository("octo/widget"))
    locked = command("lock")
    assert locked.code == 0, locked.err
    return ComplianceProject(command=command, github=github, tree=tree, anchor=anchor)
