"""Private keys stay private: mode 0600, whole or not there, and unused once others could have read them."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from checker.adapters.signing.key_folder import KeyFolder
from checker.errors import ConflictError, TrustError, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config" / "keys"


def put(folder: Path, data: bytes, mode: int = 0o600) -> None:
    folder.mkdir(parents=True, mode=0o700)
    (folder / "alice.pem").write_bytes(data)
    (folder / "alice.pem").chmod(mode)


@pytest.mark.parametrize("mask", [0, 0o777])
def test_a_key_is_pkcs8_that_only_its_owner_can_read_whatever_the_mask(folder: Path, mask: int) -> None:
    folder.mkdir(parents=True, mode=0o700)
    before = os.umask(mask)
    try:
        KeyFolder(folder).generate("alice")
    finally:
        os.umask(before)

    assert stat.S_IMODE((folder / "alice.pem").stat().st_mode) == 0o600
    assert isinstance(load_pem_private_key((folder / "alice.pem").read_bytes(), None), Ed25519PrivateKey)
    assert (folder / "alice.pem").read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")


def test_the_folder_of_the_first_key_is_its_owners_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        KeyFolder(folder).generate("alice")
    finally:
        os.umask(before)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nothing_but_the_key_is_left_in_the_folder(folder: Path) -> None:
    KeyFolder(folder).generate("alice")
    with pytest.raises(ConflictError):
        KeyFolder(folder).generate("alice")

    assert [path.name for path in folder.iterdir()] == ["alice.pem"]


def test_a_link_in_the_way_is_not_followed_and_not_replaced(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    (folder / "alice.pem").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ConflictError):
        KeyFolder(folder).generate("alice")
    with pytest.raises(TrustError):
        KeyFolder(folder).signer("alice")

    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602])
def test_a_key_that_others_could_have_read_or_written_is_not_used(folder: Path, mode: int) -> None:
    KeyFolder(folder).generate("alice")
    (folder / "alice.pem").chmod(mode)

    with pytest.raises(TrustError, match=f"mode {mode:04o}, expected 0600"):
        KeyFolder(folder).signer("alice")


def test_a_folder_that_others_may_write_to_gets_no_key(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)

    with pytest.raises(TrustError, match="others may write to the key folder"):
        KeyFolder(folder).generate("alice")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "cannot be read as a private key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "cannot be read as a private key"),
        (
            Ed25519PrivateKey.generate().private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
            ),
            "cannot be read as a private key",
        ),
        (
            ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "is not an Ed25519 key",
        ),
    ],
)
def test_a_file_that_is_no_key_of_ours_does_not_sign(folder: Path, data: bytes, why: str) -> None:
    put(folder, data)

    with pytest.raises(TrustError, match=why):
        KeyFolder(folder).signer("alice")


def test_a_fifo_is_no_key_and_is_not_waited_for(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    os.mkfifo(folder / "alice.pem", 0o600)

    with pytest.raises(TrustError, match="not a plain file"):
        KeyFolder(folder).signer("alice")


@pytest.mark.parametrize("name", ["", "a/b", "..", ".a", "a b", "\u0430", "a" * 65, "-a", "a\n"])
def test_a_name_that_is_no_plain_file_name_is_refused(folder: Path, name: str) -> None:
    for use in (KeyFolder(folder).generate, KeyFolder(folder).signer):
        with pytest.raises(UsageError):
            use(name)

    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence_and_no_defect(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(TrustError, match="the key cannot be kept: Not a directory"):
        KeyFolder(tmp_path / "file" / "keys").generate("ada")
