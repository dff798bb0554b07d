"""What every key store promises, held by the one on disk and the fake alike."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from checker.adapters.signing.key_folder import KeyFolder
from checker.errors import ConflictError, NotFoundError, UsageError
from checker.formats.public_keys import read_public_key
from checker.ports.signer import KeyStore
from tests.fakes.memory_keys import MemoryKeyStore


@pytest.fixture(params=["folder", "memory"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> KeyStore:
    return KeyFolder(tmp_path / "keys") if request.param == "folder" else MemoryKeyStore()


def test_a_generated_key_signs_what_its_public_key_verifies(keys: KeyStore) -> None:
    identity = keys.generate("alice")
    native = read_public_key(identity.public_key, source="k").native
    signature = keys.signer("alice").sign(b"these bytes")

    assert isinstance(native, Ed25519PublicKey)
    native.verify(signature, b"these bytes")
    with pytest.raises(InvalidSignature):
        native.verify(signature, b"other bytes")


def test_a_signer_is_the_key_that_was_generated(keys: KeyStore) -> None:
    assert keys.signer(keys.generate("alice").name).identity == keys.signer("alice").identity
    assert keys.generate("bob").fingerprint != keys.signer("alice").identity.fingerprint


def test_a_key_is_never_replaced(keys: KeyStore) -> None:
    first = keys.generate("alice")

    with pytest.raises(ConflictError):
        keys.generate("alice")

    assert keys.signer("alice").identity == first


def test_a_key_that_is_not_there_is_not_found(keys: KeyStore) -> None:
    with pytest.raises(NotFoundError):
        keys.signer("alice")


@pytest.mark.parametrize("name", ["", "../alice", "a/b", ".hidden"])
def test_a_key_is_named_by_a_plain_file_name(keys: KeyStore, name: str) -> None:
    with pytest.raises(UsageError):
        keys.generate(name)
