"""Verifies a bundle: yes, with the reason, or a refusal; unlike for resolving, being unknown to the anchor is one."""

from checker.application.decide_trust import TrustBasis
from checker.application.resolve_bundle import resolve_bundle
from checker.domain.lock import Lock
from checker.domain.rule import Contract
from checker.domain.snapshot import ResolvedBundle
from checker.errors import Place, TrustError
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.ports.bundles import FetchedBundle


def verify_bundle(
    fetched: FetchedBundle,
    *,
    basis: TrustBasis,
    contract: Contract = Contract.RELEASE_POLICY,
    lock: Lock | None = None,
    limits: BundleLimits = BUNDLE_LIMITS,
) -> ResolvedBundle:
    """The bundle, which the anchor vouches for.

    Raises:
        TrustError: it does not, or there is no anchor.
        BundleRefusedError: unsafe or malformed.
        InputRefusedError: a document inside is not strict JSON.
    """
    resolved = resolve_bundle(fetched, basis=basis, contract=contract, lock=lock, limits=limits)
    if not resolved.trust.is_anchored:
        raise TrustError(
            f"the anchor says nothing about {resolved.bundle.name}" if basis.anchor else "there is no anchor",
            hint="name the bundle under bundles in the anchor"
            if basis.anchor
            else "make one with `clean-release init`",
            where=Place(source=fetched.source),
        )
    return resolved
