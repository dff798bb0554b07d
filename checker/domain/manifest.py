"""Manifests: what is to be released, from which commit, where to."""

from dataclasses import dataclass

from checker.domain.digest import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One file: `sha256` is 64 hex characters, `size` is in bytes."""

    name: str
    kind: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the artifacts are built from; `commit` is 40 hex characters."""

    host: str
    repository: str
    commit: str
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A registry and the project's name there."""

    registry: str
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReference:
    """A piece of evidence the manifest names: its kind, SHA-256 and the artifact it speaks of."""

    kind: str
    sha256: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A release manifest; `digest` is over its canonical bytes."""

    project: str
    version: str
    source: Source
    artifacts: tuple[Artifact, ...]
    targets: tuple[Target, ...]
    evidence: tuple[EvidenceReference, ...]
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArtifacts:
    """The files that were imported for a candidate, to be compared with the manifest."""

    project: str
    version: str
    artifacts: tuple[Artifact, ...]
    digest: Digest
