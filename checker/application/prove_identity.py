"""Prove who acts: a signature by a key that the anchor says is theirs.

`--actor` is a label that anybody can type. A key proves it if the anchor maps the label to that key in this namespace,
and the key signs, here and now, a sentence that nobody else wants signed.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from checker.application.public_keys_of import public_keys_of
from checker.domain.identity import Identity, Method, Person
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, KeyRole
from checker.errors import TrustError
from checker.formats.canonical import canonical_bytes
from checker.formats.payload_type import payload_type
from checker.ports.signer import Signer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.formats.public_keys import PublicKey

PAYLOAD_TYPE = payload_type("identity")
REGISTER = "clean-release keys generate --actor NAME, and put what it prints into the anchor"


def prove_identity(
    actor: str, *, namespace: Namespace, anchor: Anchor | None, signer: Signer | None, at: str
) -> Identity:
    """Who acts, as the anchor vouches for it at this moment (RFC 3339): its digest, and the key's fingerprint.

    Raises:
        TrustError: no anchor, no such identity, no key of it here, or the key is not valid now or does not sign.
    """
    from checker.formats.dsse_v1 import SignedBytes, verify_envelope  # noqa: PLC0415 - loads a cryptography library

    person = person_named(actor, namespace=namespace, anchor=anchor)
    if anchor is None or person is None:
        raise TrustError(f"no anchor says who {actor} is in the namespace {namespace}", hint=REGISTER)
    if signer is None:
        raise TrustError(f"there is no key here that {actor} signs with in the namespace {namespace}", hint=REGISTER)
    counting = public_keys_of(anchor, KeyRole.APPROVER, namespace=namespace, at=at)
    keys = tuple(one.public for one in counting.values() if one.name in person.keys)
    if signer.identity.fingerprint not in {key.fingerprint for key in keys}:
        raise TrustError(
            f"{actor} has the key {signer.identity.fingerprint} here, and the anchor does not name it for {actor} now",
            hint="sign with the key that the anchor names, or have the anchor name this one",
        )
    said = SignedBytes(
        payload=canonical_bytes({"actor": actor, "namespace": str(namespace), "at": at}), payload_type=PAYLOAD_TYPE
    )
    signed = replace(said, signatures={signer.identity.fingerprint: signer.sign(said.to_sign())})
    (fingerprint,) = verify_envelope(signed, keys=keys, threshold=1, payload_type=PAYLOAD_TYPE, source="the identity")
    return Identity(method=Method.SIGNATURE, issuer=str(anchor.digest), subject=str(fingerprint))


def person_named(actor: str, *, namespace: Namespace, anchor: Anchor | None) -> Person | None:
    """The person whom the anchor knows by this label in a namespace, if it does."""
    persons = anchor.identities if anchor else ()
    return next((one for one in persons if (one.actor, one.namespace) == (actor, namespace)), None)


def person_of(identity: Identity, *, namespace: Namespace, anchor: Anchor) -> Person | None:
    """The person whose key this identity was proven with, by an anchor that may be another by now.

    A key counts here that has ended since: it was valid when they acted. One that is revoked never does.
    """
    from checker.formats.public_keys import read_public_key  # noqa: PLC0415 - loads a cryptography library

    if identity.method is not Method.SIGNATURE:
        return None
    names = {
        key.name
        for key in anchor.keys
        if key.role is KeyRole.APPROVER
        and not key.revoked
        and read_public_key(key.public_key, source=key.name).fingerprint == identity.subject
    }
    return next((one for one in anchor.identities if one.namespace is namespace and names & set(one.keys)), None)


def keys_of_persons(anchor: Anchor, *, namespace: Namespace, at: str) -> "dict[str, PublicKey]":
    """Every key that proves somebody in a namespace and is valid at a moment (RFC 3339), by its fingerprint."""
    found = public_keys_of(anchor, KeyRole.APPROVER, namespace=namespace, at=at)
    return {fingerprint: one.public for fingerprint, one in found.items()}


def whose(anchor: Anchor, keys: "Mapping[str, PublicKey]", *, namespace: Namespace) -> dict[str, str]:
    """The label of the person that each of these keys belongs to in a namespace, by fingerprint.

    NOTE: a key may have one label in each namespace. Without the namespace, two keys of one person could have two
    labels, and pass for two persons.
    """
    from checker.formats.public_keys import read_public_key  # noqa: PLC0415 - loads cryptography

    named = {key.name: read_public_key(key.public_key, source=key.name).fingerprint for key in anchor.keys}
    persons = (one for one in anchor.identities if one.namespace is namespace)
    owners = ((named.get(name, ""), person.actor) for person in persons for name in person.keys)
    return {fingerprint: actor for fingerprint, actor in owners if fingerprint in keys}


def refuse_unproven(identity: Identity, *, actor: str, namespace: Namespace, what: str) -> None:
    """Make sure that in `real` somebody vouches for who acts; a demonstration records what was asserted.

    Raises:
        TrustError: nobody does.
    """
    if namespace is Namespace.REAL and not identity.is_proven:
        raise TrustError(f"{what} needs a proven identity in real, and {actor} is merely asserted", hint=REGISTER)
