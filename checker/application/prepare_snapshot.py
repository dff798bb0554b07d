"""Prepare a snapshot: the one the lock names, or, without a lock, one taken on the spot that gates nothing.

Trust is decided, rules are selected and the snapshot is sealed again at every use: a key revoked since no longer
vouches, and a snapshot that somebody planted in the store is never taken for the one the lock names.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from checker.application.check_rules import RuleChecks
from checker.application.decide_trust import TrustBasis
from checker.application.resolve_bundle import resolve_bundle
from checker.application.take_snapshot import SnapshotRequest, never_shipped, take_snapshot
from checker.domain.digest import Digest
from checker.domain.lock import Lock, LockedBundle
from checker.domain.project import Project, Selection
from checker.domain.rule import Contract, Rule
from checker.domain.snapshot import ResolvedBundle, Snapshot
from checker.domain.trust import Anchor
from checker.errors import TrustError
from checker.formats.snapshot_v1 import content_bytes, snapshot_bytes
from checker.ports.aside import Aside, when_asked
from checker.ports.bundles import BundleSource, FetchedBundle
from checker.ports.engine import PolicyEngine
from checker.ports.statement_verifier import StatementVerifier
from checker.ports.store import SnapshotRecord, Store


def unchanged(engine: PolicyEngine) -> PolicyEngine:
    """The engine that may run the bundles judges too."""
    return engine


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyServices:
    """What policies are resolved and judged with.

    `trusted_engine` judges what the anchor vouches for; anything else runs in what `untrusted_engine` makes, a process
    of its own. `pins` are the tree digests of the shipped bundles by name: they were held to `checks` when this package
    was built; `shipped` gives their rules. `aside` begins what can go on beside something else. `statement_verifiers`
    open evidence that no key of the anchor signed.
    `judging` makes of the engine that may run bundles the one that judges: another one, or both.
    """

    bundles: BundleSource
    trusted_engine: PolicyEngine
    untrusted_engine: Callable[[], PolicyEngine]
    store: Store
    checks: RuleChecks
    input_schema: bytes = field(repr=False)
    builtins: Sequence[str]
    pins: Mapping[str, Digest]
    shipped: Callable[[Digest], Sequence[Rule] | None] = never_shipped
    aside: Aside = when_asked
    statement_verifiers: Sequence[StatementVerifier] = ()
    judging: Callable[[PolicyEngine], PolicyEngine] = unchanged

    def engine_for(self, bundles: Sequence[ResolvedBundle]) -> PolicyEngine:
        """The engine that may run these bundles."""
        vouched = all(one.trust.is_authenticated for one in bundles)
        return self.trusted_engine if vouched else self.untrusted_engine()

    @property
    def checked(self) -> Collection[Digest]:
        """The trees that need no holding to the contract any more."""
        return frozenset(self.pins.values())


def fetch_bundles(selection: Selection, *, lock: Lock | None, source: BundleSource) -> tuple[FetchedBundle, ...]:
    """Every bundle of a selection as it lies at its source, held to nothing yet.

    Raises:
        NotFoundError, BundleRefusedError, TrustError, ProviderError: see `BundleSource.fetch`.
    """
    return tuple(source.fetch(name, locked=lock.entry(name) if lock else None) for name in selection.bundles)


def resolve_bundles(
    fetched: Sequence[FetchedBundle],
    *,
    contract: Contract,
    anchor: Anchor | None,
    now: str,
    lock: Lock | None,
    services: PolicyServices,
) -> tuple[ResolvedBundle, ...]:
    """Every bundle that was fetched, and why it is trusted at this moment.

    Raises:
        BundleRefusedError, TrustError: see `resolve_bundle`; and a revision older than one seen before.
    """
    basis = TrustBasis(anchor=anchor, now=now, pins=services.pins)
    resolved = tuple(resolve_bundle(one, basis=basis, contract=contract, lock=lock) for one in fetched)
    for one in resolved:
        highest = services.store.highest_revision(bundle=one.bundle.name)
        if one.bundle.revision < highest:
            raise TrustError(
                f"{one.bundle.name} has revision {one.bundle.revision}, revision {highest} was used here before",
                hint="an older policy may lack rules; fetch the current one",
            )
    return resolved


def prepare_snapshot(
    project: Project, *, anchor: Anchor | None, now: str, lock: Lock | None, services: PolicyServices
) -> Snapshot:
    """The snapshot to judge with.

    Raises:
        TrustError: the project file or a bundle is not what was locked, or another snapshot results than the locked
            one.
        BundleRefusedError, SelectionError: see `take_snapshot`.
    """
    if lock is not None and lock.project_digest != project.digest:
        raise TrustError(
            "the project file is not the one that was locked",
            hint="run `clean-release lock` and have the change reviewed; a gate takes both from the base commit",
        )
    fetched = fetch_bundles(project.selection, lock=lock, source=services.bundles)
    contract = project.selection.contract
    bundles = resolve_bundles(fetched, contract=contract, anchor=anchor, now=now, lock=lock, services=services)
    snapshot = take(project, bundles, anchor=anchor, services=services)
    if lock is not None and snapshot.digest != lock.snapshot:
        raise TrustError(
            f"this makes the snapshot {snapshot.digest}, locked is {lock.snapshot}",
            hint="the anchor or this program changed since; run `clean-release lock` and have the change reviewed",
        )
    return snapshot


def snapshot_request(
    project: Project, bundles: Sequence[ResolvedBundle], *, anchor: Anchor | None, services: PolicyServices
) -> SnapshotRequest:
    """What a snapshot of these bundles is taken of, for this project under this anchor."""
    return SnapshotRequest(
        bundles=bundles,
        selection=project.selection,
        release=project.release,
        anchor=anchor,
        input_schema=services.input_schema,
        builtins=services.builtins,
        checks=services.checks,
        checked=services.checked,
        shipped=services.shipped,
    )


def take(
    project: Project, bundles: Sequence[ResolvedBundle], *, anchor: Anchor | None, services: PolicyServices
) -> Snapshot:
    """A snapshot of these bundles, kept in the store, their revisions remembered."""
    request = snapshot_request(project, bundles, anchor=anchor, services=services)
    snapshot = take_snapshot(request, engine=services.engine_for(bundles))
    record = SnapshotRecord(digest=snapshot.digest, data=snapshot_bytes(snapshot), content=content_bytes(snapshot))
    services.store.put_snapshot(snapshot=record)
    # A store that does not give back what it was given is not trusted with the report either.
    services.store.get_snapshot(digest=snapshot.digest)
    for one in bundles:
        services.store.record_revision(bundle=one.bundle.name, revision=one.bundle.revision)
    return snapshot


def locked(project: Project, snapshot: Snapshot, *, commits: Mapping[str, str] = MappingProxyType({})) -> Lock:
    """The lock that names this snapshot for this project file, and the commit of each source that comes from git."""
    bundles = tuple(
        LockedBundle(
            source=one.source,
            archive_sha256=one.bundle.archive_sha256,
            tree_digest=one.bundle.tree_digest,
            revision=one.bundle.revision,
            commit=commits.get(one.source, ""),
        )
        for one in snapshot.bundles
    )
    return Lock(bundles=bundles, snapshot=snapshot.digest, project_digest=project.digest)
