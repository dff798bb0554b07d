"""Verifies who signed a bundle: only keys that are for policy, valid, not revoked, and allowed to sign all of it count.

Verification libraries are loaded only when a signature is looked at: most gates run on a pinned bundle.
"""

from collections.abc import Sequence

from checker.domain.digest import Digest
from checker.domain.moment import parse_moment
from checker.domain.snapshot import Bundle
from checker.domain.trust import Anchor, BundleTrust, KeyRole, TrustedKey
from checker.errors import Place, TrustError
from checker.formats.bundle_manifest import is_inside
from checker.formats.bundle_names import ENVELOPE, OPA_SIGNATURES
from checker.ports.bundles import FetchedBundle


def fingerprints_of_dsse(
    fetched: FetchedBundle, bundle: Bundle, *, trust: BundleTrust, anchor: Anchor, now: str
) -> tuple[Digest, ...]:
    """The fingerprints of all keys that count, at least the threshold.

    The envelope beside an archive comes before one inside the bundle. The bytes are verified first; those bytes are
    parsed.

    Raises:
        TrustError: no envelope, too few signatures, or a statement about something else.
        InputRefusedError: a malformed envelope or statement.
    """
    from checker.formats.bundle_statement_v1 import parse_statement  # noqa: PLC0415 - see the module
    from checker.formats.dsse_v1 import parse_envelope, verify_envelope  # noqa: PLC0415 - see the module
    from checker.formats.public_keys import read_public_key  # noqa: PLC0415 - see the module

    where = Place(source=fetched.source)
    envelope = carried_envelope(fetched, bundle)
    if not envelope:
        raise TrustError(
            f"{bundle.name} carries no signature, the anchor demands {trust.threshold}",
            hint=f"sign it with `clean-release bundle sign`; the envelope is {ENVELOPE} or lies beside the archive",
            where=where,
        )
    usable = _usable_keys(bundle, trust, anchor, now, where)
    signed = parse_envelope(envelope, source=f"{fetched.source}: envelope")
    keys = {key.name: read_public_key(key.public_key, source=f"key {key.name}") for key in usable}
    verify_envelope(signed, keys=list(keys.values()), threshold=trust.threshold, source=fetched.source)
    statement = parse_statement(signed.payload, source=f"{fetched.source}: statement")
    if fault := statement.fault_with(bundle):
        raise TrustError(fault, hint="the envelope belongs to another bundle or revision", where=where)
    if parse_moment(statement.issued) > parse_moment(now):
        raise TrustError(
            f"the signature says it was issued {statement.issued}, after {now}", hint="check the clock", where=where
        )
    in_time = [keys[key.name] for key in usable if key.is_valid_at(statement.issued)]
    return verify_envelope(signed, keys=in_time, threshold=trust.threshold, source=fetched.source)


def fingerprint_of_opa_signature(
    fetched: FetchedBundle, bundle: Bundle, *, trust: BundleTrust, anchor: Anchor, now: str
) -> Digest:
    """The fingerprint of the one key that made the bundle's `.signatures.json`.

    Raises:
        TrustError: no signature file, or not exactly what `formats.opa_signatures` demands.
        InputRefusedError: a malformed signature file.
    """
    from checker.formats.opa_signatures import verify_opa_signatures  # noqa: PLC0415 - see the module
    from checker.formats.public_keys import read_public_key  # noqa: PLC0415 - see the module

    where = Place(source=fetched.source)
    signatures = _file(bundle, OPA_SIGNATURES)
    if not signatures:
        raise TrustError(
            f"{bundle.name} carries no {OPA_SIGNATURES}, the anchor demands one",
            hint="sign it with `opa sign`, or with `clean-release bundle sign` under the method dsse",
            where=where,
        )
    usable = _usable_keys(bundle, trust, anchor, now, where)
    keys = {key.name: read_public_key(key.public_key, source=f"key {key.name}") for key in usable}
    return verify_opa_signatures(signatures, files=bundle.files, keys=keys, source=fetched.source)


def carried_envelope(fetched: FetchedBundle, bundle: Bundle) -> bytes:
    """The envelope beside the archive, or else the one inside the bundle; empty when there is none."""
    return fetched.envelope or _file(bundle, ENVELOPE)


def _file(bundle: Bundle, path: str) -> bytes:
    return next((file.data for file in bundle.files if file.path == path), b"")


def _usable_keys(bundle: Bundle, trust: BundleTrust, anchor: Anchor, now: str, where: Place) -> Sequence[TrustedKey]:
    """The keys whose signature would count, or a refusal that says why each of the others would not."""
    named = [key for key in anchor.keys if key.name in trust.keys]
    reasons = {key.name: _why_unusable(key, bundle, now) for key in named}
    usable = [key for key in named if not reasons[key.name]]
    if len(usable) < trust.threshold or trust.threshold < 1:
        told = "; ".join(f"{name} {why}" for name, why in reasons.items() if why)
        raise TrustError(
            f"{len(usable)} usable keys for {bundle.name}, the anchor demands {trust.threshold} signatures"
            + (f": {told}" if told else ""),
            hint="renew or add keys in the anchor, and have the bundle signed with them",
            where=where,
        )
    return usable


def _why_unusable(key: TrustedKey, bundle: Bundle, now: str) -> str:
    if key.role is not KeyRole.POLICY:
        return f"is a key for {key.role}"
    if key.revoked:
        return "is revoked"
    if not key.is_valid_at(now):
        return f"is valid {key.not_before or 'always'} to {key.not_after or 'always'}, not at {now}"
    outside = [root for root in bundle.roots if not may_bring(root, key.packages)]
    return f"may not sign {outside[0] or 'everything'}" if outside else ""


def may_bring(root: str, packages: tuple[str, ...]) -> bool:
    """Whether a root lies inside one of these packages (`rules.branch` or `rules/branch`; `*` is every package)."""
    steps = tuple(root.split("/")) if root else ()
    return any(package == "*" or (steps and is_inside(steps, package.replace(".", "/"))) for package in packages)
