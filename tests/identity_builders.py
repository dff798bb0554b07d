"""Identities for tests: anchors that know persons, by the keys of `MemorySigner`."""

from checker.domain.digest import digest_of
from checker.domain.identity import Account, Person
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, ApprovalPolicy, BundleTrust, KeyRole, TrustedKey, TrustMethod
from tests.fakes.memory_keys import MemorySigner

NOON = "2026-02-26T12:00:00Z"
LATER = "2026-02-26T13:00:00Z"
NUMBERS = {"ann": 17, "bea": 18, "cid": 19, "release-bot": 20, "release-owner": 21}


def key_of(
    actor: str,
    *,
    role: KeyRole = KeyRole.APPROVER,
    not_after: str = "",
    revoked: bool = False,
    namespace: Namespace = Namespace.REAL,
) -> TrustedKey:
    """The key of an actor as an anchor names it."""
    public = MemorySigner(actor).identity.public_key
    name = f"{actor}.{role}"
    return TrustedKey(
        name=name, role=role, public_key=public, not_after=not_after, revoked=revoked, namespace=namespace
    )


def person(actor: str, *, number: int, namespace: Namespace = Namespace.REAL) -> Person:
    """Somebody with one key and one account."""
    accounts = (Account(host="github.com", number=number, login=actor),)
    return Person(actor=actor, namespace=namespace, keys=(f"{actor}.{KeyRole.APPROVER}",), accounts=accounts)


def an_anchor(
    *actors: str,
    not_after: str = "",
    revoked: bool = False,
    approval: ApprovalPolicy | None = None,
    namespace: Namespace = Namespace.REAL,
) -> Anchor:
    """An anchor that knows these persons, each by a key with which they approve and issue permits."""
    roles = (KeyRole.APPROVER, KeyRole.PERMIT)
    return Anchor(
        bundles=(BundleTrust(bundle="release-policy", method=TrustMethod.PINNED),),
        repositories=(),
        keys=tuple(
            key_of(one, role=role, not_after=not_after, revoked=revoked, namespace=namespace)
            for one in actors
            for role in roles
        ),
        identities=tuple(person(one, number=NUMBERS[one], namespace=namespace) for one in actors),
        approval=approval or ApprovalPolicy(),
        digest=digest_of(" ".join(actors).encode()),
    )
