"""Lock a project: resolve its references once and write down exactly what a gate may use.

A bundle that is locked stays as it is until an upgrade is asked for; a changed project file is locked anew.
"""

from dataclasses import dataclass

from checker.application.check_project import LoadedProject
from checker.application.compilation_units import compile_snapshot
from checker.application.place_in_project import placed_in_project
from checker.application.prepare_snapshot import PolicyServices, fetch_bundles, locked, resolve_bundles, take
from checker.domain.bundle_address import remote_address
from checker.domain.lock import Lock, LockedBundle
from checker.domain.snapshot import Snapshot
from checker.domain.trust import Anchor
from checker.ports.bundles import FetchedBundle


@dataclass(frozen=True, slots=True, kw_only=True)
class LockResult:
    """The lock as it should be, the one that is there, the snapshot it names, and the bundles as they were fetched."""

    wanted: Lock
    present: Lock | None
    snapshot: Snapshot
    fetched: tuple[FetchedBundle, ...] = ()

    @property
    def remote(self) -> tuple[tuple[FetchedBundle, LockedBundle], ...]:
        """The bundles of other machines, each as it was fetched and as the lock names it."""
        entries = {one.source: one for one in self.wanted.bundles}
        return tuple((one, entries[one.source]) for one in self.fetched if remote_address(one.source))

    @property
    def is_current(self) -> bool:
        """Whether the lock that is there is the one that should be."""
        return self.wanted == self.present


def lock_project(
    loaded: LoadedProject, *, anchor: Anchor | None, now: str, upgrade: bool, services: PolicyServices
) -> LockResult:
    """What the lock of this project should be; nothing is written but the snapshot into the store.

    Args:
        loaded: the project and the lock that is there.
        anchor: what is trusted.
        now: the moment that trust is judged at (RFC 3339, `Z`).
        upgrade: whether locked bundles may have changed.
        services: what policies are resolved with.

    Raises:
        TrustError: a locked bundle changed and no upgrade was asked for; or see `resolve_bundle`.
        BundleRefusedError, SelectionError: see `take_snapshot`.
        ProviderError: a source on another machine gave no answer that can be used.
    """
    named = {bundle.source for bundle in loaded.lock.bundles} if loaded.lock else set()
    same_sources = named == set(loaded.project.selection.bundles)
    held = loaded.lock if same_sources and not upgrade else None
    selection = loaded.project.selection
    with placed_in_project(loaded.written, sources=selection.bundles):
        fetched = fetch_bundles(selection, lock=held, source=services.bundles)
        bundles = resolve_bundles(
            fetched, contract=selection.contract, anchor=anchor, now=now, lock=held, services=services
        )
        snapshot = take(loaded.project, bundles, anchor=anchor, services=services)
    # What does not compile with these parameters and facts is refused now, not when a gate needs it.
    compile_snapshot(snapshot, input_schema=services.input_schema, engine=services.engine_for(bundles))
    wanted = locked(loaded.project, snapshot, commits={one.source: one.commit for one in fetched})
    return LockResult(wanted=wanted, present=loaded.lock, snapshot=snapshot, fetched=fetched)
