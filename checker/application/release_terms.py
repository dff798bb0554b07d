"""What a permit is made of, whoever lets a release go: its manifest, its files, the trail, and the signed terms.

Publishing, breaking the glass, confirming and revoking speak of the same manifest and the same files.
"""

from checker.application.derive_registry import KINDS
from checker.application.sign_statement import sign_statement
from checker.domain.candidate import Candidate
from checker.domain.digest import Digest
from checker.domain.manifest import Manifest, Target
from checker.domain.permit_terms import PermittedFile, PermitTerms
from checker.errors import StoreError, TrustError
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.permit_v1 import NAME, permit_document
from checker.formats.statement import statement_bytes
from checker.ports.signer import Signer
from checker.ports.store import Store, TrailHead


def manifest_named(digest: Digest, *, store: Store) -> Manifest:
    """The stored manifest of this digest."""
    return parse_manifest(store.get_document(digest=digest).data, source="the manifest")[0]


def refuse_other_source(candidate: Candidate, manifest: Manifest) -> None:
    """Make sure that a manifest is of what was registered; approvals name the manifest, and a permit both.

    Raises:
        TrustError: it is of something else, so the store was changed by hand.
    """
    registered, source = candidate.registered, manifest.source
    wanted, seen = (
        (registered.version, registered.commit, registered.ref),
        (manifest.version, source.commit, source.ref),
    )
    if seen != wanted:
        raise TrustError(
            f"the manifest is of {' '.join(seen)}, the candidate {candidate.name} of {' '.join(wanted)}",
            hint="find out who changed the store",
        )


def permitted_files(manifest: Manifest, target: Target) -> tuple[PermittedFile, ...]:
    """Every file of a manifest that goes to a target; all of them where nobody knows which kinds it takes."""
    kinds = KINDS.get(target.registry, ())
    return tuple(
        PermittedFile(name=one.name, sha256=one.sha256, size=one.size)
        for one in manifest.artifacts
        if not kinds or one.kind in kinds
    )


def trail_head(store: Store) -> TrailHead:
    """Where the trail of a store stands, after it was followed from its beginning.

    Raises:
        StoreError: it does not hold.
    """
    found = store.verify_trail()
    if not found.holds:
        raise StoreError(f"the trail does not hold: {found.problem}", hint="clean-release trail verify")
    return found.head


def signed_permit(terms: PermitTerms, *, signer: Signer) -> bytes:
    """The envelope of a permit with these terms."""
    return sign_statement(statement_bytes(permit_document(terms), name=NAME), name=NAME, signer=signer)
