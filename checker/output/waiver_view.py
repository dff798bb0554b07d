"""What is known of waivers, for people and for machines."""

from collections.abc import Iterator, Sequence

from checker.application.expiring_waivers import why_not
from checker.domain.json_value import Json
from checker.domain.waiver import ConsideredWaiver
from checker.domain.waiver_history import KnownWaiver
from checker.output.terminal import Terminal

SCHEMA = "clean-release/known-waiver/v1"
WAIVERS_SCHEMA = "clean-release/known-waivers/v1"
_SHORT = 12


def render_waivers(found: Sequence[tuple[KnownWaiver, ConsideredWaiver]], *, shown: Terminal) -> str:
    """Each waiver: what it accepts, until when, whether it counts."""
    return "".join(f"{line}\n" for known, seen in found for line in _lines(known, seen, shown))


def waivers_document(found: Sequence[tuple[KnownWaiver, ConsideredWaiver]]) -> dict[str, Json]:
    """The same as one document."""
    return {"schema": WAIVERS_SCHEMA, "waivers": [waiver_document(known, seen) for known, seen in found]}


def waiver_document(known: KnownWaiver, seen: ConsideredWaiver) -> dict[str, Json]:
    """One of them as a document."""
    waiver = seen.waiver
    return {
        "schema": SCHEMA,
        "waiver_id": known.name,
        "digest": known.waiver,
        "document": known.document,
        "rule": waiver.rule,
        "subject": waiver.subject,
        "fingerprint": waiver.fingerprint,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "issued_at": waiver.issued_at,
        "expires_at": waiver.expires_at,
        "requested_by": known.requested_by,
        "signers": list(seen.signers),
        "counts": not why_not(known, seen),
        "why": why_not(known, seen),
    }


def _lines(known: KnownWaiver, seen: ConsideredWaiver, shown: Terminal) -> Iterator[str]:
    waiver = seen.waiver
    why = why_not(known, seen)
    yield shown.safe(f"{known.name}  {waiver.rule} for {waiver.subject} ({waiver.fingerprint[:_SHORT]})")
    yield shown.safe(f"    {'counts until ' + waiver.expires_at if not why else 'does not count: ' + why}")
    yield shown.safe(
        f"    {waiver.owner} mends it; signed by {', '.join(seen.signers) or 'nobody whom the anchor knows'}"
    )
    yield shown.safe(f"    because: {waiver.reason}")
