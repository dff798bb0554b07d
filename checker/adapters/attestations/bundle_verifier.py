"""The port `StatementVerifier` over bundles of sigstore, offline: what a provider keeps as attestations.

A certificate names the repository, ref and workflow that a run had; only those of a repository that the anchor binds
are trusted. What a statement itself says of its source must be what its certificate says, or it is refused: the
statement is written by a job, the certificate is not.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from checker.adapters.attestations.identity import Certified
from checker.domain.evidence import Signer, SignerKind
from checker.domain.trust import TrustedRepository
from checker.errors import CleanReleaseError, Place, ProviderError, TrustError
from checker.formats.evidence_limits import ENVELOPE
from checker.formats.in_toto_types import IN_TOTO
from checker.formats.strict_json import read_json
from checker.ports.statement_verifier import VerifiedPayload

_FIELDS = frozenset({"mediaType", "verificationMaterial"})


class BundleVerifier:
    """Opens bundles of the repositories that are trusted; `roots` is a trusted root, sigstore's public one if empty.

    Who is trusted is asked, and sigstore loaded, with the first bundle: loading it takes most of a second.
    """

    def __init__(self, trusted: Callable[[], Sequence[TrustedRepository]], roots: Path | None = None) -> None:
        self._trusted, self._roots = trusted, roots

    def recognises(self, fields: frozenset[str]) -> bool:
        """Whether these are the fields of a bundle."""
        return fields >= _FIELDS

    def verify(self, data: bytes, *, source: str) -> VerifiedPayload:
        """The signed bytes, proven: certificate chain, transparency log, signature, identity, and the source they name.

        Raises:
            InputRefusedError: malformed.
            TrustError: something does not hold.
            ProviderError: this installation cannot verify it.
        """
        where = Place(source=source)
        try:
            from checker.adapters.attestations.opened_bundle import open_bundle  # noqa: PLC0415 - heavy, see above
        except ModuleNotFoundError as error:
            raise ProviderError(
                f"this installation cannot verify a bundle of sigstore: {error.name} is missing",
                hint="pip install 'clean-release[attestations]'",
            ) from None
        read_json(data, source=source, limits=ENVELOPE)
        try:
            opened = open_bundle(data, roots=self._roots)
            self._refuse_others(opened.certified)
            opened.certified.refuse_contradiction(read_json(opened.payload, source="the statement"))
        except CleanReleaseError as error:
            error.where = error.where or where
            raise
        if opened.payload_type != IN_TOTO:
            raise TrustError(f"{opened.payload_type[:80]!a} is signed, expected {IN_TOTO}", where=where)
        signer = Signer(kind=SignerKind.IDENTITY, id=opened.certified.workflow, issuer=opened.certified.issuer)
        return VerifiedPayload(
            payload=opened.payload, payload_type=opened.payload_type, signer=signer, run=opened.certified.run
        )

    def _refuse_others(self, certified: Certified) -> None:
        """Let only workflows of a trusted repository pass.

        Raises:
            TrustError: it is of another one.
        """
        trusted = self._trusted()
        if not any(certified.is_of(one) for one in trusted):
            names = ", ".join(f"{one.host}/{one.slug}" for one in trusted) or "none"
            raise TrustError(
                f"the statement was signed by a workflow of {certified.shown}, expected one of: {names}",
                hint="bind the repository in the anchor, if its workflows may speak for this release",
            )
