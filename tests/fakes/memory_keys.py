"""Keys in memory: real Ed25519 signatures by keys that are the same for the same name, and protect nothing."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checker.errors import ConflictError, NotFoundError, UsageError
from checker.formats.public_keys import read_public_key
from checker.ports.signer import KeyIdentity


class MemorySigner:
    """Signs with the test key of a name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"test key of {name}".encode()).digest())

    @property
    def identity(self) -> KeyIdentity:
        pem = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        public = read_public_key(pem, source=self._name)
        return KeyIdentity(name=self._name, fingerprint=public.fingerprint, public_key=public.pem)

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


class MemoryKeyStore:
    """Keys that last as long as the test."""

    def __init__(self) -> None:
        self._signers: dict[str, MemorySigner] = {}

    def generate(self, name: str) -> KeyIdentity:
        if not name or "/" in name or name.startswith("."):
            raise UsageError(f"{name!a} is not a name for a key")
        if name in self._signers:
            raise ConflictError(f"there is a key named {name} already")
        self._signers[name] = MemorySigner(name)
        return self._signers[name].identity

    def signer(self, name: str) -> MemorySigner:
        if name not in self._signers:
            raise NotFoundError(f"there is no key named {name}")
        return self._signers[name]
