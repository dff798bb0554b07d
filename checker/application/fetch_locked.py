"""Fetch what a lock names: a machine that has only the project's files gets the exact bundles, verified, to judge with.

Nothing is resolved anew. What comes must be what was locked, and the anchor must vouch for it now, before it is kept.
"""

from dataclasses import dataclass

from checker.application.check_project import LoadedProject
from checker.application.place_in_project import placed_in_project
from checker.application.prepare_snapshot import PolicyServices, resolve_bundles
from checker.domain.bundle_address import remote_address
from checker.domain.lock import LockedBundle
from checker.domain.trust import Anchor
from checker.errors import NotFoundError, TrustError
from checker.ports.bundles import BundleKeeper, BundleSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ObtainedBundle:
    """A bundle of the lock that is on this machine now; `was_here` if nobody had to be asked."""

    locked: LockedBundle
    was_here: bool


def fetch_locked(
    loaded: LoadedProject,
    *,
    anchor: Anchor | None,
    now: str,
    remote: BundleSource,
    keeper: BundleKeeper,
    services: PolicyServices,
) -> tuple[ObtainedBundle, ...]:
    """Every bundle of the lock that lies on another machine; all of them are verified before the first is kept.

    Args:
        loaded: the project and its lock.
        anchor: what is trusted.
        now: the moment that trust is judged at (RFC 3339, `Z`).
        remote: what asks other machines.
        keeper: where bundles are kept.
        services: what policies are resolved with.

    Raises:
        NotFoundError: there is no lock, or nothing at a source.
        TrustError: what comes is not what was locked, or the anchor does not vouch for it.
        ProviderError: there was no answer that can be used.
        BundleRefusedError: see `resolve_bundle`.
    """
    lock = loaded.lock
    if lock is None:
        raise NotFoundError("there is no clean-release.lock", hint="run `clean-release lock`, which fetches and pins")
    if lock.project_digest != loaded.project.digest:
        raise TrustError(
            "the project file is not the one that was locked",
            hint="run `clean-release lock` and have the change reviewed; a gate takes both from the base commit",
        )
    wanted = [one for one in lock.bundles if remote_address(one.source)]
    missing = [one for one in wanted if not keeper.holds(one)]
    selection = loaded.project.selection
    with placed_in_project(loaded.written, sources=selection.bundles):
        fetched = [remote.fetch(one.source, locked=one) for one in missing]
        resolve_bundles(fetched, contract=selection.contract, anchor=anchor, now=now, lock=lock, services=services)
    for one, came in zip(missing, fetched, strict=True):
        keeper.keep(came, tree_digest=one.tree_digest)
    return tuple(ObtainedBundle(locked=one, was_here=one not in missing) for one in wanted)
