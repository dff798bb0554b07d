"""Waivers for tests: one violation of a protected branch, accepted by two persons whom an anchor knows."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.bootstrap import CleanRelease
from checker.domain.namespace import Namespace
from checker.domain.trust import KeyRole
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


def anchor_of_keys(configured: Path, monkeypatch: pytest.MonkeyPatch, *, beginning: str) -> None:
    """Make this user's configuration in a folder: keys of ann and bea for demos, and an anchor that knows them."""
    (configured / "clean-release").mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(configured))
    made = {
        actor: CleanRelease().identities(Namespace.DEMO).generate(actor, KeyRole.APPROVER) for actor in ("ann", "bea")
    }
    keys = [{"name": key.name, "role": "approver", "public_key": key.public_key} for key in made.values()]
    identities = [
        {"actor": actor, "namespace": "demo", "keys": [key.name], "accounts": [{"host": "github.com", "id": number}]}
        for number, (actor, key) in enumerate(made.items(), start=17)
    ]
    known = f"keys: {json.dumps(keys)}\nidentities: {json.dumps(identities)}\n"
    (configured / "clean-release" / "anchor.yaml").write_text(beginning + known, encoding="utf-8")
