"""Resolves a bundle: reads it, holds it to the lock, and decides how it is trusted.

"Trust on resolve, pin on use": this is the only place where a bundle becomes one that may judge. Afterwards it is
named by its digests alone.
"""

from checker.application.decide_trust import TrustBasis, decide_trust
from checker.application.read_bundle import read_bundle
from checker.domain.bundle_address import remote_address
from checker.domain.lock import Lock
from checker.domain.rule import Contract
from checker.domain.snapshot import Bundle, ResolvedBundle
from checker.errors import Place, TrustError
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.ports.bundles import FetchedBundle

_OTHERWISE = {"archive": "a folder", "commit": "not from git"}


def resolve_bundle(
    fetched: FetchedBundle,
    *,
    basis: TrustBasis,
    contract: Contract = Contract.RELEASE_POLICY,
    lock: Lock | None = None,
    limits: BundleLimits = BUNDLE_LIMITS,
) -> ResolvedBundle:
    """The bundle and why it is trusted; with `TrustMethod.NONE` it may be looked at and never gates.

    Raises:
        BundleRefusedError: unsafe or malformed.
        TrustError: the anchor's demand is not met, the lock names another bundle for this source, or nobody vouches for
            what comes from another machine.
        InputRefusedError: a document inside is not strict JSON.
    """
    bundle = read_bundle(fetched, limits=limits)
    if lock is not None:
        _hold_to_lock(fetched, bundle, lock)
    trust = decide_trust(fetched, bundle, basis=basis, contract=contract)
    if remote_address(fetched.source) and not trust.is_authenticated:
        raise TrustError(
            f"nobody vouches for the content of {bundle.name}, which comes from another machine",
            hint=f"have it signed, or write method: pinned and tree_digest: {bundle.tree_digest} into the anchor",
            where=Place(source=fetched.source),
        )
    return ResolvedBundle(source=fetched.source, bundle=bundle, contract=contract, trust=trust)


def _hold_to_lock(fetched: FetchedBundle, bundle: Bundle, lock: Lock) -> None:
    """Make sure that the source still gives what it gave when it was locked.

    The archive's digest is compared too, so that what came over the wire is what was locked, byte for byte.
    """
    where = Place(source=fetched.source)
    locked = lock.entry(fetched.source)
    if locked is None:
        raise TrustError(
            "the lock does not name this bundle",
            hint="run `clean-release lock` and have the change reviewed",
            where=where,
        )
    pairs = (
        ("commit", locked.commit, fetched.commit),
        ("tree", locked.tree_digest, bundle.tree_digest),
        ("archive", locked.archive_sha256, bundle.archive_sha256),
        ("revision", str(locked.revision), str(bundle.revision)),
    )
    for what, wanted, seen in pairs:
        if wanted != seen:
            raise TrustError(
                f"the bundle's {what} is {seen or f'none, it is {_OTHERWISE[what]}'}, "
                f"locked is {wanted or f'none, {_OTHERWISE[what]}'}",
                hint="run `clean-release lock --upgrade` if the change is wanted, and have it reviewed",
                where=where,
            )
