"""Decides whether the anchor vouches for a bundle, and how.

The anchor's entry for the bundle's name says what is demanded. Whatever does not meet the demand is refused; a bundle
the anchor says nothing about is not refused, but never gates. Only the anchor, the digests this package was built with
and the moment given decide: no file beside the bundle is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from checker.application.verify_signatures import fingerprint_of_opa_signature, fingerprints_of_dsse, may_bring
from checker.domain.bundle_address import remote_address
from checker.domain.digest import Digest
from checker.domain.moment import parse_moment
from checker.domain.rule import Contract
from checker.domain.snapshot import Bundle
from checker.domain.trust import Anchor, BundleTrust, TrustDecision, TrustMethod
from checker.errors import Place, TrustError
from checker.ports.bundles import SHIPPED, FetchedBundle


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustBasis:
    """What trust stands on.

    `anchor` is None before there is one. `pins` holds the tree digests this package was built with, by bundle. `now`
    is the moment validity is judged at (RFC 3339, `Z`).
    """

    anchor: Anchor | None
    now: str
    pins: Mapping[str, Digest] = field(default_factory=dict)


def decide_trust(fetched: FetchedBundle, bundle: Bundle, *, basis: TrustBasis, contract: Contract) -> TrustDecision:
    """How the bundle is vouched for; `TrustMethod.NONE` when the anchor does not know it.

    Raises:
        TrustError: the anchor knows the bundle and what it demands is not met.
        InputRefusedError: a signature file is malformed.
    """
    parse_moment(basis.now)
    trust = _entry(bundle.name, basis.anchor)
    if basis.anchor is None or trust is None:
        return TrustDecision(method=TrustMethod.NONE)
    where = Place(source=fetched.source)
    refuse_beyond_entry(bundle, trust, contract, where)
    match trust.method:
        case TrustMethod.PINNED:
            return _pinned(bundle, trust, basis.pins, where)
        case TrustMethod.DSSE:
            keys = fingerprints_of_dsse(fetched, bundle, trust=trust, anchor=basis.anchor, now=basis.now)
            return TrustDecision(method=trust.method, keys=keys, threshold=trust.threshold)
        case TrustMethod.OPA_SIGNATURE:
            key = fingerprint_of_opa_signature(fetched, bundle, trust=trust, anchor=basis.anchor, now=basis.now)
            return TrustDecision(method=trust.method, keys=(key,), threshold=1)
        case TrustMethod.UNSIGNED_PATH:
            return _at_path(fetched, trust, where)
        case TrustMethod.NONE:
            raise TrustError(f"the anchor names no method for {bundle.name}", where=where)
        case _:
            assert_never(trust.method)


def _entry(name: str, anchor: Anchor | None) -> BundleTrust | None:
    return next((trust for trust in anchor.bundles if trust.bundle == name), None) if anchor else None


def refuse_beyond_entry(bundle: Bundle, trust: BundleTrust, contract: Contract, where: Place) -> None:
    """What the anchor demands of a bundle however it is vouched for: contract, revision, packages, exact content.

    Raises:
        TrustError: names the demand that is not met.
    """
    if contract not in trust.contracts:
        raise TrustError(
            f"the anchor does not let {bundle.name} be read under the contract {contract}",
            hint=f"expected {', '.join(trust.contracts)}; add it to contracts in the anchor if it shall gate",
            where=where,
        )
    if bundle.revision < trust.minimum_revision:
        raise TrustError(
            f"{bundle.name} has revision {bundle.revision}, the anchor demands at least {trust.minimum_revision}",
            hint="an older policy may lack rules; fetch the current one",
            where=where,
        )
    for root in bundle.roots:
        if trust.packages and not may_bring(root, trust.packages):
            raise TrustError(
                f"{bundle.name} brings {root or 'everything'}, beyond its packages in the anchor", where=where
            )
    if trust.tree_digest and trust.tree_digest != bundle.tree_digest:
        raise TrustError(
            f"{bundle.name} is {bundle.tree_digest}, the anchor pins {trust.tree_digest}",
            hint="somebody changed the bundle, or the anchor is of another revision",
            where=where,
        )


def _pinned(bundle: Bundle, trust: BundleTrust, pins: Mapping[str, Digest], where: Place) -> TrustDecision:
    wanted = trust.tree_digest or pins.get(bundle.name, "")
    if not wanted:
        raise TrustError(
            f"the anchor pins {bundle.name} to no digest, and it is not shipped with this package",
            hint=f"write tree_digest: {bundle.tree_digest} into the anchor if that is the bundle you reviewed",
            where=where,
        )
    if wanted != bundle.tree_digest:
        raise TrustError(
            f"{bundle.name} is {bundle.tree_digest}, this package ships {wanted}",
            hint=f"use {SHIPPED}, or write the digest you reviewed into the anchor",
            where=where,
        )
    return TrustDecision(method=TrustMethod.PINNED)


def _at_path(fetched: FetchedBundle, trust: BundleTrust, where: Place) -> TrustDecision:
    if remote_address(fetched.source):
        raise TrustError(
            "unsigned-path in the anchor is for a path of this machine, and the bundle comes from another one",
            hint="have it signed, or pin its tree_digest in the anchor",
            where=where,
        )
    if trust.path not in (fetched.location, fetched.source):
        raise TrustError(
            f"the bundle lies at {fetched.location or fetched.source}, the anchor allows it unsigned at {trust.path}",
            where=where,
        )
    return TrustDecision(method=TrustMethod.UNSIGNED_PATH)
