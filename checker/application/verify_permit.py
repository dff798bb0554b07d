"""Verify a permit: whether a key that the anchor trusts lets this very job upload, now.

What the job is, it says itself: the event of its run and its flags. Nothing that is expected is taken from the permit,
for a permit always agrees with itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from checker.application.fresh import CLOCK_SKEW_SECONDS
from checker.application.prove_identity import whose
from checker.application.public_keys_of import public_keys_of
from checker.domain.moment import age_in_seconds
from checker.domain.permit import LONGEST_BROKEN_SECONDS, LONGEST_PERMIT_SECONDS, PermitKind
from checker.domain.permit_terms import PermitBinding, PermitTerms, WorkflowRun
from checker.domain.trust import Anchor, KeyRole
from checker.domain.verdict import Verdict
from checker.errors import Place, TrustError
from checker.formats.permit_v1 import NAME, terms_of

if TYPE_CHECKING:
    from checker.formats.public_keys import PublicKey

_LONGEST = {PermitKind.PERMIT: LONGEST_PERMIT_SECONDS, PermitKind.BREAK_GLASS: LONGEST_BROKEN_SECONDS}
_PERSONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPermit:
    """What is permitted, and the fingerprints of the keys that signed it."""

    terms: PermitTerms
    signers: tuple[str, ...]


def verify_permit(
    envelope: bytes,
    *,
    expected: PermitBinding,
    anchor: Anchor | None,
    revoked: Mapping[str, str],
    now: str,
    source: str,
) -> VerifiedPermit:
    """The terms of a permit, if it lets what is expected be uploaded now.

    Args:
        envelope: the permit.
        expected: what the job says of itself.
        anchor: whom the job trusts.
        revoked: why a file is not to be used any more, by its SHA-256.
        now: by the clock of the job (RFC 3339).
        source: the name of the permit for whoever reads a refusal.

    Raises:
        TrustError: it does not; every reason is named.
        InputRefusedError: it is no permit.
    """
    from checker.formats.signed_statement import open_statement, payload_of  # noqa: PLC0415 - loads cryptography

    if anchor is None:
        raise TrustError("there is no anchor here, so no key is trusted for permits", hint="name one with --anchor")
    claimed = terms_of(payload_of(envelope, name=NAME, source=source), source=source)
    keys, persons = _keys(claimed, anchor, now=now)
    if not keys:
        raise TrustError(
            f"the anchor has no valid key that may sign a {claimed.kind} of the namespace {claimed.binding.namespace}",
            where=Place(source=source),
        )
    broken = claimed.kind is PermitKind.BREAK_GLASS
    document, signers = open_statement(
        envelope, name=NAME, keys=tuple(keys.values()), threshold=_PERSONS if broken else 1, source=source
    )
    terms = terms_of(document, source=source)
    gaps = [*_differing(terms.binding, expected), *_of_time(terms, now=now), *_of_files(terms, revoked)]
    gaps += [] if broken else _of_verdict(terms)
    if broken and len({persons[one] for one in signers}) < _PERSONS:
        gaps.append("one person signed it with two keys")
    if gaps:
        raise TrustError(
            f"the permit does not let this be uploaded: {'; '.join(gaps)}",
            hint="upload nothing; a permit of this very job and of now comes from `clean-release release publish`",
            where=Place(source=source),
        )
    return VerifiedPermit(terms=terms, signers=tuple(signers))


def _keys(claimed: PermitTerms, anchor: Anchor, *, now: str) -> "tuple[dict[str, PublicKey], dict[str, str]]":
    """The keys that may sign a permit of this kind and, where persons must, whose each is.

    A key counts that is valid both now and when the permit says it was issued: a lost key dates things back.
    """
    namespace = claimed.binding.namespace
    broken = claimed.kind is PermitKind.BREAK_GLASS
    role = KeyRole.APPROVER if broken else KeyRole.PERMIT
    found = public_keys_of(anchor, role, namespace=namespace, at=claimed.issued, now=now)
    keys: dict[str, PublicKey] = {fingerprint: one.public for fingerprint, one in found.items()}
    return keys, whose(anchor, keys, namespace=namespace) if broken else {}


def _differing(seen: PermitBinding, expected: PermitBinding) -> Iterator[str]:
    given, wanted = _flat(seen), _flat(expected)
    yield from (
        f"it is for the {name.replace('_', ' ')} {given[name]!a}, this is {wanted[name]!a}"
        for name in given
        if given[name] != wanted[name]
    )


def _flat(binding: PermitBinding) -> dict[str, str]:
    """Every part of a binding by its name; those of the run among them."""
    own = {one.name: str(getattr(binding, one.name)) for one in fields(PermitBinding) if one.name != "workflow"}
    run = {f"workflow_{one.name}": str(getattr(binding.workflow, one.name)) for one in fields(WorkflowRun)}
    return {**own, **run}


def _of_time(terms: PermitTerms, *, now: str) -> Iterator[str]:
    if age_in_seconds(terms.issued, at=now) < -CLOCK_SKEW_SECONDS:
        yield f"it holds from {terms.issued} on, and it is {now}"
    if age_in_seconds(terms.expires, at=now) >= 0:
        yield f"it expired at {terms.expires}, and it is {now}"
    if age_in_seconds(terms.issued, at=terms.expires) > _LONGEST[terms.kind]:
        yield f"it holds longer than a {terms.kind} may, from {terms.issued} to {terms.expires}"


def _of_verdict(terms: PermitTerms) -> Iterator[str]:
    """Why a key for permits may not have signed it alone: whatever did not pass takes two persons."""
    if terms.verdict != Verdict.PASSED:
        yield f"the verdict is {terms.verdict}"
    if not terms.approvals:
        yield "nobody approved it"


def _of_files(terms: PermitTerms, revoked: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{one.name} was revoked: {revoked[one.sha256]}" for one in terms.files if one.sha256 in revoked)
