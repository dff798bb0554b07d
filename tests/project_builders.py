"""A project laid out in memory: its files and documents, an anchor, and services over the real engine.

The documents are those of `docs/examples/complete`, of which everything can be read.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.check_project import ProjectCheck, TrustedAnchor
from checker.application.check_rules import RuleChecks
from checker.application.prepare_snapshot import PolicyServices
from checker.application.read_bundle import read_bundle
from checker.application.read_documents import GivenDocuments, NamedBytes
from checker.bootstrap.carried import carried_checks
from checker.domain.digest import Digest
from checker.domain.namespace import Namespace, Purpose
from checker.domain.trust import Anchor, BundleTrust, TrustedRepository, TrustMethod
from checker.formats.anchor_v1 import anchor_document, parse_anchor
from checker.formats.published import schema_bytes
from checker.ports.bundles import FetchedBundle
from checker.ports.engine import PolicyEngine
from checker.ports.store import Store
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_bundles import MemoryBundles
from tests.fakes.memory_store import MemoryStore
from tests.policy_builders import BUILTINS, ENGINE

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "complete"
SLUG = "example-org/widget"
EVALUATED_AT = "2026-03-02T12:00:00Z"
TOOL = "clean-release 0.0.0"

PROJECT = f"""\
schema: clean-release/project/v1
project: widget
repository: github.com/{SLUG}
namespace: demo
release: {{branches: [main], tags: ["v*"]}}
policy: {{bundles: [mine], collections: [release-gate]}}
inputs:
  manifest: manifest.json
  artifacts: artifacts.json
  audits: [repository.json]
"""
ANCHOR = f"""\
schema: clean-release/anchor/v1
bundles:
  - {{bundle: mine, method: pinned, contracts: [release-policy, conftest]}}
repositories:
  - {{host: github.com, slug: {SLUG}, id: 424242, owner_id: 4242, namespace: demo}}
required_rules: [branch.guarded]
"""


def manifest_bytes() -> bytes:
    """The manifest of widget 2.0.0."""
    return (EXAMPLE / "manifest.json").read_bytes()


def manifest_document() -> dict[str, Any]:
    """The same, to be looked into."""
    read: dict[str, Any] = json.loads(manifest_bytes())
    return read


def artifacts_bytes() -> bytes:
    """Exactly the artifacts the manifest names."""
    return (EXAMPLE / "artifacts.json").read_bytes()


def audit_document(kind: str = "repository") -> dict[str, Any]:
    """The audit of that kind, to be changed by a test."""
    read: dict[str, Any] = json.loads((EXAMPLE / "audits" / f"example-org-widget.{kind}.json").read_bytes())
    return read


def audit_bytes(kind: str = "repository") -> bytes:
    """The audit of that kind."""
    return json.dumps(audit_document(kind)).encode()


def named(name: str, data: bytes) -> NamedBytes:
    """Bytes that came under a name."""
    return NamedBytes(name=name, data=data)


def given(**changes: Any) -> GivenDocuments:  # noqa: ANN401 - any kind of document
    """Manifest, artifacts and the audit of the repository."""
    documents: dict[str, Any] = {
        "manifest": named("manifest.json", manifest_bytes()),
        "artifacts": named("artifacts.json", artifacts_bytes()),
        "audits": (named("repository.json", audit_bytes()),),
        **changes,
    }
    return GivenDocuments(**documents)


def project_files(project: str = PROJECT) -> dict[str, bytes]:
    """The files of the project by name, without a lock."""
    return {
        "clean-release.yaml": project.encode(),
        "manifest.json": manifest_bytes(),
        "artifacts.json": artifacts_bytes(),
        "repository.json": audit_bytes(),
    }


def tree_of(folder: FetchedBundle) -> Digest:
    """The digest that names a folder."""
    return read_bundle(folder).tree_digest


def pinning(*folders: FetchedBundle, **changes: Any) -> Anchor:  # noqa: ANN401 - any part of an anchor
    """An anchor that trusts exactly these folders."""
    bundles = tuple(
        BundleTrust(bundle=folder.name, method=TrustMethod.PINNED, tree_digest=tree_of(folder)) for folder in folders
    )
    repository = TrustedRepository(
        host="github.com", slug=SLUG, repository_id=424242, owner_id=4242, namespace=Namespace.DEMO
    )
    return Anchor(bundles=bundles, repositories=(repository,), **changes)


def trusted_anchor(text: str = ANCHOR) -> TrustedAnchor:
    """An anchor as it comes from a file."""
    data = text.encode()
    return TrustedAnchor(
        anchor=parse_anchor(data, source="anchor.yaml"), document=anchor_document(data, source="anchor.yaml")
    )


def a_store() -> MemoryStore:
    """An empty store of the namespace demo."""
    return MemoryStore(clock=FixedClock(), namespace=Namespace.DEMO)


def services(
    *folders: FetchedBundle,
    store: Store | None = None,
    trusted: PolicyEngine = ENGINE,
    untrusted: Callable[[], PolicyEngine] = EmbeddedEngine,
    pinned: bool = True,
) -> PolicyServices:
    """Services over these folders; unless `pinned` is false they count as shipped and are not held to the checks."""
    return PolicyServices(
        bundles=MemoryBundles(*folders),
        trusted_engine=trusted,
        untrusted_engine=untrusted,
        store=store or a_store(),
        checks=rule_checks(),
        input_schema=schema_bytes("input_v1"),
        builtins=BUILTINS,
        pins={folder.name: tree_of(folder) for folder in folders} if pinned else {},
    )


def rule_checks() -> RuleChecks:
    """The rules about rules that this package carries."""
    return RuleChecks(load=carried_checks, builtins=BUILTINS)


def asked(**changes: Any) -> ProjectCheck:  # noqa: ANN401 - any part of what is asked
    """A check under the anchor, of whatever the test gives."""
    parts: dict[str, Any] = {
        "evaluated_at": EVALUATED_AT,
        "purpose": Purpose.CHECK,
        "tool": TOOL,
        "anchor": trusted_anchor(),
        "given": given(),
        **changes,
    }
    return ProjectCheck(**parts)
