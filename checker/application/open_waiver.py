"""Open a waiver: the violation it accepts, and whether two persons whom the anchor knows as approvers signed it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.application.prove_identity import keys_of_persons, whose
from checker.domain.digest import digest_of
from checker.domain.trust import Anchor
from checker.domain.waiver import PERSONS, ConsideredWaiver, Waiver
from checker.errors import TrustError
from checker.formats.waiver_v1 import WAIVER_PAYLOAD, parse_waiver

if TYPE_CHECKING:
    from checker.formats.dsse_v1 import SignedBytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverReader:
    """Opens waivers under one anchor, at one moment (RFC 3339, `Z`)."""

    anchor: Anchor | None
    at: str

    def open(self, data: bytes, *, source: str) -> ConsideredWaiver:
        """The waiver in an envelope, with why it does not count, if it does not.

        What is well-formed and does not count is considered all the same, so that a report names it.

        Raises:
            InputRefusedError: no envelope, or no waiver in it.
        """
        from checker.formats.dsse_v1 import parse_envelope  # noqa: PLC0415 - only waivers pay for cryptography

        signed = parse_envelope(data, source=source)
        waiver = parse_waiver(signed.payload, source=source)
        persons = self._persons(signed, waiver, source)
        return ConsideredWaiver(
            waiver=waiver, digest=digest_of(data), signers=persons, why=_fault_of(persons) or waiver.fault_at(self.at)
        )

    def _persons(self, signed: "SignedBytes", waiver: Waiver, source: str) -> tuple[str, ...]:
        """Who signed it with a key that is valid now, by the labels of the anchor; each person once."""
        from checker.formats.dsse_v1 import verify_envelope  # noqa: PLC0415 - as above

        if self.anchor is None:
            return ()
        keys = keys_of_persons(self.anchor, namespace=waiver.namespace, at=self.at)
        try:
            found = verify_envelope(
                signed, keys=tuple(keys.values()), threshold=1, payload_type=WAIVER_PAYLOAD, source=source
            )
        except TrustError:
            return ()
        persons = whose(self.anchor, keys, namespace=waiver.namespace)
        return tuple(sorted({persons[one] for one in found}))


def _fault_of(persons: tuple[str, ...]) -> str:
    if not persons:
        return "nobody signed it whom the anchor knows as an approver"
    if len(persons) < PERSONS:
        return f"{persons[0]} alone signed it, and {PERSONS} persons have to"
    return ""
