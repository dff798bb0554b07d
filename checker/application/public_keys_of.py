"""Public keys of an anchor: those of a role that count in a namespace at a moment, read and by fingerprint.

Whoever verifies a signature asks here, so that no place can forget that a key ended, was revoked, or is for
demonstrations.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.domain.digest import Digest
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, KeyRole
from checker.errors import Place, TrustError

if TYPE_CHECKING:
    from checker.formats.public_keys import PublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingKey:
    """A key with the name that the anchor gives it."""

    name: str
    public: "PublicKey"


def public_keys_of(
    anchor: Anchor | None, role: KeyRole, *, namespace: Namespace, at: str, now: str = ""
) -> dict[Digest, CountingKey]:
    """The keys of a role that count in a namespace and are valid at a moment (RFC 3339), by fingerprint.

    Args:
        anchor: whose keys count; without any, none does.
        role: what they may sign.
        namespace: where it counts.
        at: when they signed.
        now: a moment at which they must be valid too, for what comes from elsewhere: an old key that got lost would
            otherwise sign what is dated back.
    """
    from checker.formats.public_keys import read_public_key  # noqa: PLC0415 - loads a cryptography library

    keys = anchor.keys_for(role, namespace=namespace, at=at) if anchor else ()
    read = (
        CountingKey(name=key.name, public=read_public_key(key.public_key, source=f"key {key.name}"))
        for key in keys
        if not now or key.is_valid_at(now)
    )
    return {one.public.fingerprint: one for one in read}


def needed_keys_of(
    anchor: Anchor | None, role: KeyRole, *, namespace: Namespace, at: str, what: str, source: str
) -> dict[Digest, CountingKey]:
    """The same of a signed document that somebody hands in: there is at least one key.

    Raises:
        TrustError: the anchor names none; `what` says what was signed, `source` where it lies.
    """
    found = public_keys_of(anchor, role, namespace=namespace, at=at)
    if not found:
        raise TrustError(
            f"the {what} is signed, but the anchor names no {role} key that is valid now in {namespace}",
            hint=f"add the {role}'s public key to the anchor with role {role}",
            where=Place(source=source),
        )
    return found
