"""Lock a project: resolve its references once and write down exactly what a gate may use.

A bundle that is locked stays as it is until an upgrade is asked for; a changed project file is locked anew.
"""

from dataclasses import dataclass

from checker.application.check_project import LoadedProject
from checker.application.compilation_units import compile_snapshot
from checker.application.prepare_snapshot import PolicyServices, locked, resolve_bundles, take
from checker.domain.lock import Lock
from checker.domain.snapshot import Snapshot
from checker.domain.trust import Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class LockResult:
    """The lock as it should be, the one that is there, and the snapshot it names."""

    wanted: Lock
    present: Lock | None
    snapshot: Snapshot

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
    """
    named = {bundle.source for bundle in loaded.lock.bundles} if loaded.lock else set()
    same_sources = named == set(loaded.project.selection.bundles)
    held = loaded.lock if same_sources and not upgrade else None
    bundles = resolve_bundles(loaded.project, anchor=anchor, now=now, lock=held, services=services)
    snapshot = take(loaded.project, bundles, anchor=anchor, services=services)
    # What does not compile with these parameters and facts is refused now, not when a gate needs it.
    compile_snapshot(snapshot, input_schema=services.input_schema, engine=services.engine_for(bundles))
    return LockResult(wanted=locked(loaded.project, snapshot), present=loaded.lock, snapshot=snapshot)
