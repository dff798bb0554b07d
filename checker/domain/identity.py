"""Identities: who acted, and how that was proven. A label alone proves nothing."""

from dataclasses import dataclass
from enum import StrEnum

from checker.domain.namespace import Namespace


class Method(StrEnum):
    """How somebody proved who they are; `ASSERTED` is no proof."""

    ASSERTED = "asserted"
    SIGNATURE = "signature"
    OIDC = "oidc"
    TOKEN = "token"  # noqa: S105 - a method


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody, as an issuer knows them: a key of the anchor by its fingerprint, or the subject of a token.

    An identity that is merely asserted has neither issuer nor subject.
    """

    method: Method = Method.ASSERTED
    issuer: str = ""
    subject: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether somebody other than the actor vouches for it."""
        return self.method is not Method.ASSERTED


ASSERTED = Identity()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account at a provider; `number` is the provider's id, which is never given out again, unlike the login."""

    host: str
    number: int
    login: str = ""

    @property
    def name(self) -> str:
        """Where it is and its id, `github.com/17`: what is compared and signed."""
        return f"{self.host}/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the anchor knows in a namespace: by their label, names of keys, and accounts at providers."""

    actor: str
    namespace: Namespace
    keys: tuple[str, ...]
    accounts: tuple[Account, ...]

    def account_at(self, host: str) -> Account | None:
        """Their account at a provider, if they have one there."""
        return next((account for account in self.accounts if account.host == host), None)
