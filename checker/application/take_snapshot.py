"""Take a snapshot: from resolved bundles and a project's selection to the immutable set that judges.

Resolved once and named by its digest; evaluation accepts nothing else. Every rule is held to the contract before it is
part of a snapshot, unless the bundle is a shipped one: then it was held to it when it was built.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from checker.application.check_rules import RuleChecks
from checker.application.compilation_units import (
    inspect_modules,
    refuse_joined_packages,
    refuse_shared_packages,
)
from checker.application.foreign_rules import foreign_rules
from checker.application.offered_rules import offered_collections, offered_rules
from checker.application.select_rules import select_rules
from checker.domain.digest import Digest, digest_of
from checker.domain.project import ReleaseFacts, Selection
from checker.domain.rule import Contract, Rule
from checker.domain.snapshot import ResolvedBundle, Snapshot
from checker.domain.trust import Anchor
from checker.formats.host_modules import project_facts
from checker.formats.selection_digest import selection_digest
from checker.formats.snapshot_v1 import seal_snapshot
from checker.ports.engine import PolicyEngine


def never_shipped(tree_digest: Digest) -> Sequence[Rule] | None:  # noqa: ARG001 - the form of `shipped`
    """No bundle is known; every one is inspected."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotRequest:
    """What a snapshot is taken of.

    `checks` are the rules about rules, `builtins` the allow-list; `checked` holds the tree digests of bundles that were
    held to the checks when they were built, which is to say the shipped ones, and `shipped` gives the rules of such a
    bundle as this program carries them. Nothing a project or its store says about rules is asked.
    """

    bundles: Sequence[ResolvedBundle]
    selection: Selection
    release: ReleaseFacts
    anchor: Anchor | None
    input_schema: bytes
    builtins: Sequence[str]
    checks: RuleChecks
    checked: Collection[Digest]
    shipped: Callable[[Digest], Sequence[Rule] | None] = never_shipped


def take_snapshot(request: SnapshotRequest, *, engine: PolicyEngine) -> Snapshot:
    """The snapshot of these bundles under this selection.

    Raises:
        BundleRefusedError: modules that do not compile, break the contract, or contribute to one package twice.
        SelectionError: see `select_rules`.
    """
    refuse_joined_packages(request.bundles)
    offered: list[Rule] = []
    for resolved in request.bundles:
        offered += _offered(resolved, request, engine)
    refuse_shared_packages(offered)
    selected = select_rules(offered, selection=request.selection, anchor=request.anchor)
    return seal_snapshot(
        bundles=tuple(request.bundles),
        rules=selected.rules,
        collections=offered_collections(offered),
        parameters=selected.parameters,
        project_facts=project_facts(request.release),
        builtins=tuple(sorted(request.builtins)),
        input_schema=digest_of(request.input_schema),
        weakenings=selected.weakenings,
        selection=selection_digest(request.selection, request.release),
    )


def _offered(resolved: ResolvedBundle, request: SnapshotRequest, engine: PolicyEngine) -> tuple[Rule, ...]:
    """The rules of one bundle, held to the contract it is read under."""
    bundle = resolved.bundle
    if resolved.contract is Contract.RELEASE_POLICY and (known := request.shipped(bundle.tree_digest)) is not None:
        return tuple(known)
    inspected = inspect_modules(
        bundle,
        contract=resolved.contract,
        input_schema=request.input_schema,
        builtins=request.builtins,
        engine=engine,
    )
    if resolved.contract is Contract.CONFTEST:
        return foreign_rules(inspected, origin=bundle.name)
    if bundle.tree_digest not in request.checked:
        request.checks.refuse_breaches(inspected, engine=engine)
    return offered_rules(inspected, origin=bundle.name)
