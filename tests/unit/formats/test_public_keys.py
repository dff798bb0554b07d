"""A key of the anchor is one PEM block of a kind that is strong enough."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from checker.domain.digest import is_digest
from checker.errors import InputRefusedError
from checker.formats.public_keys import KeyKind, read_public_key
from tests.fakes.memory_keys import MemorySigner

ED25519 = MemorySigner("alice").identity.public_key


def public_pem(key: PrivateKeyTypes) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    ("pem", "kind"),
    [
        (ED25519, KeyKind.ED25519),
        (public_pem(ec.generate_private_key(ec.SECP256R1())), KeyKind.P256),
        (public_pem(rsa.generate_private_key(65537, 2048)), KeyKind.RSA),
    ],
)
def test_accepted_kinds_have_one_algorithm_each(pem: str, kind: KeyKind) -> None:
    key = read_public_key(pem, source="anchor")

    assert key.kind is kind
    assert is_digest(key.fingerprint)


def test_one_key_has_one_fingerprint_however_its_text_is_wrapped() -> None:
    loose = "\n" + ED25519.replace("\n", "\r\n") + "\n"

    assert read_public_key(loose, source="a").fingerprint == read_public_key(ED25519, source="a").fingerprint


@pytest.mark.parametrize(
    ("pem", "why"),
    [
        ("", "not one PEM block"),
        (ED25519 + ED25519, "not one PEM block"),
        ("x" + ED25519, "not one PEM block"),
        (
            ec.generate_private_key(ec.SECP256R1())
            .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            .decode(),
            "not one PEM block",
        ),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "cannot be read"),
        (public_pem(ec.generate_private_key(ec.SECP384R1())), "of a kind that is not accepted"),
        (public_pem(ed448.Ed448PrivateKey.generate()), "of a kind that is not accepted"),
        (public_pem(rsa.generate_private_key(65537, 1024)), "of a kind that is not accepted"),  # noqa: S505 - that it is refused is the point
    ],
)
def test_anything_else_is_refused_before_it_can_vouch(pem: str, why: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        read_public_key(pem, source="anchor")

    assert why in refusal.value.message
