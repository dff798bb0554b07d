"""Ed25519 private keys in a folder of this user: PKCS#8 PEM, mode 0600, never replaced, never sent anywhere.

A key file that others may read or write, that is a link, or that belongs to somebody else is not used: whoever could
have read it can sign in its owner's name.
"""

import os
import re
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from checker.adapters.plain_file import FlawedFileError, open_file, read_file
from checker.errors import ConflictError, NotFoundError, Place, TrustError, UsageError
from checker.formats.public_keys import read_public_key
from checker.ports.signer import KeyIdentity

_NAME = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_SUFFIX = ".pem"
_MODE = 0o600
_FOLDER_MODE = 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LARGEST = 64 * 1024


class KeyFolder:
    """The private keys in one folder; the folder is made when the first key is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def generate(self, name: str) -> KeyIdentity:
        """Make a new Ed25519 key and keep it.

        Raises:
            ConflictError: a key of this name is there already.
            UsageError: the name is not a plain file name.
            TrustError: the folder is open to others, or cannot be written to.
        """
        path = self._path(name)
        try:
            return self._keep(name, path)
        except OSError as error:
            raise TrustError(
                f"the key cannot be kept: {error.strerror}",
                hint="the configuration folder must be writable for this user",
                where=Place(source=str(path)),
            ) from error

    def _keep(self, name: str, path: Path) -> KeyIdentity:
        self._prepare_folder()
        key = Ed25519PrivateKey.generate()
        data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        _write_new(beside, data)
        try:
            # A link fails where a rename would replace; the file appears whole or not at all.
            os.link(beside, path)
        except FileExistsError as error:
            raise ConflictError(
                f"there is a key named {name} already, and keys are never replaced",
                hint="choose another name, or move the old key away yourself",
                where=Place(source=str(path)),
            ) from error
        finally:
            beside.unlink()
        _flush_folder(self._folder)
        return _identity(name, key)

    def signer(self, name: str) -> "FolderSigner":
        """The signer with the key of this name.

        Raises:
            NotFoundError: there is none.
            TrustError: others could have read it, or it is no Ed25519 key without a passphrase.
            UsageError: the name is not a plain file name.
        """
        path = self._path(name)
        data = _read_private(path)
        try:
            key = load_pem_private_key(data, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise TrustError("the key file cannot be read as a private key", where=Place(source=str(path))) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise TrustError("the key is not an Ed25519 key", where=Place(source=str(path)))
        return FolderSigner(name, key)

    def _path(self, name: str) -> Path:
        if _NAME.match(name) is None:
            raise UsageError(
                f"{name[:80]!a} is not a name for a key",
                hint="expected 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first",
            )
        return self._folder / (name + _SUFFIX)

    def _prepare_folder(self) -> None:
        self._folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        status = self._folder.stat()
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) or status.st_uid != os.geteuid():
            raise TrustError(
                "others may write to the key folder",
                hint=f"chmod 700 {self._folder}",
                where=Place(source=str(self._folder)),
            )


class FolderSigner:
    """Signs with one key of a folder."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        self._key = key
        self._identity = _identity(name, key)

    @property
    def identity(self) -> KeyIdentity:
        """Who signs."""
        return self._identity

    def sign(self, data: bytes) -> bytes:
        """The Ed25519 signature (RFC 8032) over exactly these bytes."""
        return self._key.sign(data)


def _identity(name: str, key: Ed25519PrivateKey) -> KeyIdentity:
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    public = read_public_key(pem, source=name)
    return KeyIdentity(name=name, fingerprint=public.fingerprint, public_key=public.pem)


def _write_new(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), _MODE)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the new name durable too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_private(path: Path) -> bytes:
    where = Place(source=str(path))
    try:
        opened = open_file(path)
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no key named {path.stem}", hint="make one with `clean-release keys generate`", where=where
        ) from error
    except OSError as error:
        raise TrustError(f"the key file cannot be used: {error.strerror}", where=where) from error
    try:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
            raise TrustError("the key is not a plain file of this user", where=where)
        if status.st_mode & _OTHERS:
            raise TrustError(
                f"the key file has mode {stat.S_IMODE(status.st_mode):04o}, expected 0600: others could have read it",
                hint="make a new key, and revoke this one in the anchor",
                where=where,
            )
        return read_file(opened, most_bytes=_LARGEST)
    except FlawedFileError as error:
        raise TrustError(f"the key file {error.flaw}", where=where) from error
    finally:
        os.close(opened)
