"""Signing: whoever holds a private key signs bytes with it; the key itself never leaves."""

from dataclasses import dataclass
from typing import Protocol

from checker.domain.digest import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyIdentity:
    """A key as others see it: its local name, its fingerprint, and the public key (PEM) for the anchor."""

    name: str
    fingerprint: Digest
    public_key: str


class Signer(Protocol):
    """One private key."""

    @property
    def identity(self) -> KeyIdentity:
        """Who signs."""

    def sign(self, data: bytes) -> bytes:
        """The signature over exactly these bytes."""


class KeyStore(Protocol):
    """The private keys of one person on one machine."""

    def generate(self, name: str) -> KeyIdentity:
        """Make a new key and keep it.

        Raises:
            ConflictError: a key of this name is there already; it is never replaced.
            UsageError: the name is not a plain file name.
        """

    def signer(self, name: str) -> Signer:
        """The key of this name.

        Raises:
            NotFoundError: there is none.
            TrustError: its file could be read by others, or is not a key that signs here.
        """
