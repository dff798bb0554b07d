"""One person has one identity, with keys that approve; anything else is refused when the anchor is read."""

from typing import Any

import pytest

from checker.domain.identity import Account, Person
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, ApprovalPolicy
from checker.errors import InputRefusedError
from tests.unit.formats.test_anchor_v1 import document, key, parse, pem

ACCOUNT = {"host": "github.com", "id": 17}


def approver(name: str) -> dict[str, Any]:
    return {"name": name, "role": "approver", "public_key": pem(name)}


def identity(actor: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of it
    return {"actor": actor, "namespace": "real", "keys": [actor], "accounts": [ACCOUNT], **changes}


def anchor(*identities: dict[str, Any], **fields: Any) -> Anchor:  # noqa: ANN401 - as above
    keys = [approver("ann"), approver("bea"), key("policy")]
    return parse(document(keys=keys, identities=list(identities), **fields))


def test_an_anchor_knows_persons_by_keys_and_accounts() -> None:
    ann = identity("ann", accounts=[{**ACCOUNT, "login": "ann"}, {"host": "git.example.org", "id": 17}])

    assert anchor(ann).identities == (
        Person(
            actor="ann",
            namespace=Namespace.REAL,
            keys=("ann",),
            accounts=(
                Account(host="github.com", number=17, login="ann"),
                Account(host="git.example.org", number=17),
            ),
        ),
    )


def test_one_person_acts_in_both_namespaces() -> None:
    assert len(anchor(identity("ann"), identity("ann", namespace="demo")).identities) == 2


def test_an_anchor_says_how_many_approve() -> None:
    approval = {"persons": 2, "single_person": True, "valid_hours": 24}

    assert anchor(approval=approval).approval == ApprovalPolicy(persons=2, single_person=True, valid_hours=24)
    assert anchor().approval == ApprovalPolicy(persons=1, single_person=False, valid_hours=168)


@pytest.mark.parametrize(
    ("identities", "said"),
    [
        ([identity("ann", keys=["cid"])], "has the key cid"),
        ([identity("ann", keys=["policy"])], "role approver"),
        ([identity("ann", keys=[])], "/identities/0/keys"),
        ([identity("ann", accounts=[])], "/identities/0/accounts"),
        ([identity("ann", accounts=[{"host": "github.com", "id": 0}])], "/identities/0/accounts/0/id"),
        ([identity("ann", accounts=[ACCOUNT, {**ACCOUNT, "id": 18}])], "two accounts at one host"),
        ([identity("ann", accounts=[{"host": "git\u202ehub.com", "id": 1}])], "host"),
        ([identity("ann b")], "/identities/0/actor"),
        ([identity("ann"), identity("bea")], "the account github.com/17 belongs to ann and to bea"),
        ([identity("ann"), identity("bea", keys=["ann"])], "the key ann belongs to ann and to bea"),
        ([identity("ann"), identity("ann", keys=["bea"], accounts=[{**ACCOUNT, "id": 18}])], "the label ann belongs"),
    ],
)
def test_what_would_make_two_of_one_person_is_refused(identities: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        anchor(*identities)

    assert said in f"{refused.value}"
