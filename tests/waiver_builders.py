"""Waivers for tests: one violation of a protected branch, accepted by two persons whom an anchor knows."""

from dataclasses import replace
from typing import Any

from checker.domain.namespace import Namespace
from checker.domain.waiver import Waiver
from checker.formats.dsse_v1 import SignedBytes, render_envelope
from checker.formats.waiver_v1 import WAIVER_PAYLOAD, waiver_bytes
from tests.fakes.memory_keys import MemorySigner

ISSUED = "2026-02-26T12:00:00Z"
ENDS = "2026-03-26T12:00:00Z"
_WAIVER = Waiver(
    namespace=Namespace.REAL,
    host="github.com",
    repository="acme/widget",
    repository_id=424242,
    rule="branch.guarded",
    subject="refs/heads/main",
    fingerprint="a" * 64,
    reason="the new runner is being certified",
    owner="release-owner",
    issued_at=ISSUED,
    expires_at=ENDS,
)


def a_waiver(**changes: Any) -> Waiver:  # noqa: ANN401 - any part of it
    """A waiver of a month."""
    return replace(_WAIVER, **changes)


def signed_by(*actors: str, payload: bytes = b"", payload_type: str = WAIVER_PAYLOAD, **changes: Any) -> bytes:  # noqa: ANN401 - as above
    """Its envelope, signed by the keys of these actors; of another payload, if one is given."""
    unsigned = SignedBytes(payload=payload or waiver_bytes(a_waiver(**changes)), payload_type=payload_type)
    signers = [MemorySigner(actor) for actor in actors]
    signatures: dict[str, bytes] = {one.identity.fingerprint: one.sign(unsigned.to_sign()) for one in signers}
    return render_envelope(replace(unsigned, signatures=signatures))
