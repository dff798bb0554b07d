"""Identities: who acted, and how that was proven. A label alone proves nothing."""

from dataclasses import dataclass
from enum import StrEnum


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
