"""Statement verifiers: where signed evidence comes from besides keys of the anchor.

`checker.application.open_evidence` opens DSSE envelopes by keys of the anchor itself. Any other way to prove who said
something (a certificate and a transparency log, a provider's own attestations) plugs in here: it takes the bytes that
were given or fetched, proves its signature, and hands over the signed bytes with the identity that signed. What is in
them is then read, bound to the manifest and judged in the one place, whoever signed.
"""

from dataclasses import dataclass, field
from typing import Protocol

from checker.domain.evidence import CertifiedRun, Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPayload:
    """The exact signed bytes, their media type as it was signed, and who signed them.

    `run` is where an identity ran, as its certificate says; a key was held anywhere, so it has none.
    """

    payload: bytes = field(repr=False)
    payload_type: str
    signer: Signer
    run: CertifiedRun | None = None


class StatementVerifier(Protocol):
    """One way to prove who signed."""

    def recognises(self, fields: frozenset[str]) -> bool:
        """Whether a JSON document with these top-level fields is of the form that this verifier opens."""

    def verify(self, data: bytes, *, source: str) -> VerifiedPayload:
        """The signed bytes, proven.

        Raises:
            InputRefusedError: malformed.
            TrustError: the signature does not hold, or nothing says that its identity is trusted.
        """
