"""Who acts is proven by a key that the anchor says is theirs, or it is not proven."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from checker.application.prove_identity import person_named, person_of, prove_identity, refuse_unproven
from checker.domain.identity import ASSERTED, Identity, Method
from checker.domain.namespace import Namespace
from checker.errors import TrustError
from checker.ports.signer import KeyIdentity
from tests.fakes.memory_keys import MemorySigner
from tests.identity_builders import LATER, NOON, an_anchor, key_of, person

if TYPE_CHECKING:
    from checker.domain.trust import Anchor

ANN = MemorySigner("ann")


def proven(**changes: object) -> Identity:
    said = {"namespace": Namespace.REAL, "anchor": an_anchor("ann"), "signer": ANN, "at": NOON, **changes}
    return prove_identity("ann", **said)  # type: ignore[arg-type]  # any part of it


def test_a_key_of_the_anchor_proves_who_acts() -> None:
    anchor = an_anchor("ann")
    identity = proven(anchor=anchor)

    assert identity == Identity(
        method=Method.SIGNATURE, issuer=str(anchor.digest), subject=str(ANN.identity.fingerprint)
    )
    assert person_of(identity, namespace=Namespace.REAL, anchor=anchor) == anchor.identities[0]


@dataclass(frozen=True)
class Claiming:
    """Shows the key of one and signs with another's."""

    identity: KeyIdentity

    def sign(self, data: bytes) -> bytes:
        return MemorySigner("eve").sign(data)


@pytest.mark.parametrize(
    "changes",
    [
        {"anchor": None},
        {"anchor": an_anchor("bea")},
        {"anchor": an_anchor("ann", not_after=NOON), "at": LATER},
        {"anchor": an_anchor("ann", revoked=True)},
        {"namespace": Namespace.DEMO},
        {"signer": None},
        {"signer": MemorySigner("eve")},
        {"signer": Claiming(identity=ANN.identity)},
    ],
)
def test_nothing_else_proves_it(changes: dict[str, object]) -> None:
    with pytest.raises(TrustError):
        proven(**changes)


def test_a_key_that_ended_since_names_its_person_and_one_that_was_revoked_does_not() -> None:
    ended, revoked = an_anchor("ann", not_after=NOON), an_anchor("ann", revoked=True)

    assert person_of(proven(), namespace=Namespace.REAL, anchor=ended) == ended.identities[0]
    assert person_of(proven(), namespace=Namespace.REAL, anchor=revoked) is None


def test_nobody_is_whoever_asserts_it_or_acts_elsewhere() -> None:
    anchor = an_anchor("ann")

    assert person_of(ASSERTED, namespace=Namespace.REAL, anchor=anchor) is None
    assert person_of(replace(proven(), method=Method.TOKEN), namespace=Namespace.REAL, anchor=anchor) is None
    assert person_of(proven(), namespace=Namespace.DEMO, anchor=anchor) is None
    assert person_of(proven(), namespace=Namespace.REAL, anchor=an_anchor("bea")) is None
    assert person_named("ann", namespace=Namespace.REAL, anchor=None) is None


def test_a_demonstration_records_what_was_asserted_and_real_refuses_it() -> None:
    refuse_unproven(ASSERTED, actor="ann", namespace=Namespace.DEMO, what="approving")
    refuse_unproven(proven(), actor="ann", namespace=Namespace.REAL, what="approving")

    with pytest.raises(TrustError, match="approving needs a proven identity in real, and ann is merely asserted"):
        refuse_unproven(ASSERTED, actor="ann", namespace=Namespace.REAL, what="approving")


def test_a_person_has_an_account_where_they_have_one() -> None:
    one = person("ann", number=17)

    assert one.account_at("github.com") == one.accounts[0]
    assert one.accounts[0].name == "github.com/17"
    assert one.account_at("git.example.org") is None


def test_an_anchor_in_memory_has_both_keys_of_a_person() -> None:
    anchor: Anchor = an_anchor("ann")

    assert [key.role for key in anchor.keys] == ["approver", "permit"]
    assert key_of("ann").public_key == ANN.identity.public_key
