"""Signs a bundle: one more signature on the statement of its digests."""

from checker.application.read_bundle import read_bundle
from checker.application.sign_envelope import sign_envelope
from checker.application.verify_signatures import carried_envelope
from checker.domain.moment import parse_moment
from checker.errors import Place, TrustError, UsageError
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.formats.bundle_statement_v1 import parse_statement, render_statement, statement_about
from checker.formats.dsse_v1 import SignedBytes, parse_envelope
from checker.formats.in_toto_types import IN_TOTO
from checker.ports.bundles import FetchedBundle
from checker.ports.signer import Signer


def sign_bundle(fetched: FetchedBundle, *, signer: Signer, issued: str, limits: BundleLimits = BUNDLE_LIMITS) -> bytes:
    """The envelope with this signer's signature: a new one, or the one that is there already with one more.

    Everybody signs the same bytes, so the first signer's moment stays. A statement that is not true of the bundle, or a
    payload that is no statement, is never signed.

    Raises:
        UsageError: the bundle does not name itself, or this key has signed it already.
        TrustError: the envelope that is there is about another bundle.
        InputRefusedError: that envelope is malformed.
    """
    where = Place(source=fetched.source)
    parse_moment(issued)
    bundle = read_bundle(fetched, limits=limits)
    if bundle.revision < 1:
        raise UsageError(
            "the bundle has no revision, so a later one could not be told from it",
            hint="build it with `clean-release bundle build --revision N`, or give the folder a .manifest",
            where=where,
        )
    signed = SignedBytes(payload=render_statement(statement_about(bundle, issued=issued)))
    if envelope := carried_envelope(fetched, bundle):
        signed = parse_envelope(envelope, source=f"{fetched.source}: envelope")
        if signed.payload_type != IN_TOTO:
            raise TrustError(f"the envelope holds {signed.payload_type!a}, expected {IN_TOTO}", where=where)
        if fault := parse_statement(signed.payload, source=f"{fetched.source}: statement").fault_with(bundle):
            raise TrustError(fault, hint="remove the envelope to sign anew", where=where)
    if signer.identity.fingerprint in signed.signatures:
        raise UsageError(f"{signer.identity.name} has signed this bundle already", where=where)
    return sign_envelope(signed, signer=signer)
