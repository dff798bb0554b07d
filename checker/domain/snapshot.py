"""Snapshots: the immutable, verified set of bundles, rules and parameters that judges; named by its own digest.

"Trust on resolve, pin on use": references are resolved once, evaluation accepts only a digest.
"""

from dataclasses import dataclass, field

from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.rule import Contract, Rule
from checker.domain.trust import TrustDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFile:
    """One file of a bundle: its path with `/` separators and its exact bytes."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle as it was read safely: exact files and the digests that name them.

    `archive_sha256` (64 hex) is empty for a directory; `tree_digest` is the same for directory and archive.
    """

    name: str
    revision: int
    roots: tuple[str, ...]
    files: tuple[BundleFile, ...]
    archive_sha256: str
    tree_digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedBundle:
    """A bundle and why it is trusted."""

    source: str
    bundle: Bundle
    contract: Contract
    trust: TrustDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakening:
    """A place where the project asks for less than the policy: what, and who allows it."""

    rule: str
    what: str
    allowed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedCollection:
    """A collection, `BUNDLE/COLLECTION`, and the codes of all rules that the bundle offers in it, selected or not."""

    name: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that judges; what is compiled follows from it alone (`application.compilation_units`).

    `collections` are what the bundles offer, so that anyone can say later which rules an anchor required. `selection`
    is the digest of what the project asked for, so that nobody can pass off the snapshot of a milder selection.
    """

    bundles: tuple[ResolvedBundle, ...]
    rules: tuple[Rule, ...]
    collections: tuple[OfferedCollection, ...]
    parameters: dict[str, dict[str, Json]]
    project_facts: dict[str, Json]
    builtins: tuple[str, ...]
    input_schema: Digest
    weakenings: tuple[Weakening, ...]
    selection: Digest
    digest: Digest
