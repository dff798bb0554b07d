"""Revoke a release: a signed statement that its files are not to be used any more, which stays.

They are those of the newest manifest, and of every earlier one that a permit was issued for: some may be uploaded.
"""

from collections.abc import Iterator

from checker.application.approvable_report import latest_manifest
from checker.application.approve_release import refuse_ephemeral
from checker.application.given_reason import refuse_no_reason
from checker.application.known_revocations import NAME
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.prove_identity import refuse_unproven
from checker.application.register_candidate import refuse_no_label
from checker.application.release_terms import manifest_named
from checker.application.sign_statement import sign_statement
from checker.domain.candidate import Candidate, ManifestBuilt
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.json_value import Json
from checker.domain.masking import masked
from checker.domain.permit import GlassBroken, PermitIssued, Revoked
from checker.domain.release import Action, state_after
from checker.errors import OrderError
from checker.formats.statement import statement_bytes
from checker.ports.signer import Signer
from checker.ports.store import Document, Store

SCHEMA = "clean-release/revocation/v1"


def revoke_release(
    opened: OpenedLifecycle, name: str, *, reason: str, signer: Signer | None, by: Acting
) -> tuple[OpenedLifecycle, bytes]:
    """The lifecycle with a revocation, and what was signed.

    Raises:
        OrderError: no permit let anything of it out, or it was revoked.
        TrustError: nobody vouches for who revokes.
        UsageError: no reason was given.
    """
    refuse_no_label("--actor", by.actor)
    refuse_unproven(by.identity, actor=by.actor, namespace=by.store.namespace, what="revoking")
    refuse_ephemeral(by.store, what="revoke")
    candidate = opened.candidate(name)
    state_after(candidate.state, Action.REVOKE, name=name)
    if not any(isinstance(event.happened, PermitIssued | GlassBroken) for event in candidate.events):
        raise OrderError(
            f"no permit was issued for {name}, so there is nothing to revoke",
            hint=f"clean-release release reject --candidate-id {name} --reason TEXT --actor NAME",
        )
    refuse_no_reason(reason, hint="say in a sentence what is wrong with it")
    said = masked(reason, by.secrets.find)
    manifest = manifest_named(latest_manifest(candidate), store=by.store)
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "namespace": str(by.store.namespace),
        "project": by.project.name,
        "repository": by.project.address,
        "candidate": name,
        "manifest": manifest.digest,
        "artifacts": list[Json](sorted(set(_files(candidate, store=by.store)))),
        "by": by.actor,
        "reason": said,
        "issued": by.at,
    }
    data = statement_bytes(document, name=NAME)
    if signer is not None:
        data = sign_statement(data, name=NAME, signer=signer)
    kept = Document(kind=DocumentKind.REVOCATION, digest=digest_of(data), data=data)
    happened = Revoked(statement=kept.digest, reason=said)
    return add_event(opened, happened, candidate=name, by=by, beside=(kept,)), data


def _files(candidate: Candidate, *, store: Store) -> Iterator[str]:
    """The SHA-256 of every file of the newest manifest, and of those that a permit was issued for."""
    meant = {latest_manifest(candidate)}
    newest = None
    for event in candidate.events:
        if isinstance(event.happened, ManifestBuilt):
            newest = event.happened.document
        elif isinstance(event.happened, PermitIssued | GlassBroken) and newest:
            meant.add(newest)
    for digest in meant:
        yield from (one.sha256 for one in manifest_named(digest, store=store).artifacts)
