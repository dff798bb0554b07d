"""Grant a waiver: one person asks for it, somebody else signs it too; what is signed never changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.given_reason import refuse_no_reason
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.open_waiver import WaiverReader
from checker.application.sign_statement import sign_also, sign_statement
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.masking import masked
from checker.domain.outcome import Violation
from checker.domain.trust import Anchor
from checker.domain.waiver import ConsideredWaiver, Waiver
from checker.domain.waiver_event import WaiverApproved, WaiverEnded, WaiverRequested
from checker.domain.waiver_history import KnownWaiver
from checker.errors import ConflictError, NotFoundError, OrderError, TrustError, UsageError
from checker.formats.report_v1 import StoredReport
from checker.formats.waiver_v1 import NAME, waiver_bytes
from checker.ports.signer import Signer
from checker.ports.store import Document, Store

_SHORTEST = 8
_LIST = "clean-release waiver list"
_VIOLATIONS = "clean-release report show REPORT --format json | jq '.report.rules[].violations[]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverAsked:
    """What a command line says of a new waiver; `fingerprint`: its first characters; `expires_at`: RFC 3339, `Z`."""

    fingerprint: str
    reason: str
    owner: str
    expires_at: str


def request_waiver(
    opened: OpenedLifecycle, asked: WaiverAsked, *, report: StoredReport, signer: Signer, by: Acting
) -> OpenedLifecycle:
    """The lifecycle with a waiver of one violation of a report, signed by whoever asks for it.

    Raises:
        NotFoundError: the report has no such violation.
        UsageError: the fingerprint fits several violations, or says too little.
        ConflictError: there is such a waiver already.
        InputRefusedError: no reason, no owner, or an end that has passed, is too far or does not exist.
    """
    violation = _violation(report, asked.fingerprint)
    view = report.view
    waiver = Waiver(
        namespace=view.namespace,
        host=view.source.host,
        repository=view.source.slug,
        repository_id=view.source.repository_id,
        rule=violation.rule,
        subject=violation.subject,
        fingerprint=violation.fingerprint,
        reason=masked(asked.reason, by.secrets.find),
        owner=masked(asked.owner, by.secrets.find),
        issued_at=by.at,
        expires_at=asked.expires_at,
    )
    payload = waiver_bytes(waiver)
    _refuse_second(opened, waiver, by=by)
    envelope = sign_statement(payload, name=NAME, signer=signer)
    happened = WaiverRequested(number=opened.waiver_count + 1, waiver=digest_of(payload), document=digest_of(envelope))
    return add_event(opened, happened, candidate="", by=by, beside=(_kept(envelope),))


def approve_waiver(
    opened: OpenedLifecycle, name: str, *, anchor: Anchor | None, signer: Signer, by: Acting
) -> OpenedLifecycle:
    """The lifecycle with a waiver that a second person has signed.

    Raises:
        NotFoundError: there is no such waiver.
        OrderError: it was ended, or is approved already.
        TrustError: with this signature it does not count: of the same person, of nobody the anchor knows, too late.
    """
    known = opened.waiver(name)
    if known.ended or known.is_approved:
        raise OrderError(
            f"{known.name} cannot be approved: it {'was ended' if known.ended else 'is approved already'}", hint=_LIST
        )
    envelope = approved_file(
        by.store.get_document(digest=known.document).data, source=known.name, anchor=anchor, signer=signer, at=by.at
    )
    happened = WaiverApproved(number=known.number, document=digest_of(envelope))
    return add_event(opened, happened, candidate="", by=by, beside=(_kept(envelope),))


def approved_file(data: bytes, *, source: str, anchor: Anchor | None, signer: Signer, at: str) -> bytes:
    """The envelope of a waiver with one more signature, which makes it count at this moment (RFC 3339, `Z`).

    Raises:
        InputRefusedError: it is no waiver.
        TrustError: it does not count with this signature either; nothing is signed for that.
    """
    envelope = sign_also(data, signer=signer, source=source)
    found = WaiverReader(anchor=anchor, at=at).open(envelope, source=source)
    if not found.honoured:
        raise TrustError(
            f"the waiver would not count: {found.why}",
            hint="somebody else than who asked for it approves it, with the key that `keys generate --actor NAME` made",
        )
    return envelope


def end_waiver(opened: OpenedLifecycle, name: str, *, reason: str, by: Acting) -> OpenedLifecycle:
    """The lifecycle with a waiver that no check is given any more.

    Raises:
        NotFoundError: there is no such waiver.
        OrderError: it was ended before.
        UsageError: no reason.
    """
    known = opened.waiver(name)
    if known.ended:
        raise OrderError(f"{known.name} was ended already", hint=_LIST)
    refuse_no_reason(reason, hint="say in a sentence why it ends before its time")
    return add_event(opened, WaiverEnded(number=known.number, reason=reason), candidate="", by=by)


def envelopes_of(opened: OpenedLifecycle, *, store: Store) -> tuple[tuple[KnownWaiver, bytes], ...]:
    """Every waiver of the store with its newest envelope."""
    return tuple((one, store.get_document(digest=one.document).data) for one in opened.waivers())


def _violation(report: StoredReport, fingerprint: str) -> Violation:
    if len(fingerprint) < _SHORTEST:
        raise UsageError(
            f"--fingerprint is {fingerprint!a}, expected {_SHORTEST} or more of the characters that a report gives it",
            hint=_VIOLATIONS,
        )
    found = _fitting(report, fingerprint)
    if not found:
        raise NotFoundError(f"the report {report.digest} has no violation {fingerprint[:64]!a}", hint=_VIOLATIONS)
    if len({one.fingerprint for one in found}) > 1:
        raise UsageError(f"{fingerprint} fits {len(found)} violations, expected one", hint="give more characters of it")
    return found[0]


def _fitting(report: StoredReport, fingerprint: str) -> Sequence[Violation]:
    return [
        one for ruling in report.view.rulings for one in ruling.violations if one.fingerprint.startswith(fingerprint)
    ]


def _refuse_second(opened: OpenedLifecycle, waiver: Waiver, *, by: Acting) -> None:
    """Refuse a waiver of what a waiver of the store is for that has not ended."""
    reader = WaiverReader(anchor=None, at=by.at)
    for known, data in envelopes_of(opened, store=by.store):
        present: ConsideredWaiver = reader.open(data, source=known.name)
        lives = not known.ended and not present.waiver.fault_at(by.at)
        if lives and present.waiver.fingerprint == waiver.fingerprint:
            raise ConflictError(
                f"{known.name} is for this violation already, until {present.waiver.expires_at}",
                hint=f"clean-release waiver expire --waiver-id {known.name} --reason TEXT --actor NAME",
            )


def _kept(envelope: bytes) -> Document:
    return Document(kind=DocumentKind.WAIVER, digest=digest_of(envelope), data=envelope)
