"""Projects: the project file `clean-release.yaml`, and the facts rules share.

The project file is part of the tree that is judged: it may strengthen the policy, and weaken it only within limits the
anchor gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checker.domain.channel import Channel
from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.manifest import Target
from checker.domain.namespace import Namespace
from checker.domain.publisher import Publisher
from checker.domain.rule import Contract, Enforcement, Severity


class VersionKind(StrEnum):
    """How a version is read out of a file; none of them runs it."""

    PYPROJECT = "pyproject"
    PACKAGE_JSON = "package-json"
    CARGO = "cargo"
    SETUP_CFG = "setup-cfg"
    PYTHON = "python"
    CHANGELOG = "changelog"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOverride:
    """A change of a rule's severity or enforcement; None keeps the rule's own."""

    severity: Severity | None = None
    enforcement: Enforcement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rules of which bundles are asked for, and with which parameters.

    A process that stays judges by the same object again (`application.check_project`), so nobody writes to it.
    """

    bundles: tuple[str, ...]
    collections: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    overrides: Mapping[str, RuleOverride] = field(default_factory=dict)
    contract: Contract = Contract.RELEASE_POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFacts:
    """What the rules share about a project (`data.project`)."""

    branches: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    publish_tokens: tuple[str, ...] = ()
    required_credentials: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Where the project's documents are, relative to the project file."""

    manifest: str = ""
    audits: tuple[str, ...] = ()
    artifacts: str = ""
    evidence: tuple[str, ...] = ()
    baseline: str = ""
    waivers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSource:
    """A file of the checkout that states the version, and how it is to be read."""

    file: str
    kind: VersionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceSources:
    """Where a checkout states its version and what locks its dependencies; None where nothing is declared."""

    versions: tuple[VersionSource, ...] | None = None
    lock_files: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project file; `digest` is over the canonical form of its content. `smoke` is run after a trial installation.

    `publishers` are those of registries whose decision is predicted; `npm_publishers` are only held to what npm keeps.
    """

    name: str
    host: str
    slug: str
    namespace: Namespace
    release: ReleaseFacts
    selection: Selection
    inputs: Inputs
    digest: Digest
    publishers: tuple[Publisher, ...] = ()
    npm_publishers: tuple[Publisher, ...] = ()
    workspace: WorkspaceSources = WorkspaceSources()
    smoke: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()

    @property
    def attesting(self) -> tuple[Publisher, ...]:
        """Every publisher that provenance of a published file may name."""
        return (*self.publishers, *self.npm_publishers)

    @property
    def address(self) -> str:
        """Its repository with host, as records name it."""
        return f"{self.host}/{self.slug}"
