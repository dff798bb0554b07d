"""A project on its way to a release: actors with keys, its repository in the simulator, its registry on loopback."""

import hashlib
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.github_simulator import made
from tests.github_simulator.made_reviews import commit as reviewed
from tests.github_simulator.made_reviews import page
from tests.github_simulator.queried import Queried
from tests.github_simulator.server import GitHubSimulator
from tests.registry_server import RegistryServer

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine, Ended

NAME = "2026.03.09-rc1"
SLUG = "octo/widget"
OF = ("--candidate-id", NAME)
BOT = (*OF, "--actor", "release-bot")
OWNER = (*OF, "--actor", "release-owner")
WHEEL = "widget-1.2.0-py3-none-any.whl"
CONTENT = b"wheel"
PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: 127.0.0.1/octo/widget
release: {branches: [main], tags: ["v*"], targets: [{registry: pypi, project: widget}]}
policy: {bundles: ["builtin:release-policy"], include: [branch.no_bypass]}
"""
BEGINNING = """\
schema: clean-release/anchor/v1
bundles: [{bundle: release-policy, method: pinned}]
repositories: [{host: 127.0.0.1, slug: octo/widget, id: 7, owner_id: 3, namespace: real}]
required_rules: [branch.no_bypass]
"""
ACCOUNTS = {"release-bot": 20, "release-owner": 21, "second": 22}
BYPASS = [{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedProject:
    """The project, the command line in it, its repository and its registry."""

    command: "CommandLine"
    github: GitHubSimulator
    registry: RegistryServer
    tree: Path
    anchor: Path
    patch: pytest.MonkeyPatch

    def __call__(self, *words: object) -> "Ended":
        return self.command(*words)

    def done(self, *words: object, code: int = 0) -> str:
        """What a command that ends so prints."""
        ended = self.command(*words)
        assert ended.code == code, ended.err + ended.out
        return ended.out

    def refused(self, *words: object, code: int = 3) -> str:
        """Why a command was refused."""
        ended = self.command.refused(*words)
        assert ended.code == code, ended.err
        return ended.err

    def status(self) -> dict[str, Any]:
        """Where the release stands."""
        read: dict[str, Any] = json.loads(self.done("release", "status", *OF, "--json"))
        return read

    def to_manifest(self) -> None:
        """Everything up to the manifest, as an operator types it."""
        self.done("candidate", "register", *BOT, "--version", "1.2.0", "--source-snapshot", "v1.2.0-rc1")
        self.done("candidate", "import-artifacts", *BOT, "--input", "artifacts.json")
        self.done("manifest", "build", *BOT)

    def to_report(self) -> dict[str, Any]:
        """A run of the latest manifest."""
        read: dict[str, Any] = json.loads(self.done("compliance", "run", *BOT, "--json"))
        return read

    def to_approval(self) -> None:
        """The same, approved by the owner."""
        self.to_manifest()
        self.to_report()
        self.done("release", "approve", *OWNER, "--report-id", "rpt-001")

    def publish(self, output: str = "permit.json", code: int = 0) -> str:
        """Issue a permit."""
        words = ("release", "publish", *OWNER, "--report-id", "rpt-001", "--channel", "prod", "-o", output)
        return self.done(*words, code=code)

    def job(self) -> AbstractContextManager[pytest.MonkeyPatch]:
        """The environment of the job that uploads, until it is left."""
        return self.patch.context()

    def verify(self, permit: str = "permit.json", *more: str, into: str = "upload") -> "Ended":
        """Hold a job to a permit."""
        head = git(self.tree, "rev-parse", "HEAD").strip()
        says = ("--host", "127.0.0.1", "--repository-id", "7", "--owner-id", "3", "--commit", head)
        where = ("--ref", "refs/tags/v1.2.0-rc1", "--channel", "prod", "--dir", "dist", "--into", into)
        return self.command("permit", "verify", permit, *says, *where, *more)

    def tell_reviews(self) -> None:
        """The provider tells who wrote and merged the commit of the tag."""
        head = git(self.tree, "rev-parse", "HEAD").strip()
        self.github.graphql[SLUG] = Queried(parts={"reviews": page(reviewed(commitOid=head), head=head)})


@pytest.fixture
def released(
    command: "CommandLine",
    github: GitHubSimulator,
    registry: RegistryServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> ReleasedProject:
    """A project up to its lock, and an anchor that knows the actors; nothing is registered yet."""
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / "clean-release.yaml", PROJECT)
    write(tree / ".gitignore", "/.clean-release/\n/dist/\n")
    one = {"name": WHEEL, "kind": "wheel", "sha256": hashlib.sha256(CONTENT).hexdigest(), "size": len(CONTENT)}
    document = {"schema": "clean-release/artifacts/v1", "project": "widget", "version": "1.2.0", "artifacts": [one]}
    write(tree / "artifacts.json", json.dumps(document))
    write(tree / "dist" / WHEEL, CONTENT.decode())
    commit(tree, "Release")
    git(tree, "remote", "set-url", "origin", "https://127.0.0.1/octo/widget")
    git(tree, "tag", "v1.2.0-rc1")
    configured = tmp_path / "configuration" / "clean-release"
    configured.mkdir(parents=True, mode=0o700)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(configured.parent))
    monkeypatch.setenv("CLEAN_RELEASE_REGISTRY_PYPI", registry.index())
    monkeypatch.chdir(tree)
    write(configured / "anchor.yaml", BEGINNING + _known(command))
    github.load(made.repository(SLUG))
    project = ReleasedProject(
        command=command,
        github=github,
        registry=registry,
        tree=tree,
        anchor=configured / "anchor.yaml",
        patch=monkeypatch,
    )
    project.tell_reviews()
    project.done("lock")
    return project


def _known(command: "CommandLine") -> str:
    """The entries of an anchor for each actor, and the key for permits of the owner."""
    keys, persons = "keys:\n", "identities:\n"
    for actor, number in ACCOUNTS.items():
        printed = command("keys", "generate", "--actor", actor, "--account-id", number, "--host", "127.0.0.1").out
        key, _, person = printed.removeprefix("keys:\n").partition("identities:\n")
        keys, persons = keys + key, persons + person
    permit = command("keys", "generate", "--actor", "release-owner", "--role", "permit").out
    return keys + permit.removeprefix("keys:\n") + persons
