"""The identities of `anchor/v1`: whose a key is, and which accounts they have at providers.

Four eyes are worth as much as this list: somebody with two entries could approve what they wrote. So a key and an
account belong to one person of a namespace, and only keys with the role approver prove who acts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from checker.domain.identity import Account, Person
from checker.domain.namespace import Namespace
from checker.domain.trust import KeyRole, TrustedKey
from checker.errors import InputRefusedError, Place
from checker.formats.text_safety import refuse_unsafe_identifier


def persons_of(
    items: Sequence[Mapping[str, Any]], *, keys: Mapping[str, TrustedKey], source: str
) -> tuple[Person, ...]:
    """Everybody the anchor knows.

    Raises:
        InputRefusedError: a key is not there or no approver's, or a label, a key or an account belongs to two.
    """
    persons = tuple(_person(item, keys, source) for item in items)
    owners: dict[tuple[Namespace, str], str] = {}
    for person in persons:
        for claim in _claims(person):
            if owner := owners.get((person.namespace, claim)):
                raise InputRefusedError(
                    f"the {claim} belongs to {owner} and to {person.actor}, expected one identity for each person",
                    hint="write everything that is one person's into one entry of identities",
                    where=Place(source=source),
                )
            owners[person.namespace, claim] = person.actor
    return persons


def _claims(person: Person) -> tuple[str, ...]:
    """What can belong to one entry alone."""
    keys, accounts = (f"key {name}" for name in person.keys), (f"account {one.name}" for one in person.accounts)
    return (f"label {person.actor}", *dict.fromkeys(keys), *accounts)


def _person(item: Mapping[str, Any], keys: Mapping[str, TrustedKey], source: str) -> Person:
    actor = item["actor"]
    for name in item["keys"]:
        if name not in keys or keys[name].role is not KeyRole.APPROVER:
            raise InputRefusedError(
                f"the identity {actor} has the key {name}, expected one that stands under keys with the role approver",
                hint="`clean-release keys generate --actor NAME` prints both entries",
                where=Place(source=source),
            )
    accounts = tuple(
        Account(host=one["host"], number=one["id"], login=one.get("login", "")) for one in item["accounts"]
    )
    for account in accounts:
        refuse_unsafe_identifier(account.host, what="host", where=source)
    hosts = [account.host for account in accounts]
    if len(hosts) != len(set(hosts)):
        raise InputRefusedError(
            f"the identity {actor} has two accounts at one host, expected one", where=Place(source=source)
        )
    return Person(actor=actor, namespace=Namespace(item["namespace"]), keys=tuple(item["keys"]), accounts=accounts)
