"""One bundle of sigstore, verified: the steps are the library's, and take no network."""

from dataclasses import dataclass, field
from pathlib import Path

from sigstore.errors import Error as SigstoreError
from sigstore.models import Bundle
from sigstore.verify import Verifier, policy

from checker.adapters.attestations.identity import Certified, certified, text_of_claim
from checker.adapters.sigstore_roots import trusted_root
from checker.domain.publisher import ISSUER
from checker.errors import InputRefusedError, TrustError

_ARC = "1.3.6.1.4.1.57264."


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedBundle:
    """What was signed, its media type, and what the certificate says of who signed."""

    payload: bytes = field(repr=False)
    payload_type: str
    certified: Certified


def open_bundle(data: bytes, *, roots: Path | None) -> OpenedBundle:
    """What a bundle proves.

    Raises:
        InputRefusedError: it is none.
        TrustError: it does not verify, or was not signed by a workflow run.
    """
    try:
        bundle = Bundle.from_json(data)
    except (SigstoreError, ValueError, TypeError, LookupError, AttributeError):
        raise InputRefusedError("this is no bundle of sigstore", hint="take it from the provider again") from None
    try:
        kind, payload = Verifier(trusted_root=trusted_root(roots)).verify_dsse(bundle, policy.OIDCIssuerV2(ISSUER))
    except (SigstoreError, ValueError, TypeError, LookupError, AttributeError) as error:
        said = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        raise TrustError(f"the bundle does not verify: {ascii(said)[1:-1]}") from None
    found: dict[str, str] = {}
    for extension in bundle.signing_certificate.extensions:
        number = extension.oid.dotted_string
        # NOTE: claims below 1.8 are older, and bare text; every one of them is there again as DER.
        if number.startswith(_ARC) and (claim := number.removeprefix(_ARC)) not in _BARE:
            found[claim] = text_of_claim(extension.value.public_bytes())
    return OpenedBundle(payload=payload, payload_type=kind, certified=certified(found))


_BARE = frozenset(f"1.{number}" for number in range(1, 8))
