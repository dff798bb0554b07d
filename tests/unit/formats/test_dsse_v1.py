"""Signatures are counted over exact bytes, by different keys, up to a threshold."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from checker.errors import InputRefusedError, TrustError
from checker.formats.dsse_v1 import SignedBytes, parse_envelope, render_envelope, verify_envelope
from checker.formats.public_keys import PublicKey, read_public_key
from tests.fakes.memory_keys import MemorySigner

PAYLOAD = b'{"a": 1}'


def key(name: str) -> PublicKey:
    return read_public_key(MemorySigner(name).identity.public_key, source=name)


def signed_by(*names: str, payload: bytes = PAYLOAD) -> SignedBytes:
    signed = SignedBytes(payload=payload)
    signers = [MemorySigner(name) for name in names]
    return replace(signed, signatures={who.identity.fingerprint: who.sign(signed.to_sign()) for who in signers})


def verified(signed: SignedBytes, *names: str, threshold: int = 1) -> tuple[str, ...]:
    return verify_envelope(signed, keys=[key(name) for name in names], threshold=threshold, source="b")


def refusal_of(signed: SignedBytes, *names: str, threshold: int = 1) -> str:
    with pytest.raises(TrustError) as refusal:
        verified(signed, *names, threshold=threshold)
    return refusal.value.message


def test_what_is_signed_is_the_encoding_the_specification_gives() -> None:
    # The example of the DSSE specification, protocol.md.
    signed = SignedBytes(payload=b"hello world", payload_type="http://example.com/HelloWorld")

    assert signed.to_sign() == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_every_key_that_signed_is_named_sorted_by_fingerprint() -> None:
    signed = signed_by("carol", "alice", "bob")

    found = verified(signed, "alice", "bob", "carol", "dave", threshold=2)

    assert found == tuple(sorted(key(name).fingerprint for name in ("alice", "bob", "carol")))


def test_an_envelope_is_read_back_as_it_was_written() -> None:
    signed = signed_by("bob", "alice")

    assert parse_envelope(render_envelope(signed), source="e") == signed


def test_signatures_of_unknown_keys_do_not_count() -> None:
    assert "0 of 1 usable keys signed it" in refusal_of(signed_by("mallory"), "alice")


def test_fewer_signatures_than_demanded_are_refused() -> None:
    assert "1 of 2 usable keys signed it, expected at least 2" in refusal_of(
        signed_by("alice"), "alice", "bob", threshold=2
    )


def test_one_key_given_twice_counts_once() -> None:
    assert "2 signatures are demanded of 1 usable keys" in refusal_of(signed_by("alice"), "alice", "alice", threshold=2)


def test_the_signature_of_another_key_under_a_trusted_name_does_not_count() -> None:
    stolen = signed_by("mallory").signatures[key("mallory").fingerprint]
    forged = SignedBytes(payload=PAYLOAD, signatures={key("alice").fingerprint: stolen})

    assert "0 of 1" in refusal_of(forged, "alice")


@pytest.mark.parametrize("payload", [b'{"a":1}', b'{"a": 1}\n', b'{"a": 2}'])
def test_the_same_value_in_other_bytes_is_not_what_was_signed(payload: bytes) -> None:
    assert "0 of 1" in refusal_of(replace(signed_by("alice"), payload=payload), "alice")


def test_another_payload_type_is_refused() -> None:
    assert "'text/plain' is signed" in refusal_of(replace(signed_by("alice"), payload_type="text/plain"), "alice")


@pytest.mark.parametrize("threshold", [0, -1, 2])
def test_a_threshold_no_signature_or_no_number_of_keys_can_meet_is_refused(threshold: int) -> None:
    assert f"{threshold} signatures are demanded" in refusal_of(signed_by("alice"), "alice", threshold=threshold)


def test_damaged_signatures_do_not_count() -> None:
    short = replace(signed_by("alice"), signatures={key("alice").fingerprint: b"short"})

    assert "0 of 1" in refusal_of(short, "alice")


def envelope(**changes: object) -> bytes:
    document = json.loads(render_envelope(signed_by("alice")))
    return json.dumps({**document, **changes}).encode()


def signature(**changes: object) -> list[dict[str, Any]]:
    return [{"keyid": key("alice").fingerprint, "sig": base64.b64encode(b"s").decode(), **changes}]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[]", "other fields than payload"),
        (envelope(extra=1), "other fields than payload"),
        (envelope(payloadType=1), "payloadType is no text"),
        (envelope(signatures={}), "signatures are no list"),
        (envelope(signatures=[]), "0 signatures, expected 1 to 100"),
        (envelope(signatures=[1] * 101), "101 signatures"),
        (envelope(signatures=[1]), "other fields than keyid and sig"),
        (envelope(signatures=signature(cert="x")), "other fields than keyid and sig"),
        (envelope(signatures=signature(keyid="alice")), "names the key 'alice', expected its fingerprint"),
        (envelope(signatures=signature(keyid=1)), "names the key 1"),
        (envelope(signatures=signature() * 2), "two signatures of sha256:"),
        (envelope(signatures=signature(sig="@@@@")), "not base64"),
        (envelope(signatures=signature(sig=1)), "not base64"),
        (envelope(payload=""), "not base64"),
        (envelope(payload="YR=="), "not base64"),
        (envelope(payload="YQ"), "not base64"),
        (envelope(payload=None), "not base64"),
    ],
)
def test_an_envelope_that_could_be_read_in_two_ways_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        parse_envelope(data, source="e")

    assert why in refusal.value.message
